"""Read an uploaded file in a process of its own, with little memory, little time, no secrets.

``opening.py`` runs this file as a script. It imports nothing of the tracker, takes the file on its
standard input and answers with the cells, or with one sentence that refuses them, as JSON. A return
is the tracker's own workbook, a plan is anybody's table: what each may hold is in ``Limits``.
"""

import csv
import datetime
import io
import json
import re
import resource
import signal
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

SECONDS = 1.5  # of processor time, so that a busy machine refuses nothing that is sound
MEMBERS = 500
RATIO, RATIO_FROM = 100, 256 * 1024  # a member above so many bytes unpacks to so many times at most
SHEETS = 101


@dataclass(frozen=True)
class Limits:
    """What a kind of file may hold, and what reading it may take."""

    memory: int  # bytes of address space
    member: int  # bytes of one part, unpacked
    all_members: int
    rows: int
    columns: int
    cells: int


RETURN = Limits(
    memory=512 * 1024**2,
    member=2 * 1024**2,
    all_members=16 * 1024**2,
    rows=1000,
    columns=40,
    cells=50_000,
)
PLAN = Limits(
    memory=384 * 1024**2,
    member=16 * 1024**2,
    all_members=32 * 1024**2,
    rows=20_000,
    columns=200,
    cells=300_000,
)
TEXT = 300  # characters of a cell

AGAIN = "Download the return again, fill that in and send it."
NOT_EXCEL = (
    "The file is not an Excel workbook (.xlsx) that can be read. "
    "Save it in Excel as .xlsx, without a password, and send that."
)
TOO_MUCH = f"The file unpacks to far more than such a file holds. {AGAIN}"
DAMAGED = f"The file is damaged or was not saved by a spreadsheet. {AGAIN}"
MACROS = "The file holds macros. Save it as a workbook without macros (.xlsx) and send that."
LINKED = "The file links to others or has objects in it. Take them out, or fill in a new return."
NOT_A_TABLE = (
    "The file is not a table that can be read. Send Excel (.xlsx, .xls or .xlsb), OpenDocument "
    "(.ods) or CSV, without a password."
)
NO_RESULTS = (
    "The file has formulas whose results were not saved in it. Open it in a spreadsheet, save it, "
    "and send that."
)
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
        _check_archive(content, RETURN, NOT_EXCEL, ("[content_types].xml", "xl/workbook.xml"))
        return _cells(content)
    except Refused:
        raise
    except zipfile.BadZipFile as error:
        raise Refused(NOT_EXCEL) from error
    except MemoryError as error:
        raise Refused(TOO_MUCH) from error
    except Exception as error:  # whatever a crooked file makes the reader stumble over
        raise Refused(DAMAGED) from error


def _check_archive(content: bytes, limits: Limits, not_it: str, needed: tuple[str, ...]) -> None:
    """Look at what is in the archive before anything is made of it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        names = [member.filename.lower() for member in members]
        if not set(needed) <= set(names) or any(member.flag_bits & 1 for member in members):
            raise Refused(not_it)
        if len(members) > MEMBERS or any(_is_huge(member, limits) for member in members):
            raise Refused(TOO_MUCH)
        if sum(member.file_size for member in members) > limits.all_members:
            raise Refused(TOO_MUCH)
        if len(set(names)) < len(names):
            raise Refused(DAMAGED)
        _check_names(names, limits)
        for member, name in zip(members, names, strict=True):
            with archive.open(member) as unpacking:
                part = unpacking.read(limits.member + 1)  # no more, whatever its size is said
            if len(part) != member.file_size:
                raise Refused(DAMAGED)
            if name.endswith((".xml", ".rels")):
                _check_part(name, part, limits)


def _check_names(names: list[str], limits: Limits) -> None:
    """Nothing has macros, and a return no links; of anybody's plan the values alone are read."""
    if any(part in f"/{name}" for name in names for part in _MACROS):
        raise Refused(MACROS)
    if limits is RETURN and any(part in f"/{name}" for name in names for part in _LINKED):
        raise Refused(LINKED)


def _is_huge(member: zipfile.ZipInfo, limits: Limits) -> bool:
    size = member.file_size
    return size > limits.member or (size > RATIO_FROM and size > RATIO * member.compress_size)


def _check_part(name: str, content: bytes, limits: Limits) -> None:
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
            if rows > limits.rows:
                raise Refused(f"A sheet of the file goes on below row {limits.rows:,}. {AGAIN}")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = declared
    parser.StartElementHandler = started
    parser.Parse(content, True)
    types = content.lower().replace(b"binary.macroenabled", b"")  # .xlsb is, with and without
    if name == "[content_types].xml" and b"macroenabled" in types:
        raise Refused(MACROS)


def _cells(content: bytes) -> dict[str, list]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    if len(book.sheetnames) > SHEETS:
        raise Refused(TOO_MUCH)
    sheets: dict[str, list] = {}
    formulas: list[str] = []
    left = RETURN.cells
    for sheet in book.worksheets:
        held = sheets[sheet.title] = []
        for row in sheet.iter_rows(max_row=RETURN.rows, max_col=RETURN.columns):
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


# --- plans ---------------------------------------------------------------------------------------

