"""Composing: an outline, what was written and the registered tables become one ``Paper``.

Nothing is computed here: a table is its report's, a figure in a sentence is the library's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from portfolios.council import as_published, council, say
from portfolios.models import PortfolioPlace
from reports.asking import find_report
from reports.models import PaperBlock
from reports.papers.exempt import reads_exempt
from reports.papers.outline import Outline, Part, Says, Shows, Words
from reports.papers.prose import Problem, read, tokens_in
from reports.papers.tokens import NoSuchFigure, answer
from reports.papers.value import (
    Block,
    ChartBlock,
    Facts,
    Paper,
    Paragraph,
    Run,
    Section,
    TableBlock,
)
from reports.table import Ask, ReportTable

EXEMPT = "exempt"
LIVES_ON = "This register lives on from day to day; as it stands today, it is among the reports."
Written = dict[tuple[str, int | None], PaperBlock]


@dataclass(frozen=True, slots=True)
class Place:
    """A place to write in, as one paper has it: where it stands and what is in it."""

    part: Part
    words: Words
    portfolio: PortfolioPlace | None
    block: PaperBlock | None
    anchor: str

    @property
    def title(self) -> str:
        """What the place is called, with its portfolio."""
        of = f"{self.portfolio.printed_label}: " if self.portfolio else ""
        return f"{of}{self.words.title}"

    @property
    def is_empty(self) -> bool:
        return not (self.block and self.block.text.strip())


@dataclass(frozen=True, slots=True)
class Composed:
    """A paper, the places it was written in, and the tokens that answered nothing."""

    paper: Paper
    places: tuple[Place, ...]
    problems: tuple[Problem, ...]


def compose(outline: Outline, ask: Ask, *, living: bool | None = None) -> Composed:
    """Put the paper of a position together for the library's reader.

    With ``living`` the tables that live on are in it, as at today: unasked, of a position that is
    not published. A reader of some portfolios gets their parts, and the whole's tables in scope.
    A published paper is in the words it was published in.
    """
    composer = Composer(outline, ask, not ask.position.is_published if living is None else living)
    with as_published(ask.position):
        return composer.composed()


def public(paper: Paper) -> Paper:
    """The paper as everybody may read it: without what is exempt from publication."""
    return trimmed(replace(paper, sections=tuple(s for s in paper.sections if not s.exempt)))


def trimmed(paper: Paper) -> Paper:
    """The paper without headings that nothing stands under."""
    kept: list[Section] = []
    for section in reversed(paper.sections):
        over_another = section.level == 1 and kept and kept[-1].level > 1
        if section.blocks or over_another:
            kept.append(section)
    return replace(paper, sections=tuple(reversed(kept)))


def written(ask: Ask, outline: Outline) -> Written:
    """What was written, by place and portfolio: one query."""
    blocks = PaperBlock.objects.of(ask.position, outline.slug).select_related(
        "position", "portfolio"
    )
    return {(block.section, block.portfolio_id): block for block in blocks}


def places(outline: Outline, ask: Ask, held: Written) -> Iterator[Place]:
    """Every place of a paper that the reader may read, in order."""
    for part in outline.parts:
        for portfolio in each(part, ask):
            for step in part.steps:
                if isinstance(step, Words) and (portfolio or ask.library.sees_all):
                    pk = portfolio.portfolio_id if portfolio else None
                    block = held.get((step.key, pk))
                    yield Place(part, step, portfolio, block, anchor_of(part, portfolio))


def each(part: Part, ask: Ask) -> list[PortfolioPlace | None]:
    """The portfolios a part is repeated for, in the order of the sections; or nothing, once."""
    if not part.of_each:
        return [None]
    found = sorted(ask.book.portfolios, key=lambda place: (place.section_order, place.pk))
    return [*found]


def anchor_of(part: Part, portfolio: PortfolioPlace | None) -> str:
    return f"{part.anchor}-{portfolio.slug}" if portfolio else part.anchor


@dataclass
class Composer:
    """One paper in the making; a ``Says`` step writes into it."""

    outline: Outline
    ask: Ask
    living: bool
    portfolio: PortfolioPlace | None = None
    blocks: list[Block] = field(default_factory=list)
    notes: dict[Any, list] = field(default_factory=dict)  # what steps read once for all portfolios

    def __post_init__(self) -> None:
        self._held = written(self.ask, self.outline)
        self._places = {
            (place.words.key, place.portfolio): place
            for place in places(self.outline, self.ask, self._held)
        }
        self._problems: list[Problem] = []
        self._sections: list[Section] = []
        self._exempt: list[Block] = []
        self._built: dict[tuple[str, str], ReportTable] = {}
        self._tables = self._charts = 0

    def composed(self) -> Composed:
        for part in self.outline.parts:
            for portfolio in each(part, self.ask):
                self.portfolio = portfolio
                self._section(part)
        organisation = council()
        position = self.ask.position
        paper = Paper(
            slug=self.outline.slug,
            title=organisation.programme_name if organisation else self.outline.title,
            subtitle=self.outline.title if organisation else "",
            organisation=organisation.name if organisation else "",
            position=position.printed_name,
            as_at_text=position.as_at_text,
            sections=tuple(self._sections),
        )
        return Composed(paper, tuple(self._places.values()), tuple(self._problems))

    def _section(self, part: Part) -> None:
        self.blocks, self._exempt = [], []
        if part.front:
            self._front(part)
        else:
            for step in part.steps:
                match step:
                    case Words():
                        self._words(step)
                    case Shows():
                        self.show(step)
                    case Says():
                        step.write(self)
        anchor = anchor_of(part, self.portfolio)
        title = self.portfolio.printed_label if self.portfolio else say(part.title)
        self._sections.append(Section(anchor, title, part.level, tuple(self.blocks)))
        if self._exempt:
            hidden = Section(
                f"{anchor}-{EXEMPT}",
                f"{title}: exempt from publication",
                max(part.level, 2),
                tuple(self._exempt),
                exempt=True,
            )
            self._sections.append(hidden)

    def _front(self, part: Part) -> None:
        """The front sheet: what is written, each under its heading."""
        rows: dict[bool, list] = {False: [], True: []}
        for step in part.steps:
            if isinstance(step, Words):
                place, paragraphs = self._read(step)
                if place and paragraphs:
                    exempt = bool(place.block and place.block.exempt)
                    rows[exempt].append((say(step.title), paragraphs))
        if rows[False]:
            self.blocks.append(Facts(tuple(rows[False]), part.title))
        if rows[True]:
            self._exempt.append(Facts(tuple(rows[True]), f"{part.title}: {EXEMPT}"))

    def _words(self, step: Words) -> None:
        place, paragraphs = self._read(step)
        exempt = bool(place and place.block and place.block.exempt)
        (self._exempt if exempt else self.blocks).extend(paragraphs)

    def _read(self, step: Words) -> tuple[Place | None, tuple[Paragraph, ...]]:
        """What is written in a place, as far as the reader may read it."""
        place = self._places.get((step.key, self.portfolio))
        if place is None or place.block is None:
            return place, ()
        of = self.portfolio.portfolio if self.portfolio else None
        if place.block.exempt and not reads_exempt(self.ask.library.viewer, of):
            return place, ()
        paragraphs, problems = read(place.block.text, self.ask, section=place.title)
        self._problems += problems
        return place, paragraphs

    # --- what a step shows or says ---------------------------------------------------------------

    def say(self, text: str, *, bullet: bool = False) -> None:
        """Put a sentence in; one with a token that answers nothing is not said."""
        try:
            for address in tokens_in(text):
                answer(address, self.ask)
        except NoSuchFigure:
            return
        self.blocks += [replace(p, bullet=bullet) for p in read(say(text), self.ask)[0]]

    def held(self, section: str) -> PaperBlock | None:
        """What is written down for the whole where nobody writes."""
        return self._held.get((section, None))

    def list(self, points: Iterable[tuple[str, str]], *, bullet: bool = True) -> None:
        """Put points in, each with what it begins with set off; nothing in them is a token."""
        for title, text in points:
            runs = (Run(title, strong=True), Run(f": {text}")) if title else (Run(text),)
            self.blocks.append(Paragraph(runs, bullet=bullet))

    def show(self, shown: Shows) -> None:
        """Put a table in, and its chart."""
        report = find_report(shown.report)
        if report.lives_on and not self.living:
            self.blocks.append(Paragraph((Run(LIVES_ON),)))
            return
        table = self.table(shown.report)
        table = _part_of(table, shown)
        if not table.rows:
            return
        self._tables += 1
        self.blocks.append(TableBlock(table, self._tables, say(shown.caption)))
        if shown.chart and any(c.number is not None for r in table.rows for c in r.cells.values()):
            self._charts += 1
            alt = f"{table.finding}. {table.caption} The figures are in table {self._tables}."
            self.blocks.append(ChartBlock(table, shown.chart, self._charts, table.finding, alt))

    def table(self, slug: str) -> ReportTable:
        """A registered table, of the portfolio the part is of; built once."""
        of = self.portfolio.slug if self.portfolio else ""
        if (slug, of) not in self._built:
            ask = Ask(self.ask.library, self.ask.position, portfolio=self.portfolio)
            self._built[slug, of] = find_report(slug).build(ask)
        return self._built[slug, of]


def _part_of(table: ReportTable, shown: Shows) -> ReportTable:
    """The rows and columns that are shown, each as its report has it."""
    rows = tuple(table.of_role(*shown.roles)) if shown.roles else table.rows
    columns = tuple(column for column in table.columns if column.key not in shown.hide)
    return replace(table, rows=rows, columns=columns)
