"""The savings grid under the fingers: as fast as a spreadsheet, and nothing typed is lost."""

import re
from itertools import count

import pytest
from playwright.sync_api import expect

from tests.browser.test_every_kind_of_page import TWICE, violations

pytestmark = pytest.mark.slow

# Each test has a programme to itself: what one saves, another does not read.
KEYBOARD = "/programmes/demand-reduction/"
PASTE = "/programmes/commissioning/"
LEAVING = "/programmes/service-centre/"
ACCESS = "/programmes/whole-life-pathway/"
CONFLICT = "/programmes/leisure-strategy/"
PLAIN = "/programmes/parking-traffic-management/"
OTHERS = "/programmes/good-landlord/"


def cells(page):
    return page.locator(".grid__table tbody input")


def cell(page, row: int, column: int):
    return page.locator(".grid__table tbody tr").nth(row).locator("input").nth(column)


def values(page) -> list[list[str]]:
    rows = page.locator(".grid__table tbody tr").all()
    return [[box.input_value() for box in row.locator("input").all()] for row in rows]


def total(page, label: str = "Total") -> list[str]:
    row = page.locator("#grid-totals tr").filter(
        has=page.locator("th", has_text=re.compile(f"^{label}$"))
    )
    return row.locator("td").all_inner_texts()


def focused(page) -> str:
    return page.evaluate("document.activeElement.name")


def name_of(page, row: int, column: int) -> str:
    return cell(page, row, column).get_attribute("name")


@pytest.fixture
def keys():
    """Presses keys and counts them."""

    class Keys:
        pressed = 0

        def press(self, page, *names: str) -> None:
            for name in names:
                page.keyboard.press(name)
                self.pressed += 1

        def type(self, page, text: str) -> None:
            self.press(page, *text)

    return Keys()


def test_five_cells_by_keyboard_take_no_more_keys_than_a_spreadsheet(open_as, keys):
    # Given a PMO editor in the first cell of a programme's grid
    page = open_as("editor")
    page.goto(KEYBOARD)
    before = values(page)
    cell(page, 0, 0).focus()
    page.keyboard.press("Control+A")
    # When they type over five cells: what stood there is replaced, one move leads to the next
    typed = [
        ("0.5", "ArrowRight", (0, 0)),
        ("250k", "ArrowDown", (0, 1)),
        ("-0.25", "Tab", (1, 1)),
        ("(100k)", "Enter", (1, 2)),
        ("1.2", "ArrowLeft", (2, 2)),
    ]
    for text, move, at in typed:
        assert focused(page) == name_of(page, *at)
        keys.type(page, text)
        keys.press(page, move)
    assert focused(page) == name_of(page, 2, 1)
    # Then that was each character and one move a cell, and no key more
    assert keys.pressed == sum(len(text) for text, _, _ in typed) + len(typed)
    now = values(page)
    expected = [list(row) for row in before]
    for text, _, (row, column) in typed:
        expected[row][column] = text
    assert now == expected
    # and the totals have followed
    totals_follow(page, expected)
    assert total(page, "Total as saved")
    # and it saves, with a reason, from the keyboard
    page.get_by_label("Why has it changed?").focus()
    page.keyboard.type("The forecast of March.")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("status").inner_text() == "5 cells saved."
    assert page.locator("#history-title").is_visible()
    assert [[money(text) for text in row] for row in values(page)] == [
        [pytest.approx(money(text)) for text in row] for row in expected
    ]


def totals_follow(page, rows: list[list[str]]) -> None:
    """Wait until the totals are those of what is typed."""
    years = [sum(money(text) for text in column) for column in zip(*rows, strict=True)]
    expected = pytest.approx([*years, sum(years)], abs=0.0051)
    for _ in range(50):
        if [money(text) for text in total(page)] == expected:
            return
        page.wait_for_timeout(100)
    assert [money(text) for text in total(page)] == expected


def money(text: str) -> float:
    """Millions, of what is typed or printed here."""
    text = text.replace("£", "").replace("−", "-").replace(",", "")
    if not text:
        return 0.0
    sign = -1 if text.startswith(("(", "-")) else 1
    digits = text.strip("()-")
    return sign * (float(digits[:-1]) / 1000 if digits.endswith("k") else float(digits.rstrip("m")))


