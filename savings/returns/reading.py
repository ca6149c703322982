"""From the cells of a file to what they say: a return, with each refusal by sheet and cell.

What the file says of itself on its hidden sheet is a claim: it can only lead to a refusal or to a
question, never to more than its sender may do.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from accounts.viewer import Viewer
from agt.words.money import LARGEST, PENCE_PER_POUND, parse_money
from agt.words.years import FinancialYear
from portfolios.council import read_once, say
from portfolios.models import Position
from savings.grid import Cell
from savings.grid_form import Row
from savings.returns.child import AGAIN, Refused
from savings.returns.holding import (
    FIRST_YEAR,
    FORMAT,
    HEADINGS_ROW,
    LABELS,
    NOTE_LONGEST,
    NOTE_ROW,
    Holding,
    fingerprint,
    holdings,
)
from savings.returns.opening import Sheet, Written
from savings.returns.writing import ABOUT

MOST_REFUSALS = 100  # cells; a file with more is not one that somebody filled in
NO_RETURN = (
    "The file is not a return of the tracker. Download one from a programme or a portfolio, "
    "fill that in and send it."
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that cannot be taken, and why."""

    sheet: str
    at: str
    sentence: str


@dataclass(frozen=True)
class Part:
    """What a return says of one programme: whole pence by cell, and the reason."""

    slug: str
    version: int  # the one it was downloaded at
    amounts: dict[Cell, int]
    note: str
    touched: bool  # whether an amount is another than in the file as it was made


@dataclass(frozen=True)
class Return:
    """What a file says."""

    position: int
    made_at: datetime.datetime
    parts: list[Part]
    refusals: list[Refusal]


@dataclass(frozen=True, slots=True)
class _Claim:
    """What the hidden sheet says of one programme."""

    slug: str
    version: int
    sheet: str
    rows: int
    mark: str


@read_once()
def read_return(sheets: Mapping[str, Sheet], *, position: Position, viewer: Viewer) -> Return:
    """Read the cells of a file as a return of ``position``. Raises ``Refused`` with a sentence."""
    said = _claims(sheets.get(ABOUT, {}))
    _check_position(said.position, said.slug, position)
    named = [claim.slug for claim in said.programmes]
    held = {
        holding.place.programme.slug: holding
        for holding in holdings(position, viewer, programme__slug__in=named)
    }
    parts, refusals = [], []
    for claim in said.programmes:
        if claim.slug not in held:
            raise Refused(
                f"“{claim.sheet}” is of no programme that {position} has in your portfolios. "
                "Download the return again."
            )
        if claim.sheet not in sheets:
            raise Refused(f"The sheet “{claim.sheet}” is missing. {AGAIN}")
        reader = _SheetReader(claim, sheets[claim.sheet], held[claim.slug])
        parts.append(reader.part())
        refusals += reader.refusals
    for title in sheets:
        if title not in {ABOUT, *(claim.sheet for claim in said.programmes)}:
            raise Refused(f"The sheet “{title}” is not of this return. Take it out and send again.")
    if len(refusals) > MOST_REFUSALS:
        first = refusals[0]
        raise Refused(
            f"{len(refusals):,} cells of the file cannot be taken, “{first.sheet}” {first.at} "
            f"first. {AGAIN}"
        )
    return Return(position.pk, said.made_at, parts, refusals)


# --- the hidden sheet ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Claims:
    slug: str
    position: int
    made_at: datetime.datetime
    programmes: list[_Claim]


def _claims(about: Sheet) -> _Claims:
    rows: dict[int, list[str]] = {}
    for (row, _), written in sorted(about.items()):
        rows.setdefault(row, []).append(written.text)
    said = list(rows.values())
    if not said or said[0][0] != "format":
        raise Refused(NO_RETURN)
    if said[0][1:] != [str(FORMAT)]:
        raise Refused(f"The file was made by another version of the tracker. {AGAIN}")
    try:
        (_, slug, pk), (_, made), *programmes = said[1:]
        made_at = datetime.datetime.fromisoformat(made)
        claims = [
            _Claim(of, int(version), sheet, int(rows), mark)
            for _, of, version, sheet, rows, mark in programmes
        ]
        position = int(pk)
    except ValueError as error:
        raise Refused(NO_RETURN) from error
    distinct = {claim.slug for claim in claims}, {claim.sheet for claim in claims}
    if made_at.tzinfo is None or not claims or {len(d) for d in distinct} != {len(claims)}:
        raise Refused(NO_RETURN)
    return _Claims(slug, position, made_at, claims)


def _check_position(pk: int, slug: str, position: Position) -> None:
    if (pk, slug) == (position.pk, position.slug):
        return
    of = Position.objects.filter(pk=pk).first() if 0 < pk < 2**63 else None
    if of is not None and of.is_published:
        raise Refused(
            f"The file is of {of}, which is published and can no longer be changed. "
            f"Download a return of {position} and fill that in."
        )
    raise Refused(
        f"The file is of another position than {position}. Choose its position at the top of the "
        "page, or download a return of this one."
    )


