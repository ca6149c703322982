"""A PMO's quarter from end to end: what Cabinet saw last stays the very bytes it was."""

import hashlib
import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser import product
from tests.browser.test_grid import cell, focused, name_of, values

pytestmark = pytest.mark.slow

OLD, BOARD, NEW = "February 2025", "March 2025", "June 2025"


@pytest.fixture(scope="module")
def address(filled, tmp_path_factory):
    """A product of its own: a position that is published cannot be edited by another test."""
    with product.running(tmp_path_factory.mktemp("quarter"), filled) as served:
        yield served


@pytest.fixture
def pack_of(tmp_path):
    """Downloads the Cabinet pack that a position's page keeps: its bytes, and where they are."""

    def downloaded(page, position: str):
        page.goto("/positions/")
        page.get_by_role("link", name=position, exact=True).click()
        row = page.get_by_role("row").filter(has=page.get_by_role("link", name="cabinet-pack-"))
        with page.expect_download() as made:
            row.get_by_role("link").click()
        path = tmp_path / made.value.suggested_filename
        made.value.save_as(path)
        # the page tells its checksum
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        assert row.locator("code").inner_text().rstrip("…") == sha256[:16]
        return sha256, path

    return downloaded


def says(page, sentence: str) -> None:
    """Wait until the page says that something was done."""
    expect(page.get_by_role("status")).to_have_text(sentence)


def go_to(page, room: str) -> None:
    navigation = page.get_by_role("navigation", name="Main")
    navigation.get_by_role("link", name=room, exact=True).click()


def publish(page, name: str, *, as_at: str, why: str) -> None:
    """From the position's page."""
    page.get_by_role("link", name="Publish…").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Short name").fill(f"{name[:3]} {name[-4:]}")
    page.get_by_label("As at").fill(as_at)
    page.get_by_label("Why it is published as it is").fill(why)
    page.get_by_role("button", name="Publish for good").click()
    says(page, f"{name} is published and can no longer be changed.")


def type_over(page, programme: str, typed: list[tuple[int, int, str]], why: str) -> None:
    """Go to a programme and type over some of its cells, each from the keyboard; save."""
    go_to(page, "Programmes")
    page.get_by_role("link", name=programme, exact=True).click()
    for row, column, text in typed:
        cell(page, row, column).focus()
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
        page.keyboard.press("Tab")
        assert focused(page) != name_of(page, row, column)
    page.get_by_label("Why has it changed?").focus()
    page.keyboard.type(why)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    says(page, f"{len(typed)} cell{'s' if len(typed) > 1 else ''} saved.")
    held = values(page)
    assert [held[row][column] for row, column, _ in typed] == [text for _, _, text in typed]


