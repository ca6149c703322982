"""A paper made by hand of real tables, holding everything a paper can hold."""

from dataclasses import replace

from reports.papers.value import ChartBlock, Facts, Paper, Paragraph, Run, Section, TableBlock
from reports.registry import REPORTS
from reports.renderers import as_chart
from reports.renderers.words import print_cell
from reports.table import Ask, Cell, Column, Kind, ReportTable, Role, Row

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
NASTY = "A & B <Ltd> \x00\x0b\x1f“quoted” \ufffe Łódź 東京 שלום"
CLEAN = "A & B <Ltd> “quoted”  Łódź 東京 שלום"


def say(text: str, *, bullet: bool = False) -> Paragraph:
    return Paragraph((Run(text),), bullet=bullet)


def every_kind() -> ReportTable:
    """A table with every kind of column, every role of row and every word that stands for one."""
    columns = [Column("name", "Name")]
    columns += [
        Column(kind.value, kind.value.title(), kind, "Group" if kind.is_number else "")
        for kind in Kind
        if kind is not Kind.STATE
    ]
    columns.append(Column("state", "State", Kind.STATE))
    columns[2:4] = [Column("green", "Green", Kind.MONEY, "Group"), columns[2], columns[3]]

    def row(role: Role, name: str, value: int | str, text: str, state: str) -> Row:
        cells = {
            c.key: Cell(value, mark="*" if c.kind is Kind.FTE else "")
            for c in columns
            if c.kind.is_number
        }
        cells["years"] = Cell(264)  # a slide has only so much room
        return Row(
            role,
            {**cells, "name": Cell(name), "text": Cell(text), "state": Cell(state)},
        )

    return ReportTable(
        slug="every-kind",
        title=f"Every kind, {NASTY}",
        position="February 2025",
        as_at="2025-02-28",
        as_at_text="28 February 2025",
        scope="All portfolios",
        columns=tuple(columns),
        rows=(
            row(Role.BODY, NASTY, 123_456_789, "Amber", "break"),
            row(Role.BODY, LONG_WORD, -20_000_000, "=1+1", "exact"),
            row(Role.BODY, "Nothing", 0, "HRA", "rounding"),
            row(Role.SUBTOTAL, "In part", "withheld", "n/a", "not covered"),
            row(Role.TOTAL, "In all", 10**9, "Red", "exact"),
            row(Role.EARLIER, "Before", "not published", "", "exact"),
        ),
        notes=("* A note & <more>.", f"** {NASTY}"),
        finding="Every kind is here",
    )


def paper(ask: Ask, *, charts: tuple[str, ...] = (), slugs: tuple[str, ...] = ()) -> Paper:
    """A Cabinet paper of a position, with the given charts and tables, or a choice of them."""
    slugs = slugs or (
        "savings-by-portfolio",
        "finance-confidence",
        "savings-profile",
        "portfolio-programmes",
        "post-reductions",
        "movement",
        "delivery-status",
    )
    tables = [
        TableBlock(table, number, f"{table.title} at {table.position}")
        for number, table in enumerate((REPORTS[slug].build(ask) for slug in slugs), start=1)
    ]
    drawn = charts or ("savings-change", "confidence", "profile", "post-ranges", "movement")
    of = {name: report.slug for report in REPORTS.values() for name in report.charts}
    pictures = []
    for number, name in enumerate(drawn, start=1):
        table = REPORTS[of[name]].build(ask)
        alt = as_chart.render(name, table).alt
        pictures.append(ChartBlock(table, name, number, table.title, alt))
    last = TableBlock(every_kind(), len(tables) + 1, f"Everything & <all> {NASTY}")
    return Paper(
        slug="cabinet",
        title="A programme & its <report>",
        subtitle="Report to Cabinet",
        organisation="Some City Council",
        position=ask.position.printed_name,
        as_at_text=ask.position.as_at_text,
        sections=(
            Section(
                "summary",
                "Executive summary",
                1,
                (
                    Facts(
                        (
                            ("Decision maker", (say("Cabinet"),)),
                            (NASTY, (say("To note:"), say("what follows", bullet=True))),
                        ),
                        "The report at a glance",
                    ),
                    Paragraph(
                        (
                            Run("We expect "),
                            Run("£50.83m", token="saving", strong=True),
                            Run(" by 2028/29, as Table 1 and Figure 1 say. Table 99 is not here. "),
                            Run(NASTY),
                        )
                    ),
                    say("first of a list", bullet=True),
                    say("second of a list", bullet=True),
                ),
            ),
            Section("savings", "Savings", 1, (say("What is expected, and when."),)),
            Section("expected", "Expected savings", 2, (pictures[0], *tables[:1])),
            Section("sure", "How sure we are", 2, (*pictures[1:3], *tables[1:4])),
            Section("people", "Workforce", 1, (*pictures[3:], *tables[4:])),
            Section("closed", "Commercial terms", 1, (say("Not for all."), last), exempt=True),
        ),
    )


def of_one(table: ReportTable) -> Paper:
    """A paper that holds one table and nothing else."""
    block = TableBlock(table, 1, table.title)
    return Paper(
        slug="one",
        title="One table",
        subtitle="",
        organisation="Some City Council",
        position=table.position,
        as_at_text=table.as_at_text,
        sections=(Section("one", "One table", 1, (block,)),),
    )


def without(value, **parts):
    """The value with other parts."""
    return replace(value, **parts)


def printed(column: Column, cell: Cell) -> tuple[str, str]:
    """What a cell prints and its mark."""
    return print_cell(column, cell), cell.mark
