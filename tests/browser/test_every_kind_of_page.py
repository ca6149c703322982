"""Every kind of page in a browser: accessible, quiet, whole, with JavaScript and without."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from reports.accessibility import TAGS, WIDTHS
from tests.browser.product import settle

pytestmark = pytest.mark.slow

PAGES = {
    "dashboard": "/",
    "portfolios": "/portfolios/",
    "portfolio": "/portfolios/resident-services/",
    "programmes": "/programmes/",
    "programmes, filtered": "/programmes/?saving=yes&sort=-expected",
    "programmes, none": "/programmes/?search=zzz",
    "programmes, wrong filter": "/programmes/?confidence=purple",
    "programme": "/programmes/service-centre/",
    "programme without a saving": "/programmes/good-landlord/",
    "savings": "/savings/",
    "benefits": "/benefits/",
    "benefits register": "/benefits/register/?sort=title",
    "benefits map": "/benefits/map/",
    "benefit": "/benefits/1/",
    "benefit, linked": "/benefits/1/link/",
    "measure": "/benefits/measures/1/",
    "a reading": "/benefits/measures/1/reading/",
    "readings of a month": "/benefits/readings/",
    "benefit measures": "/reports/benefit-measures/",
    "delivery": "/savings/delivery/",
    "months of a programme": "/savings/delivery/service-centre/months/",
    "claim months": "/savings/delivery/service-centre/claim/",
    "double counting": "/savings/double-counting/",
    "cost and gap": "/savings/cost/",
    "workforce": "/workforce/",
    "consultations": "/workforce/consultations/",
    "post phasing": "/reports/post-phasing/",
    "consultation timetable": "/reports/consultation-timetable/",
    "reports": "/reports/",
    "report": "/reports/finance-confidence/",
    "movement": "/reports/movement/",
    "profile": "/reports/savings-profile/",
    "post reductions": "/reports/post-reductions/",
    "an earlier position": "/?position=july-2024",
    "a position of totals": "/portfolios/schools-send/?position=october-2024",
    "papers": "/papers/",
    "paper, published": "/papers/cabinet/?position=february-2025",
    "paper, edited": "/papers/scrutiny/?position=working",
    "figures for sentences": "/papers/figures/?search=green&against=previous",
    "paper, places to write": "/papers/cabinet/write/?position=working",
    "paper, a place": "/papers/cabinet/write/summary/?position=working",
    "paper, what changed": "/papers/cabinet/changes/?position=february-2025",
    "reconciliation": "/reconciliation/",
    "reconciliation, breaks": "/reconciliation/?state=break",
    "figure": "/figures/?position=february-2025",
    "figure of posts": "/figures/?position=february-2025&measure=low",
    "history": "/history/?position=working",
    "transfers": "/transfers/?position=february-2025",
    "my work": "/my-work/",
    "return calendar": "/returns/calendar/",
    "return dates": "/returns/calendar/dates/",
    "changes above the tolerance": "/changes/",
    "confidence migration": "/reports/confidence-migration/",
    "silent slippage": "/reports/silent-slippage/",
    "business cases": "/cases/",
    "gate decision": "/programmes/service-centre/gate/",
    "start a case": "/programmes/service-centre/case/start/",
    "milestones": "/milestones/",
    "plan of a programme": "/programmes/commissioning/plan/",
    "plan of a portfolio": "/portfolios/resident-services/plan/",
    "delivery status": "/status/",
    "write a status": "/programmes/commissioning/status/",
    "gate and case status": "/reports/gate-and-case-status/",
    "milestones at risk": "/reports/milestones-at-risk/",
    "positions": "/positions/",
    "position, working": "/positions/working/",
    "position, published": "/positions/february-2025/",
    "feeds": "/data/feeds/",
    "feed tokens": "/data/feeds/tokens/",
    "make a feed token": "/data/feeds/tokens/make/",
    "import a plan": "/import/",
    "settings": "/settings/",
    "governance": "/governance/",
    "risk register": "/governance/risks/?sort=title",
    "risk register, none": "/governance/risks/?search=zzz",
    "risk": "/governance/risks/1/",
    "risk, reviewed": "/governance/risks/1/review/",
    "risk, edited": "/edit/risk/1/",
    "heat map": "/governance/heat-map/?rating=inherent",
    "risk movement": "/governance/risk-movement/?since=01/02/2025",
    "since last time": "/governance/since/?since=01/02/2025",
    "highlight report": "/programmes/leisure-strategy/highlight/",
    "dependencies": "/governance/dependencies/",
    "dependency": "/governance/dependencies/1/",
    "dependency map": "/governance/dependency-map/",
    "decisions": "/governance/decisions/",
    "decision": "/governance/decisions/7/",
    "decision, called in": "/governance/decisions/7/call-in/",
    "forward plan": "/governance/forward-plan/",
    "meetings and boards": "/governance/meetings/",
    "meeting": "/governance/meetings/1/",
    "actions of the boards": "/governance/actions/",
    "impact assessments": "/governance/assessments/",
    "pipeline": "/governance/pipeline/",
    "proposal": "/governance/pipeline/proposals/1/",
    "proposal, adopted": "/governance/pipeline/proposals/1/adopt/",
    "close a programme": "/programmes/commissioning/close/",
    "top risks": "/reports/top-risks/",
    "dependencies by portfolio": "/reports/dependencies-by-portfolio/",
    "not found": "/portfolios/nowhere/",
    "accessibility statement": "/accessibility/",
    "account": "/account/",
    "new password": "/account/password/",
    "second step": "/account/second-step/",
}
WITH_CHARTS = {
    "/": 3,
    "/portfolios/": 1,
    "/savings/": 4,
    "/workforce/": 1,
    "/reports/finance-confidence/": 1,
    "/reports/movement/": 1,
    "/governance/dependency-map/": 1,
    "/papers/cabinet/?position=february-2025": 4,
    "/programmes/commissioning/plan/": 1,
    "/portfolios/resident-services/plan/": 1,
}


def violations(page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(TAGS)}}).response
    return [
        f"{v['id']}: {node['target']} {node['failureSummary'][:200]}"
        for v in found["violations"]
        for node in v["nodes"][:3]
    ]


FOR_HR = {
    "posts by programme": "/workforce/posts/",
    "the clock": "/workforce/clock/",
    "outcomes": "/workforce/outcomes/",
    "posts by programme, reported": "/reports/posts-by-programme/",
    "a new consultation": "/edit/consultation/add/?position=working",
}
LOST = """() => [...document.querySelectorAll('a[href^="#"]')].map(a => a.hash.slice(1))
    .filter(id => !document.getElementById(id))"""
TWICE = """() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
    return ids.filter((id, at) => ids.indexOf(id) !== at); }"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_it_is_accessible_and_fits(name, width, open_as):
    page = open_as("editor", width=width)
    page.goto(PAGES[name])
    settle(page)
    assert violations(page) == []
    assert page.evaluate(TWICE) == []
    # the tables scroll within themselves; the page never sideways
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", FOR_HR)
def test_what_is_about_few_people_is_accessible_and_fits(name, width, open_as):
    page = open_as("hr", width=width)
    page.goto(FOR_HR[name])
    settle(page)
    assert violations(page) == []
    assert page.evaluate(TWICE) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_a_link_within_a_page_has_somewhere_to_go(open_as):
    page = open_as("editor", script=False)
    lost = {}
    for url in PAGES.values():
        page.goto(url)
        lost[url] = page.evaluate(LOST)
    assert {url: ids for url, ids in lost.items() if ids} == {}


