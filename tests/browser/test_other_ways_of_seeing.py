"""Heard, at 400 %, without motion, in high contrast, on paper: the same page for everybody."""

import re

import pytest

from reports.accessibility import ZOOMED
from tests.browser.product import settle
from tests.browser.test_every_kind_of_page import WITH_CHARTS
from tests.browser.test_without_a_mouse import STOPS, WALKED

pytestmark = pytest.mark.slow

PAPER = "/papers/cabinet/?position=february-2025"
PLAN = "/programmes/commissioning/plan/"
HEAT_MAP = "/governance/heat-map/"
MAIN = {
    **WALKED,
    "paper": PAPER,
    "governance": "/governance/",
    "benefits": "/benefits/",
    "plan": PLAN,
}
ZOOMED_IN = {**MAIN, "import": "/import/", "status": "/status/"}
# At most so many sheets: of the dashboard its summary, then each chart with its table.
PRINTED = {
    "dashboard": ("/", 4),
    "paper": (PAPER, 20),
    "governance": ("/governance/", 5),
    "benefits": ("/benefits/", 5),
}
SHEET = 688  # pixels between the margins of A4: 182 mm

# --- heard ---------------------------------------------------------------------------------------

HEARD = """() => {
  const wrong = [], shown = e => e.checkVisibility();
  let level = 0;
  for (const heading of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    if (!shown(heading)) continue;
    const now = Number(heading.tagName[1]);
    if (now > level + 1) wrong.push(`from h${level} to h${now}: ${heading.innerText}`);
    level = now;
  }
  const name = e => e && (e.getAttribute('aria-label')
    || document.getElementById(e.getAttribute('aria-labelledby'))?.textContent || '').trim();
  for (const table of document.querySelectorAll('table')) {
    const region = table.closest('[role=region]'), words = table.innerText.slice(0, 40);
    const alone = region && region.querySelectorAll('table').length === 1;
    const named = table.caption?.innerText.trim() || (alone && name(region));
    if (!named) wrong.push(`no name: ${words}`);
    if (table.querySelector('th:not([scope])')) wrong.push(`no scope: ${words}`);
    if (!table.querySelector('thead th')) wrong.push(`no heading: ${words}`);
  }
  for (const chart of document.querySelectorAll('.chart')) {
    const link = chart.querySelector('.chart__fallback a');
    const table = link && document.getElementById(link.hash.slice(1))?.querySelector('table');
    if (!table) wrong.push(`no table: ${chart.innerText.slice(0, 40)}`);
  }
  return wrong;
}"""


@pytest.mark.parametrize("name", MAIN)
def test_a_page_is_heard_in_order_and_by_name(name, open_as):
    page = open_as("editor")
    page.goto(MAIN[name])
    settle(page)
    assert page.evaluate(HEARD) == []
    assert page.get_by_role("heading", level=1).count() == 1
    for landmark in ("banner", "main", "contentinfo"):
        assert page.get_by_role(landmark).count() == 1
    assert page.get_by_role("navigation", name="Main", exact=True).count() == 1
    heard = page.locator("body").aria_snapshot()
    places = [heard.index(f"\n- {landmark}") for landmark in ("banner", "main", "contentinfo")]
    assert places == sorted(places)
    # what the browser tells a screen reader: a chart's finding, and the way to its figures
    for chart in page.locator(".chart").all():
        said = chart.aria_snapshot()
        finding = chart.locator("figcaption").inner_text()
        assert chart.get_by_role("img", name=finding).count() >= 1
        assert 'link "Read the figures in their table"' in said
    unnamed = r"^ *- (link|button|textbox|combobox|figure|region)(:|$)|^- img(:|$)"
    assert not re.search(unnamed, heard, re.M)


# --- at 400 % ------------------------------------------------------------------------------------

