"""By the keyboard alone: all is reached in the order it is read, seen, and left again."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from reports.accessibility import ZOOMED
from tests.browser.product import settle

pytestmark = pytest.mark.slow

DESK = (1366, 900)
WALKED = {
    "dashboard": "/",
    "programmes": "/programmes/",
    "programme and its grid": "/programmes/service-centre/",
    "form": "/edit/risk/1/",
    "risk register": "/governance/risks/",
    "heat map": "/governance/heat-map/",
    "reconciliation": "/reconciliation/",
    "places of a paper": "/papers/cabinet/write/summary/?position=working",
}
ZOOMED_IN = ["dashboard", "programmes", "programme and its grid"]


# Everything that takes the focus, in the order of the page, and where it stands before any scroll.
STOPS = """() => {
  const kinds = 'a[href], button, input, select, textarea, summary, [tabindex]';
  window.stops = [...document.querySelectorAll(kinds)].filter(e =>
    e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true}));
  return window.stops.map(e => {
    const box = e.getBoundingClientRect();
    return {words: (e.innerText || e.name || e.id).slice(0, 40), main: Boolean(e.closest('main')),
      top: box.top, bottom: box.bottom, left: box.left, right: box.right};
  });
}"""
# Where the focus is, whether it has an outline, and whether any of it is on the screen, uncovered,
# once a busy machine has had the time to scroll there.
HERE = """async () => {
  const e = document.activeElement;
  if (e === document.body) return null;
  const open = (x, y) => e.contains(document.elementFromPoint(x, y) || document);
  const seen = () => {
    const box = e.getBoundingClientRect();
    const across = [box.left + 2, (box.left + box.right) / 2, box.right - 2];
    const down = [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2];
    return across.some(x => down.some(y => open(x, y)));
  };
  for (let frame = 0; frame < 30 && !seen(); frame++) await new Promise(requestAnimationFrame);
  const style = getComputedStyle(e);
  return {
    at: window.stops.indexOf(e),
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: seen(),
  };
}"""


def walk(page, key: str = "Tab") -> list[dict]:
    """Press ``key`` until the focus has left the page; each stop it made."""
    made: list[dict] = []
    for _ in range(600):
        page.keyboard.press(key)
        here = page.evaluate(HERE)
        if here is None or (made and here["at"] == made[0]["at"]):
            return made
        made.append(here)
    raise AssertionError(f"the focus is held: {made[-5:]}")


def goes_back(before: dict, after: dict) -> bool:
    """Whether the eye has to go up, and not to the next column or the next thing of a line."""
    return after["bottom"] <= before["top"] and after["left"] < before["right"]


def tab_to(page, wanted, key: str = "Tab") -> None:
    """Press ``key`` until ``wanted`` has the focus, as someone does who has no mouse."""
    for _ in range(300):
        page.keyboard.press(key)
        if wanted.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached")


def focused(page, expression: str):
    return page.evaluate(f"(e => {expression})(document.activeElement)")


def opened(open_as, size, url):
    page = open_as("editor", width=size[0])
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(reduced_motion="reduce")  # what scrolls is there at once
    page.goto(url)
    settle(page)
    return page


# --- reached, seen, left -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "size"), [(n, DESK) for n in WALKED] + [(n, ZOOMED) for n in ZOOMED_IN]
)
def test_the_keyboard_reaches_all_in_order_and_shows_where_it_is(name, size, open_as):
    page = opened(open_as, size, WALKED[name])
    stops = page.evaluate(STOPS)
    # a choice of one takes the focus once, at the one that is chosen
    once = page.locator("input[type=radio]").count() == 0
    made = walk(page)
    order = [stop["at"] for stop in made]
    assert order == (list(range(len(stops))) if once else sorted(order))
    assert [stops[s["at"]]["words"] for s in made if not s["outlined"]] == []
    assert [stops[s["at"]]["words"] for s in made if not s["seen"]] == []
    main = [stop for stop in stops if stop["main"]]
    assert [a["words"] for b, a in pairwise(main) if goes_back(b, a)] == []


def test_backwards_nothing_is_behind_a_heading_that_stays(open_as):
    page = opened(open_as, (820, 500), "/programmes/")
    stops = page.evaluate(STOPS)
    page.locator(".site-footer a").last.focus()
    made = walk(page, "Shift+Tab")
    assert len(made) == len(stops) - 1
    assert [stops[s["at"]]["words"] for s in made if not s["seen"]] == []


# The focus is on the second figure, and half a pixel of the third is to be seen in its frame.
CUT = """() => {
  const row = document.querySelector('#savings-profile tbody tr');
  const [, before, cut] = row.querySelectorAll('.figure');
  const frame = cut.closest('.table-scroll');
  before.focus();
  frame.scrollLeft = 0;
  const room = frame.getBoundingClientRect().right - cut.getBoundingClientRect().left;
  frame.querySelector('table').style.marginLeft = `${room - 0.5}px`;
  frame.scrollLeft = 0;
}"""
WHOLE = """e => {
  const box = e.getBoundingClientRect(), frame = e.closest('.table-scroll').getBoundingClientRect();
  return box.left >= frame.left && box.right <= frame.right + 1;
}"""


def test_what_begins_in_the_last_pixel_of_a_table_is_shown_whole(open_as):
    page = opened(open_as, ZOOMED, "/")
    page.evaluate(CUT)
    page.keyboard.press("Tab")
    cut = page.locator("#savings-profile tbody tr").first.locator(".figure").nth(2)
    expect(cut).to_be_focused()
    assert cut.evaluate(WHOLE)


def test_the_first_key_leads_past_the_navigation(open_as):
    page = opened(open_as, DESK, "/programmes/")
    page.keyboard.press("Tab")
    assert focused(page, "e.innerText") == "Skip to main content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert focused(page, "Boolean(e.closest('main'))")


# --- what is done on a page ----------------------------------------------------------------------


def test_the_position_is_switched(open_as):
    page = opened(open_as, DESK, "/")
    chosen = page.get_by_label("Position shown")
    tab_to(page, chosen)
    page.keyboard.press("ArrowDown")
    assert "position" not in page.url  # a choice that is passed over opens nothing
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**position=february-2025**")
    assert "February 2025" in page.locator(".site-footer").inner_text()


def test_the_list_is_filtered_and_sorted(open_as):
    page = opened(open_as, DESK, "/programmes/")
    saving = page.get_by_label("Saving", exact=True)
    tab_to(page, saving)
    while saving.input_value() != "no":
        before = saving.input_value()
        page.keyboard.press("ArrowDown")
        assert saving.input_value() != before
    tab_to(page, page.get_by_role("button", name="Filter"))
    page.keyboard.press("Enter")
    page.wait_for_url("**saving=no**")
    assert "7 of 28 programmes" in page.locator(".lead").inner_text()
    sort = page.locator("thead").get_by_role("link", name="Programme", exact=True)
    tab_to(page, sort)
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=**")
    assert "saving=no" in page.url
    assert page.locator("th[aria-sort]").count() == 1


def test_a_refused_grid_leads_to_its_errors_and_to_the_cell(open_as, quiet):
    page = opened(open_as, DESK, "/programmes/service-centre/")
    cells = page.locator(".grid__table tbody tr").nth(1).locator("input")
    tab_to(page, page.locator(".grid__table tbody input").first)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(cells.nth(1)).to_be_focused()
    page.keyboard.type("lots")
    tab_to(page, page.get_by_role("button", name="Save the grid"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(cells.nth(1)).to_be_focused()
    assert cells.nth(1).input_value() == "lots"
    assert cells.nth(1).get_attribute("aria-invalid") == "true"
    # Tab leaves the grid: the arrows alone stay in it
    tab_to(page, page.get_by_label("Why has it changed?"))


def test_a_refused_form_leads_to_its_errors_and_to_the_field(open_as, quiet):
    page = opened(open_as, DESK, "/edit/risk/1/")
    title = page.locator("#id_title")
    tab_to(page, title)
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    tab_to(page, page.locator("main form button[type=submit]").first)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(title).to_be_focused()
    described = title.get_attribute("aria-describedby").split()
    assert "id_title_error" in described


@pytest.mark.parametrize("script", [True, False])
def test_a_chart_leads_to_its_table(script, open_as):
    page = open_as("editor", script=script)
    page.goto("/reports/finance-confidence/")
    if script:
        settle(page)
    link = page.locator(".chart__fallback a")
    tab_to(page, link)
    assert link.bounding_box()["width"] > 100
    page.keyboard.press("Enter")
    page.wait_for_url("**#*")
    page.keyboard.press("Tab")
    assert focused(page, "`#${e.closest('.report').id}` === location.hash")


def test_a_wide_table_scrolls_under_the_arrows(open_as):
    page = opened(open_as, ZOOMED, "/programmes/")
    region = page.locator(".table-scroll")
    tab_to(page, region)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.table-scroll').scrollLeft > 0")
    assert page.evaluate("window.scrollX") == 0


def test_what_is_folded_opens_and_closes(open_as):
    page = opened(open_as, DESK, "/data/feeds/")
    summary = page.locator("summary").first
    tab_to(page, summary)
    folded = page.locator("details").first
    page.keyboard.press("Enter")
    assert folded.evaluate("e => e.open")
    page.keyboard.press("Space")
    assert not folded.evaluate("e => e.open")


def test_removing_asks_first_and_can_be_left(open_as):
    page = opened(open_as, DESK, "/edit/risk/1/")
    leave = page.locator("main").get_by_role("link", name=re.compile("Remove|Cancel")).first
    tab_to(page, leave)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/edit/risk/1/"))
    assert page.locator("h1").is_visible()
