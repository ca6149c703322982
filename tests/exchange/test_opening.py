"""Files that nobody should send: each is refused in a sentence, soon and in little memory."""

import io
import random
import sys
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.exchange.guessing import guess
from reports.exchange.reading import read
from reports.exchange.sheet import sheets_of
from savings.returns import child, opening
from savings.returns.child import Refused
from savings.returns.opening import open_tables
from tests.exchange.conftest import PLANS
from tests.exchange.test_reading import check
from tests.savings.test_returns import worked

MB = 1024**2
SHEET = "xl/worksheets/sheet1.xml"


def member(name: str) -> bytes:
    with zipfile.ZipFile(PLANS / "ashdene.xlsx") as file:
        return file.read(name)


def rezipped(change: dict[str, bytes], plan: str = "ashdene.xlsx") -> bytes:
    """A plan with some of its parts put in or changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(PLANS / plan) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in {*old.namelist(), *change}:
            new.writestr(name, change[name] if name in change else old.read(name))
    return out.getvalue()


def far_cell() -> bytes:
    return member(SHEET).replace(b'r="E6"', b'r="XFD6"').replace(b'r="A6"', b'r="A1"')


BILLION = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ODS_BOMB = (
    b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    b'<office:spreadsheet><table:table table:name="P"><table:table-row '
    b'table:number-rows-repeated="1000000"><table:table-cell office:value-type="string" '
    b'table:number-columns-repeated="1000"><text:p>x</text:p></table:table-cell>'
    b"</table:table-row></table:table></office:spreadsheet></office:body>"
    b"</office:document-content>"
)
WRONG = {
    "a hundred megabytes": lambda: b"x" * (100 * MB),
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(100),
    "nothing": lambda: b"",
    "blank": lambda: b" \n,,,\n",
    "bytes": lambda: random.Random(1).randbytes(10_000),
    "a zip of something": lambda: rezipped({}, "westbrook.ods").replace(
        b"content.xml", b"kontent.xml"
    ),
    "a cut file": lambda: (PLANS / "harrowby.xlsx").read_bytes()[:3000],
    "a cut old file": lambda: (PLANS / "southmere.xls").read_bytes()[:2000],
    "a cut binary file": lambda: (PLANS / "fernleigh.xlsb").read_bytes()[:2000],
    "a bomb": lambda: rezipped({SHEET: b" " * (200 * MB)}),
    "a bomb beside": lambda: rezipped({"xl/media/image1.png": b"\0" * (40 * MB)}),
    "entities": lambda: rezipped({SHEET: BILLION + member(SHEET)}),
    "an entity from outside": lambda: rezipped(
        {"xl/workbook.xml": OUTSIDE + member("xl/workbook.xml")}
    ),
    "entities in .ods": lambda: rezipped({"content.xml": BILLION + b"<x/>"}, "westbrook.ods"),
    "rows repeated in .ods": lambda: rezipped({"content.xml": ODS_BOMB}, "westbrook.ods"),
    "formulas without results": lambda: rezipped(
        {SHEET: member(SHEET).replace(b"<v>0.3</v>", b"<f>0.1+0.2</f><v></v>")}
    ),
    "a cell far out": lambda: rezipped({SHEET: far_cell()}),
    "too many rows": lambda: b"a,1\n" * 30_000,
    "too many columns": lambda: b"a" + b",1" * 300,
    "old, empty": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096),
    "old, of noise": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + random.Random(2).randbytes(9000),
    "macros": lambda: rezipped({"xl/vbaProject.bin": b"Sub"}),
    "old macros": lambda: rezipped({"xl/macrosheets/s1.xml": b"<a/>"}),
    "macros of a binary workbook": lambda: rezipped({"xl/vbaProject.bin": b"x"}, "fernleigh.xlsb"),
    "macros of an old workbook": lambda: (
        (PLANS / "southmere.xls").read_bytes() + "_VBA_PROJECT".encode("utf-16-le")
    ),
    "UTF-16 cut": lambda: b"\xff\xfea",
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_file_is_refused_in_a_sentence_within_two_seconds(what):
    content = WRONG[what]()
    began = worked()
    with pytest.raises(Refused) as refused:
        open_tables(content)
    assert worked() - began < 2
    told = str(refused.value)
    assert told.endswith(".")
    assert "return" not in told
    assert len(told) < 300


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is told by /proc")
@pytest.mark.parametrize("what", [what for what in WRONG if what != "a hundred megabytes"])
def test_what_refuses_it_holds_less_than_fifty_megabytes(what, tmp_path):
    import subprocess

    watched = (
        "import runpy, sys\ntry:\n    runpy.run_path(sys.argv[1], run_name='__main__')\nfinally:\n"
        "    lines = open('/proc/self/status')\n"
        "    sys.stderr.write(next(l for l in lines if l.startswith('VmHWM')).split()[1])\n"
    )
    command = [sys.executable, "-I", "-c", watched, str(opening.CHILD), "plan"]
    told = subprocess.run(command, input=WRONG[what](), capture_output=True, timeout=30, env={})
    assert int(told.stderr.split()[-1]) < 50 * 1024


def test_an_error_in_a_cell_is_a_cell_that_says_no_number():
    content = member(SHEET).replace(b'<c r="B3" t="n"><v>0.1</v>', b'<c r="B3" t="e"><v>#REF!</v>')
    tables = open_tables(rezipped({SHEET: content}))
    assert tables["Sheet"][2][1] == "#REF!"
    reading = read(sheets := sheets_of(tables), guess(sheets))
    assert "“#REF!” is not a number." in {cell.why for cell in reading.uncovered}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_text_is_read_whatever_it_is_written_in(encoding, mark):
    rows = [["Scheme", "2026/27 £k"], ["Café “One”", "1 – 2"], ["B", "£5"]]
    content = "\r\n".join(mark.join(row) for row in rows).encode(encoding)
    assert child.read_tables(content) == {"": rows}


def test_a_day_a_flag_and_a_long_text_are_read_as_they_are_shown():
    import datetime

    from openpyxl import Workbook

    book = Workbook()
    book.active.append([datetime.date(2026, 4, 1), True, "x" * 400, 5, 0.25, "  ", None])
    out = io.BytesIO()
    book.save(out)
    (row,) = open_tables(out.getvalue())["Sheet"]
    assert row[:2] == ["01/04/2026", "TRUE"]
    assert row[2] == "x" * 300 + "…"
    assert row[3:6] == [5, 0.25, None]


def test_a_plan_of_nothing_but_one_cell_is_a_table():
    assert child.read_tables(b"x") == {"": [["x"]]}


@settings(max_examples=200)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_and_accounted_for_or_refused(content):
    try:
        tables = child.read_tables(content)
    except Refused:
        return
    sheets = sheets_of(tables)
    check(read(sheets, guess(sheets)), sheets)


@settings(max_examples=100)
@given(
    st.sampled_from(["harrowby.xlsx", "southmere.xls", "westbrook.ods", "fernleigh.xlsb"]),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=12),
)
def test_any_damage_to_a_plan_is_read_and_accounted_for_or_refused(name, damage):
    content = bytearray((PLANS / name).read_bytes())
    for at, byte in damage:
        content[at % len(content)] = byte
    try:
        sheets = sheets_of(child.read_tables(bytes(content)))
    except Refused:
        return
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # it ends the child, and is a refusal
            return
        raise
    check(read(sheets, guess(sheets)), sheets)


def test_memory_that_runs_out_is_a_refusal(monkeypatch):
    def greedy(content):
        raise MemoryError

    monkeypatch.setattr(child, "_workbook", greedy)
    with pytest.raises(Refused, match="unpacks to far more"):
        child.read_tables((PLANS / "harrowby.xlsx").read_bytes())