CUT = """() => {
  const wide = document.documentElement.clientWidth, wrong = [];
  const may = ['.table-scroll', '.chart__plot', '.visually-hidden', '.chart__fallback',
    '.skip-link', 'option', 'script', '#js-plotly-tester'].join();
  if (document.documentElement.scrollWidth > wide) wrong.push('the page scrolls sideways');
  for (const e of document.querySelectorAll('body *')) {
    const scrolls = e.matches('.table-scroll');
    if (e.closest(may) && !scrolls) continue;
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (!box.width || !box.height) continue;
    const words = `${e.tagName}.${e.className} ${(e.innerText || '').slice(0, 30)}`;
    if (box.right > wide + 1 || box.left < -1) wrong.push(`over the edge: ${words}`);
    if (scrolls || e.matches('input, select')) continue;
    const hides = way => ['hidden', 'clip'].includes(way);
    if (hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1) wrong.push(`cut: ${words}`);
    if (hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1) wrong.push(`cut: ${words}`);
  }
  return wrong;
}"""
TWO_WAYS = """() => [...document.querySelectorAll('.table-scroll')]
    .filter(e => e.scrollHeight > e.clientHeight + 1).length"""


@pytest.mark.parametrize("name", ZOOMED_IN)
def test_at_400_percent_all_is_there_in_one_column(name, open_as):
    page = open_as("editor")
    page.goto(ZOOMED_IN[name])
    wide = {stop["words"] for stop in page.evaluate(STOPS)}
    page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
    page.reload()
    settle(page)
    assert page.evaluate(CUT) == []
    assert page.evaluate(TWO_WAYS) == 0  # down is the page's, only sideways a table's
    assert wide - {stop["words"] for stop in page.evaluate(STOPS)} == set()


def test_at_400_percent_a_square_of_the_heat_map_holds_its_words(open_as):
    page = open_as("editor")
    page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
    page.goto(HEAT_MAP)
    over = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"
    assert page.locator(".heat-map :is(th, td)").evaluate_all(over) == []


# Words of a drawing that lie over one another, or run over its edge.
WORDS_OVER = """() => [...document.querySelectorAll('.chart--drawn .chart__plot')].flatMap(plot => {
  const edge = plot.getBoundingClientRect();
  const words = [...plot.querySelectorAll('text')]
    .filter(e => e.textContent.trim() && e.checkVisibility({opacityProperty: true}))
    .map(e => ({said: e.textContent.trim(), at: e.getBoundingClientRect()}))
    .filter(({at}) => at.width > 0);
  const wrong = words.filter(({at}) => at.left < edge.left - 1 || at.right > edge.right + 1)
    .map(({said}) => `cut: ${said}`);
  words.forEach((a, n) => words.slice(n + 1).forEach(b => {
    const wide = Math.min(a.at.right, b.at.right) - Math.max(a.at.left, b.at.left);
    const high = Math.min(a.at.bottom, b.at.bottom) - Math.max(a.at.top, b.at.top);
    if (wide > 1 && high > 3) wrong.push(`${a.said} over ${b.said}`);
  }));
  return wrong;
})"""


@pytest.mark.parametrize("url", WITH_CHARTS)
def test_at_400_percent_the_words_of_a_chart_stand_apart(url, open_as):
    page = open_as("viewer")
    page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
    page.goto(url)
    settle(page)
    assert page.locator(".chart--drawn").count() == WITH_CHARTS[url]
    assert page.evaluate(WORDS_OVER) == []


def test_at_400_percent_one_can_sign_in(browser, address):
    page = browser.new_page(viewport={"width": ZOOMED[0], "height": ZOOMED[1]})
    page.goto(f"{address}/sign-in/")
    assert page.evaluate(CUT) == []
    page.close()


# --- without motion ------------------------------------------------------------------------------

MOVES = """() => [...document.querySelectorAll('*')].filter(e =>
  [null, '::before', '::after'].some(part => {
    const style = getComputedStyle(e, part);
    const times = [style.transitionDuration, style.animationDuration].join().split(',');
    return style.scrollBehavior === 'smooth'
      || times.some(time => parseFloat(time) * (/ms$/.test(time) ? 0.001 : 1) > 0.01);
  })).map(e => `${e.tagName}.${e.className}`)"""


def test_nothing_moves_for_who_asks_for_less_motion(open_as):
    page = open_as("editor")
    page.goto("/")
    settle(page)
    assert page.evaluate(MOVES)  # the check finds what does move
    page.emulate_media(reduced_motion="reduce")
    for url in ("/", "/programmes/service-centre/", PAPER):
        page.goto(url)
        settle(page)
        assert page.evaluate(MOVES) == []


# --- in high contrast ----------------------------------------------------------------------------


def contrasted(open_as, url):
    page = open_as("editor")
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(url)
    settle(page)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    return page


