"""Pipeline: what may come next, by how far it is, with ranges that no saving here counts."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q, Sum

from agt.words import clock
from governance.models import Proposal
from governance.proposal_moves import ON_THE_WAY, Stage
from reports.table import Ask, Cell, Column, Kind, Report, ReportTable, Role, Row, Subject

SUMS = ("saving_low", "saving_high", "posts_low", "posts_high")
COLUMNS = (
    Column("stage", "Stage"),
    Column("count", "Proposals", Kind.COUNT),
    Column("saving_low", "From", Kind.MONEY, "Indicative saving, not in any total of savings"),
    Column("saving_high", "To", Kind.MONEY, "Indicative saving, not in any total of savings"),
    Column("posts_low", "From", Kind.FTE, "Indicative posts"),
    Column("posts_high", "To", Kind.FTE, "Indicative posts"),
    Column("overdue", "Next step overdue", Kind.COUNT),
)
INDICATIVE = (
    "Ranges are indicative, as their owners put them. No expected saving, post reduction or other "
    "total counts them; a proposal that becomes a programme is counted there by its own lines."
)


def build(ask: Ask) -> ReportTable:
    held = Proposal.objects.filter(portfolio__in=[p.portfolio_id for p in ask.portfolios])
    stages: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(NUMBERS, 0))
    stated: set[tuple[str, str]] = set()
    rows_of: Any = (
        held.order_by()
        .values("stage")
        .annotate(
            count=Count("pk"),
            overdue=Count("pk", filter=Q(next_on__lt=clock.today())),
            samples=Count("pk", filter=Q(illustrative=True)),
            **{f"{name}_sum": Sum(name) for name in SUMS},
        )
    )
    for row in rows_of:
        sums = {name: row[f"{name}_sum"] or 0 for name in SUMS}
        stated |= {(row["stage"], name) for name in SUMS if row[f"{name}_sum"] is not None}
        stages[row["stage"]] = {**{n: row[n] for n in ("count", "overdue", "samples")}, **sums}
    rows = [
        _row(
            stage.label,
            stages[stage],
            Role.BODY,
            {n for n in SUMS if stages[stage]["count"] and (stage, n) not in stated},
        )
        for stage in ON_THE_WAY
    ]
    whole = {n: sum(stages[stage][n] for stage in ON_THE_WAY) for n in NUMBERS}
    samples = sum(held["samples"] for held in stages.values())
    notes = [INDICATIVE, _gone(stages[Stage.PROGRAMME]["count"], stages[Stage.DROPPED]["count"])]
    if samples:
        of = sum(held["count"] for held in stages.values())
        notes.append(f"{samples} of {of} proposals are illustrative samples: no paper says so.")
    return ask.table(
        REPORT,
        columns=COLUMNS,
        rows=(*rows, _row("Under consideration", whole, Role.TOTAL)),
        notes=tuple(notes),
        finding=_finding(whole["count"], stages[Stage.CASE]["count"]),
    )


NUMBERS = (*(column.key for column in COLUMNS[1:]), "samples")


def _row(label: str, numbers: dict[str, int], role: Role, unstated: Collection[str] = ()) -> Row:
    cells = {
        column.key: Cell("not stated" if column.key in unstated else numbers[column.key])
        for column in COLUMNS[1:]
    }
    return Row(role, {"stage": Cell(label), **cells})


def _gone(adopted: int, dropped: int) -> str:
    return (
        f"Beside these, {adopted} became {'a programme' if adopted == 1 else 'programmes'} and "
        f"{dropped} {'was' if dropped == 1 else 'were'} dropped."
    )


def _finding(count: int, at_case: int) -> str:
    if not count:
        return "No proposal is under consideration"
    noun = "proposal is" if count == 1 else "proposals are"
    return f"{count} {noun} under consideration, {at_case} of them at business case"


REPORT = Report(
    slug="pipeline",
    title="Pipeline",
    question="What may come in the next phase, and how far is it?",
    subject=Subject.GOVERNANCE,
    build=build,
    lives_on=True,
)