def test_the_sign_in_page_is_accessible(browser, address):
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(f"{address}/sign-in/")
        assert violations(page) == []
        page.get_by_role("button", name="Sign in").click()
        assert page.get_by_role("alert").is_visible()
        assert violations(page) == []
        page.close()


def test_the_explain_form_is_accessible_also_with_an_error(open_as):
    page = open_as("editor")
    page.goto("/reconciliation/")
    page.get_by_role("link", name="Explain it").first.click()
    assert violations(page) == []
    page.get_by_role("button", name="Save the explanation").click()
    assert page.get_by_role("alert").is_visible()
    assert violations(page) == []


# --- charts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("url", "charts"), WITH_CHARTS.items())
def test_charts_are_drawn(url, charts, open_as):
    page = open_as("viewer")
    page.goto(url)
    settle(page)
    assert page.locator(".chart--drawn").count() == charts
    assert page.locator(".chart__plot .main-svg").count() >= charts
    for chart in page.locator(".chart").all():
        finding = chart.locator("figcaption").inner_text()
        label = chart.get_by_role("img").first.get_attribute("aria-label")
        assert label.startswith(finding)


def test_a_chart_offers_to_send_nothing_anywhere(open_as):
    page = open_as("viewer")
    page.goto("/")
    settle(page)
    page.locator(".chart__plot").first.hover()
    assert page.locator(".modebar-btn").count() == 0
    assert not re.search(r"plot\.ly|chart-studio", page.content())


def test_without_javascript_a_chart_points_to_its_table(open_as):
    page = open_as("viewer", script=False)
    for url, charts in WITH_CHARTS.items():
        page.goto(url)
        fallbacks = page.locator(".chart__fallback")
        assert fallbacks.count() == charts, url
        for fallback in fallbacks.all():
            assert fallback.is_visible()
            target = fallback.get_by_role("link").get_attribute("href").removeprefix("#")
            assert page.locator(f'[id="{target}"] table').count() == 1, f"{url} #{target}"


def test_a_page_is_whole_without_javascript(open_as):
    page = open_as("editor", script=False)
    for name, url in PAGES.items():
        page.goto(url)
        assert page.locator("h1").count() == 1, name
        assert page.locator("h1").is_visible(), name


def test_without_javascript_the_position_is_switched_by_a_button(open_as):
    page = open_as("viewer", script=False)
    page.goto("/")
    page.get_by_label("Position shown").select_option("july-2024")
    page.locator(".position__form").get_by_role("button", name="Show").click()
    assert "position=july-2024" in page.url
    assert "July 2024" in page.locator(".site-footer").inner_text()


def test_without_javascript_the_list_is_filtered_by_a_button(open_as):
    page = open_as("viewer", script=False)
    page.goto("/programmes/")
    page.get_by_label("Saving", exact=True).select_option("no")
    page.get_by_role("button", name="Filter").click()
    assert "7 of 28 programmes" in page.locator(".lead").inner_text()
