"""Returns by Excel: what is written, what is read back, what is refused, soon and cheaply."""

import datetime
import io
import json
import os
import random
import re
import subprocess
import sys
import time
import uuid

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from accounts.models import Submission, User
from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role
from accounts.viewer import SYSTEM
from agt.words import clock
from agt.words.money import LARGEST
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import Position, ProgrammePlace
from savings.grid import Cell, Grid
from savings.models import Confidence, Fund, Saving, SavingsLine
from savings.returns import child, opening
from savings.returns.applying import Save, apply_return
from savings.returns.carrying import SALT, carry, unpack
from savings.returns.child import Refused
from savings.returns.comparing import compare
from savings.returns.holding import HEADINGS_ROW, NOTE_ROW, Holding, holdings
from savings.returns.opening import Written, open_workbook
from savings.returns.reading import pence_of, read_return
from savings.returns.writing import ABOUT, sheet_names
from tests.conftest import MOMENT, TURN
from tests.savings import workbooks as w

pytestmark = pytest.mark.django_db

SLUG = "homelessness-prevention"
MB = 1024**2


@pytest.fixture
def holding(working) -> Holding:
    (held,) = holdings(working, SYSTEM, programme__slug=SLUG)
    return held


@pytest.fixture
def file(holding) -> bytes:
    return w.made([holding])


@pytest.fixture
def portfolio(working, led) -> list[Holding]:
    held = holdings(working, SYSTEM, portfolio=led)
    held.sort(key=lambda one: not one.grid.amounts)  # those with figures first
    assert held[2].grid.amounts
    return held


@pytest.fixture
def whole(portfolio) -> bytes:
    return w.made(portfolio)


@pytest.fixture
def editor(people) -> User:
    return people[Role.PMO_EDITOR]


def read(content: bytes, position: Position, viewer=SYSTEM):
    """What a file says, read in this process: the same code, without its limits."""
    sheets = {
        title: {(row, column): Written(*said) for row, column, *said in cells}
        for title, cells in child.read(content).items()
    }
    return read_return(sheets, position=position, viewer=viewer)


def compared(content: bytes, position: Position):
    return compare(read(content, position), position=position, viewer=SYSTEM)


def refusal(content: bytes, position: Position) -> str:
    with pytest.raises(Refused) as refused:
        read(content, position)
    return str(refused.value)


# --- what is written -----------------------------------------------------------------------------


def test_a_sheet_holds_the_grid_in_pounds_in_cabinets_format(file, holding):
    sheet = load_workbook(io.BytesIO(file)).worksheets[0]
    years = holding.place.position.years
    headings = [c.value for c in sheet[HEADINGS_ROW]]
    assert headings == ["Saving", "Fund", "Confidence", *map(str, years)]
    assert len(w.labels(file)) == len(holding.savings) * 9
    found = {}
    for number, row in enumerate(holding.rows, start=w.BODY):
        for column, cell in enumerate(row.cells(years), start=4):
            at = sheet.cell(number, column)
            assert at.number_format == w.LOOK.money
            assert not at.protection.locked
            if at.value is not None:
                assert at.data_type == "n"
                found[cell] = round(at.value * 100)
    assert found == holding.grid.amounts


def test_only_amounts_and_the_reason_can_be_typed_in(file, holding):
    book = load_workbook(io.BytesIO(file))
    assert book.security.lockStructure
    sheet = book.worksheets[0]
    assert sheet.protection.sheet
    open_cells = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
    amounts = {f"{column}{row}" for column in "DEFGH" for row in range(w.BODY, sheet.max_row + 1)}
    merged = {f"{column}{NOTE_ROW}" for column in "CDEFGH"}  # one cell with the note's
    assert open_cells - merged == amounts | {w.NOTE}
    kinds = {v.type: str(v.sqref) for v in sheet.data_validations.dataValidation}
    assert kinds == {"decimal": f"D{w.BODY}:H{sheet.max_row}", "textLength": w.NOTE}
    assert "Type annual amounts in pounds" in sheet["A3"].value
    assert sheet[f"A{NOTE_ROW}"].value == "Why has it changed?"


