"""A paper in Word: it reads in order, is one file for one value, and takes any council's hand."""

import datetime
import io
import zipfile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENTATION
from docx.enum.style import WD_STYLE_TYPE

from agt.words import clock
from reports.papers.accessible import faults
from reports.papers.value import ChartBlock, Section, TableBlock
from reports.registry import REPORTS
from reports.renderers import as_excel, as_word, palette
from reports.renderers.word_template import UnusableTemplate
from tests.papers import made
from tests.papers.reading import W, fields, part, word
from tests.reports.reading import read_word

KEPT: dict[str, bytes] = {}
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f"
    b"\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def paper(ask):
    return made.paper(ask)


@pytest.fixture
def content(paper):
    """The whole paper, drawn once for all tests: it is of the published figures."""
    if "docx" not in KEPT:
        KEPT["docx"] = as_word.render(paper)
    return KEPT["docx"]


def of_style(content, name):
    return [p.text for p in word(content).paragraphs if p.style.name == name]


def test_it_can_be_read_by_anybody(content):
    assert faults(content) == []


def test_the_same_value_is_the_same_file(paper, content):
    assert as_word.render(paper) == content
    later = clock.now() + datetime.timedelta(hours=5)
    with clock.stopped_at(later):
        assert as_word.render(paper) == content
    with clock.stopped_at(later + datetime.timedelta(days=1)):
        assert as_word.render(paper) != content


def test_a_workbook_is_the_same_file_too(ask):
    table = REPORTS["savings-by-portfolio"].build(ask)
    with clock.stopped_at(clock.now() + datetime.timedelta(hours=5)):
        later = as_excel.render(table)
    assert as_excel.render(table) == later


def test_headings_are_headings_in_the_papers_order(paper, content):
    held = [
        (p.text, int(p.style.name[-1]))
        for p in word(content).paragraphs
        if p.style.name.startswith("Heading")
    ]
    assert held == [(s.title, s.level) for s in paper.sections]


def test_the_contents_lead_to_every_heading_table_and_figure(paper, content):
    body = part(content, "word/document.xml")
    marks = {m.get(f"{{{W['w']}}}name") for m in body.iterfind(".//w:bookmarkStart", W)}
    links = body.findall(".//w:hyperlink", W)
    anchors = [link.get(f"{{{W['w']}}}anchor") for link in links]
    said = ["".join(t.text for t in link.iterfind(".//w:t", W)) for link in links]
    blocks = [*paper.tables, *paper.charts]
    assert said == [s.title for s in paper.sections] + [
        f"{b.label}: {b.caption.replace(made.NASTY, made.CLEAN)}" for b in blocks
    ]
    assert set(anchors) <= marks
    assert len(set(anchors)) == len(anchors) == len(paper.sections) + len(blocks)
    held = fields(content)
    assert [f for f in held if f.startswith("TOC")] == [
        'TOC \\o "1-2" \\h \\z \\u',
        'TOC \\h \\z \\c "Table"',
        'TOC \\h \\z \\c "Figure"',
    ]
    begun = body.findall(".//w:fldChar", W)
    kinds = [f.get(f"{{{W['w']}}}fldCharType") for f in begun]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == len(held)
    settings = part(content, "word/settings.xml")
    assert settings.find("w:updateFields", W).get(f"{{{W['w']}}}val") == "true"


def test_captions_count_and_sentences_refer(paper, content):
    captions = of_style(content, "Caption")
    assert captions[0] == "The report at a glance"
    assert set(captions[1:]) == {
        f"{b.label}: {b.caption.replace(made.NASTY, made.CLEAN)}"
        for b in (*paper.tables, *paper.charts)
    }
    held = fields(content)
    assert held.count("SEQ Table \\* ARABIC") == len(paper.tables)
    assert held.count("SEQ Figure \\* ARABIC") == len(paper.charts)
    assert "REF _Ref_Table_1 \\h" in held
    assert "REF _Ref_Figure_1 \\h" in held
    assert not any("Table_99" in f for f in held), "no reference to what is not there"


def test_a_number_that_word_would_not_come_to_is_told_to_it(ask):
    table = REPORTS["savings-by-portfolio"].build(ask)
    blocks = tuple(TableBlock(table, n, f"No {n}") for n in (3, 4, 9))
    paper = made.without(made.of_one(table), sections=(Section("a", "A", 1, blocks),))
    told = [f for f in fields(as_word.render(paper)) if f.startswith("SEQ")]
    assert told == [
        "SEQ Table \\* ARABIC \\r 3",
        "SEQ Table \\* ARABIC",
        "SEQ Table \\* ARABIC \\r 9",
    ]


