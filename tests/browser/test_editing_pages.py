"""The pages of those who edit, agree, sign and publish: accessible, with their forms open too."""

import re
import shutil
import subprocess
import sys

import pytest
from openpyxl import load_workbook

from savings.returns.holding import FIRST_YEAR, HEADINGS_ROW
from tests.browser import product
from tests.browser.test_grid import is_sound, unsound

pytestmark = pytest.mark.slow

PAGES = {
    "positions": ("editor", "/positions/"),
    "opening a position": ("editor", "/positions/open/"),
    "opening a scenario": ("editor", "/positions/open/?kind=scenario"),
    "a position with exceptions": ("editor", "/positions/working/"),
    "edit window": ("editor", "/positions/working/lock/"),
    "exception": ("editor", "/positions/working/lock/exception/"),
    "publishing": ("editor", "/positions/working/publish/"),
    "what is not published": ("editor", "/positions/if-leisure-waits/publish/"),
    "a scenario": ("editor", "/positions/if-leisure-waits/"),
    "what moves in it": ("editor", "/reports/movement/?position=if-leisure-waits&compare=working"),
    "closing it": ("editor", "/positions/if-leisure-waits/close/"),
    "a position with a restatement": ("editor", "/positions/february-2025/"),
    "a figure with a restatement": ("editor", "/figures/?position=february-2025"),
    "restating": ("editor", "/figures/restate/?position=february-2025"),
    "a programme with a change that waits": ("editor", "/programmes/leisure-strategy/"),
    "a programme to confirm": ("finance", "/programmes/service-centre/?position=working"),
    "changes": ("editor", "/changes/"),
    "a change to withdraw": ("editor", "/changes/1/"),
    "a change to decide": ("finance", "/changes/1/"),
    "transfers": ("editor", "/transfers/"),
    "a new transfer": ("editor", "/edit/transfer/add/"),
    "a transfer": ("editor", "/edit/transfer/{transfer}/"),
    "removing it": ("editor", "/edit/transfer/{transfer}/remove/"),
    "returns": ("editor", "/returns/"),
    "return calendar": ("editor", "/returns/calendar/"),
    "return dates": ("editor", "/returns/calendar/dates/"),
    "work of the PMO": ("editor", "/my-work/"),
    "work of finance": ("finance", "/my-work/"),
    "work of the section 151 officer": ("s151", "/my-work/"),
    "a position to sign": ("s151", "/positions/working/"),
    "history": ("editor", "/history/"),
}
# Pages whose form is sent as it stands, and refused, with the button that sends it.
REFUSED = {
    "opening a position": "Open it",
    "edit window": "Set the last day",
    "exception": "Grant it",
    "publishing": "Publish for good",
    "closing it": "Close it for good",
    "restating": "Restate it",
    "a change to decide": "Save the decision",
    "a new transfer": "Save",
    "a transfer": "Save",
    "removing it": "Remove it",
    "returns": "Show what would change",
}


@pytest.fixture(scope="module")
def address(filled, tmp_path_factory):
    """A product of its own, in the middle of a quarter."""
    folder = tmp_path_factory.mktemp("under-way")
    database = shutil.copy(filled, folder / "seeded.sqlite3")
    subprocess.run(
        [
            *(sys.executable, "-W", "error", "manage.py", "shell", "--no-imports", "-c"),
            "from tests.browser.under_way import seed; seed()",
        ],
        cwd=product.ROOT,
        env=product.environment(f"sqlite:///{database}"),
        check=True,
    )
    with product.running(folder, database) as served:
        yield served


@pytest.fixture
def at(quiet, open_as):
    """Opens a page of ``PAGES`` by its name, at a width, in the one window of who sees it."""
    windows: dict = {}

    def opened(name: str, width: int):
        who, url = PAGES[name]
        if (who, width) not in windows:
            windows[who, width] = open_as(who, width=width)
        page = windows[who, width]
        if "{transfer}" in url:
            page.goto("/transfers/")
            link = page.get_by_role("link", name=re.compile("^Edit ?: Leisure"))
            url = url.format(transfer=link.get_attribute("href").split("/")[3])
        assert page.goto(url).status == 200
        for more in page.locator("details").all():
            more.locator("summary").click()
        return page

    return opened


@pytest.mark.parametrize("width", [1366, 820])
def test_they_are_accessible_and_fit(width, at):
    """In one window, one after the other: opening a window takes longer than looking at a page."""
    wrong = {name: unsound(at(name, width)) for name in PAGES}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_they_are_when_their_form_is_refused_too(at):
    wrong = {}
    for name, button in REFUSED.items():
        page = at(name, 820)
        page.get_by_role("button", name=button, exact=True).click()
        page.get_by_role("alert").wait_for()
        wrong[name] = unsound(page)
    assert {name: found for name, found in wrong.items() if found} == {}


def test_a_return_is_previewed_and_refused_accessibly(at, tmp_path):
    page = at("returns", 820)
    page.goto("/programmes/school-travel-service/")
    with page.expect_download() as made:
        page.get_by_role("link", name="download this grid to fill in").click()
    file = tmp_path / "return.xlsx"
    made.value.save_as(file)
    for typed, heading in [(1_000_001, "School Travel Service"), ("tbc", "Correct 1 cell")]:
        book = load_workbook(file)
        book.worksheets[0].cell(HEADINGS_ROW + 1, FIRST_YEAR).value = typed
        book.save(file)
        page.goto("/returns/")
        page.get_by_label("The return you filled in").set_input_files(file)
        page.get_by_role("button", name="Show what would change").click()
        page.get_by_role("heading", name=heading).first.wait_for()
        is_sound(page)
