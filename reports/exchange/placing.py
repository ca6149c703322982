"""What each row of a plan is, and what it is of."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from reports.exchange.amounts import NotAnAmount, find_year, key, name_of, read_amount
from reports.exchange.mapping import Column, Mapping, Meaning, PlanKind, RowIs
from reports.exchange.posts import POSTS, read_post
from reports.exchange.rows import Figure, Kind, Placed, Row
from reports.exchange.sheet import Sheet, Value, column_of, text_of
from savings.models import Confidence

LONGEST_PORTFOLIO, LONGEST_PROGRAMME = 60, 160
TOTAL = re.compile(r"\b(?P<which>grand|overall|sub)?[\s-]*totals?\b", re.IGNORECASE)
_WORDS = (
    "savings?|proposals?|all|for|of|the|plan|council|years?|net|programme|portfolio|directorate"
    "|service"
)
_GENERAL = re.compile(rf"\b(?:{_WORDS})\b|\W")
_AROUND = re.compile(rf"^(?:(?:{_WORDS})\s+)+|(?:\s+(?:{_WORDS}))+$")
NOTHING = "Its row names nothing that is made and holds no figure."
_NOTE = re.compile(r"\s*(?:[*†‡§#¹²³⁴⁵⁶⁷⁸⁹]|\[\w{1,2}\]|notes?\b|sources?\b)", re.IGNORECASE)

_LABELS = (
    *(Meaning.PORTFOLIO, Meaning.PROGRAMME, Meaning.CONFIDENCE),
    *(Meaning.FUND, Meaning.YEAR, Meaning.KIND),
)


def place_rows(sheet: Sheet, mapping: Mapping) -> Placed:
    """Say of each row that holds anything what it is."""
    return _Placing(sheet, mapping).placed()


@dataclass(slots=True)
class _Labels:
    """What stands in the columns that name things, in one row."""

    portfolio: str
    programme: str
    confidence: str
    fund: str
    year: str
    has_figures: bool
    kind: str = ""
    loose: str = ""  # the first text left of the figures in a column that names nothing

    @property
    def names(self) -> list[str]:
        return [name for name in (self.portfolio, self.programme) if name]

    @property
    def is_portfolio_alone(self) -> bool:
        return bool(self.portfolio) and not self.programme


class _Placing:
    def __init__(self, sheet: Sheet, mapping: Mapping) -> None:
        self.sheet, self.mapping = sheet, mapping
        self.columns = {column_of(at): column for at, column in mapping.columns.items()}
        self.by_meaning = {
            meaning: [at for at, column in self.columns.items() if column.meaning is meaning]
            for meaning in Meaning
        }
        self.figures = [*self.by_meaning[Meaning.AMOUNT], *self.by_meaning[Meaning.TOTAL]]
        self.years = {key(word): year for word, year in mapping.years.items()}
        named = {at for meaning in _LABELS for at in self.by_meaning[meaning]}
        self.loose = [at for at in range(min(self.figures, default=0)) if at not in named]

    def placed(self) -> Placed:
        labels = {
            index: self._labels(cells)
            for index, cells in enumerate(self.sheet.rows)
            if any(value is not None for value in cells)
        }
        body = {index: told for index, told in labels.items() if index >= self.mapping.headings}
        names = [n for told in body.values() for n in (*told.names, self._section(told))]
        self.known = {key(name) for name in names if name and not TOTAL.search(name)}
        self.heads = _heads(body)
        self.printed = {
            said for cells in self.sheet.rows[: self.mapping.headings] if (said := _said(cells))
        }
        kinds = {index: self._kind(index, told) for index, told in body.items()}
        self._find_sections(kinds, body)
        rows = [Row(i, Kind.HEADING) for i in labels if i < self.mapping.headings]
        rows += self._rows(body, kinds)
        for row in rows:
            self._read_figures(row, body.get(row.index))
        return Placed(
            sheet=self.sheet,
            mapping=self.mapping,
            rows=rows,
            label_columns=frozenset(at for meaning in _LABELS for at in self.by_meaning[meaning]),
            why_ignored={
                at: column.why
                for at, column in self.columns.items()
                if column.meaning is Meaning.IGNORED and column.why
            },
        )

    # --- what a row is ---------------------------------------------------------------------------

    def _labels(self, cells: tuple[Value, ...]) -> _Labels:
        def first(meaning: Meaning) -> str:
            for at in self.by_meaning[meaning]:
                if at < len(cells) and cells[at] is not None:
                    return text_of(cells[at]).strip()
            return ""

        texts = [cells[at] for at in self.loose if at < len(cells)]
        return _Labels(
            portfolio=first(Meaning.PORTFOLIO),
            programme=first(Meaning.PROGRAMME),
            confidence=first(Meaning.CONFIDENCE),
            fund=first(Meaning.FUND),
            year=first(Meaning.YEAR),
            kind=first(Meaning.KIND),
            has_figures=any(at < len(cells) and cells[at] is not None for at in self.figures),
            loose=next((text.strip() for text in texts if isinstance(text, str)), ""),
        )

    def _kind(self, index: int, told: _Labels) -> RowIs | str:
        """What a row is: as the mapping says, else by what stands in it; ``section`` may be one."""
        if index + 1 in self.mapping.rows:
            return self.mapping.rows[index + 1]
        if _said(self.sheet.rows[index]) in self.printed:
            return RowIs.HEADING
        if any(self._is_total(name) for name in told.names or [told.loose]):
            return RowIs.TOTAL
        if self.mapping.kind_of(told.kind) is PlanKind.IGNORED:
            return RowIs.IGNORED
        if told.has_figures:
            return RowIs.TOTAL if index in self.heads else RowIs.BODY
        section = self._section(told)
        if _NOTE.match(section or "".join(told.names[:1])):
            return RowIs.IGNORED
        if section:
            return "section"
        both = told.portfolio and told.programme
        return RowIs.BODY if both or (told.programme and told.confidence) else RowIs.IGNORED

    def _section(self, told: _Labels) -> str:
        """The portfolio that a row names, where it says nothing else."""
        if told.has_figures or told.confidence or told.fund:
            return ""
        if told.is_portfolio_alone:
            return told.portfolio
        if not self.mapping.portfolio_rows or told.portfolio:
            return ""
        return told.programme or told.loose

    def _is_total(self, name: str) -> bool:
        found = TOTAL.search(name)
        return bool(found) and (not _rest(name) or _rest(name) in self.known)

    def _find_sections(self, kinds: dict[int, RowIs | str], body: dict[int, _Labels]) -> None:
        """A row that only names something is a portfolio where programmes follow beneath it."""
        below: RowIs | str = RowIs.IGNORED
        for index in sorted(kinds, reverse=True):
            if kinds[index] == "section" and below is not RowIs.BODY:
                kinds[index] = RowIs.IGNORED
            elif kinds[index] is not RowIs.IGNORED:
                below = kinds[index]

    # --- what a row is of ------------------------------------------------------------------------

    def _rows(self, body: dict[int, _Labels], kinds: dict[int, RowIs | str]) -> list[Row]:
        rows: list[Row] = []
        portfolio = programme = ""
        for index, told in body.items():
            kind, label = kinds[index], ", ".join(told.names or [told.loose])[:200]
            if kind == "section":
                portfolio, programme = name_of(self._section(told), LONGEST_PORTFOLIO), ""
                rows.append(Row(index, Kind.HEADING, portfolio=portfolio, label=label))
            elif kind is not RowIs.BODY:
                if kind is RowIs.TOTAL and told.is_portfolio_alone and not _which(told.names)[0]:
                    portfolio, programme = name_of(told.portfolio, LONGEST_PORTFOLIO), ""
                # A total begins as one of the portfolio it stands in
                row = Row(index, Kind(str(kind)), portfolio=portfolio, label=label)
                if kind is RowIs.IGNORED:
                    by_hand = index + 1 in self.mapping.rows
                    row.why = "The mapping ignores its row." if by_hand else NOTHING
                    if not by_hand and self.mapping.kind_of(told.kind) is PlanKind.IGNORED:
                        row.why = f"The mapping ignores what is called “{told.kind[:40]}”."
                rows.append(row)
            else:
                if told.portfolio:
                    portfolio, programme = name_of(told.portfolio, LONGEST_PORTFOLIO), ""
                if told.programme:
                    programme = name_of(told.programme, LONGEST_PROGRAMME)
                elif not (told.confidence or told.fund or told.year):
                    programme = ""
                own = portfolio or name_of(self.mapping.portfolio, LONGEST_PORTFOLIO)
                nameless = not programme and not told.portfolio
                row = Row(index, Kind.BODY, own, programme or own, label)
                row.why = "Its row names no programme." if nameless else ""
                row.is_pressure = self.mapping.kind_of(told.kind) is PlanKind.PRESSURE
                rows.append(row)
        self._say_totals(rows, body)
        return rows

    def _say_totals(self, rows: list[Row], body: dict[int, _Labels]) -> None:
        """What each printed total is of: the council, a portfolio, a programme, or nobody knows."""
        held = [row for row in rows if row.kind is Kind.BODY]
        first = min((row.index for row in held), default=0)
        last = max((row.index for row in held), default=-1)
        named = {key(row.portfolio): (row.portfolio, "") for row in held}
        named = {key(row.programme): (row.portfolio, row.programme) for row in held} | named
        inside = {(row.portfolio, key(row.programme)): row.programme for row in held}
        totals = [row for row in rows if row.kind is Kind.TOTAL]
        which_of = {
            row.index: _which(told.names or [told.loose])
            for row in totals
            for told in [body[row.index]]
        }
        grand = any(which in ("grand", "overall") for _, which in which_of.values())
        for row in totals:
            told, (name, which) = body[row.index], which_of[row.index]
            rest = _rest(name)
            if rest and (row.portfolio, rest) in inside and rest != key(row.portfolio):
                row.programme = inside[row.portfolio, rest]
            elif rest:
                row.is_known = rest in named
                row.portfolio, row.programme = named.get(rest, (row.portfolio, ""))
            elif told.portfolio and told.portfolio != name:
                row.portfolio = name_of(told.portfolio, LONGEST_PORTFOLIO)
            elif which in ("grand", "overall") or (
                not (which or grand or first <= row.index <= last)
                and (row.index > last or not row.portfolio)
            ):
                row.portfolio = ""
            else:
                row.is_known = bool(row.portfolio)

    # --- its figures -----------------------------------------------------------------------------

    def _read_figures(self, row: Row, told: _Labels | None) -> None:
        if told is None or row.kind not in (Kind.BODY, Kind.TOTAL):
            return
        cells = self.sheet.rows[row.index]
        row.posts = [
            read_post(self.sheet.at(row.index, at), self.columns[at].meaning, text_of(cells[at]))
            for meaning in POSTS
            for at in self.by_meaning[meaning]
            if at < len(cells) and cells[at] is not None
        ]
        confidence = fund = year = None
        if told.kind:
            row.words[Meaning.KIND] = told.kind
        if told.confidence:
            row.words[Meaning.CONFIDENCE] = told.confidence
            confidence = self.mapping.confidence_of(told.confidence)
        if told.fund:
            row.words[Meaning.FUND] = told.fund
            fund = self.mapping.fund_of(told.fund)
        if told.year:
            year = self.years.get(key(told.year)) or find_year(told.year)
        for at in self.figures:
            if at >= len(cells) or cells[at] is None:
                continue
            column = self.columns[at]
            figure = Figure(
                at=self.sheet.at(row.index, at),
                column=at,
                text=text_of(cells[at]),
                year=column.year or year,
                confidence=column.confidence or confidence,
                fund=column.fund or fund or self.mapping.fund,
                fund_said=bool(column.fund or told.fund),
                is_total=column.meaning is Meaning.TOTAL,
            )
            if figure.is_total and row.kind is Kind.BODY:  # of all that its row holds
                figure.year, figure.confidence = column.year, column.confidence
                figure.fund_said = bool(column.fund)
            self._read_figure(figure, cells[at], row, told, column)
            (row.totals if figure.is_total or row.kind is Kind.TOTAL else row.figures).append(
                figure
            )

    def _read_figure(
        self, figure: Figure, value: Value, row: Row, told: _Labels, column: Column
    ) -> None:
        try:
            figure.amount = read_amount("" if value is None else value, self.mapping.unit)
        except NotAnAmount as error:
            figure.why = str(error)
            return
        if self.mapping.negative:
            figure.amount = replace(figure.amount, pence=-figure.amount.pence)
        if figure.is_total or row.kind is Kind.TOTAL:
            figure.why = row.why
            return
        figure.year = figure.year or (None if told.year else self.mapping.year)
        if told.confidence == "":
            figure.confidence = figure.confidence or self.mapping.confidence
        if row.is_pressure:
            figure.confidence = figure.confidence or Confidence.RED  # of a pressure nobody asks
        if row.why:
            figure.why = row.why
        elif told.kind and self.mapping.kind_of(told.kind) is None:
            figure.why = f"“{told.kind[:40]}” is neither saving nor pressure in the mapping."
        elif figure.year is None:
            figure.why = f"“{told.year[:40]}” is no year." if told.year else "It has no year."
        elif figure.confidence is None:
            said = f"“{told.confidence[:40]}”" if told.confidence else "No word"
            figure.why = f"{said} has no confidence in the mapping."
        elif told.fund and not column.fund and self.mapping.fund_of(told.fund) is None:
            figure.why = f"“{told.fund[:40]}” has no fund in the mapping."


def _said(cells: tuple[Value, ...]) -> tuple[tuple[int, str], ...]:
    """What a row says and where; nothing of one that says less than three things."""
    said = tuple((at, key(text_of(value))) for at, value in enumerate(cells) if value is not None)
    return said if len(said) > 2 else ()


def _heads(body: dict[int, _Labels]) -> set[int]:
    """The rows that print a portfolio's total above its programmes, where all portfolios do.

    Each portfolio is named once, in a row with figures and no programme, and every programme stands
    below one such row without naming it again.
    """
    held = [(i, one) for i, one in body.items() if one.names and one.has_figures]
    told = [(i, one) for i, one in held if not TOTAL.search(one.names[0])]
    heads = [i for i, one in told if one.is_portfolio_alone and not (one.confidence or one.fund)]
    named = [key(one.portfolio) for _, one in told if one.portfolio]
    follows = {before for (before, _), (_, one) in pairwise(told) if not one.portfolio}
    once = len(named) == len(set(named)) == len(heads)
    return set(heads) if heads and once and set(heads) <= follows else set()


def _which(names: list[str]) -> tuple[str, str]:
    """The name that says it is a total, and whether it says sub, grand or overall."""
    for name in reversed(names):
        if found := TOTAL.search(name):
            return name, (found["which"] or "").lower()
    return "", ""


def _rest(name: str) -> str:
    """What a total's name says beside that it is one."""
    rest = key(TOTAL.sub(" ", name)).strip(" :–-")
    return "" if not _GENERAL.sub("", rest) else _AROUND.sub("", rest).strip(" :–-")