# --- a programme's sheet -------------------------------------------------------------------------


class _SheetReader:
    """Reads one sheet against what the tracker holds; what cannot be taken is in ``refusals``."""

    def __init__(self, claim: _Claim, sheet: Sheet, holding: Holding) -> None:
        self.claim, self.sheet = claim, sheet
        self.years = holding.place.position.years
        self.refusals: list[Refusal] = []
        # A file may have been made before the council called its ratings something else.
        self.rows = {
            (row.saving_name, row.fund.label, called): row
            for words in (str, say)
            for row in holding.rows
            for called in [words(row.confidence.label)]
        }

    def part(self) -> Part:
        columns, amounts = self._columns(), {}
        for number, row in self._rows():
            for column, year in columns.items():
                pence = self._amount(self.sheet.get((number, column)))
                if pence is not None:
                    amounts[Cell(row.saving, row.confidence, row.fund, year)] = pence
        self._look_outside(columns)
        return Part(
            slug=self.claim.slug,
            version=self.claim.version,
            amounts=amounts,
            note=self._note(),
            touched=fingerprint(amounts.items()) != self.claim.mark,
        )

    def _refuse(self, at: str, sentence: str) -> None:
        self.refusals.append(Refusal(self.claim.sheet, at, sentence))

    def _text(self, row: int, column: int) -> str:
        written = self.sheet.get((row, column))
        return written.text.strip() if written else ""

    def _columns(self) -> dict[int, FinancialYear]:
        """The column of each financial year; the headings are those the file was made with."""
        headings = [*LABELS, *map(str, self.years)]
        found = [self._text(HEADINGS_ROW, column) for column in range(1, len(headings) + 1)]
        if found != headings:
            raise Refused(
                f"“{self.claim.sheet}”: the headings in row {HEADINGS_ROW} are not those of the "
                f"return. {AGAIN}"
            )
        return dict(enumerate(self.years, start=FIRST_YEAR))

    def _rows(self) -> Iterator[tuple[int, Row]]:
        """The rows that are labelled, by their labels: sorting a sheet does no harm."""
        seen: set[Row] = set()
        for number in sorted({row for row, _ in self.sheet if row > HEADINGS_ROW}):
            labels = self._text(number, 1), self._text(number, 2), self._text(number, 3)
            row = self.rows.get(labels)
            if row in seen:
                self._refuse(f"A{number}", f"{row.label} stands here a second time.")
            elif row is not None:
                seen.add(row)
                yield number, row
            elif any(labels):
                told = ", ".join(filter(None, labels))[:120]
                self._refuse(f"A{number}", f"The programme has no “{told}”.")
        if len(seen) < self.claim.rows and not self.refusals:
            raise Refused(
                f"“{self.claim.sheet}” has {len(seen)} of its {self.claim.rows} rows left. {AGAIN}"
            )

    def _look_outside(self, columns: dict[int, FinancialYear]) -> None:
        """What stands where nothing is read would be lost without a word: say so."""
        for (row, column), written in sorted(self.sheet.items()):
            unlabelled = not any(self._text(row, label) for label in range(1, FIRST_YEAR))
            beside = column > max(columns)
            if row > HEADINGS_ROW and (beside or unlabelled):
                self._refuse(written.at, "This is outside the grid: take it out.")

    def _amount(self, written: Written | None) -> int | None:
        """The whole pence of a cell; nothing where it is refused, so that it stays as it is."""
        if written is None:
            return 0
        try:
            return pence_of(written)
        except ValueError as error:
            self._refuse(written.at, str(error))
            return None

    def _note(self) -> str:
        note = " ".join(self._text(NOTE_ROW, 2).split())
        if len(note) > NOTE_LONGEST:
            at = self.sheet[NOTE_ROW, 2].at
            self._refuse(at, f"Say why in {NOTE_LONGEST} characters or fewer.")
        return note


def pence_of(written: Written) -> int:
    """The whole pence of a cell. Raises ``ValueError`` with a sentence.

    A spreadsheet counts in fifteen digits; what is beyond them is its noise, not an amount.
    """
    if written.kind == "s":
        return parse_money(written.text) if written.text.strip() else 0
    told = f"“{written.text[:40]}”"
    number = Decimal(written.text) if written.kind == "n" else Decimal("NaN")
    if not number.is_finite():
        raise ValueError(f"{told} is not an amount of money. Type a number of pounds.")
    if abs(number) * PENCE_PER_POUND > LARGEST:
        raise ValueError(f"{told} is too large. Type a number of pounds.")
    pence = Decimal(f"{number:.15g}") * PENCE_PER_POUND
    if pence != int(pence):
        raise ValueError(f"{told} is finer than a penny. Round it to whole pence.")
    return int(pence)
