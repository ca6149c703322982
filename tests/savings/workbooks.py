"""Returns made for tests, and what a hostile sender makes of them."""

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable, Iterable

from openpyxl import Workbook, load_workbook

from agt.words import clock
from savings.returns.holding import HEADINGS_ROW, LABELS, NOTE_ROW, Holding
from savings.returns.writing import ABOUT, Look, write_return

LOOK = Look('£#,##0.0#,,"m"', "111111", "444444", "EEEEEE", "777777")
BODY = HEADINGS_ROW + 1
SHEET = "xl/worksheets/sheet1.xml"
NOTE = f"B{NOTE_ROW}"


def made(programmes: list[Holding]) -> bytes:
    return write_return(programmes[0].place.position, programmes, made_at=clock.now(), look=LOOK)


def edited(content: bytes, edit: Callable[[Workbook], object]) -> bytes:
    """The file as Excel saves it after somebody worked in it."""
    book = load_workbook(io.BytesIO(content))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled(content: bytes, cells: dict[str, object], sheet: int | str = 0) -> bytes:
    """The file with some cells filled in, by their place in a sheet."""

    def fill(book: Workbook) -> None:
        of = book[sheet] if isinstance(sheet, str) else book.worksheets[sheet]
        for at, value in cells.items():
            of[at] = value

    return edited(content, fill)


def about(content: bytes, cells: dict[str, object]) -> bytes:
    return filled(content, cells, ABOUT)


def labels(content: bytes, sheet: int = 0) -> list[tuple]:
    of = load_workbook(io.BytesIO(content)).worksheets[sheet]
    rows = of.iter_rows(min_row=BODY, max_col=len(LABELS), values_only=True)
    return [row for row in rows if any(row)]


# --- by hand -------------------------------------------------------------------------------------


def rezipped(
    content: bytes, change: dict[str, bytes | None], *, more: Iterable[tuple[str, bytes]] = ()
) -> bytes:
    """The archive with some members put in, changed or taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in {**dict.fromkeys(old.namelist()), **change}:
            put = change[name] if name in change else old.read(name)
            if put is not None:
                new.writestr(name, put)
        for name, put in more:
            new.writestr(name, put)
    return out.getvalue()


def part(content: bytes, name: str = SHEET) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def with_cell(content: bytes, at: str, xml: str, name: str = SHEET) -> bytes:
    """The file with a cell's own XML put in the place of what stood there."""
    old = part(content, name)
    new = re.sub(rf'<c r="{at}"[^>]*?(/>|>.*?</c>)', xml.replace("\\", ""), old, count=1)
    assert new != old
    return rezipped(content, {name: new.encode()})


def with_prolog(content: bytes, prolog: str, entity: str, encoding: str = "utf-8") -> bytes:
    """The file with a document type before its first sheet, and an entity used in it."""
    body = re.sub(r"^<\?xml[^>]*\?>", "", part(content)).replace("<v>", f"<v>{entity}", 1)
    text = f'<?xml version="1.0" encoding="{encoding}"?>{prolog}{body}'
    return rezipped(content, {SHEET: text.encode(encoding)})


LAUGHS = (
    '<!DOCTYPE worksheet [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
OUTSIDE = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
ELSEWHERE = '<!DOCTYPE worksheet SYSTEM "http://localhost:1/x.dtd">'


def bomb(content: bytes, megabytes: int, name: str = SHEET) -> bytes:
    return rezipped(content, {name: b" " * megabytes * 1024**2})


def lying_bomb(content: bytes, megabytes: int) -> bytes:
    """A bomb whose directory says that it is small."""
    made = bytearray(bomb(content, megabytes))
    size = struct.pack("<I", megabytes * 1024**2)
    assert made.count(size) == 2
    return bytes(made.replace(size, struct.pack("<I", 5000)))


def rows_of(size: int, *, first: int = BODY, seed: int = 1, wide: int = 8) -> str:
    """Rows of cells, so many bytes of them, which do not compress well."""
    dice, rows, length = random.Random(seed), [], 0
    number = first
    while length < size:
        cells = "".join(f'<c t="n"><v>{dice.randrange(10**14)}</v></c>' for _ in range(wide))
        rows.append(f'<row r="{number}">{cells}</row>')
        length += len(rows[-1])
        number += 1
    return "".join(rows)


def sheet_of(rows: str) -> bytes:
    """A sheet that is these rows and nothing else."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def with_rows(content: bytes, rows: str) -> bytes:
    text = part(content).replace("</sheetData>", f"{rows}</sheetData>")
    return rezipped(content, {SHEET: text.encode()})


def encrypted(content: bytes) -> bytes:
    """The file with every member flagged as encrypted."""
    made = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = made.find(mark)
        while at >= 0:
            made[at + offset] |= 1
            at = made.find(mark, at + 4)
    return bytes(made)
