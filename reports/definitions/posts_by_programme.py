"""Posts by programme: what each brings to its portfolio's reductions, behind the guard.

The portfolio rows are those of the Cabinet table, printed as it prints them. Beneath them a row
about few people is withheld, and never one alone: see ``workforce.guard``.
"""

from collections.abc import Sequence

from django.conf import settings

from agt.words.fte import HUNDREDTHS
from portfolios.models import PortfolioPlace
from reports.living_rows import shown_as
from reports.quantities import Measure, Quantity
from reports.table import (
    NOT_PUBLISHED,
    WITHHELD,
    Ask,
    Cell,
    Column,
    Kind,
    Report,
    ReportTable,
    Role,
    Row,
    Subject,
    figure,
    named,
)
from workforce.guard import hidden_rows, hides
from workforce.models import PostReduction, ProgrammePosts

FTE = ("low", "high", "vacant", "occupied_low", "occupied_high")
HEADS = ("heads_low", "heads_high")
RANGE, OCCUPIED, PEOPLE = "Posts", "Occupied posts", "Heads"
COLUMNS = (
    Column("portfolio", "Portfolio"),
    Column("programme", "Programme"),
    Column("low", "Low", Kind.FTE, RANGE),
    Column("high", "High", Kind.FTE, RANGE),
    Column("vacant", "Vacant", Kind.FTE, RANGE),
    Column("occupied_low", "Low", Kind.FTE, OCCUPIED),
    Column("occupied_high", "High", Kind.FTE, OCCUPIED),
    Column("heads_low", "Low", Kind.COUNT, PEOPLE),
    Column("heads_high", "High", Kind.COUNT, PEOPLE),
)
MEASURES = dict(
    zip(
        FTE,
        (Measure.LOW, Measure.HIGH, Measure.VACANT, Measure.OCCUPIED_LOW, Measure.OCCUPIED_HIGH),
        strict=True,
    )
)
PORTFOLIO_WIDE, NOT_YET = "Portfolio-wide", "Not yet by programme"
NOT_STATED = "not stated"
Part = tuple[str, tuple[int | None, ...]]  # what it is of, and its numbers in order of the columns


def build(ask: Ask) -> ReportTable:
    wholes = ask.library.posts.get(ask.position.pk, {})
    held: dict[int, list[ProgrammePosts]] = {}
    parts = ProgrammePosts.objects.at(ask.position).visible_to(ask.library.viewer)
    for part in parts.select_related("programme"):
        held.setdefault(part.portfolio_id, []).append(part)
    rows: list[Row] = []
    withheld = 0
    for whole in wholes.values():
        portfolio = ask.book.by_name[whole.portfolio.name]
        if ask.portfolio not in (None, portfolio):
            continue
        group = parts_of(whole, held.get(whole.portfolio_id, []))
        hidden = hidden_rows([numbers for _, numbers in group], threshold())
        withheld += len(hidden)
        rows += _body(portfolio, group, hidden)
        rows.append(_whole(ask, portfolio, group, given_away=len(hidden) == 1))
    rows.append(_total(ask))
    return ask.table(
        REPORT, columns=COLUMNS, rows=tuple(rows), notes=notes(), finding=_finding(rows, withheld)
    )


def threshold() -> int:
    """The guard's setting, in hundredths: people and FTE are held to the same number."""
    return settings.SMALL_NUMBERS_BELOW * HUNDREDTHS


def parts_of(whole: PostReduction, held: Sequence[ProgrammePosts]) -> list[Part]:
    """The parts of a portfolio's posts, with what no part accounts for; numbers in hundredths.

    Where the parts come to more than the whole there is no telling which is wrong: no part is
    given.
    """
    if not held:
        return []
    group: list[Part] = [
        (
            shown_as(part, part.programme.name if part.programme else PORTFOLIO_WIDE),
            (
                *(getattr(part, name) for name in FTE),
                *(_hundredths(getattr(part, name)) for name in HEADS),
            ),
        )
        for part in held
    ]
    left = [getattr(whole, name) - sum(getattr(part, name) for part in held) for name in FTE]
    low, high, vacant, *occupied = left
    if min(left) < 0 or low > high:
        return []
    if high or vacant:
        group.append((NOT_YET, (low, high, vacant, *occupied, None, None)))
    return group


def _hundredths(heads: int | None) -> int | None:
    return None if heads is None else heads * HUNDREDTHS


def _body(portfolio: PortfolioPlace, group: list[Part], hidden: set[int]) -> list[Row]:
    numbers = [held for _, held in group]
    rows = []
    for at, (name, held) in enumerate(group):
        cells = {"portfolio": named(portfolio), "programme": Cell(name)}
        for column, key in enumerate((*FTE, *HEADS)):
            withheld = at in hidden and hides(column, hidden, numbers)
            cells[key] = Cell(WITHHELD) if withheld else _cell(key, held[column])
        rows.append(Row(Role.BODY, cells, portfolio.colour))
    return rows


def _cell(key: str, number: int | None) -> Cell:
    if number is None:
        return Cell(NOT_STATED)
    return Cell(number // HUNDREDTHS if key in HEADS else number)


def _whole(ask: Ask, portfolio: PortfolioPlace, group: list[Part], *, given_away: bool) -> Row:
    """The portfolio's row of the Cabinet table, and its people where every part counts them.

    Where one part is the whole portfolio, the Cabinet table gives its FTE away, but not its people.
    """
    cells = {"portfolio": named(portfolio), "programme": Cell("All")}
    for key, measure in MEASURES.items():
        cells[key] = figure(ask.book, Quantity(measure=measure, portfolio=portfolio.name))
    for at, key in enumerate(HEADS, start=len(FTE)):
        counted = [numbers[at] for _, numbers in group]
        known = [number for number in counted if number is not None]
        whole = known and len(known) == len(counted)
        if given_away:
            cells[key] = Cell(WITHHELD)
        else:
            cells[key] = Cell(sum(known) // HUNDREDTHS) if whole else Cell(NOT_STATED)
    return Row(Role.SUBTOTAL, cells, portfolio.colour)


def _total(ask: Ask) -> Row:
    cells = {"portfolio": Cell("Totals"), "programme": Cell("")}
    for key, measure in MEASURES.items():
        cells[key] = figure(ask.book, Quantity(measure=measure, portfolio=ask.whole))
    return Row(Role.TOTAL, cells | dict.fromkeys(HEADS, Cell(NOT_STATED)))


def notes() -> tuple[str, ...]:
    """What is said wherever the guard stands."""
    return (
        f"“{WITHHELD}”: a row with a number below {settings.SMALL_NUMBERS_BELOW}, which is about "
        "few people, or one that would give such a row away.",
    )


def _finding(rows: list[Row], withheld: int) -> str:
    given = sum(row.role is Role.BODY for row in rows)
    if not given:
        return f"Posts by programme are {NOT_PUBLISHED} at this position"
    few = f", {withheld} of them withheld" if withheld else ""
    return f"{given} parts of the post reductions are recorded by programme{few}"


REPORT = Report(
    slug="posts-by-programme",
    title="Posts by programme",
    question="Which programme brings which post reductions?",
    subject=Subject.WORKFORCE,
    build=build,
    is_below_portfolio=True,
    about_posts=True,
)