def test_it_says_what_it_is(paper, content):
    held = word(content).core_properties
    assert (held.title, held.subject) == (paper.title, paper.subtitle)
    assert held.author == held.last_modified_by == paper.organisation
    assert held.created == held.modified
    assert held.created.date() == clock.today()
    assert held.language == "en-GB"
    tongues = {
        lang.get(f"{{{W['w']}}}val")
        for lang in part(content, "word/styles.xml").iterfind(".//w:lang", W)
    }
    assert tongues == {"en-GB"}
    (footer,) = [n for n in zipfile.ZipFile(io.BytesIO(content)).namelist() if "footer" in n]
    said = "".join(t.text or "" for t in part(content, footer).iterfind(".//w:t", W))
    assert said.endswith(f"{paper.position}, as at {paper.as_at_text} · Page 1 of 1")
    assert fields(content, footer) == ["PAGE", "NUMPAGES"]


def test_prose_is_as_written(content):
    document = word(content)
    strong = [r.text for p in document.paragraphs for r in p.runs if r.bold]
    assert "£50.83m" in strong
    assert of_style(content, "List Bullet") == ["first of a list", "second of a list"]
    assert any(made.CLEAN in p.text for p in document.paragraphs)
    assert of_style(content, "Report Exempt") == ["Exempt: not for publication"]


def test_every_table_reads_back(paper, content):
    """The first table is of the facts; the others are the report tables, cell for cell."""
    facts = word(content).tables[0]
    assert [[c.text for c in r.cells] for r in facts.rows] == [
        ["Item", "Details"],
        ["Decision maker", "Cabinet"],
        [made.CLEAN, "To note:\nwhat follows"],
    ]
    for at, block in enumerate(paper.tables, start=1):
        alone = read_word(as_word.render(made.of_one(block.table)))
        assert read_word(content, at) == alone
    every = read_word(content, len(paper.tables))
    assert every.rows[0][0] == " ".join(made.CLEAN.split())
    assert every.rows[0][1] == "Amber"
    assert every.rows[1][:3] == [made.LONG_WORD, "=1+1", "−£0.2m"]
    assert set(every.rows[3][2:-1]) == {"withheld", "2.6"}
    assert set(every.rows[5][2:-1]) == {"not published", "2.6"}
    assert every.headings[1].count("Green") == 1


def test_rows_stay_whole_and_headings_are_said_again(content):
    for table in word(content).tables:
        rows = table._tbl.tr_lst
        assert all(r.find("w:trPr/w:cantSplit", W) is not None for r in rows)
        marked = [r.find("w:trPr/w:tblHeader", W) is not None for r in rows]
        assert marked[0]
        assert marked == sorted(marked, reverse=True), "heading rows come first"


def test_totals_and_earlier_positions_are_set_apart(ask):
    content = as_word.render(made.of_one(made.every_kind()))
    rows = word(content).tables[0].rows
    last = rows[-1].cells[0].paragraphs[0].runs[0]
    assert str(last.font.color.rgb) == palette.colours()["ink-soft"][1:].upper()
    total = rows[-2]._tr
    assert len(total.findall(".//w:tcBorders/w:top", W)) == len(total.tc_lst)


def test_a_wide_table_turns_its_page_and_no_other(ask):
    tables = [REPORTS[s].build(ask) for s in ("movement", "savings-by-portfolio")]
    blocks = tuple(TableBlock(t, n, t.title) for n, t in enumerate(tables, start=1))
    sections = (Section("a", "A", 1, blocks), Section("b", "B", 1, (blocks[0],)))
    paper = made.without(made.of_one(tables[0]), sections=sections)
    held = word(as_word.render(paper)).sections
    turned, upright = WD_ORIENTATION.LANDSCAPE, WD_ORIENTATION.PORTRAIT
    assert [s.orientation for s in held] == [upright, turned, upright, turned]
    assert all((s.page_width > s.page_height) == (s.orientation == turned) for s in held)


def test_a_paper_of_nothing_is_still_a_document(paper):
    content = as_word.render(made.without(paper, sections=()))
    assert of_style(content, "Title") == [paper.title]


