"""The totals that a plan prints, and what its own figures come to."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from agt.words.years import FinancialYear
from reports.exchange.account import Entry, Stated
from reports.exchange.mapping import Meaning
from reports.exchange.rows import Figure, Kind, Placed
from reports.exchange.sheet import column_of
from savings.models import Confidence, Fund


def stated_totals(placed: Placed, entries: list[Entry], pressures: list[Entry]) -> list[Stated]:
    """Each printed total; where pressures are printed too it may be net of them."""
    less = [entry._replace(pence=-entry.pence) for entry in pressures]
    sums = _Sums(entries)
    nets = [_Sums([*entries, *net]) for net in (pressures, less) if net]
    often = Counter((row.portfolio, row.programme) for row in placed.rows if row.kind is Kind.BODY)
    own = {entry.at: entry for entry in (*entries, *pressures)}
    shared = _shared(placed, own)
    stated = []
    for row in placed.rows:
        for figure in row.totals:
            if figure.amount is None or figure.why:
                continue
            cumulative = placed.mapping.cumulative and figure.year is not None
            if row.kind is Kind.BODY:
                held = [_cell(own[one.at]) for one in row.figures if one.at in own]
                is_part = row.is_pressure or often[row.portfolio, row.programme] > 1
                is_known = True
            else:
                held = sums.cells[row.portfolio, row.programme]
                is_known = row.is_known
                is_part = not is_known or figure.column in shared
                for net in nets if _differs(figure, held, cumulative) else []:
                    both = net.cells[row.portfolio, row.programme]
                    if not _differs(figure, both, cumulative):
                        held, is_part = both, True  # the position has no such sum
                        break
            of = [cell for cell in held if _is_of(figure, cell, cumulative)]
            expected = sum(cell.pence for cell in of) if is_known else None
            if is_known and row.kind is not Kind.BODY and figure.column in shared:
                apart = shared[figure.column].get((row.portfolio, row.programme), 0)
                expected = None if placed.mapping.cumulative else apart
            last = figure.year if cumulative else None  # a year is printed over figures of its own
            inputs = sum(cell.figures for cell in of if last in (None, cell.year))
            other = any(cell.fund != Fund.GENERAL_FUND for cell in held)
            stated.append(
                Stated(
                    at=figure.at,
                    printed=figure.text,
                    amount=figure.amount,
                    label=row.label,
                    portfolio=row.portfolio,
                    programme=row.programme,
                    year=figure.year,
                    cumulative=cumulative,
                    confidence=figure.confidence,
                    expected=expected,
                    is_part=is_part or figure.fund_said,
                    has_other_funds=other,
                    inputs=inputs,
                )
            )
    return stated


def _shared(placed: Placed, own: dict[str, Entry]) -> dict[int, dict[tuple[str, str], int]]:
    """What each column comes to that is of the same year, confidence and fund as another.

    Blue and green of one year may both mean green: a total under one of them is of its own column.
    Cumulative columns that are added together have no sums of their own.
    """
    columns = {
        column_of(at): (column.year, column.confidence, column.fund)
        for at, column in placed.mapping.columns.items()
        if column.meaning is Meaning.AMOUNT and column.year
    }
    often = Counter(columns.values())
    sums: dict[int, dict[tuple[str, str], int]] = {
        at: {} for at, of in columns.items() if often[of] > 1
    }
    for row in placed.rows if sums else []:
        if row.kind is Kind.BODY:
            for figure in row.figures:
                if figure.column in sums and figure.at in own:
                    held, pence = sums[figure.column], own[figure.at].pence
                    for of in {(row.portfolio, row.programme), (row.portfolio, ""), ("", "")}:
                        held[of] = held.get(of, 0) + pence
    return sums


class _Cell(NamedTuple):
    """What entries of one kind come to, and how many they are."""

    confidence: Confidence
    fund: Fund
    year: FinancialYear
    pence: int
    figures: int


def _cell(entry: Entry) -> _Cell:
    return _Cell(entry.confidence, entry.fund, entry.year, entry.pence, 1)


def _differs(figure: Figure, cells: list[_Cell], cumulative: bool) -> bool:
    """Whether a total is another sum than that of some amounts."""
    come_to = sum(cell.pence for cell in cells if _is_of(figure, cell, cumulative))
    return figure.amount is None or figure.amount.pence != come_to


def _is_of(figure: Figure, cell: _Cell, cumulative: bool) -> bool:
    """Whether a total counts an amount in; whose portfolio it is has been looked at."""
    return (
        figure.confidence in (None, cell.confidence)
        and (not figure.fund_said or figure.fund == cell.fund)
        and (
            figure.year is None
            or cell.year == figure.year
            or (cumulative and cell.year < figure.year)
        )
    )


class _Sums:
    """What entries come to, by portfolio and programme, so that many totals cost little."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        sums: dict[tuple[str, str], dict[tuple, list[int]]] = defaultdict(dict)
        for entry in entries:
            portfolio, programme, *kind = entry[:5]
            for whole in {(portfolio, programme), (portfolio, ""), ("", "")}:
                held = sums[whole].setdefault(tuple(kind), [0, 0])
                held[0] += entry.pence
                held[1] += 1
        self.cells: dict[tuple[str, str], list[_Cell]] = defaultdict(list)
        for whole, of in sums.items():
            self.cells[whole] = [_Cell(*kind, *held) for kind, held in of.items()]
