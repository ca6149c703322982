"""Read a file of the ledger: cost centre, month, budget and actual, from Excel or CSV.

A workbook is opened in the child process that opens returns; a CSV is text, and is only counted.
"""

import csv
import datetime
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from savings.returns.child import AGAIN, Refused
from savings.returns.opening import LARGEST_FILE, TOO_LARGE, Sheet, Written, open_workbook
from savings.returns.reading import pence_of

HEADINGS = ("cost centre", "month", "budget", "actual")
MOST_ROWS, MOST_REFUSALS, LONGEST = 5000, 50, 40
EXPORT_AGAIN = "Export it from the ledger again and send that."
WHAT = "The first row names the columns: Cost centre, Month, Budget and Actual."
_MONTHS = ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m", "%m/%Y", "%b %Y", "%B %Y", "%b-%y")
_CELLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A month of a cost centre: whole pence."""

    cost_centre: str
    month: datetime.date
    budget: int
    actual: int


@dataclass(frozen=True)
class Ledger:
    """What a file says; ``refusals`` are sentences by cell, and with one nothing is taken."""

    sha256: str
    entries: list[Entry]
    refusals: list[tuple[str, str]]


def read_ledger(name: str, content: bytes) -> Ledger:
    """Read a file. Raises ``Refused`` with a sentence where it cannot be read at all."""
    if len(content) > LARGEST_FILE:
        raise Refused(TOO_LARGE.partition(":")[0] + ".")
    if content.startswith(b"PK"):
        try:
            sheet = next(iter(open_workbook(content).values()), {})
        except Refused as refused:
            raise Refused(str(refused).replace(AGAIN, EXPORT_AGAIN)) from refused
    else:
        sheet = _csv(content)
    reader = _Reader(sheet)
    entries = list(reader.entries())
    if not entries and not reader.refusals:
        raise Refused("The file has no rows below its headings.")
    return Ledger(hashlib.sha256(content).hexdigest(), entries, reader.refusals[:MOST_REFUSALS])


def _csv(content: bytes) -> Sheet:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("The file is neither Excel (.xlsx) nor a CSV in UTF-8.") from error
    if _CELLS.search(text):
        raise Refused("The file is neither Excel (.xlsx) nor a CSV.")
    sheet: Sheet = {}
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
            if row > MOST_ROWS + 1:
                raise Refused(f"The file has more than {MOST_ROWS:,} rows: send it in parts.")
            for column, told in enumerate(cells[:LONGEST], start=1):
                if told.strip():
                    sheet[row, column] = Written(f"row {row}", "s", told.strip())
    except csv.Error as error:
        raise Refused(f"The file is not a CSV that can be read. {EXPORT_AGAIN}") from error
    return sheet


class _Reader:
    """Reads the cells of one sheet; what cannot be taken is in ``refusals``."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.refusals: list[tuple[str, str]] = []
        named = {w.text.strip().lower(): col for (row, col), w in sheet.items() if row == 1}
        missing = [heading for heading in HEADINGS if heading not in named]
        if missing:
            raise Refused(f"The file has no column “{missing[0].capitalize()}”. {WHAT}")
        self.columns = [named[heading] for heading in HEADINGS]

    def entries(self) -> Iterator[Entry]:
        seen: set[tuple] = set()
        for row in sorted({row for row, _ in self.sheet if row > 1}):
            centre, month, budget, actual = (self.sheet.get((row, c)) for c in self.columns)
            if not any((centre, month, budget, actual)):
                continue
            try:
                entry = Entry(_centre(centre), _month(month), _pence(budget), _pence(actual))
            except ValueError as error:
                self.refusals.append((f"row {row}", str(error)))
                continue
            key = (entry.cost_centre, entry.month)
            if key in seen:
                told = f"{entry.cost_centre}, {entry.month:%B %Y} stands here a second time."
                self.refusals.append((f"row {row}", told))
            seen.add(key)
            yield entry


def _centre(written: Written | None) -> str:
    told = written.text.strip() if written else ""
    if not told or len(told) > LONGEST:
        raise ValueError(f"A cost centre is named in 1 to {LONGEST} characters.")
    return told


def _month(written: Written | None) -> datetime.date:
    told = written.text.strip() if written else ""
    for pattern in _MONTHS:
        try:
            month = datetime.datetime.strptime(told, pattern).date().replace(day=1)
        except ValueError:
            continue
        if 2000 <= month.year <= 2190:
            return month
    raise ValueError(f"“{told[:LONGEST]}” is not a month. Write it like 2025-04 or 01/04/2025.")


def _pence(written: Written | None) -> int:
    if written is None:
        raise ValueError("A budget and an actual are both given: write 0 where there is none.")
    return pence_of(written)
