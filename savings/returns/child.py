"""Read an uploaded workbook in a process of its own, with little memory, little time, no secrets.

``opening.py`` runs this file as a script. It imports nothing of the tracker, takes the workbook on
its standard input and answers with the cells, or with one sentence that refuses them, as JSON.
"""

import datetime
import io
import json
import resource
import sys
import zipfile
from typing import Any
from xml.parsers import expat

MEMORY = 512 * 1024**2  # bytes of address space
SECONDS = 2  # of processor time; whoever started it watches the clock on the wall
MEMBER, ALL_MEMBERS = 2 * 1024**2, 16 * 1024**2  # bytes, unpacked
MEMBERS = 500
RATIO, RATIO_FROM = 100, 256 * 1024  # a member above so many bytes unpacks to so many times at most
SHEETS, ROWS, COLUMNS, CELLS = 101, 1000, 40, 50_000
TEXT = 300  # characters of a cell

AGAIN = "Download the return again, fill that in and send it."
NOT_EXCEL = (
    "The file is not an Excel workbook (.xlsx) that can be read. "
    "Save it in Excel as .xlsx, without a password, and send that."
)
TOO_MUCH = f"The file unpacks to far more than a return holds. {AGAIN}"
DAMAGED = f"The file is damaged or was not saved by a spreadsheet. {AGAIN}"
MACROS = "The file holds macros. Save it as a workbook without macros (.xlsx) and send that."
LINKED = "The file links to others or has objects in it. Take them out, or fill in a new return."
ENTITIES = f"The file declares entities, which no spreadsheet does. {AGAIN}"

_MACROS = ("vbaproject", "/macrosheets/", "/dialogsheets/")
_LINKED = (
    "/externallinks/",
    "/embeddings/",
    "/activex/",
    "/querytables/",
    "/connections.xml",
    "/ctrlprops/",
)


class Refused(Exception):
    """Why the file is not read, in a sentence for who sent it."""


def read(content: bytes) -> dict[str, list]:
    """The cells that hold something, by sheet: [row, column, "D7", kind, text] each.

    The kind is n (a number), s (text) or x (anything else). Raises ``Refused``.
    """
    try:
        _check_archive(content)
        return _cells(content)
    except Refused:
        raise
    except zipfile.BadZipFile as error:
        raise Refused(NOT_EXCEL) from error
    except MemoryError as error:
        raise Refused(TOO_MUCH) from error
    except Exception as error:  # whatever a crooked file makes the reader stumble over
        raise Refused(DAMAGED) from error


def _check_archive(content: bytes) -> None:
    """Look at what is in the archive before anything is made of it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        names = [member.filename.lower() for member in members]
        if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
            raise Refused(NOT_EXCEL)
        if any(member.flag_bits & 1 for member in members):
            raise Refused(NOT_EXCEL)
        if len(members) > MEMBERS or any(map(_is_huge, members)):
            raise Refused(TOO_MUCH)
        if sum(member.file_size for member in members) > ALL_MEMBERS:
            raise Refused(TOO_MUCH)
        if len(set(names)) < len(names):
            raise Refused(DAMAGED)
        if any(part in f"/{name}" for name in names for part in _MACROS):
            raise Refused(MACROS)
        if any(part in f"/{name}" for name in names for part in _LINKED):
            raise Refused(LINKED)
        for member, name in zip(members, names, strict=True):
            with archive.open(member) as unpacking:
                part = unpacking.read(MEMBER + 1)  # no more than that, whatever its size is said
            if len(part) != member.file_size:
                raise Refused(DAMAGED)
            if name.endswith((".xml", ".rels")):
                _check_part(name, part)


def _is_huge(member: zipfile.ZipInfo) -> bool:
    size = member.file_size
    return size > MEMBER or (size > RATIO_FROM and size > RATIO * member.compress_size)


def _check_part(name: str, content: bytes) -> None:
    """Refuse a document type, whatever its encoding, more rows than are read, and macros by type.

    A sheet says how many rows it has; here they are counted.
    """
    rows = 0

    def declared(*_: Any) -> None:
        raise Refused(ENTITIES)

    def started(tag: str, attributes: dict[str, str]) -> None:
        nonlocal rows
        if tag.rpartition(":")[2] == "row":
            rows = max(rows + 1, int(attributes.get("r", 0)))
            if rows > ROWS:
                raise Refused(f"A sheet of the file goes on below row {ROWS:,}. {AGAIN}")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = declared
    parser.StartElementHandler = started
    parser.Parse(content, True)
    if name == "[content_types].xml" and b"macroenabled" in content.lower():
        raise Refused(MACROS)


def _cells(content: bytes) -> dict[str, list]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    if len(book.sheetnames) > SHEETS:
        raise Refused(TOO_MUCH)
    sheets: dict[str, list] = {}
    formulas: list[str] = []
    left = CELLS
    for sheet in book.worksheets:
        held = sheets[sheet.title] = []
        for row in sheet.iter_rows(max_row=ROWS, max_col=COLUMNS):
            for cell in row:
                if cell.value is None:
                    continue
                if cell.data_type == "f":
                    formulas.append(f"“{sheet.title}” {cell.coordinate}")
                    continue
                held.append([cell.row, cell.column, cell.coordinate, *_told(cell.value)])
        left -= len(held)
        if left < 0:
            raise Refused(TOO_MUCH)
    if formulas:
        raise Refused(_about(formulas))
    return sheets


def _told(value: object) -> tuple[str, str]:
    """A cell's kind and text; a text too long to be kept whole is marked, never read as another."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        kind, text = "n", repr(value)
    elif isinstance(value, str):
        kind, text = "s", value
    elif isinstance(value, datetime.datetime):
        kind, text = "x", f"{value:%d/%m/%Y}"
    else:
        kind, text = "x", str(value)
    return (kind, text) if len(text) <= TEXT else ("x", f"{text[:TEXT]}…")


def _about(formulas: list[str]) -> str:
    one = len(formulas) == 1
    where = ", ".join(formulas[:5]) + (f" and {len(formulas) - 5} more" if formulas[5:] else "")
    return (
        f"{where} {'holds a formula' if one else 'hold formulas'}: "
        f"paste {'its value' if one else 'their values'} there instead, then send the file again."
    )


def main() -> None:
    """Give up what is not needed, read the workbook and answer."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":  # elsewhere it cannot be set, and the limit of time stands alone
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        answer: dict = {"sheets": read(sys.stdin.buffer.read())}
    except Refused as refused:
        answer = {"refused": str(refused)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
