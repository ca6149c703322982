"""The Cabinet report: its tables in the paper's order, equal to their definitions, and alive."""

from collections.abc import Iterator

import pytest
from django.db.models import F

from accounts.roles import Role
from reports.models import PaperBlock
from reports.papers.compose import compose, public
from reports.papers.outline import Words
from reports.papers.shelf import PAPERS
from reports.papers.value import ChartBlock, Facts, Paragraph, TableBlock
from reports.quantities import Measure
from reports.registry import REPORTS
from reports.table import Ask
from reports.table import Role as RowRole
from savings.models import SavingsLine
from tests.papers.conftest import asked, block_of, cabinet

# Every table of the paper, in its order.
PRINTED = [
    "savings-by-portfolio",
    "finance-confidence",
    "savings-profile",
    "savings-by-portfolio",
    "finance-confidence",
    "savings-profile",
    "post-reductions",
    *["portfolio-programmes"] * 7,
]


@pytest.fixture
def paper(february):
    return cabinet(february).paper


def test_it_has_every_table_of_the_paper_in_order_numbered(paper):
    assert [block.table.slug for block in paper.tables] == PRINTED
    assert [block.number for block in paper.tables] == list(range(1, len(PRINTED) + 1))
    assert [block.number for block in paper.charts] == [1, 2, 3, 4]


def test_every_table_equals_its_definition(paper, february):
    ask = asked(february)
    sections = iter(sorted(ask.book.portfolios, key=lambda p: p.section_order))
    for block in paper.tables:
        slug = block.table.slug
        of = next(sections) if slug == "portfolio-programmes" else None
        built = REPORTS[slug].build(Ask(ask.library, february, portfolio=of))
        totals = block.caption == "Savings over time, in total"
        rows = built.of_role(RowRole.TOTAL, RowRole.SUBTOTAL) if totals else built.rows
        assert block.table.rows == tuple(rows)
        assert block.table.notes == built.notes
        hidden = {"portfolio"} if of else set()
        assert block.table.columns == tuple(c for c in built.columns if c.key not in hidden)


def test_the_sections_come_in_the_order_of_the_paper(paper):
    assert [section.title for section in paper.sections if section.level == 1] == [
        "Front sheet",
        "Purpose of this report",
        "Executive summary",
        "Introduction",
        "Programme overview",
        "Workforce implications",
        "Current portfolio status",
        "What is next",
    ]
    titles = [section.title for section in paper.sections]
    assert titles[titles.index("Current portfolio status") + 1 : -1] == [
        "Adult Social Care & Health",
        "Children's Services",
        "Schools & SEND",
        "Customer & Community",
        "Enabling Excellence",
        "Growth & Prosperity",
        "Resident Services",
    ]


def test_each_portfolio_says_what_this_year_and_the_next_count_on(paper, february):
    table = REPORTS["savings-in-year"].build(asked(february))
    for row in table.of_role(RowRole.BODY):
        section = next(s for s in paper.sections if s.title == row.cells["portfolio"].value)
        told = {
            run.source.quantity.year: run.source
            for block in section.blocks
            if isinstance(block, Paragraph) and block.bullet
            for run in block.runs
            if run.source
        }
        cells = [row.cells[c.key] for c in table.columns if c.key not in ("portfolio", "expected")]
        assert list(told.values()) == [cell.source for cell in cells]


def test_the_words_of_the_published_papers_have_no_broken_token_and_no_unknown_place(february):
    for slug, outline in PAPERS.items():
        composed = compose(outline, asked(february))
        assert composed.problems == ()
        missing = [p.title for p in composed.places if p.words.needed and p.is_empty]
        assert missing == []
        known = {words.key for _, words in outline.places()}
        held = PaperBlock.objects.of(february, slug).values_list("section", flat=True)
        assert set(held) <= known


def test_the_front_sheet_is_facts_and_says_only_what_is_written(paper):
    (facts,) = paper.sections[0].blocks
    assert isinstance(facts, Facts)
    titles = [title for title, _ in facts.rows]
    assert titles[0] == "Decision maker"
    assert "Recommendations to Full Council" not in titles  # nothing is asked of it
    needed = [w.title for _, w in PAPERS["cabinet"].places() if w.key.startswith("front-")]
    assert titles == [title for title in needed if title in titles]


# --- one line, every figure that depends on it ---------------------------------------------------


def blocks_of(paper) -> Iterator[tuple[tuple, object, list]]:
    """Every block: where it stands, what it says, and the sources of its figures."""
    for section in paper.sections:
        for at, block in enumerate(section.blocks):
            if isinstance(block, TableBlock | ChartBlock):
                cells = [c for r in block.table.rows for c in r.cells.values()]
                said, sources = block.table.rows, [c.source for c in cells if c.source]
            else:
                told = (
                    [p for _, many in block.rows for p in many]
                    if isinstance(block, Facts)
                    else [block]
                )
                said = [p.text for p in told]
                sources = [r.source for p in told for r in p.runs if r.source]
            yield (section.anchor, at), said, sources


def depends(source, position, line) -> bool:
    """Whether a figure is a sum that a line is part of, by its quantity alone."""
    of, place = source.quantity, line.place
    return (
        source.position == position.slug
        and of.measure is Measure.SAVING
        and of.portfolio in ("", place.portfolio.name)
        and of.programme in ("", place.programme.name)
        and of.confidence in (None, line.confidence)
        and (
            of.year is None
            or line.year == of.year
            or (of.cumulative and line.year.start < of.year.start)
        )
    )


