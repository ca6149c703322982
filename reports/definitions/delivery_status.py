"""Delivery status: how each programme says its delivery goes, newest month by programme."""

from collections import Counter

from governance.models import Delivery, DeliveryStatus
from reports.definitions.living import BASIS, as_at_today, basis, of_programme, programmes
from reports.table import Ask, Cell, Column, Report, ReportTable, Role, Row, Subject

COLUMNS = (
    Column("portfolio", "Portfolio"),
    Column("programme", "Programme Name"),
    Column("month", "Month"),
    Column("overall", "Overall"),
    Column("time", "Time"),
    Column("cost", "Cost"),
    Column("benefits", "Benefits"),
    Column("resources", "Resources"),
    Column("reason", "Why it is not on track"),
    Column("path", "How it gets back on track"),
    Column("author", "Written by"),
    BASIS,
)
NO_STATUS = "no status"


def build(ask: Ask) -> ReportTable:
    newest = newest_statuses(ask)
    rows = tuple(
        Row(
            Role.BODY,
            {**of_programme(ask.book, programme), **_cells(newest.get(programme.programme_id))},
        )
        for programme in programmes(ask)
    )
    return ask.table(
        REPORT,
        columns=COLUMNS,
        rows=rows,
        notes=(
            "Delivery is rated on track, at risk or off track. It is not confidence in a saving: "
            "the two are never mapped to each other.",
            as_at_today("Statuses"),
        ),
        finding=_finding(rows),
    )


def newest_statuses(ask: Ask) -> dict[int, DeliveryStatus]:
    """The newest status of each programme in scope, by its id."""
    held = DeliveryStatus.objects.placed_at(ask.position, visible_to=ask.library.viewer)
    newest = {}
    for status in held.newest_of_each().select_related("author"):
        newest[status.programme_id] = status
    return newest


def _cells(status: DeliveryStatus | None) -> dict[str, Cell]:
    if status is None:
        nothing = dict.fromkeys([column.key for column in COLUMNS[2:]], Cell(""))
        return {**nothing, "overall": Cell(NO_STATUS)}
    ratings = {name: Delivery(getattr(status, name)).label for name in DeliveryStatus.RATINGS}
    month = status.month
    return {
        "month": Cell(f"{month:%Y-%m}", label=f"{month:%b %Y}"),
        **{name: Cell(label) for name, label in ratings.items()},
        "reason": Cell(" ".join(status.reason.split())),
        "path": Cell(" ".join(status.path.split())),
        "author": Cell(str(status.author or "")),
        "basis": basis(status.illustrative),
    }


def _finding(rows: tuple[Row, ...]) -> str:
    count = Counter(row.cells["overall"].value for row in rows)
    told = [f"{count[d.label]} {d.label.lower()}" for d in Delivery if count[d.label]]
    if not told:
        return "No programme has a delivery status"
    said = ", ".join(told)
    return f"{said}, {count[NO_STATUS]} without a status" if count[NO_STATUS] else said


REPORT = Report(
    slug="delivery-status",
    title="Delivery status",
    question="How does delivery go, why, and what brings it back on track?",
    subject=Subject.DELIVERY,
    build=build,
    lives_on=True,
)
