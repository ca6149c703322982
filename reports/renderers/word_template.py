"""The document a paper is written into: ours, or the council's own template.

A template gives its page, its header and footer and its styles; what stands in it as text is left
out. What it does not have beside the styles of ``NEEDED`` is added in ours.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from reports.renderers import palette

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

NEEDED = ("Title", "Heading 1", "Heading 2", "List Bullet")
FONT = "Arial"  # on every machine, and as wide as the fonts that stand in for it
TABLE_STYLE = "Report Table"  # where a template has one, it draws the rules and the shading
LARGEST = 50_000_000  # bytes, unpacked
_FORM = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

# Points: size, space before, space after. A name in lower case is Word's own.
_OURS = {
    "Normal": (10.5, 0, 7),
    "Title": (30, 150, 6),
    "Subtitle": (15, 0, 24),
    "Heading 1": (20, 26, 9),
    "Heading 2": (14, 18, 6),
    "Heading 3": (11.5, 12, 4),
    "List Bullet": (10.5, 0, 4),
    "Caption": (10.5, 14, 5),
    "TOC Heading": (20, 0, 10),
    "toc 1": (10.5, 6, 2),
    "toc 2": (10.5, 0, 2),
    "table of figures": (10.5, 0, 3),
    "Footer": (8.5, 0, 0),
    "Report Front": (11, 0, 2),
    "Report Finding": (12, 0, 4),
    "Report Note": (8.5, 3, 0),
    "Report Exempt": (10.5, 0, 8),
    "Report Heading Cell": (9, 2, 2),
    "Report Cell": (9, 2, 2),
}
_BOLD = {
    *("Title", "Heading 1", "Heading 2", "Heading 3", "Caption", "TOC Heading", "toc 1"),
    *("Report Finding", "Report Exempt", "Report Heading Cell"),
}
_COLOURS = {
    **dict.fromkeys(("Title", "Heading 1", "Heading 2", "Heading 3", "TOC Heading"), "accent-ink"),
    **dict.fromkeys(("Subtitle", "Footer", "Report Note"), "ink-soft"),
    "Report Exempt": "rag-red-ink",
}


class UnusableTemplate(ValueError):
    """The template cannot be written into; the message says what to do about it."""


def opened(template: bytes | None) -> Document:
    """An empty document in the hand of the template, or in ours without one."""
    from docx import Document as open_document

    document = open_document() if template is None else _read(template)
    if template is None:
        _set_up_page(document)
    else:
        _empty(document)
    held = {style.name: style for style in document.styles}
    for name in _OURS:
        if template is None or name not in held:
            _write_style(document, name, held.get(name))
    return document


def _read(template: bytes) -> Document:
    from docx import Document as open_document

    _look_into(template)
    try:
        document = open_document(io.BytesIO(template))
        document.sections[0]
        lacking = [name for name in NEEDED if name not in {s.name for s in document.styles}]
    except (
        LookupError,
        ValueError,
        AttributeError,
        SyntaxError,
    ) as error:  # lxml's is a SyntaxError
        raise UnusableTemplate(
            "The template is damaged. Open it in Word, save it again as a Word document (.docx)."
        ) from error
    if lacking:
        raise UnusableTemplate(
            f"The template lacks the style “{'”, “'.join(lacking)}”. Use each of "
            f"{', '.join(NEEDED)} once in it, so that Word keeps it, and save it again."
        )
    return document


def _look_into(template: bytes) -> None:
    """Refuse what is no Word document, or far too large to be one, before it is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
            types = packed.read("[Content_Types].xml") if size <= LARGEST else b""
    except (zipfile.BadZipFile, KeyError) as error:
        raise _NOT_WORD from error
    if size > LARGEST:
        raise UnusableTemplate("The template is larger than 50 MB. Take the pictures out of it.")
    if _FORM.encode() not in types:
        raise _NOT_WORD


_NOT_WORD = UnusableTemplate(
    "The template is not a Word document (.docx). Open it in Word, choose Save As and take the "
    "type Word Document; a .doc, a .dotx or a .pdf will not do."
)


def _empty(document: Document) -> None:
    """Leave the page alone; a header or footer that its last section shares comes with it."""
    from docx.oxml.ns import qn

    body = document.element.body
    *earlier, last = body.iter(qn("w:sectPr"))
    for section in reversed(earlier):
        for name in ("w:headerReference", "w:footerReference"):
            kinds = {held.get(qn("w:type")) for held in last.findall(qn(name))}
            for held in section.findall(qn(name)):
                if held.get(qn("w:type")) not in kinds:
                    last.insert(0, held)
    for child in list(body):
        if child is not last:
            body.remove(child)


def _set_up_page(document: Document) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    settings = document.settings.element
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    settings.find(f".//{qn('w:compatSetting')}").set(qn("w:val"), "15")  # no older Word's ways


def _write_style(document: Document, name: str, held: Any) -> None:
    """Put one style in our hand: type, colour, space; ``None`` is held where it is not there."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    style: ParagraphStyle = held
    if style is None:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
    size, before, after = _OURS[name]
    font, form = style.font, style.paragraph_format
    _forget(style)
    font.size, font.bold = Pt(size), name in _BOLD
    font.color.rgb = RGBColor.from_string(palette.colours()[_COLOURS.get(name, "ink")][1:].upper())
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.line_spacing = 1.0 if name.startswith(("Report", "Title")) else 1.15
    if name.startswith(("Heading", "Caption", "Report Finding", "Report Exempt", "TOC Heading")):
        form.keep_with_next = True
    if name == "toc 2":
        form.left_indent = Pt(14)
    if name in ("toc 1", "toc 2", "table of figures"):
        _leader(document, style)


def _forget(style: ParagraphStyle) -> None:
    """Take out the theme's font, colour and rule that Word's own style came with."""
    from docx.oxml.ns import qn
    from docx.oxml.shared import OxmlElement

    properties = style.element.get_or_add_rPr()
    for tag in ("w:rFonts", "w:color", "w:spacing", "w:kern", "w:i", "w:iCs"):
        for found in properties.findall(qn(tag)):
            properties.remove(found)
    fonts = OxmlElement("w:rFonts")
    for face in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(face), FONT)
    properties.insert(0, fonts)
    of_paragraph = style.element.get_or_add_pPr()
    for found in of_paragraph.findall(qn("w:pBdr")):
        of_paragraph.remove(found)


def _leader(document: Document, style: ParagraphStyle) -> None:
    """Page numbers at the right margin, dots before them."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Emu

    page = document.sections[0]
    sides = (page.left_margin or 0) + (page.right_margin or 0)
    width = Emu((page.page_width or 0) - sides)
    style.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
