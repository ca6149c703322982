"""From what a person asks for (a link, a command) to an ``Ask``; the unknown is refused aloud."""

from collections.abc import Iterable, Mapping

from portfolios.models import PortfolioPlace, Position
from reports.library import Library, newest_first
from reports.table import Ask, Report, ReportTable


class Unknown(LookupError):
    """What was asked for is not there; the message names what is."""


def find_position(text: str, positions: Iterable[Position]) -> Position:
    """A position by name or slug, in any case."""
    held = list(positions)
    for position in held:
        if text.strip().lower() in (position.name.lower(), position.slug):
            return position
    names = ", ".join(p.name for p in held) or "none yet"
    raise Unknown(f"There is no position “{text[:60]}”. The positions are: {names}.")


def find_portfolio(text: str, library: Library, position: Position) -> PortfolioPlace:
    """A position's portfolio by slug, by the name it prints or by the one it was first known by.

    One that only other positions have is refused with the newest of them.
    """
    asked = text.strip().lower()
    held = library.book(position).portfolios
    for name in ("slug", "printed_label", "name"):
        for portfolio in held:
            if asked == getattr(portfolio, name).lower():
                return portfolio
    for slug, place in newest_places(library).items():
        if asked in (slug, place.name.lower()):
            raise Unknown(
                f"{place.printed_label} is no portfolio of {position}. "
                f"The newest position that has it is {place.position}."
            )
    names = ", ".join(p.printed_label for p in held) or "none yet"
    raise Unknown(f"There is no portfolio “{text[:60]}”. The portfolios are: {names}.")


def newest_places(library: Library) -> dict[str, PortfolioPlace]:
    """Every portfolio as the newest position that has it prints it, by slug."""
    newest: dict[str, PortfolioPlace] = {}
    for position in newest_first(library.positions):
        for place in library.book(position).portfolios:
            newest.setdefault(place.slug, place)
    return newest


def reports() -> dict[str, Report]:
    """The registered ones, imported when first asked for: a list needs none of them."""
    from reports.registry import REPORTS

    return REPORTS


def find_report(slug: str) -> Report:
    """A registered report by its slug."""
    held = reports()
    if slug not in held:
        raise Unknown(f"There is no report “{slug[:60]}”. The reports are: {', '.join(held)}.")
    return held[slug]


def ask_for(library: Library, position: Position, query: Mapping[str, str]) -> Ask:
    """Read ``compare`` and ``portfolio`` from a link's query or a command's options."""
    compare, portfolio = query.get("compare"), query.get("portfolio")
    earlier = [book.position for book in library.comparable(position)]
    return Ask(
        library=library,
        position=position,
        compare=find_position(compare, earlier) if compare else None,
        portfolio=find_portfolio(portfolio, library, position) if portfolio else None,
    )


def all_tables(ask: Ask) -> list[ReportTable]:
    """Every registered table, in order: what publishing keeps."""
    return [report.build(ask) for report in reports().values()]


def pack_tables(ask: Ask) -> list[ReportTable]:
    """Every table that stays at portfolio level, in order: what the pack holds for everyone."""
    return [report.build(ask) for report in reports().values() if not report.is_below_portfolio]