def test_a_sheet_is_set_up_to_print(file):
    sheet = load_workbook(io.BytesIO(file)).worksheets[0]
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"${HEADINGS_ROW}:${HEADINGS_ROW}"
    assert sheet.freeze_panes == f"D{w.BODY}"
    assert sheet.oddFooter.right.text == "Page &P of &N"


def test_a_hidden_sheet_says_what_the_file_is_of(whole, portfolio, working):
    book = load_workbook(io.BytesIO(whole))
    sheet = book[ABOUT]
    assert sheet.sheet_state == "veryHidden"
    rows = [[v for v in row if v is not None] for row in sheet.values]
    assert rows[:3] == [
        ["format", 1],
        ["position", working.slug, working.pk],
        ["made", MOMENT.isoformat()],
    ]
    assert [row[1:4] for row in rows[3:]] == [
        [held.place.programme.slug, held.place.version, name]
        for held, name in zip(portfolio, book.sheetnames, strict=False)
    ]


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@x", '=HYPERLINK("http://x","y")'])
def test_words_never_become_a_formula(name, working, holding):
    ProgrammePlace.objects.filter(pk=holding.place.pk).update(printed_label=name)
    Saving.objects.filter(pk=holding.savings[0].pk).update(name=name)
    held = holdings(working, SYSTEM, programme__slug=SLUG)
    content = w.made(held)
    book = load_workbook(io.BytesIO(content))
    assert not [c for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]
    assert book.worksheets[0]["A1"].value == book.worksheets[0][f"A{w.BODY}"].value == name
    assert read(content, working).refusals == []


def test_every_sheet_has_a_name_that_excel_takes():
    labels = ["A/B: [c]?*\\", "a" * 40, "A" * 40, "'q'", "", "History", "About this file", "a\x01"]
    names = sheet_names(labels)
    assert names[:3] == ["AB c", "a" * 31, "A" * 27 + " (2)"]
    assert len({name.lower() for name in names}) == len(labels)
    assert all(0 < len(name) <= 31 and not name.startswith("'") for name in names)


# --- what is read --------------------------------------------------------------------------------


def test_a_file_sent_back_unchanged_changes_nothing(whole, working):
    assert open_workbook(whole) == open_workbook(w.edited(whole, lambda book: None))
    returned = read(whole, working)
    assert returned.refusals == []
    assert returned.made_at == MOMENT
    assert [part.touched for part in returned.parts] == [False] * len(returned.parts)
    assert not any(one.changes for one in compared(whole, working))


AMOUNTS = st.lists(st.integers(-LARGEST, LARGEST), min_size=1, max_size=45)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=AMOUNTS)
def test_any_amounts_come_back_to_the_penny(amounts, holding, working):
    cells = list(holding.amounts())
    grid = Grid(dict(zip(cells, amounts, strict=False)))
    content = w.made([Holding(holding.place, holding.savings, grid)])
    (part,) = read(w.edited(content, lambda book: None), working).parts
    assert {c: p for c, p in part.amounts.items() if p} == {
        c: p for c, p in grid.amounts.items() if p
    }
    assert not part.touched


@pytest.mark.parametrize(
    ("kind", "text", "pence"),
    [
        ("n", "1250000", 125_000_000),
        ("n", "0.29", 29),
        ("n", "-0.1", -10),
        ("n", "0.30000000000000004", 30),  # a sum pasted as its value
        ("n", "1250000.2000000002", 125_000_020),
        ("n", "10000000000000", LARGEST),
        ("n", "0", 0),
        ("n", "-0.0", 0),
        ("n", "1e-300", None),
        ("s", "£1.2m", 120_000_000),
        ("s", "(50)", -5000),
        ("s", "  ", 0),
        ("n", "0.001", None),
        ("n", "1250000.201", None),
        ("n", "10000000000000.01", None),
        ("n", "1e300", None),
        ("n", "inf", None),
        ("n", "nan", None),
        ("s", "about a million", None),
        ("s", "#REF!", None),
        ("s", "0.001", None),
        ("x", "01/02/2025", None),
        ("x", "True", None),
        ("x", "0" * 300 + "…", None),
    ],
)
def test_an_amount_is_read_to_the_penny_or_refused(kind, text, pence):
    written = Written("D7", kind, text)
    if pence is not None:
        assert pence_of(written) == pence
        return
    with pytest.raises(ValueError, match=r"not an amount of|finer than a penny|too large"):
        pence_of(written)


