"""The deck slides stand in: wide, in the theme's colours and type, numbered, in one language."""

from __future__ import annotations

import copy
import datetime
import uuid
from typing import TYPE_CHECKING, Any

from agt.words import clock
from reports.papers.value import Paper
from reports.renderers import palette
from reports.renderers.word_template import FONT
from reports.renderers.words import printable

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide, SlideLayout

INCH = 914400
WIDE, HIGH = int(13.333 * INCH), int(7.5 * INCH)
LEFT, RIGHT = int(0.6 * INCH), WIDE - int(0.6 * INCH)
TOP, BOTTOM = int(1.5 * INCH), int(6.85 * INCH)  # of what stands beneath the title
_TITLE_SLIDE, _TITLE_ONLY = "Title Slide", "Title Only"
_SECTIONS = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_SECTIONS_URI = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"


class Deck:
    """An empty deck that slides are added to."""

    def __init__(self, paper: Paper) -> None:
        from pptx import Presentation

        self.paper = paper
        self.deck: Presentation = Presentation()
        self.deck.slide_width, self.deck.slide_height = WIDE, HIGH
        self._dress()
        self.parts: list[tuple[str, list[Slide]]] = []  # sections and their slides

    def begin(self, part: str) -> None:
        """The slides that follow belong to ``part``."""
        self.parts.append((printable(part), []))

    def slide(self, title: str, *, over: str = "", warning: str = "") -> Slide:
        """A slide with a title; ``over`` stands above it and ``warning`` beside that."""
        slide = self._add(self._layout(_TITLE_ONLY), title)
        if over or warning:
            box = self.text(slide, (LEFT, int(0.3 * INCH), RIGHT - LEFT, int(0.3 * INCH)))
            self.say(box.paragraphs[0], over, 12, "ink-soft")
            if warning:
                between = " · " if over else ""
                self.say(box.paragraphs[0], f"{between}{warning}", 12, "rag-red-ink", strong=True)
        return slide

    def front(self, title: str, lines: list[str]) -> Slide:
        slide = self._add(self._layout(_TITLE_SLIDE), title)
        frame = slide.placeholders[1].text_frame
        for at, line in enumerate(filter(None, lines)):
            paragraph = frame.add_paragraph() if at else frame.paragraphs[0]
            self.say(paragraph, line, 18 if at else 22, "ink-soft")
        return slide

    def text(self, slide: Slide, box: tuple[int, int, int, int]) -> Any:
        """A text box in ``box``: left, top, width, height."""
        frame = slide.shapes.add_textbox(*box).text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        return frame

    def say(
        self, paragraph: Any, text: str, size: float, ink: str = "ink", *, strong: bool = False
    ) -> Any:
        """Write words into a paragraph; give the run."""
        from pptx.dml.color import RGBColor
        from pptx.util import Pt

        run = paragraph.add_run()
        run.text = printable(text)
        run.font.size, run.font.bold = Pt(size), strong
        run.font.color.rgb = RGBColor.from_string(palette.colours()[ink][1:].upper())
        return run

    def lead(self, run: Any, slide: Slide, target: Slide) -> None:
        """Make words on ``slide`` a link to the slide ``target``."""
        from pptx.opc.constants import RELATIONSHIP_TYPE
        from pptx.oxml.ns import qn
        from pptx.oxml.xmlchemy import OxmlElement

        link = OxmlElement("a:hlinkClick")
        link.set(qn("r:id"), slide.part.relate_to(target.part, RELATIONSHIP_TYPE.SLIDE))
        link.set("action", "ppaction://hlinksldjump")
        run._r.get_or_add_rPr().append(link)

    def finish(self) -> None:
        """Sections, properties, and one language in every part."""
        self._list_sections()
        paper, held = self.paper, self.deck.core_properties
        held.title, held.subject = printable(paper.title)[:255], printable(paper.subtitle)[:255]
        held.author = held.last_modified_by = printable(paper.organisation)[:255]
        held.language, held.comments, held.keywords = paper.language, "", ""
        held.revision = 1
        held.created = held.modified = clock.now().astimezone(datetime.UTC).replace(tzinfo=None)
        for element in self._elements():
            _speak(element, paper.language)

    # --- how it is made ---

    def _add(self, layout: SlideLayout, title: str) -> Slide:
        if not self.parts:
            self.begin(self.paper.title)
        slide = self.deck.slides.add_slide(layout)
        slide.shapes.title.text_frame.text = printable(title)
        for shape in layout.placeholders:
            kind = shape.element.ph.get("type")
            if kind in ("ftr", "sldNum"):
                own = copy.deepcopy(shape.element)
                own.nvSpPr.cNvPr.set("id", str(100 + len(slide.shapes)))
                slide.shapes._spTree.append(own)
        self.parts[-1][1].append(slide)
        return slide

    def _layout(self, name: str) -> SlideLayout:
        return next(held for held in self.deck.slide_layouts if held.name == name)

    def _dress(self) -> None:
        """Our colours and type in the master, so that what is added later is of one hand."""
        for layout in list(self.deck.slide_layouts):
            if layout.name not in (_TITLE_SLIDE, _TITLE_ONLY):
                self.deck.slide_layouts.remove(layout)
        master = self.deck.slide_master
        self._theme(master)
        footing = (int(6.98 * INCH), int(0.3 * INCH))
        places = {
            "title": (LEFT, int(0.55 * INCH), RIGHT - LEFT, int(0.85 * INCH)),
            "body": (LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP),
            "ftr": (LEFT, footing[0], int(10 * INCH), footing[1]),
            "sldNum": (RIGHT - INCH, footing[0], INCH, footing[1]),
        }
        for owner in (master, *self.deck.slide_layouts):
            for shape in list(owner.placeholders):
                kind = shape.element.ph.get("type")
                if kind == "dt":
                    shape.element.getparent().remove(shape.element)
                elif kind in places:
                    _place(shape, places[kind])
                if kind == "ftr":
                    self._foot(shape)
        front = self._layout(_TITLE_SLIDE)
        _place(front.placeholders[0], (LEFT, int(2.2 * INCH), RIGHT - LEFT, int(1.6 * INCH)))
        _place(front.placeholders[1], (LEFT, int(3.95 * INCH), RIGHT - LEFT, int(1.6 * INCH)))
        _style_titles(master._element, front._element)

    def _theme(self, master: Any) -> None:
        from lxml import etree
        from pptx.opc.constants import RELATIONSHIP_TYPE
        from pptx.oxml.ns import qn

        part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        tree = etree.fromstring(part.blob)
        ours = palette.colours()
        wanted = {"dk1": "ink", "lt1": "paper", "dk2": "accent-ink", "lt2": "panel"}
        wanted |= {"hlink": "accent", "folHlink": "accent-ink"}
        wanted |= {f"accent{n}": f"portfolio-{n}" for n in range(1, 7)}
        for slot, name in wanted.items():
            held = tree.find(f".//{qn(f'a:{slot}')}")
            held[:] = [held.makeelement(qn("a:srgbClr"), val=ours[name][1:].upper())]
        for face in ("a:majorFont", "a:minorFont"):
            tree.find(f".//{qn(face)}/{qn('a:latin')}").set("typeface", FONT)
        part._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _foot(self, shape: Any) -> None:
        from pptx.enum.text import PP_ALIGN

        paragraph = shape.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        paper = self.paper
        says = f"{paper.title} · {paper.position}, as at {paper.as_at_text}"
        self.say(paragraph, says, 10, "ink-soft")

    def _list_sections(self) -> None:
        """The deck's sections as PowerPoint keeps them, beside the list of slides."""
        from lxml import etree
        from pptx.oxml.ns import qn

        held = self.deck.part._element
        extensions = held.find(qn("p:extLst"))
        if extensions is None:
            extensions = etree.SubElement(held, qn("p:extLst"))
        one = etree.SubElement(extensions, qn("p:ext"), uri=_SECTIONS_URI)
        listed = etree.SubElement(one, f"{{{_SECTIONS}}}sectionLst", nsmap={"p14": _SECTIONS})
        for at, (name, slides) in enumerate(self.parts):
            mark = uuid.uuid5(uuid.NAMESPACE_OID, f"{self.paper.slug} {at} {name}")
            part = etree.SubElement(
                listed, f"{{{_SECTIONS}}}section", name=name, id=f"{{{str(mark).upper()}}}"
            )
            ids = etree.SubElement(part, f"{{{_SECTIONS}}}sldIdLst")
            for slide in slides:
                etree.SubElement(ids, f"{{{_SECTIONS}}}sldId", id=str(slide.slide_id))

    def _elements(self) -> list[Any]:
        """The XML of every part that holds words."""
        found = [self.deck.part._element, self.deck.slide_master._element]
        found += [layout._element for layout in self.deck.slide_layouts]
        for slide in self.deck.slides:
            found.append(slide._element)
            found += [s.chart._chartSpace for s in slide.shapes if getattr(s, "has_chart", False)]
            if slide.has_notes_slide:
                found.append(slide.notes_slide._element)
        return [*found, self.deck.notes_master._element]


