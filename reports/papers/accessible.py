"""What would keep somebody from reading a Word document or a deck with a screen reader.

It reads the file, not the code that made it, so it finds faults in a council's template too.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_D = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def faults(document: bytes) -> list[str]:
    """The faults of a .docx or a .pptx, each a sentence; none is an empty list.

    Raises ``ValueError`` for what is neither.
    """
    neither = "This is neither a Word document nor a deck of slides."
    try:
        with zipfile.ZipFile(io.BytesIO(document)) as packed:
            parts = {n: packed.read(n) for n in packed.namelist() if n.endswith(".xml")}
        if "word/document.xml" in parts:
            return [*_of_title(parts), *_of_word(parts)]
        if "ppt/presentation.xml" in parts:
            return [*_of_title(parts), *_of_slides(parts)]
    except (zipfile.BadZipFile, SyntaxError) as error:  # what is not XML is a SyntaxError
        raise ValueError(neither) from error
    raise ValueError(neither)


def _read(part: bytes) -> Any:
    from defusedxml.ElementTree import fromstring

    return fromstring(part)


def _of_title(parts: dict[str, bytes]) -> Iterator[str]:
    core = _read(parts["docProps/core.xml"]) if "docProps/core.xml" in parts else ()
    if not any((held.text or "").strip() for held in core if held.tag == _TITLE):
        yield "The document has no title in its properties."


# --- Word ---


def _of_word(parts: dict[str, bytes]) -> Iterator[str]:
    body, styles = _read(parts["word/document.xml"]), _read(parts["word/styles.xml"])
    if not any(held.get(f"{_W}val") for held in styles.iter(f"{_W}lang")):
        yield "The styles name no language."
    yield from _of_headings(body, styles)
    for at, table in enumerate(body.iter(f"{_W}tbl"), start=1):
        first = table.find(f"{_W}tr")
        marked = first is not None and first.find(f"{_W}trPr/{_W}tblHeader") is not None
        if not marked:
            yield f"Table {at} has no heading row."
    for at, about in enumerate(body.iter(f"{_D}docPr"), start=1):
        if not (about.get("descr") or "").strip():
            yield f"Picture {at} has no text that says what it shows."


def _of_headings(body: Any, styles: Any) -> Iterator[str]:
    levels = {}
    for style in styles.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        word, _, level = (name.get(f"{_W}val") if name is not None else "").lower().partition(" ")
        if word == "heading" and level.isdigit():
            levels[style.get(f"{_W}styleId")] = int(level)
    last = 0
    for paragraph in body.iter(f"{_W}p"):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        level = levels.get(style.get(f"{_W}val")) if style is not None else None
        if level is None:
            continue
        text = "".join(held.text or "" for held in paragraph.iter(f"{_W}t")).strip()
        if not text:
            yield f"A heading of level {level} is empty."
        if level > last + 1:
            yield f"“{text}” is a heading of level {level} after one of level {last}."
        last = level
    if not last:
        yield "There is no heading."


# --- slides ---


def _of_slides(parts: dict[str, bytes]) -> Iterator[str]:
    names = [n for n in parts if n.startswith("ppt/slides/slide")]
    met: dict[str, str] = {}
    for name in sorted(names, key=lambda n: (len(n), n)):
        slide = _read(parts[name])
        called = f"Slide {name.removeprefix('ppt/slides/slide').removesuffix('.xml')}"
        title = _title(slide)
        if not title:
            yield f"{called} has no title."
        elif title in met:
            yield f"{called} has the title of {met[title].lower()}: “{title}”."
        met.setdefault(title, called)
        yield from _of_slide(slide, called)


def _title(slide: Any) -> str:
    titles = [
        _words(shape)
        for shape in slide.iter(f"{_P}sp")
        for place in shape.iter(f"{_P}ph")
        if place.get("type") in ("title", "ctrTitle")
    ]
    return "".join(titles)


def _of_slide(slide: Any, called: str) -> Iterator[str]:
    for kind, word in (("graphicFrame", "chart or table"), ("pic", "picture")):
        for shape in slide.iter(f"{_P}{kind}"):
            about = next(shape.iter(f"{_P}cNvPr"))
            if not (about.get("descr") or "").strip():
                yield f"{called} has a {word} without a text that says what it shows."
    for table in slide.iter(f"{_A}tbl"):
        about = table.find(f"{_A}tblPr")
        if about is None or about.get("firstRow") != "1":
            yield f"{called} has a table without a heading row."
    for run in slide.iter(f"{_A}r"):
        about = run.find(f"{_A}rPr")
        if about is None or not about.get("lang"):
            yield f"{called} has words in no language: “{_words(run)}”."
            return


def _words(element: Any) -> str:
    return "".join(held.text or "" for held in element.iter(f"{_A}t")).strip()