@pytest.mark.parametrize("confidence", ["green", "red"])
def test_one_line_changes_every_block_that_depends_on_it_and_no_other(confidence, working):
    lines = SavingsLine.objects.at(working).filter(confidence=confidence, amount__gt=0)
    line = lines.select_related("place__portfolio", "place__programme").order_by("pk").last()
    before = {at: said for at, said, _ in blocks_of(cabinet(working, living=False).paper)}
    SavingsLine.objects.filter(pk=line.pk).update(amount=F("amount") + 50 * 10**6)
    changed, expected = set(), set()
    for at, said, sources in blocks_of(cabinet(working, living=False).paper):
        if said != before[at]:
            changed.add(at)
        if any(depends(source, working, line) for source in sources):
            expected.add(at)
    assert changed == expected
    own = f"portfolio-{line.place.portfolio.slug}"
    assert len(changed) > 10
    assert {anchor for anchor, _ in changed} > {"front-sheet", "summary", "savings", own}
    assert len({anchor for anchor, _ in changed if anchor.startswith("portfolio-")}) == 1


# --- exempt --------------------------------------------------------------------------------------

SECRET = "One named contract ends early"


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_exempt_text_is_for_those_who_edit_it_or_see_posts_and_never_public(
    role, saves, working, people, led
):
    saves("summary", SECRET, exempt=True)
    saves("front-legal", SECRET, exempt=True)
    saves("spotlight", SECRET, exempt=True, portfolio=led)
    paper = cabinet(working, people[role]).paper

    def held(paper) -> set[str]:
        return {at[0] for at, said, _ in blocks_of(paper) if SECRET in str(said)}

    of_led = f"portfolio-{led.slug}-exempt"
    everywhere = {"summary-exempt", "front-sheet-exempt", of_led}
    reads = {
        Role.PMO_EDITOR: everywhere,
        Role.HR_PARTNER: everywhere,
        Role.PORTFOLIO_LEAD: {of_led},
    }
    assert held(paper) == reads.get(role, set())
    assert {s.anchor for s in paper.sections if s.exempt} == reads.get(role, set())
    assert held(public(paper)) == set()
    numbers = [block.number for block in public(paper).tables]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_reader_of_one_portfolio_gets_its_part_and_no_words_of_the_whole(people, led, february):
    paper = cabinet(february, people[Role.PORTFOLIO_LEAD]).paper
    told = [s.title for s in paper.sections if any(isinstance(b, Paragraph) for b in s.blocks)]
    assert [t for t in told if t not in ("Benefits realisation group", "Risk management")] == [
        "Dependencies",
        led.name,
    ]
    assert all(block.table.scope == f"{led.name} only" for block in paper.tables)


# --- what lives on -------------------------------------------------------------------------------


def test_registers_are_in_a_paper_while_it_is_edited_and_at_publication(working, february):
    from tests.governance.conftest import rated

    rated(3, 3, programme=working.places.first().programme)
    living = {"benefits-summary", "top-risks", "dependencies-by-portfolio"}
    tables = {b.table.slug for b in cabinet(working).paper.tables}
    assert living <= tables
    assert not living & {b.table.slug for b in cabinet(february).paper.tables}
    kept = cabinet(february, living=True).paper
    assert "benefits-summary" in {b.table.slug for b in kept.tables}


def test_a_position_that_publishes_totals_alone_has_a_paper_too(october, july):
    for position in (october, july):
        composed = cabinet(position)
        assert composed.problems == ()
        assert composed.paper.tables


def test_a_heading_that_nothing_stands_under_is_not_in_the_public_paper(february, october, saves):
    told = public(cabinet(october).paper)
    assert {"Introduction", "Portfolio structure"} & {s.title for s in told.sections} == set()
    assert "Programme overview" in {s.title for s in told.sections}  # a part of it is not empty
    whole = cabinet(february).paper
    assert public(whole) == whole


def test_an_empty_place_says_what_to_write():
    for _, words in (found for outline in PAPERS.values() for found in outline.places()):
        assert isinstance(words, Words)
        assert words.guide


def test_the_scrutiny_update_says_what_moved_and_what_happened(february, working):
    paper = compose(PAPERS["scrutiny"], asked(february)).paper
    assert [block.table.slug for block in paper.tables] == ["movement", "confidence-migration"]
    words = " ".join(b.text for b in paper.blocks() if isinstance(b, Paragraph))
    assert "The expected saving is £50.83m; it increased by £1.17m." in words
    assert "What happened until then is in the paper as it was published." in words
    from tests.governance.conftest import rated

    rated(3, 3, programme=working.places.first().programme, title="Late", raised_on="2025-03-10")
    paper = compose(PAPERS["scrutiny"], asked(working)).paper
    words = " ".join(b.text for b in paper.blocks() if isinstance(b, Paragraph))
    assert "Risk raised: Late" in words


def test_copied_forward_as_drafts_and_frozen(working, february):
    from django.db import IntegrityError, transaction

    was, now = block_of(february, "summary"), block_of(working, "summary")
    assert (was.text, was.state) == (now.text, "final")
    assert now.state == "draft"
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        PaperBlock.objects.filter(pk=was.pk).update(text="Other.")