def test_a_pmo_does_its_quarter(open_as, pack_of, tmp_path):
    # Given a PMO editor, the Cabinet pack of the newest published position,
    pmo = open_as("editor")
    old, _ = pack_of(pmo, OLD)
    # and a working position in the way: nothing in it has changed, so it is the month's Board paper
    pmo.goto("/positions/")
    assert pmo.get_by_role("link", name="Open a working position").count() == 0
    table = pmo.get_by_role("table")
    table.get_by_role("link", name="Working position", exact=True).click()
    publish(pmo, BOARD, as_at="31/03/2025", why="No figure has changed since Cabinet met.")

    # When they open a position for the quarter, which offers the newest published one,
    go_to(pmo, "Positions")
    pmo.get_by_role("link", name="Open a working position").click()
    pmo.get_by_label("Name", exact=True).fill(NEW)
    pmo.get_by_label("Short name").fill("Jun 2025")
    pmo.get_by_label("Kind").select_option("Quarterly Cabinet")
    starts = pmo.get_by_label("Its figures start as those of")
    assert starts.locator("option:checked").inner_text() == f"{BOARD} (published)"
    pmo.get_by_role("button", name="Open it").click()
    says(pmo, f"{NEW} is open for editing.")
    expect(pmo.locator("dl.meta")).to_contain_text(f"{BOARD}, ")

    # propose a transfer between two programmes,
    pmo.goto("/transfers/")
    pmo.get_by_role("link", name="Propose a transfer").click()
    pmo.get_by_label("From programme").select_option("Leisure Strategy")
    pmo.get_by_label("To programme").select_option("Parking & Traffic Management")
    pmo.get_by_label("Amount").fill("100k")
    pmo.get_by_label("Year").fill("2025/26")
    pmo.get_by_label("Confidence").select_option("Green")
    pmo.get_by_label(re.compile("^Why is it")).fill("Car parks at leisure centres.")
    pmo.get_by_role("button", name="Save").click()
    moved = pmo.get_by_role("row", name=re.compile("^Leisure Strategy"))
    expect(moved).to_contain_text("Proposed")
    expect(moved).to_contain_text("not yet")
    # record who agreed it,
    moved.get_by_role("link", name="Edit").click()
    pmo.get_by_label("State", exact=True).select_option("Agreed")
    pmo.get_by_label("Agreed by").fill("Transformation Board")
    pmo.get_by_label("Agreed on").fill("12/06/2025")
    pmo.get_by_label(re.compile("^Why is it")).fill("The Board met.")
    pmo.get_by_role("button", name="Save").click()
    expect(moved).to_contain_text("Transformation Board, 12 June 2025")
    # type it into both programmes, and what a third one expects now,
    agreed = "Car parks at leisure centres: agreed by the Board."
    type_over(pmo, "Leisure Strategy", [(0, 1, "1.32")], agreed)
    type_over(pmo, "Parking & Traffic Management", [(0, 1, "1.38")], agreed)
    surer = [(1, 2, "0.38"), (2, 2, "0.25"), (0, 3, "0.25")]
    type_over(pmo, "Service Centre", surer, "The supplier has signed.")
    # and say that the figures show the transfer,
    pmo.goto("/transfers/")
    moved.get_by_role("link", name="Edit").click()
    pmo.get_by_label("State", exact=True).select_option("Reflected in the figures")
    pmo.get_by_label(re.compile("^Why is it")).fill("Both grids have it.")
    pmo.get_by_role("button", name="Save").click()
    expect(moved).to_contain_text("Reflected in the figures")

    # take a fourth programme to Excel, fill it in there and send it back,
    go_to(pmo, "Programmes")
    pmo.get_by_role("link", name="School Travel Service", exact=True).click()
    with pmo.expect_download() as made:
        pmo.get_by_role("link", name="download this grid to fill in").click()
    file = tmp_path / made.value.suggested_filename
    made.value.save_as(file)
    fill_in(file, year="2027/28", pounds=1_120_000, why="Two more routes.")
    pmo.get_by_role("link", name="send it back").click()
    pmo.get_by_label("The return you filled in").set_input_files(file)
    pmo.get_by_role("button", name="Show what would change").click()
    change = pmo.get_by_role("row", name="General Fund, 2027/28")
    assert re.search(r"£1,020,000\s+£1,120,000", change.inner_text())
    assert pmo.get_by_label("Why has it changed?").input_value() == "Two more routes."
    pmo.get_by_role("button", name="Save these changes").click()
    expect(pmo.get_by_role("status")).to_contain_text("1 cell")

    # and explain a break
    pmo.goto("/")
    pmo.get_by_role("link", name="See the breaks").click()
    pmo.get_by_role("link", name=re.compile("Explain it ?: £42.64m")).click()
    pmo.get_by_label("Why do they differ?").fill("The other paper adds up its rows.")
    pmo.get_by_role("button", name="Save the explanation").click()
    says(pmo, "The explanation is saved.")

    # Then it cannot be published before others have had their say
    go_to(pmo, "Positions")
    table.get_by_role("link", name=NEW, exact=True).click()
    stops = pmo.get_by_role("listitem").filter(has_text="stops publication")
    assert stops.locator("strong").all_inner_texts() == ["Signed by the section 151 officer"]
    unconfirmed = pmo.get_by_role("listitem").filter(has_text="Finance has confirmed")
    expect(unconfirmed).to_contain_text("4: ")
    # When finance confirms what was edited, from what waits for them
    finance = open_as("finance")
    edited = ["Leisure Strategy", "Parking & Traffic Management", "School Travel Service"]
    for programme in [*edited, "Service Centre"]:
        finance.goto("/my-work/")
        finance.get_by_role("link", name=programme).first.click()
        finance.get_by_role("button", name="Confirm these figures").click()
        says(finance, "You confirmed the figures of this programme.")
    # and the section 151 officer signs
    officer = open_as("s151")
    officer.goto("/my-work/")
    officer.get_by_role("link", name=re.compile(f"^Sign {NEW}|^{NEW}")).click()
    officer.get_by_role("button", name="Sign as section 151 officer").click()
    says(officer, f"You signed {NEW}.")
    # Then the PMO publishes it, answering for what is left
    pmo.reload()
    expect(unconfirmed).to_contain_text("clear")
    expect(stops).to_have_count(0)
    left = "The other programmes stand as they were in March; what is a sample says that it is."
    publish(pmo, NEW, as_at="30/06/2025", why=left)
    facts = pmo.locator("dl.meta").inner_text()
    assert "Section 151 officer" in facts
    assert "PMO editor" in facts
    assert pmo.get_by_text(left).is_visible()
    # and none of its figures can be typed over
    pmo.goto("/programmes/service-centre/")
    assert NEW in pmo.locator(".site-footer").inner_text()
    assert pmo.locator(".grid__table").count() == 0

    # And a Board member lands on it
    viewer = open_as("viewer")
    viewer.goto("/")
    lead = viewer.locator(".headline--lead")
    assert lead.locator(".headline__value").inner_text() == "£51.18m"
    assert f"£0.35m since {BOARD}" in lead.inner_text()
    # while the pack of the position that Cabinet saw is the very bytes it was,
    assert pack_of(pmo, OLD)[0] == old
    # and the new one is kept beside it, whichever way it is asked for
    new, path = pack_of(pmo, NEW)
    assert new not in (old, pack_of(pmo, BOARD)[0])
    assert hashlib.sha256(officer.request.get("/reports/pack.xlsx").body()).hexdigest() == new
    printed = {c for row in load_workbook(path).worksheets[1].values for c in row}
    assert 51_180_000 in printed


def fill_in(file, *, year: str, pounds: int, why: str) -> None:
    """As a person does in Excel: by the headings, in the first row that is Green."""
    book = load_workbook(file)
    sheet = book.worksheets[0]
    at: dict = {}
    for cell_ in (c for row in sheet.iter_rows() for c in row):
        at.setdefault(cell_.value, cell_)
    sheet.cell(at["Green"].row, at[year].column).value = pounds
    sheet.cell(at["Why has it changed?"].row, 2).value = why
    book.save(file)