def test_each_cell_that_cannot_be_taken_is_told_by_sheet_and_place(file, working):
    at = {"D7": "soon", "E7": 0.001, "F7": 1e15, "G8": True, "D30": 5, "K9": 1, w.NOTE: "x" * 101}
    returned = read(w.filled(file, at), working)
    assert {(r.at, r.sentence) for r in returned.refusals} == {
        ("D7", "“soon” is not an amount of money. Type it like 1.2m, 1200k or £1,200."),
        ("E7", "“0.001” is finer than a penny. Round it to whole pence."),
        ("F7", "“1000000000000000” is too large. Type a number of pounds."),
        ("G8", "“True” is not an amount of money. Type a number of pounds."),
        ("D30", "This is outside the grid: take it out."),
        ("K9", "This is outside the grid: take it out."),
        (w.NOTE, "Say why in 100 characters or fewer."),
    }
    assert {r.sheet for r in returned.refusals} == {load_workbook(io.BytesIO(file)).sheetnames[0]}


def test_a_sorted_sheet_says_the_same(file, working):
    def turn(book):
        sheet = book.worksheets[0]
        rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=w.BODY)]
        for number, row in enumerate(reversed(rows), start=w.BODY):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column).value = value

    turned = w.edited(file, turn)
    assert w.labels(turned) != w.labels(file)
    assert read(turned, working).parts == read(file, working).parts


def test_a_label_that_was_changed_or_stands_twice_is_refused(file, working):
    returned = read(w.filled(file, {"A7": "Another", "C9": "Amber"}), working)
    assert [r.at for r in returned.refusals] == ["A7", "A9"]
    assert "has no “Another, General Fund, Green”" in returned.refusals[0].sentence
    assert "a second time" in returned.refusals[1].sentence


def test_text_may_start_with_an_equals_sign(file, working):
    def note(book):
        book.worksheets[0][w.NOTE] = "=because"
        book.worksheets[0][w.NOTE].data_type = "s"

    assert read(w.edited(file, note), working).parts[0].note == "=because"


# --- what is refused whole -----------------------------------------------------------------------


def formulas(book):
    sheet = book.worksheets[0]
    sheet["D7"], sheet["E8"] = "=1+1", ArrayFormula("E8:E8", "=SUM(D7:D9)")