def _place(shape: Any, box: tuple[int, int, int, int]) -> None:
    shape.left, shape.top, shape.width, shape.height = box


def _style_titles(master: Any, front: Any) -> None:
    """Titles at the left, bold, in the accent's ink; a long one takes two lines."""
    from pptx.oxml.ns import qn

    style = master.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    defaults = style.find(qn("a:defRPr"))
    defaults.set("sz", "2400")
    defaults.set("b", "1")
    defaults.find(f".//{qn('a:schemeClr')}").set("val", "tx2")
    for shape in (*master.iter(qn("p:sp")), *front.iter(qn("p:sp"))):
        kind = shape.ph.get("type") if shape.ph is not None else ""
        body = shape.find(f".//{qn('a:bodyPr')}")
        if kind in ("title", "ctrTitle", "subTitle", "ftr", "sldNum"):
            body.set("lIns", "0")
            body.set("rIns", "0")
        if kind == "title":
            body.set("anchor", "t")
        if kind == "ctrTitle":
            body.set("anchor", "b")
        if kind == "subTitle":
            for level in shape.iter(qn("a:lvl1pPr")):
                level.set("algn", "l")
    for shape in front.iter(qn("p:sp")):
        if shape.ph is not None and shape.ph.get("type") == "ctrTitle":
            held = shape.find(f".//{qn('a:lstStyle')}")
            level = held.makeelement(qn("a:lvl1pPr"), algn="l")
            level.append(level.makeelement(qn("a:defRPr"), sz="4000", b="1"))
            held[:] = [level]


def _speak(element: Any, language: str) -> None:
    from pptx.oxml.ns import qn

    for tag in ("a:rPr", "a:endParaRPr", "a:defRPr"):
        for held in element.iter(qn(tag)):
            held.set("lang", language)
    for run in element.iter(qn("a:r"), qn("a:fld")):
        if run.find(qn("a:rPr")) is None:
            run.insert(0, run.makeelement(qn("a:rPr"), lang=language))
