"""What the pages of an import show: the sheet with its marks, and the reading as tables."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page

from agt.words.money import in_pounds
from portfolios.models import Portfolio
from reports.exchange.amounts import key
from reports.exchange.reading import Cell, Entry, Reading, Use
from reports.exchange.rows import Figure, Kind, Row
from reports.exchange.sheet import Sheet, letters, text_of
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
}
KINDS = {
    Kind.BODY: "Figures",
    Kind.TOTAL: "Total",
    Kind.HEADING: "Heading",
    Kind.IGNORED: "Left out",
}


def marked(sheet: Sheet, reading: Reading) -> dict[str, Any]:
    """The first rows of the sheet as it is read, each row and column with what it is taken for."""
    sheet = sheet.turned() if reading.mapping.turned else sheet
    kinds = {row.index: KINDS[row.kind] for row in reading.rows}
    width = min(sheet.width, COLUMNS)
    columns = []
    for at in range(width):
        column = reading.mapping.columns.get(letters(at))
        said = [column.meaning.value] if column else []
        if column:
            said += [str(part) for part in (column.year, column.confidence, column.fund) if part]
        columns.append({"name": letters(at), "means": ", ".join(said) or "–"})
    rows = [
        {
            "number": index + 1,
            "kind": kinds.get(index, ""),
            "cells": [
                {
                    "text": text_of(cells[at] if at < len(cells) else None)[:LONGEST],
                    "is_number": at < len(cells) and isinstance(cells[at], int | float),
                }
                for at in range(width)
            ],
        }
        for index, cells in enumerate(sheet.rows[:ROWS])
    ]
    return {
        "marked_columns": columns,
        "marked_rows": rows,
        "more_rows": max(0, len(sheet.rows) - ROWS),
        "more_columns": max(0, sheet.width - COLUMNS),
    }


def preview(reading: Reading, page: Page, known: Mapping[str, Portfolio]) -> dict[str, Any]:
    """The counts, the totals, the rows of a page, and every cell that is not taken as it is."""
    entries = {entry.at: entry for entry in reading.entries}
    ignored = Counter(cell.why for cell in reading.ignored)
    states = [(stated, standing(stated), rounding_of(stated)) for stated in reading.stated]
    return {
        "counts": [(use, number, WORDS[use]) for use, number in reading.counts.items()],
        "cells": len(reading.cells),
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
        "page_obj": page,
        "rows": [_row(row, entries) for row in page.object_list],
        "uncovered": reading.uncovered[:LISTED],
        "stated": sorted(states, key=lambda item: item[1] is not State.BREAK)[:LISTED],
        "breaks": sum(state is State.BREAK for _, state, _ in states),
        "ignored": sorted(ignored.items(), key=lambda item: -item[1]),
        "ignored_cells": _first(reading.ignored),
        "listed": LISTED,
    }


def _known_as(name: str, reading: Reading, known: Mapping[str, Portfolio]) -> str:
    renamed = {key(word): to for word, to in reading.mapping.portfolios.items()}
    portfolio = known.get(key(renamed.get(key(name), name)))
    return f"known as {portfolio.name}" if portfolio else "new"


def _first(cells: list[Cell]) -> list[Cell]:
    return cells[:LISTED]


def _row(row: Row, entries: Mapping[str, Entry]) -> dict[str, Any]:
    makes = [_figure(figure, entries.get(figure.at)) for figure in row.figures]
    if row.kind is Kind.TOTAL or row.totals:
        makes += [f"{f.text} is stated" for f in row.totals if not f.why]
    if row.kind is Kind.IGNORED:
        makes = [row.why]
    what = row.label
    if row.kind is Kind.BODY:
        what = f"{row.portfolio} / {row.programme}"
    return {"number": row.number, "kind": KINDS[row.kind], "what": what, "makes": makes}


def _figure(figure: Figure, entry: Entry | None) -> str:
    if entry is None:
        why = figure.why.removesuffix(".")
        return f"{figure.year or 'no year'} uncovered ({figure.at}: {why})"
    amount = in_pounds(entry.pence)
    return f"{entry.year} {entry.confidence.label}: {amount}"