FORMULA = "holds a formula: paste its value there instead, then send the file again."
WRONG = {
    "not a workbook": (lambda f: b"Dear PMO, savings are fine.", "is not an Excel workbook"),
    "nothing": (lambda f: b"", "is not an Excel workbook"),
    "an old workbook or one with a password": (
        lambda f: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
        "is not an Excel workbook",
    ),
    "half a file": (lambda f: f[: len(f) // 2], "is not an Excel workbook"),
    "encrypted members": (w.encrypted, "without a password"),
    "another archive": (
        lambda f: w.rezipped(f, {"xl/workbook.xml": None}),
        "is not an Excel workbook",
    ),
    "a broken part": (lambda f: w.rezipped(f, {w.SHEET: b"<a><b></a>"}), "is damaged"),
    "a broken member": (lambda f: f[:60] + b"xxxx" + f[64:], "is damaged"),
    "a part twice, in another case": (
        lambda f: w.rezipped(f, {}, more=[("XL/worksheets/Sheet1.xml", b"<a/>")]),
        "is damaged",
    ),
    "a part that is missing": (lambda f: w.rezipped(f, {w.SHEET: None}), "is missing"),
    "zip bomb": (lambda f: w.bomb(f, 100), "unpacks to far more"),
    "zip bomb of shared strings": (
        lambda f: w.bomb(f, 100, "xl/sharedStrings.xml"),
        "unpacks to far more",
    ),
    "zip bomb that lies": (lambda f: w.lying_bomb(f, 100), "is not an Excel workbook"),
    "many parts": (
        lambda f: w.rezipped(f, {f"xl/x{n}.bin": b"x" for n in range(600)}),
        "unpacks to far more",
    ),
    "many large parts": (
        lambda f: w.rezipped(
            f, {f"xl/x{n}.bin": random.Random(n).randbytes(20_000) * 90 for n in range(12)}
        ),
        "unpacks to far more",
    ),
    "a billion laughs": (lambda f: w.with_prolog(f, w.LAUGHS, "&a9;"), "declares entities"),
    "a file of the server": (lambda f: w.with_prolog(f, w.OUTSIDE, "&x;"), "declares entities"),
    "a document type": (lambda f: w.with_prolog(f, w.ELSEWHERE, ""), "declares entities"),
    "entities in UTF-16": (
        lambda f: w.with_prolog(f, w.LAUGHS, "&a9;", "utf-16"),
        "declares entities",
    ),
    "macros": (lambda f: w.rezipped(f, {"xl/vbaProject.bin": b"Sub"}), "holds macros"),
    "macros by type": (
        lambda f: w.rezipped(
            f,
            {
                "[Content_Types].xml": w.part(f, "[Content_Types].xml")
                .replace("sheet.main+xml", "sheet.macroEnabled.main+xml")
                .encode()
            },
        ),
        "holds macros",
    ),
    "old macros": (lambda f: w.rezipped(f, {"xl/macrosheets/s1.xml": b"<a/>"}), "holds macros"),
    "links to others": (
        lambda f: w.rezipped(f, {"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        "links to others",
    ),
    "an object": (lambda f: w.rezipped(f, {"xl/embeddings/ole.bin": b"x"}), "links to others"),
    "a formula": (lambda f: w.filled(f, {"D7": "=1+1"}), f"D7 {FORMULA}"),
    "several formulas": (lambda f: w.edited(f, formulas), "E8 hold formulas: paste their values"),
    "a formula for a reason": (lambda f: w.filled(f, {w.NOTE: "=1+1"}), f"B4 {FORMULA}"),
    "a formula in the hidden sheet": (lambda f: w.about(f, {"B2": "=1+1"}), f"B2 {FORMULA}"),
    "a shared formula": (
        lambda f: w.with_cell(
            f, "D8", '<c r="D8"><f t="shared" ref="D8:D9" si="0">1+1</f><v>2</v></c>'
        ),
        f"D8 {FORMULA}",
    ),
    "a table of data": (
        lambda f: w.with_cell(
            f, "D8", '<c r="D8"><f t="dataTable" ref="D8:D9" r1="A1" dt2D="0"/><v>2</v></c>'
        ),
        f"D8 {FORMULA}",
    ),
    "a number that is none": (
        lambda f: w.with_cell(f, "D8", '<c r="D8"><v>NaN</v></c>'),
        "is damaged",
    ),
    "a number of five thousand digits": (
        lambda f: w.with_cell(f, "D8", f'<c r="D8"><v>{"9" * 5000}</v></c>'),
        "is damaged",
    ),
    "no hidden sheet": (lambda f: w.edited(f, lambda b: b.remove(b[ABOUT])), "is not a return"),
    "a hidden sheet of nonsense": (lambda f: w.about(f, {"C2": "x"}), "is not a return"),
    "a hidden sheet with a hole": (lambda f: w.about(f, {"B3": None}), "is not a return"),
    "a moment of no place": (lambda f: w.about(f, {"B3": "2025-03-14"}), "is not a return"),
    "another format": (lambda f: w.about(f, {"B1": 2}), "another version of the tracker"),
    "another position": (lambda f: w.about(f, {"C2": 999}), "of another position than"),
    "a position beyond numbers": (lambda f: w.about(f, {"C2": 10**20}), "is not a return"),
    "another tracker's position": (lambda f: w.about(f, {"B2": "x"}), "of another position than"),
    "unknown programme": (lambda f: w.about(f, {"B4": "unheard-of"}), "is of no programme that"),
    "a sheet missing": (
        lambda f: w.edited(f, lambda b: (b.create_sheet("X"), b.remove(b.worksheets[0]))),
        "is missing",
    ),
    "a sheet more": (
        lambda f: w.edited(f, lambda b: b.create_sheet("Mine")),
        "“Mine” is not of this return",
    ),
    "other headings": (lambda f: w.filled(f, {"D6": "2019/20"}), "headings in row 6"),
    "rows taken out": (
        lambda f: w.edited(f, lambda b: b.worksheets[0].delete_rows(8, 2)),
        "7 of its 9 rows",
    ),
    "many sheets": (
        lambda f: w.edited(f, lambda b: [b.create_sheet() for _ in range(120)]),
        "unpacks to far more",
    ),
    "10 MB of rows": (lambda f: w.with_rows(f, w.rows_of(10 * MB)), "unpacks to far more|larger"),
    "2 MB of rows": (lambda f: w.with_rows(f, w.rows_of(1_900_000)), "goes on below row 1,000"),
    "rows that stand in no row": (
        lambda f: w.with_rows(f, w.rows_of(1_900_000).replace("<row ", "<row x")),
        "goes on below row 1,000",
    ),
    "hundreds of rows": (
        lambda f: w.with_rows(f, w.rows_of(200_000, first=100)),
        "cells of the file cannot be taken, “Homelessness Prevention” A100 first",
    ),
    "a row far below": (
        lambda f: w.rezipped(
            f,
            {
                w.SHEET: w.part(f)
                .replace("</sheetData>", '<row r="9999"><c><v>1</v></c></row></sheetData>')
                .encode()
            },
        ),
        "goes on below row 1,000",
    ),
    "deep XML": (
        lambda f: w.rezipped(f, {w.SHEET: b"<a>" * 35_000 + b"</a>" * 35_000}),
        "",
    ),
    "larger than 5 MB": (lambda f: f + random.Random(1).randbytes(6 * MB), "larger than 5 MB"),
    "all that fits": (
        lambda f: w.rezipped(
            w.edited(f, lambda b: [b.create_sheet() for _ in range(7)]),
            {
                f"xl/worksheets/sheet{n}.xml": w.sheet_of(
                    w.rows_of(1_800_000, first=1, seed=n, wide=300)
                )
                for n in range(3, 10)
            },
        ),
        "takes too long|damaged|far more",
    ),
}

WATCHED = """
import runpy, sys
try:
    runpy.run_path(sys.argv[1], run_name="__main__")
finally:
    with open("/proc/self/status") as status:
        sys.stderr.write(next(line for line in status if line.startswith("VmHWM")).split()[1])
"""


def peak(content: bytes) -> int:
    """Kilobytes that the child process held at most."""
    command = [sys.executable, "-I", "-c", WATCHED, str(opening.CHILD)]
    told = subprocess.run(command, input=content, capture_output=True, timeout=30, env={})
    return int(told.stderr.split()[-1]) if told.stderr.strip() else 0


def worked() -> float:
    """Processor time until now, of the children too: what others do on the machine is no part."""
    return sum(os.times()[:4])


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_file_is_refused_in_a_sentence_in_two_seconds_and_little_memory(
    what, file, working
):
    make, sentence = WRONG[what]
    content = make(file)
    began = worked()
    try:
        read_return(open_workbook(content), position=working, viewer=SYSTEM)
        told = ""
    except Refused as refused:
        told = str(refused)
    took = worked() - began
    assert took < 2
    if sentence:
        assert re.search(sentence, told), told
    assert told
    assert told.endswith(".")
    assert "\n" not in told
    assert len(told) < 300
    if sys.platform == "linux" and len(content) <= opening.LARGEST_FILE:
        assert peak(content) < 50 * 1024, peak(content)
    if content.startswith(b"PK") and len(content) <= opening.LARGEST_FILE and "fits" not in what:
        assert refusal(content, working) == told  # the same without the limits


def test_a_position_published_since_is_refused_by_name(file, working):
    Position.objects.filter(pk=working.pk).update(
        state="published", published_at=MOMENT, name="March 2025", slug="march-2025"
    )
    other = Position.objects.create(
        name="Working position",
        slug="working",  # as the first one was called while it was open
        short_name="Next",
        kind="monthly_board",
        as_at=working.as_at,
        first_year=working.first_year,
        last_year=working.last_year,
    )
    assert refusal(file, other).startswith("The file is of March 2025, which is published")


def test_a_programme_outside_the_scope_is_unknown(working, people, led):
    mine, other = (
        holdings(working, SYSTEM, programme=ProgrammePlace.objects.filter(**of).first().programme)
        for of in ({"portfolio": led, "position": working}, {"position": working})
    )
    assert other[0].place.portfolio != led
    lead = people[Role.PORTFOLIO_LEAD]
    with pytest.raises(Refused, match="no programme that Working position has in your portfolios"):
        read(w.made([*mine, *other]), working, viewer=lead)
    assert len(read(w.made(mine), working, viewer=lead).parts) == 1


def test_what_kills_the_child_is_a_refusal(monkeypatch, file, tmp_path):
    script = tmp_path / "child.py"
    monkeypatch.setattr(opening, "CHILD", script)
    monkeypatch.setattr(opening, "SECONDS", 1.5)
    for text, sentence in [
        ("import os; os.kill(os.getpid(), 9)", "takes too long"),
        ("raise SystemExit(3)", "is damaged"),
        ("import time; time.sleep(30)", "takes too long"),
    ]:
        script.write_text(text)
        began = time.monotonic()
        with pytest.raises(Refused, match=sentence):
            open_workbook(file)
        assert time.monotonic() - began < 15  # ended, not waited for, however busy the machine is


def test_the_child_has_no_environment_and_little_memory(monkeypatch, tmp_path):
    """What it could do if a crooked file took it over."""
    monkeypatch.setenv("SECRET_KEY", "hidden")
    script = tmp_path / "child.py"
    text = opening.CHILD.read_text(encoding="utf-8").replace("def read(", "def unused(")
    greedy = (
        'def read(content):\n    assert "SECRET_KEY" not in __import__("os").environ\n'
        '    assert "django" not in sys.modules\n'
        "    try:\n        bytearray(600 * 1024**2)\n    except MemoryError:\n"
        '        raise Refused("No more memory.")\n\n\n'
    )
    script.write_text(text.replace("def main(", f"{greedy}def main("), encoding="utf-8")
    monkeypatch.setattr(opening, "CHILD", script)
    monkeypatch.setattr(opening, "SECONDS", 1.5)
    if sys.platform == "linux":
        with pytest.raises(Refused, match="No more memory"):
            open_workbook(b"PK\x03\x04")


def test_running_out_of_memory_is_a_refusal(monkeypatch, file):
    def greedy(content):
        raise MemoryError

    monkeypatch.setattr(child, "_cells", greedy)
    with pytest.raises(Refused, match="unpacks to far more"):
        child.read(file)


# --- beside what is held -------------------------------------------------------------------------


def free(holding) -> str:
    """The place of an empty amount, in a return of this programme."""
    amounts, years = holding.amounts(), holding.place.position.years
    return next(
        f"{'DEFGH'[column]}{number}"
        for number, row in enumerate(holding.rows, start=w.BODY)
        for column, cell in enumerate(row.cells(years))
        if not amounts[cell]
    )


def test_a_changed_cell_is_told_from_what_to_what(file, holding, working):
    (one,) = compared(w.filled(file, {free(holding): 1000.5, w.NOTE: " Why  not "}), working)
    (change,) = one.changes
    assert (change.before, change.after) == (0, 100_050)
    assert one.moves_total
    assert not one.is_conflict
    assert one.part.note == "Why not"


def test_an_emptied_cell_is_nothing_and_a_line_without_a_cell_stays(file, holding, working):
    year = working.last_year + 1
    SavingsLine.objects.create(
        place=holding.place,
        saving=holding.savings[0],
        year=year,
        confidence=Confidence.RED,
        fund=Fund.HRA,
        amount=7,
    )
    cell = min(holding.grid.amounts)
    number = w.BODY + [(r.confidence, r.fund) for r in holding.rows].index(
        (cell.confidence, cell.fund)
    )
    column = "DEFGH"[working.years.index(cell.year)]
    (one,) = compared(w.filled(file, {f"{column}{number}": None}), working)
    assert [(c.cell, c.after) for c in one.changes] == [(cell, 0)]
    assert one.grid.amounts[Cell(cell.saving, Confidence.RED, Fund.HRA, year)] == 7


def saved_by_another(holding, by) -> None:
    """Somebody saves the programme: one pound more in one of its cells."""
    cell = max(holding.grid.amounts)
    grid = Grid({**holding.grid.amounts, cell: holding.grid.amounts[cell] + 100})
    saves = [Save(holding.place, grid, holding.place.version, "Theirs")]
    apply_return(saves=saves, token=uuid.uuid4(), by=by)


def test_what_others_saved_since_is_a_conflict_only_where_the_file_was_filled_in(
    whole, portfolio, working, editor
):
    with clock.stopped_at(MOMENT + datetime.timedelta(hours=1)):
        for held in portfolio[:2]:
            saved_by_another(held, editor)
    found = {o.place: o for o in compared(w.filled(whole, {free(portfolio[0]): 5}), working)}
    touched, untouched, other = (found[held.place] for held in portfolio[:3])
    assert touched.is_conflict
    assert [(c.why, c.after - c.before) for c in touched.theirs] == [("Theirs", 100)]
    assert len(touched.changes) == 2  # theirs goes, mine comes
    assert (untouched.is_conflict, untouched.changes) == (False, [])
    assert len(untouched.theirs) == 1
    assert (other.is_conflict, other.changes, other.theirs) == (False, [], [])


# --- carried -------------------------------------------------------------------------------------


def test_what_the_preview_carries_is_what_was_read(whole, portfolio, working, editor):
    content = w.filled(whole, {free(portfolio[1]): 5, w.NOTE: "Because"}, sheet=1)
    returned = read(content, working)
    beside = compare(returned, position=working, viewer=SYSTEM)
    signed = carry(returned, beside, by=editor)
    assert len(signed) < 3000
    back = unpack(signed, by=editor)
    assert back.returned.parts == [returned.parts[1]]
    assert back.returned.made_at == returned.made_at
    assert back.seen == {portfolio[1].place.programme.slug: portfolio[1].place.version}


def test_nobody_can_make_up_or_take_over_what_is_carried(
    file, holding, working, editor, people, monkeypatch
):
    returned = read(w.filled(file, {free(holding): 5}), working)
    signed = carry(returned, compare(returned, position=working, viewer=SYSTEM), by=editor)
    unsalted = signing.dumps(signing.loads(signed, salt=SALT))
    crooked = [signed[:-1] + "x", "", "nonsense", unsalted, signed + "A" * 300_000]
    for text in crooked:
        with pytest.raises(Refused, match="no longer valid"):
            unpack(text, by=editor)
    with pytest.raises(Refused, match="no longer valid"):
        unpack(signed, by=people[Role.PORTFOLIO_LEAD])
    later = time.time() + 13 * 60 * 60
    monkeypatch.setattr(signing.time, "time", lambda: later)
    with pytest.raises(Refused, match="no longer valid"):
        unpack(signed, by=editor)


def test_there_is_a_bound_to_what_is_carried(file, holding, working, editor, monkeypatch):
    monkeypatch.setattr("savings.returns.carrying.LONGEST", 100)
    returned = read(w.filled(file, {free(holding): 5}), working)
    with pytest.raises(Refused, match="Send fewer programmes"):
        carry(returned, compare(returned, position=working, viewer=SYSTEM), by=editor)


def test_a_programme_taken_out_since_is_refused(file, holding, working, editor, monkeypatch):
    returned = read(w.filled(file, {free(holding): 5}), working)
    monkeypatch.setattr("savings.returns.comparing.holdings", lambda *_, **__: [])
    with pytest.raises(Refused, match="no longer has all of its programmes"):
        compare(returned, position=working, viewer=SYSTEM)


# --- applied -------------------------------------------------------------------------------------


def more(holding: Holding, pence: int = 100) -> Save:
    amounts = {cell: amount + pence for cell, amount in holding.grid.amounts.items()}
    return Save(holding.place, Grid(amounts), holding.place.version, "Because.")


def lines() -> list[tuple]:
    return list(SavingsLine.objects.order_by("pk").values_list())


@pytest.fixture
def saves(portfolio) -> list[Save]:
    return [more(held) for held in portfolio if held.grid.amounts]


def test_every_programme_is_saved_with_history_and_reason(saves, editor):
    last = SavingsLine.history.latest("history_id").history_id
    changes = apply_return(saves=saves, token=uuid.uuid4(), by=editor)
    assert [len(of) for of in changes] == [len(save.grid.amounts) for save in saves]
    for save in saves:
        held = Grid.of_lines(SavingsLine.objects.filter(place=save.place))
        assert held.amounts == save.grid.amounts
    records = SavingsLine.history.filter(history_id__gt=last)
    assert {(r.history_user, r.history_change_reason) for r in records} == {(editor, "Because.")}
    assert {r.place_id for r in records} == {save.place.pk for save in saves}


def test_all_or_nothing_where_one_was_saved_meanwhile(saves, editor):
    token, before = uuid.uuid4(), lines()
    stale = [*saves[:-1], Save(saves[-1].place, saves[-1].grid, 99, "x")]
    with pytest.raises(SomebodyElseSaved):
        apply_return(saves=stale, token=token, by=editor)
    assert lines() == before
    assert not Submission.objects.exists()
    assert apply_return(saves=saves, token=token, by=editor)  # the token is not used up


def test_a_return_is_applied_once(saves, editor):
    token = uuid.uuid4()
    apply_return(saves=saves, token=token, by=editor)
    after = lines()
    with pytest.raises(AlreadySubmitted):
        apply_return(saves=saves, token=token, by=editor)
    assert lines() == after


def test_programmes_are_locked_in_one_order_whatever_the_files(saves, editor, monkeypatch):
    locked = []
    monkeypatch.setattr(
        "savings.returns.applying.save_grid", lambda *, place, **_: locked.append(place.pk) or []
    )
    for order in (saves, saves[::-1]):
        apply_return(saves=order, token=uuid.uuid4(), by=editor)
    assert locked == 2 * sorted(save.place.pk for save in saves)


@pytest.mark.parametrize("role", Role)
def test_only_those_whose_role_edits_may_apply(role, saves, people):
    before = lines()
    if role in (Role.PMO_EDITOR, Role.PORTFOLIO_LEAD):
        assert apply_return(saves=saves, token=uuid.uuid4(), by=people[role])
        return
    with pytest.raises(PermissionDenied):
        apply_return(saves=saves, token=uuid.uuid4(), by=people[role])
    assert lines() == before


def test_a_lead_applies_nothing_when_one_programme_is_anothers(saves, working, led, people):
    place = ProgrammePlace.objects.filter(position=working).exclude(portfolio=led).first()
    before = lines()
    with pytest.raises(PermissionDenied):
        apply_return(
            saves=[*saves, Save(place, Grid({}), place.version, "x")],
            token=uuid.uuid4(),
            by=people[Role.PORTFOLIO_LEAD],
        )
    assert lines() == before


def queries(saves, by) -> int:
    with CaptureQueriesContext(connection) as asked:
        apply_return(saves=saves, token=uuid.uuid4(), by=by)
    return len(asked)


@pytest.mark.parametrize("role", [Role.PMO_EDITOR, Role.PORTFOLIO_LEAD])
def test_each_programme_costs_as_few_queries_as_its_grid(role, portfolio, people):
    changing = [held for held in portfolio if held.grid.amounts]
    one = queries([more(changing[0])], people[role])
    rest = queries([more(held) for held in changing[1:]], people[role])
    assert one <= 20 + TURN
    assert rest <= 5 + (15 + TURN) * (len(changing) - 1)


def test_reading_and_comparing_cost_the_same_for_one_programme_as_for_many(
    file, whole, working, editor
):
    counts = []
    for content in (file, whole):
        with CaptureQueriesContext(connection) as asked:
            compared(content, working)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def test_the_child_speaks_json():
    told = subprocess.run([sys.executable, "-I", str(opening.CHILD)], input=b"PK", stdout=-1)
    assert json.loads(told.stdout) == {"refused": child.NOT_EXCEL}