# What a zip of each kind holds
_ZIPPED = (("xl/workbook.xml",), ("xl/workbook.bin",), ("content.xml", "mimetype"))
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OLD_MACROS = "_VBA_PROJECT".encode("utf-16-le")  # what old Excel calls the folder of them
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NO_RESULT = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_AN_ERROR = re.compile(rb'<c\s[^>]*t="e"')
_SAMPLE = 60  # lines, to see by which mark a text is divided

Table = list[list[str | float | None]]


def read_tables(content: bytes) -> dict[str, Table]:
    """The rows of each table of a plan, as they are: text, numbers and nothing.

    Raises ``Refused``.
    """
    try:
        if content.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                names = {name.lower() for name in archive.namelist()}
            needed = next((kind for kind in _ZIPPED if set(kind) <= names), None)
            if needed is None:
                raise Refused(NOT_A_TABLE)
            _check_archive(content, PLAN, NOT_A_TABLE, needed)
            return _workbook(content)
        if content.startswith(_OLE):
            if _OLD_MACROS in content:
                raise Refused(MACROS)
            return _workbook(content)
        return {"": _text_table(content)}
    except Refused:
        raise
    except (zipfile.BadZipFile, csv.Error) as error:
        raise Refused(NOT_A_TABLE) from error
    except MemoryError as error:
        raise Refused(TOO_MUCH) from error
    except Exception as error:  # whatever a crooked file makes the reader stumble over
        raise Refused(DAMAGED) from error


def _workbook(content: bytes) -> dict[str, Table]:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise Refused(NOT_A_TABLE) from error
    if len(book.sheet_names) > SHEETS:
        raise Refused(TOO_MUCH)
    tables: dict[str, Table] = {}
    left = PLAN.cells
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height > PLAN.rows or sheet.total_width > PLAN.columns:
            raise Refused(
                f"A sheet of the file has more than {PLAN.rows:,} rows or {PLAN.columns} columns. "
                f"{AGAIN}"
            )
        rows = sheet.to_python(skip_empty_area=False)
        left -= sum(map(len, rows))
        if left < 0:
            raise Refused(TOO_MUCH)
        title = _short(name)
        if title in tables:
            raise Refused(DAMAGED)
        tables[title] = [[_as_read(value) for value in row] for row in rows]
    if content.startswith(b"PK"):
        _look_again(content, tables)
    return tables


def _as_read(value: object) -> str | float | None:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return value if abs(value) < 1e300 else str(value)  # no JSON has an infinity
    if isinstance(value, datetime.date):  # a datetime is one
        return f"{value:%d/%m/%Y}"
    return _short(str(value)) or None


def _short(text: str) -> str:
    text = _CONTROL.sub(" ", text).strip()
    return text if len(text) <= TEXT else f"{text[:TEXT]}…"


def _look_again(content: bytes, tables: dict[str, Table]) -> None:
    """What calamine shows as nothing is not nothing: an error is, and a formula without a result.

    Of .xlsx alone: the others do not say what it was.
    """
    errors = False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if not name.lower().startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            part = archive.read(name)
            if b"<f" in part and _NO_RESULT.search(part):
                raise Refused(NO_RESULTS)
            errors = errors or bool(_AN_ERROR.search(part))
    if not errors:
        return
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        table = tables.get(sheet.title, [])
        for row in sheet.iter_rows(max_row=len(table)):
            for cell in row:
                if cell.data_type == "e" and cell.column <= len(table[cell.row - 1]):
                    table[cell.row - 1][cell.column - 1] = str(cell.value)


def _text_table(content: bytes) -> Table:
    text = _decoded(content)
    if _CONTROL.search(text):
        raise Refused(NOT_A_TABLE)
    rows: Table = []
    left = PLAN.cells
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=_divider(text)):
        left -= len(row)
        if len(rows) >= PLAN.rows or len(row) > PLAN.columns or left < 0:
            raise Refused(TOO_MUCH)
        rows.append([_short(cell) or None for cell in row])
    if not any(any(row) for row in rows):
        raise Refused(NOT_A_TABLE)
    return rows


def _decoded(content: bytes) -> str:
    """UTF-8, with or without a mark, UTF-16 with one, or else what older Windows writes."""
    for encoding in (
        ("utf-16",)
        if content[:2] in (b"\xff\xfe", b"\xfe\xff")
        else (
            "utf-8-sig",
            "cp1252",
        )
    ):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(NOT_A_TABLE)


def _divider(text: str) -> str:
    """The mark by which most lines fall into equally many cells, and into most of them."""
    sample = "\n".join(text.splitlines()[:_SAMPLE])

    def evenness(mark: str) -> tuple[int, int]:
        widths = Counter(
            len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark)
        )
        wide = [(lines, width) for width, lines in widths.items() if width > 1]
        return max(wide, default=(0, 0))

    return max((",", ";", "\t", "|"), key=evenness)


def main(kind: str) -> None:
    """Give up what is not needed, read the file and answer."""
    limits: Limits = RETURN
    reader: Callable[[bytes], dict] = read
    if kind == "plan":
        limits, reader = PLAN, read_tables
    signal.setitimer(signal.ITIMER_PROF, SECONDS)  # the signal ends the process
    resource.setrlimit(resource.RLIMIT_CPU, (2, 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":  # elsewhere it cannot be set, and the limit of time stands alone
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    try:
        answer: dict = {"sheets": reader(sys.stdin.buffer.read())}
    except Refused as refused:
        answer = {"refused": str(refused)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[-1])