def test_the_arrows_stay_in_the_grid_and_in_the_text(open_as):
    page = open_as("editor")
    page.goto(KEYBOARD)
    last = len(values(page)) - 1
    # at the edges a move goes nowhere, and Enter sends nothing
    cell(page, 0, 0).focus()
    for key in ("ArrowUp", "Shift+Enter"):
        page.keyboard.press(key)
        assert focused(page) == name_of(page, 0, 0)
    cell(page, last, 4).focus()
    for key in ("ArrowDown", "Enter"):
        page.keyboard.press(key)
        assert focused(page) == name_of(page, last, 4)
    assert page.url.endswith(KEYBOARD)
    # within a text that is being edited an arrow moves in the text
    cell(page, 1, 1).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("12")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert focused(page) == name_of(page, 1, 1)
    page.keyboard.type("0")
    assert cell(page, 1, 1).input_value() == "102"
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    assert focused(page) == name_of(page, 1, 2)
    # F2 and a click begin to edit, Shift selects
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("F2")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.type("5")
    assert cell(page, 1, 1).input_value() == "52"
    cell(page, 0, 0).fill("")
    cell(page, 0, 0).click()
    page.keyboard.type("34")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("0")
    assert cell(page, 0, 0).input_value() == "304"


COPY = """([box, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const pasted = new ClipboardEvent("paste", {clipboardData: data, bubbles: true,
    cancelable: true});
  return box.dispatchEvent(pasted);
}"""


def paste(page, row: int, column: int, text: str) -> bool:
    """Whether the browser was left to paste it as text."""
    box = cell(page, row, column)
    box.focus()
    return page.evaluate(COPY, [box.element_handle(), text])


def test_a_block_from_excel_fills_a_block(open_as):
    page = open_as("editor")
    page.goto(PASTE)
    before = values(page)
    with page.expect_response("**/grid/totals/**") as response:
        assert paste(page, 0, 1, "1.5\t£2,000k\t(0.5)\r\n\t 3 \t4\r\n") is False
    assert response.value.status == 200
    expected = [list(row) for row in before]
    expected[0][1:4] = ["1.5", "£2,000k", "(0.5)"]
    expected[1][1:4] = ["", "3", "4"]
    assert values(page) == expected
    totals_follow(page, expected)
    # what goes beyond the edge is left out, one value is the browser's to paste
    assert paste(page, 2, 4, "7\t8\n9\t10") is False
    assert cell(page, 2, 4).input_value() == "7"
    assert paste(page, 0, 0, "7") is True
    page.get_by_label("Why has it changed?").fill("The finance workbook.")
    page.get_by_role("button", name="Save the grid").click()
    page.wait_for_url(f"**{PASTE}")
    assert "cells saved." in page.get_by_role("status").inner_text()


def leave(page) -> list[str]:
    """What the browser asked when the page was left for another."""
    asked: list[str] = []

    def stay(dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="Workforce").click(no_wait_after=True)
    page.wait_for_timeout(500)
    page.remove_listener("dialog", stay)
    return asked


def test_leaving_with_something_unsaved_warns(quiet, open_as):
    page = open_as("editor")
    # an untouched page lets go
    page.goto(LEAVING)
    assert leave(page) == []
    page.wait_for_url("**/workforce/")
    # one with something typed does not
    page.goto(LEAVING)
    cell(page, 0, 0).click()
    page.keyboard.type("9")
    page.keyboard.press("Tab")
    assert leave(page) == ["beforeunload"]
    assert page.url.endswith(LEAVING)
    # nor one that came back with errors: what was typed is still not saved
    cell(page, 0, 0).fill("tbc")
    page.get_by_role("button", name="Save the grid").click()
    page.get_by_role("alert").wait_for()
    assert leave(page) == ["beforeunload"]
    # nor one that was only added up
    cell(page, 0, 0).fill("9")
    page.get_by_role("button", name="Add up").click()
    page.wait_for_url("**/grid/check/**")
    assert cell(page, 0, 0).input_value() == "9"
    assert leave(page) == ["beforeunload"]
    # saving asks nothing
    page.get_by_label("Why has it changed?").fill("Because.")
    page.get_by_role("button", name="Save the grid").click()
    page.wait_for_url(f"**{LEAVING}")
    assert leave(page) == []


def unsound(page) -> list:
    """What is wrong with a page: what axe finds, an id given twice, how far it runs sideways."""
    aside = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [*violations(page), *page.evaluate(TWICE), *([aside] if aside > 0 else [])]


def is_sound(page) -> None:
    assert unsound(page) == []


