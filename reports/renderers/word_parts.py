"""What Word has and python-docx does not: fields, bookmarks, links within, properties."""

from __future__ import annotations

import copy
import datetime
import re
from typing import TYPE_CHECKING, Any

from agt.words import clock
from reports.papers.value import Paper
from reports.renderers.words import printable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as WordParagraph

REFERENCE = re.compile(r"\b((?:Table|Figure) \d+)\b")


def element(tag: str, **attributes: str) -> Any:
    """An element of Word's; attributes are Word's too: ``element("w:tab", val="left")``."""
    from docx.oxml.ns import qn
    from docx.oxml.shared import OxmlElement

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


class Pen:
    """Writes paragraphs in named styles: it knows their ids, which python-docx seeks every time."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.ids = {style.name: style.style_id for style in document.styles}

    def write(self, text: str = "", style: str = "Normal") -> WordParagraph:
        """A paragraph at the end of the document."""
        paragraph = self.document.add_paragraph(printable(text))
        self.style(paragraph, style)
        return paragraph

    def style(self, paragraph: WordParagraph, name: str) -> None:
        paragraph._p.style = self.ids[name]


def field(paragraph: WordParagraph, instruction: str, result: str = "") -> None:
    """A field that Word works out again; until then it reads ``result``."""
    begin_field(paragraph, instruction)
    paragraph.add_run(result)
    end_field(paragraph)


def begin_field(paragraph: WordParagraph, instruction: str) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="begin"))
    text = element("w:instrText")
    text.text = f" {instruction} "
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    paragraph.add_run()._r.append(text)
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))


def end_field(paragraph: WordParagraph) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def bookmark(paragraph: WordParagraph, name: str, number: int, *, first: int = 0) -> None:
    """Name the paragraph's runs from the ``first`` on, so that a field or a link finds them."""
    start = element("w:bookmarkStart", id=str(number), name=name)
    paragraph.runs[first]._r.addprevious(start)
    paragraph.runs[-1]._r.addnext(element("w:bookmarkEnd", id=str(number)))


def label_bookmark(label: str) -> str:
    """The bookmark of what is called ``Table 3``."""
    return f"_Ref_{label.replace(' ', '_')}"


def refer(paragraph: WordParagraph, text: str, labels: set[str], *, strong: bool = False) -> None:
    """Write ``text``; where it names a table or a figure of the paper it is a cross reference."""
    for piece in REFERENCE.split(printable(text)):
        before = len(paragraph.runs)
        if piece in labels:
            field(paragraph, f"REF {label_bookmark(piece)} \\h", piece)
        elif piece:
            paragraph.add_run(piece)
        if strong:
            for run in paragraph.runs[before:]:
                run.bold = True


def contents_line(paragraph: WordParagraph, text: str, mark: str) -> None:
    """A line of a contents: a link to the bookmark ``mark``, and the page it is on."""
    link = element("w:hyperlink", anchor=mark, history="1")
    first = len(paragraph.runs)
    paragraph.add_run(printable(text))
    paragraph.add_run("\t")
    field(paragraph, f"PAGEREF {mark} \\h")
    for run in paragraph.runs[first:]:
        link.append(run._r)
    paragraph._p.append(link)


def describe(document: Document, paper: Paper) -> None:
    """Properties and language, and that Word works the fields out when it opens the file."""
    held = document.core_properties
    held.title, held.subject = printable(paper.title)[:255], printable(paper.subtitle)[:255]
    held.author = held.last_modified_by = printable(paper.organisation)[:255]
    held.language, held.comments, held.keywords = paper.language, "", ""
    held.revision = 1
    held.created = held.modified = clock.now().astimezone(datetime.UTC).replace(tzinfo=None)
    _set_language(document, paper.language)
    settings = document.settings.element
    for old in settings.findall(element("w:updateFields").tag):
        settings.remove(old)
    settings.insert(_place(settings), element("w:updateFields", val="true"))


def _place(settings: Any) -> int:
    """Where the schema wants ``updateFields``: before the first of those that come after it."""
    names = "hdrShapeDefaults footnotePr endnotePr compat docVars rsids clrSchemeMapping"
    later = {element(f"w:{name}").tag for name in names.split()}
    return next((at for at, child in enumerate(settings) if child.tag in later), len(settings))


def _set_language(document: Document, language: str) -> None:
    """The language of all styles, and none of their own beside it."""
    styles = document.styles.element
    lang = element("w:lang", val=language, eastAsia=language, bidi="ar-SA")
    for held in list(styles.iter(lang.tag)):
        held.getparent().remove(held)
    document.styles["Normal"].element.get_or_add_rPr().append(lang)
    defaults = "/".join(element(f"w:{n}").tag for n in ("docDefaults", "rPrDefault", "rPr"))
    for properties in styles.findall(defaults):
        properties.append(copy.deepcopy(lang))
