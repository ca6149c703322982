"""Consultation timetable: every formal consultation with its days, and none of its numbers."""

import datetime

from agt.words.days import short_day
from reports.book import Book
from reports.living_rows import shown_as, shown_on, without_samples
from reports.table import Ask, Cell, Column, Report, ReportTable, Role, Row, Subject
from workforce.models import Consultation
from workforce.statute import Event

NOT_SET = "not set"
NO_BREAK = "\N{NO-BREAK SPACE}"
HEADINGS = {
    Event.ESIA: "ESIA",
    Event.S188: "Section 188 letter",
    Event.OPENS: "Opens",
    Event.HR1: "HR1",
    Event.CLOSES: "Closes",
    Event.NOTICE: "First notice",
    Event.DISMISSAL: "First dismissal",
}
OF_STAFF_ALONE = {Event.S188, Event.HR1, Event.NOTICE, Event.DISMISSAL}
COLUMNS = (
    Column("consultation", "Consultation"),
    Column("of", "Of"),
    Column("portfolio", "Portfolio"),
    Column("state", "State"),
    *(Column(event.value, heading) for event, heading in HEADINGS.items()),
)


def build(ask: Ask) -> ReportTable:
    day = shown_on(ask.position)
    held = Consultation.objects.visible_to(ask.library.viewer).raised_by(day)
    held = without_samples(held, ask.position).select_related("portfolio")
    if ask.portfolio:
        held = held.filter(portfolio=ask.portfolio.portfolio)
    rows = tuple(_row(ask.book, consultation, day) for consultation in held)
    return ask.table(REPORT, columns=COLUMNS, rows=rows, finding=_finding(rows))


def _row(book: Book, consultation: Consultation, day: datetime.date) -> Row:
    portfolio = consultation.portfolio
    place = book.by_name.get(portfolio.name) if portfolio else None
    named = place.printed_label if place else str(portfolio or "Whole council")
    cells = {
        "consultation": Cell(
            shown_as(consultation, consultation.name),
            link=("workforce-consultation", str(consultation.pk)),
        ),
        "of": Cell(consultation.get_kind_display()),
        "portfolio": Cell(named),
        "state": Cell(consultation.state_on(day)),
    }
    for event in HEADINGS:
        if event in OF_STAFF_ALONE and not consultation.is_of_staff:
            cells[event.value] = Cell("n/a")
        else:
            cells[event.value] = dated(consultation.dates[event])
    return Row(Role.BODY, cells, portfolio.colour if portfolio else 0)


def dated(day: datetime.date | None) -> Cell:
    """A day: ISO in data, in words where it is read."""
    if day is None:
        return Cell(NOT_SET)
    words = short_day(day).replace(" ", NO_BREAK)
    return Cell(day.isoformat(), label=words)


def _finding(rows: tuple[Row, ...]) -> str:
    states = [str(row.cells["state"].value) for row in rows]
    if not states:
        return "No consultation is recorded"
    counts = [f"{states.count(s)} {s}" for s in ("open", "planned", "closed") if s in states]
    return f"Consultations: {', '.join(counts)}"


REPORT = Report(
    slug="consultation-timetable",
    title="Consultation timetable",
    question="Who is consulted, and when?",
    subject=Subject.WORKFORCE,
    build=build,
    charts=("consultation-timeline",),
    about_posts=True,
)
