"""A first guess at what a plan's rows and columns mean, for a person to correct."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from agt.words.years import FinancialYear
from reports.exchange.amounts import NotAnAmount, find_year, key, read_amount
from reports.exchange.mapping import Column, Mapping, Meaning, PlanKind
from reports.exchange.several import are_alike
from reports.exchange.sheet import Sheet, Value, letters, text_of
from savings.models import Confidence, Fund

LOOKED_AT = 40  # rows in which headings are looked for
_NUMBERED = re.compile(r"year\s*(\d)", re.IGNORECASE | re.ASCII)
_FIRST = re.compile(r"\byear 1\b", re.IGNORECASE)
_NO_SAVING = re.compile(
    r"\b(?:net|gross|base|current|approved|original) budget\b|\bbaseline\b|\bfte\b|\bposts?\b|%",
    re.IGNORECASE,
)
_CUMULATIVE = re.compile(r"(?<!not )(?<!non-)\bcumulative", re.IGNORECASE)
_TOTAL = re.compile(r"\btotals?\b|\ball years\b", re.IGNORECASE)
_NAMES = {
    # The first that a heading has counts; a word of both is a programme where something else is
    # the portfolio.
    Meaning.PORTFOLIO: (
        *("portfolio", "directorate", "department", "division", "theme", "service area"),
        *("service", "area", "group", "workstream"),
    ),
    Meaning.PROGRAMME: (
        *("programme", "scheme", "project", "proposal", "initiative", "opportunity", "workstream"),
        *("saving", "description", "title", "name"),
    ),
    Meaning.CONFIDENCE: ("rag", "confidence", "certainty", "deliverability", "rating", "status"),
    Meaning.FUND: ("fund", "funding", "budget", "account"),
    Meaning.KIND: ("type", "kind", "nature", "saving or pressure", "saving/pressure"),
    Meaning.YEAR: ("financial year", "year", "fy"),
}
_POSTS = re.compile(r"\bfte\b|\bposts\b", re.IGNORECASE)
_ENDS = (
    (re.compile(r"\b(?:low|lowest|min|minimum)\b", re.IGNORECASE), Meaning.POSTS_LOW),
    (re.compile(r"\b(?:high|highest|max|maximum)\b", re.IGNORECASE), Meaning.POSTS_HIGH),
)
_KINDS = {
    **dict.fromkeys(("saving", "savings", "efficiency", "income", "s"), PlanKind.SAVING),
    **dict.fromkeys(("pressure", "pressures", "growth", "cost pressure"), PlanKind.PRESSURE),
    **dict.fromkeys(("budget pressure", "service pressure", "p"), PlanKind.PRESSURE),
}
_MEANS = {
    Confidence.GREEN: "green g high h blue b secure delivered complete confident",
    Confidence.AMBER: "amber a medium m med yellow y moderate amber/green green/amber",
    Confidence.RED: "red r low l black purple amber/red red/amber",
}
CONFIDENCES = {word: confidence for confidence, said in _MEANS.items() for word in said.split()}
FUNDS = {
    "gf": Fund.GENERAL_FUND,
    "general": Fund.GENERAL_FUND,
    "general fund": Fund.GENERAL_FUND,
    "revenue": Fund.GENERAL_FUND,
    "hra": Fund.HRA,
    "housing revenue account": Fund.HRA,
    "dsg": Fund.DSG,
    "schools": Fund.DSG,
    "dedicated schools grant": Fund.DSG,
}
_UNITS = (
    ("m", re.compile(r"£\s*m\b|£\s*millions?\b|\bin millions\b", re.IGNORECASE)),
    ("k", re.compile(r"£\s*['’]?000|£\s*k\b|£\s*thousands?\b|\bin thousands\b", re.IGNORECASE)),
)


def guess(sheets: Sequence[Sheet]) -> Mapping:
    """What the fullest of the sheets seems to mean; where nothing is seen, nothing is said."""
    if not sheets:
        return Mapping()
    fullest = max(sheets, key=lambda one: sum(_is_number(v) for _, _, v in one.filled))
    found = guess_of(fullest)
    says = any(column.meaning is Meaning.PORTFOLIO for column in found.columns.values())
    alike = [sheet for sheet in sheets if are_alike(sheet, fullest, found)]
    # Where each portfolio has a sheet; two sheets that say it may be two versions of one plan
    if len(alike) < 2 or says or found.portfolio_rows:
        return found
    words: dict[str, Any] = {"confidences": {}, "funds": {}, "kinds": {}}
    for one in (guess_of(sheet, turned=found.turned) for sheet in alike):
        for name, held in words.items():
            held |= getattr(one, name)
    return replace(found, all_sheets=True, **words)


def guess_of(sheet: Sheet, *, turned: bool | None = None) -> Mapping:
    """What one sheet seems to mean; ``turned``: whether its rows are columns, if it is known."""
    if turned is not None:
        return _Guess(sheet.turned() if turned else sheet, turned=turned).mapping()
    across, down = _years_across(sheet), _years_down(sheet)
    if len(down) > len(across) and len(set(down.values())) == len(down) > 1:
        heading = min(row for row, _ in down) - 1
        column = next(iter(down))[1]
        above = sheet.rows[heading] if heading >= 0 else ()
        said = key(text_of(above[column])) if column < len(above) else ""
        if said not in _NAMES[Meaning.YEAR]:
            return _Guess(sheet.turned(), turned=True).mapping()
    return _Guess(sheet, turned=False).mapping()


def _is_number(value: Value) -> bool:
    if isinstance(value, str) and not any(c.isdigit() for c in value):
        return False
    try:
        read_amount("" if value is None else value, "")
    except NotAnAmount:
        return False
    return True


Years = dict[tuple[int, int], FinancialYear]


def _years_in(sheet: Sheet) -> Years:
    """Where a year is written; “Year 2” is one where something says what Year 1 is."""
    texts = {(row, at): value for row, at, value in sheet.filled if isinstance(value, str)}
    years = {at: year for at, value in texts.items() if (year := find_year(value))}
    first = {year for at, year in years.items() if _FIRST.search(texts[at])}
    if len(first) == 1:
        (start,) = first
        for at, value in texts.items():
            if found := _NUMBERED.fullmatch(value.strip()):
                years[at] = start + (int(found[1]) - 1)
    return years


def _fullest(years: Years, axis: int) -> Years:
    """Those of the row (axis 0) or column (axis 1) that has most of them; the first of such."""
    many = Counter(at[axis] for at in years)
    best = max(many, key=lambda one: (many[one], -one), default=-1)
    return {at: year for at, year in years.items() if at[axis] == best}


def _years_across(sheet: Sheet) -> Years:
    return _fullest({at: y for at, y in _years_in(sheet).items() if at[0] < LOOKED_AT}, 0)


def _years_down(sheet: Sheet) -> Years:
    rows = {cells: row for row, cells in reversed(list(enumerate(sheet.rows)))}
    once = set(rows.values())  # headings printed again on each page are no years down
    return _fullest({at: year for at, year in _years_in(sheet).items() if at[0] in once}, 1)


class _Guess:
    def __init__(self, sheet: Sheet, *, turned: bool) -> None:
        self.sheet, self.turned = sheet, turned
        self.years = _years_across(sheet)
        down = {} if turned else _years_down(sheet)
        self.year_column = None
        if len(down) > len(self.years):
            self.years, self.year_column = {}, next(iter(down))[1]
            first = min(row for row, _ in down)
            self.top = self.last = self._heading_above(first)
        else:
            rows = [row for row, _ in self.years]
            self.top = self.last = min(rows) if rows else self._fullest_row()
            while self._goes_on(self.last + 1):
                self.last += 1

    def mapping(self) -> Mapping:
        columns = self._figure_columns()
        labels = self._label_columns(set(columns))
        negative = self._are_negative(columns)
        columns |= labels | self._post_columns({*columns, *labels})
        words = {m: self._words(at) for at, c in labels.items() for m in [c.meaning]}
        body = self.sheet.rows[self.last + 1 :]
        has_portfolio = any(c.meaning is Meaning.PORTFOLIO for c in labels.values())
        return Mapping(
            sheet=self.sheet.title,
            turned=self.turned,
            headings=self.last + 1,
            columns={letters(at): columns[at] for at in sorted(columns)},
            portfolio_rows=not has_portfolio and self._has_sections(body, labels, columns),
            unit=self._unit(),
            negative=negative,
            cumulative=self._is_cumulative(columns),
            confidences=_known(words.get(Meaning.CONFIDENCE, []), CONFIDENCES),
            funds=_known(words.get(Meaning.FUND, []), FUNDS),
            kinds=_known(words.get(Meaning.KIND, []), _KINDS),
            confidence=Confidence.RED,  # what nobody has said to be validated
        )

    # --- headings --------------------------------------------------------------------------------

    def _row(self, index: int) -> tuple[Value, ...]:
        return self.sheet.rows[index] if 0 <= index < len(self.sheet.rows) else ()

    def _cell(self, row: int, column: int) -> Value:
        cells = self._row(row)
        return cells[column] if 0 <= column < len(cells) else None

    def _heading_above(self, first: int) -> int:
        """The nearest row above that has two texts or more; -1 without one."""
        for row in range(first - 1, -1, -1):
            if sum(isinstance(value, str) for value in self._row(row)) > 1:
                return row
        return -1

    def _fullest_row(self) -> int:
        """The first row of as many texts as any of the first ones has."""
        rows = range(min(LOOKED_AT, len(self.sheet.rows)))
        texts = {r: sum(isinstance(v, str) for v in self._row(r)) for r in rows}
        return max(texts, key=lambda r: (texts[r], -r), default=-1)

    def _goes_on(self, row: int) -> bool:
        """Whether the row below the years is one of headings too: it splits them by confidence."""
        years = [
            at
            for at in range(self._first_figure(), self.sheet.width)
            if (self.top, at) in self.years or self._cell(self.top, at) is None
        ]
        under = [self._cell(row, at) for at in years]
        texts = [key(value) for value in under if isinstance(value, str)]
        split = sum(text in CONFIDENCES or text in FUNDS for text in texts)
        numbers = any(map(_is_number, under))
        return bool(self.years) and not numbers and split > 0 and split * 2 >= len(texts)

    def _first_figure(self) -> int:
        return min((column for _, column in self.years), default=0)

    def _headings(self, column: int) -> list[str]:
        """What stands over a column, from the row above the years to the last."""
        rows = range(max(0, self.top - 1), self.last + 1)
        return [
            text_of(value)
            for row in rows
            if row == self.last or row >= self.top or sum(v is not None for v in self._row(row)) > 1
            for value in [self._cell(row, column)]
            if value is not None
        ]

    def _above(self) -> Iterator[str]:
        """Every text of the headings and of what stands above them, and the sheet's own name."""
        yield self.sheet.title
        for row in self.sheet.rows[: self.last + 1]:
            for value in row:
                if isinstance(value, str):
                    yield value

    def _unit(self) -> str:
        said = " ".join(self._above())
        return next((unit for unit, written in _UNITS if written.search(said)), "")

    def _is_cumulative(self, columns: dict[int, Column]) -> bool:
        """Whether it is said of the plan, or over each of its years."""
        amounts = [at for at, column in columns.items() if column.meaning is Meaning.AMOUNT]
        rows = [value for row in self.sheet.rows[: max(0, self.top)] for value in row]
        said = [self.sheet.title, *(value for value in rows if isinstance(value, str))]
        over = [any(map(_CUMULATIVE.search, self._headings(at))) for at in amounts]
        return any(map(_CUMULATIVE.search, said)) or (bool(over) and all(over))

    def _are_negative(self, columns: dict[int, Column]) -> bool:
        """Whether more figures are below nought than above: then a saving has the minus."""
        signs = Counter(
            (amount.pence > 0) - (amount.pence < 0)
            for row, at, value in self.sheet.filled
            if row > self.last and at in columns and columns[at].meaning is Meaning.AMOUNT
            if _is_number(value)
            for amount in [read_amount(value, "")]
        )
        return signs[-1] > signs[1]

    # --- columns ---------------------------------------------------------------------------------

    def _figure_columns(self) -> dict[int, Column]:
        if self.year_column is not None or not self.years:
            return self._one_figure_column()
        columns: dict[int, Column] = {}
        year: FinancialYear | None = None
        for at in range(self._first_figure(), self.sheet.width):
            over = self._headings(at)
            year = self.years.get((self.top, at), year)
            if self._is_beside(at):
                year = None
                continue
            if any(_TOTAL.search(text) for text in over):
                columns[at], year = Column(Meaning.TOTAL), None
                continue
            confidence = next((CONFIDENCES[key(t)] for t in over if key(t) in CONFIDENCES), None)
            fund = next((FUNDS[key(t)] for t in over if key(t) in FUNDS), None)
            split = self.last > self.top and (confidence or fund)
            if (self.top, at) in self.years or (year and split):
                columns[at] = Column(Meaning.AMOUNT, year, confidence, fund)
        return columns

    def _is_beside(self, column: int) -> bool:
        """Whether its heading says that it is something else than what is saved in its year."""
        said = text_of(self._cell(self.top, column))
        years = [text_of(self._cell(*at)) for at in self.years]
        return any(
            other.search(said) and not all(map(other.search, years))
            for other in (_NO_SAVING, _CUMULATIVE)
        )

    def _says_names(self, column: int) -> bool:
        """Whether something else than a number or a share stands under its heading."""
        under = (self._cell(row, column) for row in range(self.last + 1, len(self.sheet.rows)))
        return any(
            isinstance(value, str) and not _is_number(value) and not value.rstrip().endswith("%")
            for value in under
        )

    def _one_figure_column(self) -> dict[int, Column]:
        """Of a plan with a year in each row: the column with most numbers in it."""
        numbers = Counter(
            column
            for row, column, value in self.sheet.filled
            if row > self.last and column != self.year_column and _is_number(value)
        )
        best = max(numbers, key=lambda column: numbers[column], default=None)
        return {} if best is None else {best: Column(Meaning.AMOUNT)}

    def _label_columns(self, figures: set[int]) -> dict[int, Column]:
        width = range(self.sheet.width)
        free = [at for at in width if at not in figures and self._says_names(at)]
        over = {at: [key(text) for text in self._headings(at)] for at in free}
        found: dict[int, Column] = {}
        if self.year_column is not None:
            found[self.year_column] = Column(Meaning.YEAR)
        for meaning, names in _NAMES.items():
            if meaning is Meaning.YEAR:
                continue
            ranks = {
                at: rank
                for at in free
                if at not in found
                for rank in [_rank(over[at], names)]
                if rank is not None
            }
            if ranks:
                found[min(ranks, key=lambda at: (ranks[at], at))] = Column(meaning)
        for at, column in list(found.items()):
            words = map(key, self._words(at)) if column.meaning is Meaning.KIND else ()
            if column.meaning is Meaning.KIND and PlanKind.PRESSURE not in map(_KINDS.get, words):
                del found[at]  # kinds of something else
        named = {column.meaning for column in found.values()}
        if not named & {Meaning.PORTFOLIO, Meaning.PROGRAMME}:
            texts = Counter(
                column
                for row, column, value in self.sheet.filled
                if row > self.last and column in set(free) - set(found) and isinstance(value, str)
            )
            if texts:
                found[max(texts, key=lambda at: (texts[at], -at))] = Column(Meaning.PROGRAMME)
        return found

    def _post_columns(self, used: set[int]) -> dict[int, Column]:
        """The columns under headings that speak of posts, where numbers stand."""
        found = {}
        for at in set(range(self.sheet.width)) - used:
            said = " ".join(self._headings(at))
            rows = range(self.last + 1, len(self.sheet.rows))
            if _POSTS.search(said) and any(_is_number(self._cell(row, at)) for row in rows):
                ends = (meaning for words, meaning in _ENDS if words.search(said))
                found[at] = Column(next(ends, Meaning.POSTS))
        return found

    def _words(self, column: int) -> list[str]:
        rows = range(self.last + 1, len(self.sheet.rows))
        said = (self._cell(row, column) for row in rows)
        return list(dict.fromkeys(value.strip() for value in said if isinstance(value, str)))[:60]

    def _has_sections(
        self,
        body: Sequence[tuple[Value, ...]],
        labels: dict[int, Column],
        columns: dict[int, Column],
    ) -> bool:
        """Whether rows that only name something stand above rows that hold figures."""
        if not any(c.meaning is Meaning.PROGRAMME for c in labels.values()):
            return False
        figures = [a for a, c in columns.items() if c.meaning is Meaning.AMOUNT]
        before = False
        for cells in body:
            holds = any(a < len(cells) and cells[a] is not None for a in figures)
            texts = [at for at, value in enumerate(cells) if value is not None]
            alone = len(texts) == 1 and texts[0] < min(figures, default=0)
            if holds and before:
                return True
            before = alone
        return False


def _rank(over: list[str], names: tuple[str, ...]) -> int | None:
    """The place of the first name that a heading has as a word of its own."""
    for rank, name in enumerate(names):
        if any(re.search(rf"\b{re.escape(name)}s?\b", text) for text in over):
            return rank
    return None


def _known(words: list[str], known: dict) -> dict:
    return {word: known[key(word)] for word in words if key(word) in known}