def test_a_table_without_rows_says_so(ask):
    content = as_word.render(made.of_one(REPORTS["against-budget"].build(ask)))
    assert "There is nothing to list." in of_style(content, "Report Note")
    assert faults(content) == []


# --- charts ---


def test_a_chart_is_a_picture_with_its_words_or_a_line_that_says_where_it_is(paper):
    first, *others = paper.charts
    content = as_word.render(paper, pictures={first.label: PNG})
    document = word(content)
    (picture,) = document.inline_shapes
    assert picture._inline.docPr.get("descr") == first.alt
    assert faults(content) == []
    text = "\n".join(p.text for p in document.paragraphs)
    assert text.count("The chart is on the page of this paper in the tracker") == len(others)
    assert "its figures are in Table 2." in text
    assert first.table.finding in text


def test_a_chart_whose_table_is_not_in_the_paper_says_so(ask):
    table = REPORTS["savings-by-portfolio"].build(ask)
    chart = ChartBlock(table, "savings-change", 1, "", "The chart")
    paper = made.without(made.of_one(table), sections=(Section("a", "A", 1, (chart,)),))
    content = as_word.render(paper)
    assert "its figures are in the tracker." in word(content).paragraphs[-1].text
    assert of_style(content, "Caption") == ["Figure 1"]


# --- the council's own template ---


def template(*, without: str = "", table_style: bool = False, footer: str = "") -> bytes:
    document = Document()
    document.add_paragraph("Words of the template that are in no paper")
    document.styles["Heading 1"].font.name = "Georgia"
    if without:
        document.styles[without].delete()
    if table_style:
        document.styles.add_style("Report Table", WD_STYLE_TYPE.TABLE)
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_template_gives_styles_and_page(paper):
    content = as_word.render(paper, template=template(footer="Civic Centre"))
    document = word(content)
    assert document.styles["Heading 1"].font.name == "Georgia"
    assert document.styles["Report Cell"].font.name == "Arial"  # what it lacks is ours
    assert not any("in no paper" in p.text for p in document.paragraphs)
    said = [p.text for p in document.sections[0].footer.paragraphs]
    assert said[0] == "Civic Centre"
    assert "Page 1 of 1" in said[1]
    assert faults(content) == []
    assert read_word(content, 1) == read_word(as_word.render(paper), 1)


def test_a_template_that_counts_its_pages_keeps_its_footer(paper):
    """Our own document is a template too; its last page shares the footer of its first."""
    held = as_word.render(paper)
    assert len(word(held).sections) > 1
    content = as_word.render(paper, template=held)
    assert len(word(content).sections[0].footer.paragraphs) == 1
    assert "Page 1 of 1" in word(content).sections[0].footer.paragraphs[0].text
    assert faults(content) == []


def test_a_templates_own_table_style_draws_its_tables(paper):
    content = as_word.render(paper, template=template(table_style=True))
    table = word(content).tables[1]
    assert table.style.name == "Report Table"
    assert table._tbl.tblPr.find("w:tblBorders", W) is None
    assert table._tbl.find(".//w:shd", W) is None


def damaged(text: bytes = b"<not xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template())) as given, zipfile.ZipFile(out, "w") as held:
        for name in given.namelist():
            held.writestr(name, text if name == "word/document.xml" else given.read(name))
    return out.getvalue()


PAGELESS = f'<w:document xmlns:w="{W["w"]}"><w:body/></w:document>'.encode()


def swollen() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        held.writestr("word/document.xml", b"0" * 50_000_001)
    return out.getvalue()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (lambda: b"%PDF-1.7", "not a Word document"),
        (lambda: b"", "not a Word document"),
        (lambda: template()[:5000], "not a Word document"),
        (damaged, "is damaged"),
        (lambda: damaged(PAGELESS), "is damaged"),
        (swollen, "larger than 50 MB"),
        (lambda: template(without="List Bullet"), "lacks the style “List Bullet”"),
        (lambda: template(without="Heading 2"), "lacks the style “Heading 2”"),
    ],
)
def test_a_template_that_will_not_do_says_why(paper, given, sentence):
    with pytest.raises(UnusableTemplate, match=sentence) as refused:
        as_word.render(paper, template=given())
    assert str(refused.value).endswith(".")


def test_a_workbook_is_no_template(paper, ask):
    workbook = as_excel.render(REPORTS["savings-by-portfolio"].build(ask))
    with pytest.raises(UnusableTemplate, match="not a Word document"):
        as_word.render(paper, template=workbook)
