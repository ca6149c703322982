"""Benefits summary: how many of each category, how far they have come, and what they promise."""

from agt.words.money import in_millions
from reports.definitions.benefits import NOT_STATED, benefits
from reports.definitions.living import as_at_today
from reports.table import Ask, Cell, Column, Kind, Report, ReportTable, Role, Row, Subject
from savings.models import Benefit

STATES = tuple(Benefit.State)
NOT_ADDED = "not added"
COLUMNS = (
    Column("category", "Category"),
    Column("benefits", "Benefits", Kind.COUNT),
    *(Column(state.value, state.label, Kind.COUNT, "Of these") for state in STATES),
    Column("promised", "Full-year value", Kind.MONEY),
    Column("cash", "Of it cash releasing", Kind.MONEY),
    Column("verified_value", "Verified value", Kind.MONEY),
)


def build(ask: Ask) -> ReportTable:
    held = list(benefits(ask))
    by_category = {c: [b for b in held if b.category == c] for c in Benefit.Category}
    rows = [_row(category.label, of) for category, of in by_category.items()]
    judged = sum(benefit.category_judged for benefit in held)
    samples = sum(benefit.illustrative for benefit in held)
    notes = [
        "Cashable, non-cashable and demand mitigation are different kinds of value and are not "
        "added together, nor to any saving. A disbenefit counts against.",
        as_at_today("Benefits"),
    ]
    if judged:
        notes.insert(0, f"The category of {judged} is our reading: their paper does not say it.")
    if samples:
        are = "is" if samples == 1 else "are"
        notes.append(f"{samples} of the benefits {are} illustrative.")
    return ask.table(
        REPORT,
        columns=COLUMNS,
        rows=(*rows, _row("All benefits", held, Role.TOTAL)),
        notes=tuple(notes),
        finding=_finding(held),
    )


def _row(name: str, held: list[Benefit], role: Role = Role.BODY) -> Row:
    cells = {
        "category": Cell(name),
        "benefits": Cell(len(held)),
        **{state.value: Cell(sum(b.state == state for b in held)) for state in STATES},
    }
    if role is Role.TOTAL:
        return Row(role, cells | dict.fromkeys(("promised", "cash", "verified_value"), _NONE))
    cash = [b for b in held if b.cash_releasing]
    amounts = {
        "promised": [b.sign * b.full_year_value for b in held if b.full_year_value is not None],
        "cash": [b.full_year_value for b in cash if b.full_year_value is not None],
        "verified_value": [b.sign * b.verified_value for b in held if b.verified_value is not None],
    }
    return Row(role, cells | {key: _sum(found) for key, found in amounts.items()})


_NONE = Cell(NOT_ADDED)


def _sum(found: list[int]) -> Cell:
    """A sum; where nobody states an amount, a word and not a nought."""
    return Cell(sum(found)) if found else Cell(NOT_STATED)


def _finding(held: list[Benefit]) -> str:
    if not held:
        return "No benefit is recorded"
    verified = [b for b in held if b.state == Benefit.State.VERIFIED]
    cash = sum(b.verified_value or 0 for b in verified if b.cash_releasing)
    many = f"{len(verified)} of {len(held)} benefits {'is' if len(verified) == 1 else 'are'}"
    return f"{many} verified, releasing {in_millions(cash)} of cash in a full year"


REPORT = Report(
    slug="benefits-summary",
    title="Benefits summary",
    question="Which benefits were promised, how far have they come, and what has Finance verified?",
    subject=Subject.BENEFITS,
    build=build,
    lives_on=True,
)
