"""``Paper``: the whole of a printed paper as one frozen value.

The page, Word and PowerPoint draw it and decide nothing: which tables it has, in which order, what
a sentence says and what a chart's caption is are settled here. A figure in a sentence is a ``Run``
of its own that knows where it came from.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.table import ReportTable, Source


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; with a ``token`` it is a figure, and ``source`` says of what."""

    text: str
    token: str = ""
    source: Source | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose; ``bullet`` when it is one of a list."""

    runs: tuple[Run, ...]
    bullet: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A report table with the number and caption it prints under: ``Table 3: Expected savings``."""

    table: ReportTable
    number: int
    caption: str

    @property
    def label(self) -> str:
        return f"Table {self.number}"


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart drawn from ``table`` by the renderer's name for it; ``alt`` tells it in words."""

    table: ReportTable
    chart: str
    number: int
    caption: str
    alt: str

    @property
    def label(self) -> str:
        return f"Figure {self.number}"


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a heading and what it says, as a committee front sheet tabulates them."""

    rows: tuple[tuple[str, tuple[Paragraph, ...]], ...]
    caption: str


Block = Paragraph | TableBlock | ChartBlock | Facts


@dataclass(frozen=True, slots=True)
class Section:
    """A part with a heading: ``level`` 1 a chapter, 2 a part of one; ``exempt`` is not public."""

    anchor: str
    title: str
    level: int
    blocks: tuple[Block, ...]
    exempt: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of one position, in reading order."""

    slug: str  # which paper: "cabinet", "scrutiny"
    title: str
    subtitle: str
    organisation: str
    position: str
    as_at_text: str
    sections: tuple[Section, ...]
    language: str = "en-GB"

    def blocks(self) -> Iterator[Block]:
        return (block for section in self.sections for block in section.blocks)

    @property
    def tables(self) -> tuple[TableBlock, ...]:
        return tuple(block for block in self.blocks() if isinstance(block, TableBlock))

    @property
    def charts(self) -> tuple[ChartBlock, ...]:
        return tuple(block for block in self.blocks() if isinstance(block, ChartBlock))