def marks(page, selector: str) -> dict[str, str]:
    """The shape before each word: never one shape for two words."""
    said = {tuple(text.split(maxsplit=1)) for text in page.locator(selector).all_inner_texts()}
    shapes = {word: shape for shape, word in said}
    assert len(said) == len(shapes) == len(set(shapes.values()))
    return shapes


def test_in_high_contrast_a_rating_is_a_shape_and_a_word(open_as):
    page = contrasted(open_as, "/")
    assert marks(page, ".legend .rag") == {"Green": "●", "Amber": "▲", "Red": "■"}
    page.goto("/status/")
    assert len(marks(page, ".delivery")) == 3


def test_in_high_contrast_the_confidence_bar_has_edges_and_a_legend(open_as):
    page = contrasted(open_as, "/")
    bar = page.locator(".confidence-bar")
    style = "e => { const s = getComputedStyle(e); return [s.borderTopStyle, s.stroke] }"
    assert bar.evaluate(style)[0] == "solid"
    parts = bar.locator("rect").all()
    assert len(parts) == page.locator(".legend .rag").count() > 1
    assert all(part.evaluate(style)[1] != "none" for part in parts)


def test_in_high_contrast_the_heat_map_has_words_and_lines(open_as):
    page = contrasted(open_as, HEAT_MAP)
    squares = page.locator(".heat-map tbody td")
    assert squares.count() == 25
    for words in squares.all_inner_texts():
        assert re.search(r"\b(Low|Medium|High|Very high)\b", words)
    lines = "all => all.map(e => getComputedStyle(e).borderLeftStyle)"
    assert set(squares.evaluate_all(lines)) == {"solid"}


def test_in_high_contrast_the_marks_of_a_plan_differ_in_shape(open_as):
    page = contrasted(open_as, PLAN)
    drawn = page.evaluate(
        "document.querySelector('.js-plotly-plot').data"
        ".filter(t => t.mode === 'markers').map(t => [t.name, t.marker.symbol])"
    )
    assert len(drawn) >= 3
    assert len({symbol for _, symbol in drawn}) == len({name for name, _ in drawn}) == len(drawn)
    # the drawing keeps its own ground, so that its words are still dark on light
    ground = page.locator(".chart__plot .main-svg").first.evaluate(
        "e => getComputedStyle(e).backgroundColor"
    )
    assert ground == "rgb(255, 255, 255)"


def test_in_high_contrast_the_current_page_and_the_focus_are_marked(open_as):
    page = contrasted(open_as, "/programmes/")
    line = "e => getComputedStyle(e).borderBottomColor"
    links = page.locator(".site-nav a")
    lines = [link.evaluate(line) for link in links.all()]
    current = page.locator(".site-nav a[aria-current]").evaluate(line)
    assert lines.count(current) == 1
    for _ in range(25):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(s => [s.outlineStyle, s.outlineWidth])(getComputedStyle(document.activeElement))"
        )
        assert style == ["solid", "3px"]
    for button in page.locator("main .button").all():
        assert button.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"


# --- on paper ------------------------------------------------------------------------------------

OVER = """wide => [...document.querySelectorAll('main *')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width && !e.closest('svg, .chart__plot, .visually-hidden') && box.right > wide + 1;
}).map(e => `${e.tagName}.${e.className} ${(e.innerText || '').slice(0, 30)}`)"""
PARTED = """() => [...document.querySelectorAll('main tr')].filter(e => e.checkVisibility()
    && (getComputedStyle(e).breakInside !== 'avoid' || e.offsetHeight > 500)).length"""
HELD = """() => [...document.querySelectorAll('main .table-scroll')]
    .filter(e => getComputedStyle(e).overflowY !== 'visible').length"""


@pytest.mark.parametrize("name", PRINTED)
def test_on_paper_no_row_is_parted_and_nothing_runs_over(name, open_as):
    url, most = PRINTED[name]
    page = open_as("editor", width=SHEET)
    page.emulate_media(media="print")
    page.goto(url)
    settle(page)
    assert page.evaluate(OVER, SHEET) == []
    assert page.evaluate(PARTED) == 0
    assert page.evaluate(HELD) == 0
    sheets = page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", sheets)) <= most
    # upright A4, in points
    sizes = set(re.findall(rb"/MediaBox\s*\[0 0 (\d+)[\d.]* (\d+)", sheets))
    assert sizes <= {(b"594", b"841"), (b"595", b"841"), (b"595", b"842"), (b"594", b"842")}