@pytest.mark.parametrize("width", [1366, 820])
def test_the_grid_is_accessible_also_with_errors(width, quiet, open_as):
    page = open_as("editor", width=width)
    page.goto(ACCESS)
    is_sound(page)
    page.goto(f"{ACCESS}?funds=all&unit=k")
    is_sound(page)
    # a wrong cell: the summary has the focus and leads to it
    page.goto(ACCESS)
    cell(page, 0, 0).fill("tbc")
    cell(page, 2, 3).fill("12 apples")
    page.get_by_role("button", name="Save the grid").click()
    summary = page.get_by_role("alert")
    summary.wait_for()
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    assert values(page)[0][0] == "tbc"
    is_sound(page)
    summary.get_by_role("link", name=re.compile("apples")).click()
    expect(cell(page, 2, 3)).to_be_focused()
    # a missing reason
    cell(page, 0, 0).fill("9")
    cell(page, 2, 3).fill("")
    page.get_by_role("button", name="Save the grid").click()
    summary.get_by_text("say why").wait_for()
    is_sound(page)


NUMBERS = count(3)  # of this run, so that no two saves are the same


@pytest.mark.parametrize("width", [1366, 820])
def test_two_editors_meet_and_neither_loses_what_they_typed(width, quiet, open_as):
    theirs, mine = next(NUMBERS), next(NUMBERS)
    # Given two editors with one programme open
    page, other = open_as("editor", width=width), open_as("lead", width=width)
    page.goto(CONFLICT)
    other.goto(CONFLICT)
    # When one saves and then the other
    cell(other, 0, 0).fill(f"{theirs}.5")
    other.get_by_label("Why has it changed?").fill("The landlord said so.")
    other.get_by_role("button", name="Save the grid").click()
    other.wait_for_url(f"**{CONFLICT}")
    cell(page, 0, 1).fill(f"{mine}.25")
    page.get_by_label("Why has it changed?").fill("Mine.")
    page.get_by_role("button", name="Save the grid").click()
    # Then the second is shown both, and keeps what was typed
    page.get_by_role("heading", name="Someone saved this programme").wait_for()
    changed = page.get_by_role("region", name="What they changed").first
    assert "Portfolio lead" in changed.inner_text()
    assert f"£{theirs},500,000" in changed.inner_text()
    assert "The landlord said so." in changed.inner_text()
    beside = page.locator("section").filter(
        has=page.get_by_role("heading", name="Where your grid differs")
    )
    assert f"£{mine},250,000" in beside.inner_text()
    assert cell(page, 0, 1).input_value() == f"{mine}.25"
    assert page.get_by_label("Why has it changed?").input_value() == "Mine."
    is_sound(page)
    # and having taken over the other's figure, saves both
    cell(page, 0, 0).fill(f"{theirs}.5")
    page.get_by_role("button", name="Save the grid").click()
    page.wait_for_url(f"**{CONFLICT}")
    assert page.get_by_role("status").inner_text() == "1 cell saved."
    assert values(page)[0][:2] == [f"{theirs}.5", f"{mine}.25"]


def test_without_javascript_the_grid_adds_up_and_saves(open_as):
    page = open_as("editor", script=False)
    page.goto(PLAIN)
    cell(page, 0, 0).fill("0.75m")
    page.get_by_role("button", name="Add up").click()
    assert total(page, "Green")[0] == "£0.75m"
    assert total(page, "Total as saved")
    page.get_by_label("Why has it changed?").fill("Counted again.")
    page.get_by_role("button", name="Save the grid").click()
    assert page.get_by_role("status").inner_text() == "1 cell saved."
    assert cell(page, 0, 0).input_value() == "0.75"
    assert "Counted again." in page.locator("main").inner_text()


def test_a_saving_on_another_fund_by_the_link_that_shows_its_rows(open_as):
    page = open_as("editor")
    page.goto(OTHERS)
    page.get_by_role("link", name="Show HRA and DSG rows").click()
    page.wait_for_url("**funds=all**")
    page.get_by_label("Housing Revenue Account (HRA), Green, 2025/26").fill("1.5")
    page.get_by_label("Why has it changed?").fill("Approved.")
    page.get_by_role("button", name="Save the grid").click()
    page.wait_for_url(re.compile(rf"{OTHERS}(\?.*)?$"))
    assert page.get_by_role("status").inner_text() == "1 cell saved."
    box = page.get_by_label("Housing Revenue Account (HRA), Green, 2025/26")
    assert box.input_value() == "1.5"
