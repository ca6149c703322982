"""What the pages of an import show: the sheet with its marks, and the reading as tables."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page

from agt.words.fte import in_fte
from agt.words.money import in_pounds
from portfolios.models import Portfolio
from reports.actions.import_beside import effects
from reports.exchange.account import Cell, Entry, Reading, Uncovered, Use
from reports.exchange.amounts import NotAnAmount, key, read_amount
from reports.exchange.filling import Filled, Looked
from reports.exchange.rows import Figure, Kind, Row
from reports.exchange.sheet import Sheet, Value, letters, text_of
from reports.exchange.stating import rounding_of, standing
from reports.reconciliation import State
from savings.models import Confidence

ROWS, COLUMNS, LONGEST = 30, 30, 60  # of the sheet, as it is shown
LISTED = 500  # cells that are listed; there are never so many of a plan that is read well
WORDS = {
    Use.TAKEN: "It makes something: a portfolio, a programme or a figure.",
    Use.HEADING: "A heading or the name of a total.",
    Use.STATED: "A printed total: kept as a stated figure, and reconciled.",
    Use.UNCOVERED: "It should say a number and does not: nothing is made of it, least of all £0.",
    Use.IGNORED: "Left out, with the reason.",
    Use.REFUSED: "It means nothing in its field: all is kept out until it does.",
}
OF_REGISTER = WORDS | {
    Use.TAKEN: "It fills a field of a row that is added.",
    Use.HEADING: "A heading.",
    Use.UNCOVERED: "It says that nothing is known: its field stays empty.",
}
OTHERS = {Use.HEADING: "Heading", Use.IGNORED: "Left out"}  # rows of a register
KINDS = {
    Kind.BODY: "Figures",
    Kind.TOTAL: "Total",
    Kind.HEADING: "Heading",
    Kind.IGNORED: "Left out",
}


def marked(sheet: Sheet, kinds: Mapping[int, str], means: Mapping[str, str]) -> dict[str, Any]:
    """The first rows of a sheet as it is read, each row and column with what it is taken for."""
    width = min(sheet.width, COLUMNS)
    names = [letters(at) for at in range(width)]
    columns = [{"name": name, "means": means.get(name, "–")} for name in names]
    rows = [
        {
            "number": index + 1,
            "kind": kinds.get(index, ""),
            "cells": [
                {
                    "text": text_of(cells[at] if at < len(cells) else None)[:LONGEST],
                    "is_number": _is_number(cells[at] if at < len(cells) else None),
                }
                for at in range(width)
            ],
        }
        for index, cells in enumerate(sheet.rows[:ROWS])
    ]
    return {
        "sheet_title": sheet.title,
        "marked_columns": columns,
        "marked_rows": rows,
        "more_rows": max(0, len(sheet.rows) - ROWS),
        "more_columns": max(0, sheet.width - COLUMNS),
    }


def _is_number(value: Value) -> bool:
    try:
        read_amount("" if value is None else value, "")
    except NotAnAmount:
        return False
    return True


def preview(reading: Reading, page: Page, known: Mapping[str, Portfolio]) -> dict[str, Any]:
    """The counts, the totals, the rows of a page, and every cell that is not taken as it is."""
    entries = {entry.at: entry for entry in (*reading.entries, *reading.pressures)}
    states = [(stated, standing(stated), rounding_of(stated)) for stated in reading.stated]
    return {
        **_accounted(reading.counts, reading.ignored, WORDS),
        "years": sorted(reading.totals("year").items()),
        "portfolios": [
            (name, reading.totals("portfolio").get((name,), 0), _known_as(name, reading, known))
            for name in reading.portfolios
        ],
        "confidences": [
            (one, pence)
            for one in Confidence
            for pence in [reading.totals("confidence").get((one,))]
            if pence is not None
        ],
        "pressures": effects(reading),
        "posts": [
            (name, in_fte(said.low), in_fte(said.high)) for name, said in reading.posts.items()
        ],
        "page_obj": page,
        "rows": [_row(row, entries) for row in page.object_list],
        "uncovered": [
            (cell.at, cell.text, _of(cell), cell.why) for cell in reading.uncovered[:LISTED]
        ],
        "uncovered_number": len(reading.uncovered),
        "stated": sorted(states, key=lambda item: item[1] is not State.BREAK)[:LISTED],
        "breaks": sum(state is State.BREAK for _, state, _ in states),
    }


def preview_of_register(looked: Looked, page: Page, labels: Mapping[str, str]) -> dict[str, Any]:
    """The counts, the rows of a page, and every cell that is not taken as it is."""
    ignored = [cell for cell in looked.cells if cell.use is Use.IGNORED]
    unsaid = [cell for cell in looked.cells if cell.use is Use.UNCOVERED]
    of = {at: labels.get(n, n) for one in looked.filled for n, at in one.row.at.items()}
    return {
        **_accounted(looked.counts, ignored, OF_REGISTER),
        "page_obj": page,
        "rows": [_row_of_register(one, labels) for one in page.object_list],
        "added": sum(not one.refusals for one in looked.filled),
        "uncovered": [(c.at, c.text, of.get(c.at, ""), c.why) for c in unsaid[:LISTED]],
        "uncovered_number": len(unsaid),
        "refusals": looked.refusals[:LISTED],
        "refused_number": len(looked.refusals),
    }


def _row_of_register(filled: Filled, labels: Mapping[str, str]) -> dict[str, Any]:
    said = [
        f"{labels.get(name, name)}: {text}"
        for name, text in filled.row.values.items()
        if filled.row.at[name] not in filled.unsaid
    ]
    if filled.refusals:
        said = [f"{refusal.at}: {refusal.sentence}" for refusal in filled.refusals]
    kind = "Cannot be taken" if filled.refusals else "Added"
    what = str(filled.instance) if filled.instance and not filled.refusals else ""
    what = what or next(iter(filled.row.said.values()), "")
    return {"number": filled.row.number, "kind": kind, "what": what[:LONGEST], "makes": said}


def _accounted(
    counts: Mapping[Use, int], ignored: list[Cell], words: Mapping[Use, str]
) -> dict[str, Any]:
    """How many cells became what, and why those that are left out are."""
    often = Counter(cell.why for cell in ignored)
    return {
        "counts": [(use, number, words[use]) for use, number in counts.items()],
        "cells": sum(counts.values()),
        "ignored": sorted(often.items(), key=lambda item: -item[1]),
        "ignored_number": len(ignored),
        "ignored_cells": ignored[:LISTED],
        "listed": LISTED,
    }


def _of(cell: Uncovered) -> str:
    of = cell.programme or cell.portfolio
    return f"{of}, {cell.year}" if cell.year else of


def _known_as(name: str, reading: Reading, known: Mapping[str, Portfolio]) -> str:
    renamed = {key(word): to for word, to in reading.mapping.portfolios.items()}
    portfolio = known.get(key(renamed.get(key(name), name)))
    return f"known as {portfolio.name}" if portfolio else "new"


def _row(row: Row, entries: Mapping[str, Entry]) -> dict[str, Any]:
    makes = [_figure(figure, entries.get(figure.at), row) for figure in row.figures]
    if row.kind is Kind.BODY:
        makes += [f"{post.text} FTE" for post in row.posts if not post.why]
    if row.kind is Kind.TOTAL or row.totals:
        makes += [f"{f.text} is stated" for f in row.totals if not f.why]
    if row.kind is Kind.IGNORED:
        makes = [row.why]
    what = row.label
    if row.kind is Kind.BODY:
        what = f"{row.portfolio} / {row.programme}"
    number = f"{row.sheet} {row.number}".strip()
    return {"number": number, "kind": KINDS[row.kind], "what": what, "makes": makes}


def _figure(figure: Figure, entry: Entry | None, row: Row) -> str:
    if entry is None:
        why = figure.why.removesuffix(".")
        return f"{figure.year or 'no year'} uncovered ({figure.at}: {why})"
    amount = in_pounds(entry.pence)
    return f"{entry.year} {'pressure' if row.is_pressure else entry.confidence.label}: {amount}"
