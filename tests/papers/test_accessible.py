"""What is found in a document that somebody could not read: each fault planted, one at a time."""

import re

import pytest

from reports.papers.accessible import faults
from reports.papers.value import Section
from reports.registry import REPORTS
from reports.renderers import as_excel, as_powerpoint, as_word
from tests.papers import made
from tests.papers.reading import with_part
from tests.papers.test_word import PNG

BODY, STYLES, CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
SLIDE = "ppt/slides/slide3.xml"
KEPT: dict[str, bytes] = {}


@pytest.fixture
def small(ask):
    """A chart and two tables, which is enough to break."""
    charts = ("savings-change", "confidence", "post-ranges")
    slugs = ("savings-by-portfolio", "savings-in-year", "finance-confidence", "post-reductions")
    return made.paper(ask, charts=charts, slugs=slugs)


@pytest.fixture
def document(small):
    if "docx" not in KEPT:
        KEPT["docx"] = as_word.render(small, pictures={"Figure 1": PNG})
    return KEPT["docx"]


@pytest.fixture
def deck(small):
    if "pptx" not in KEPT:
        KEPT["pptx"] = as_powerpoint.render(small)
    return KEPT["pptx"]


def test_ours_have_none(document, deck):
    assert faults(document) == faults(deck) == []


@pytest.mark.parametrize(
    ("part", "pattern", "instead", "fault"),
    [
        (CORE, r"<dc:title>.*?</dc:title>", "<dc:title> </dc:title>", "no title"),
        (STYLES, r"<w:lang [^>]*/>", "", "name no language"),
        (BODY, r"<w:tblHeader/>", "", "Table 1 has no heading row."),
        (BODY, r'descr="[^"]*"', 'descr=""', "Picture 1 has no text"),
        (BODY, r'w:val="Heading2"', 'w:val="Heading3"', "is a heading of level 3 after one of"),
        (BODY, r'w:val="Heading1"', 'w:val="Normal"', "level 2 after one of level 0"),
        (BODY, r'w:val="Heading[12]"', 'w:val="Normal"', "There is no heading."),
        (BODY, r"<w:t>Workforce</w:t>", "<w:t/>", "A heading of level 1 is empty."),
    ],
)
def test_a_fault_of_a_document_is_found(part, pattern, instead, fault, document):
    broken = with_part(document, part, lambda text: re.sub(pattern, instead, text))
    found = faults(broken)
    assert any(fault in sentence for sentence in found), found


@pytest.mark.parametrize(
    ("part", "pattern", "instead", "fault"),
    [
        (CORE, r"<dc:title>.*?</dc:title>", "", "no title"),
        (SLIDE, r'type="title"', 'type="body"', "Slide 3 has no title."),
        (
            SLIDE,
            r">£50.83m of savings[^<]*<",
            ">Agenda<",
            "Slide 3 has the title of slide 2: “Agenda”.",
        ),
        (SLIDE, r'descr="[^"]*"', 'descr=" "', "Slide 3 has a chart or table without a text"),
        (SLIDE, r' lang="en-GB"', "", "Slide 3 has words in no language: “"),
        ("ppt/slides/slide4.xml", r' firstRow="1"', "", "Slide 4 has a table without a heading"),
        (
            SLIDE,
            r"</p:spTree>",
            '<p:pic><p:nvPicPr><p:cNvPr id="99" name="P"/></p:nvPicPr></p:pic></p:spTree>',
            "Slide 3 has a picture without a text",
        ),
    ],
)
def test_a_fault_of_slides_is_found(part, pattern, instead, fault, deck):
    broken = with_part(deck, part, lambda text: re.sub(pattern, instead, text))
    found = faults(broken)
    assert any(sentence.startswith(fault) or fault in sentence for sentence in found), found
    assert len([s for s in found if fault in s]) == 1


def test_a_heading_that_skips_is_found_in_the_paper_itself(small):
    sections = (Section("a", "A", 1, ()), Section("b", "B", 3, ()))
    content = as_word.render(made.without(small, sections=sections))
    assert faults(content) == ["“B” is a heading of level 3 after one of level 1."]


def test_other_files_are_refused(ask):
    workbook = as_excel.render(REPORTS["savings-by-portfolio"].build(ask))
    broken = with_part(as_word.render(made.of_one(made.every_kind())), BODY, lambda text: text[:-9])
    for content in (b"", b"%PDF", workbook, broken):
        with pytest.raises(ValueError, match="neither a Word document nor a deck"):
            faults(content)
