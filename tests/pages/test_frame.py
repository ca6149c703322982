"""What every page has: the position shown, its scope, its headers, money as Cabinet reads it."""

import re
from html import unescape

import pytest

from accounts.roles import Role
from portfolios.models import Portfolio, Position, ProgrammePlace
from reports.registry import REPORTS

PAGES = [
    "/",
    "/portfolios/",
    "/portfolios/resident-services/",
    "/programmes/",
    "/programmes/good-landlord/",
    "/savings/",
    "/workforce/",
    "/reports/",
    "/reconciliation/",
    "/figures/",
    *(f"/reports/{slug}/" for slug, report in REPORTS.items() if not report.is_below_portfolio),
]
SLUGS = ["working", "february-2025", "october-2024", "july-2024"]


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def header(page) -> str:
    return re.search(r'<div class="position">(.*?)</div>', page.content.decode(), re.S)[1]


@pytest.mark.parametrize("url", PAGES)
def test_every_page_says_which_position_it_shows(url, client, people):
    client.force_login(people[Role.ANALYST])
    for slug in SLUGS:
        page = client.get(f"{url}?position={slug}")
        if page.status_code == 404 and slug == "october-2024" and "/programmes/" in url:
            continue  # published as totals: it has no programmes
        assert page.status_code == 200, f"{url} {slug}"
        position = Position.objects.get(slug=slug)
        html = header(page)
        assert re.findall(r'<option value="([^"]+)" selected>', html) == [slug]
        assert re.findall(r'<option value="([^"]+)"', html) == SLUGS
        assert f"as at {position.as_at_text}" in html
        assert position.get_state_display() in text_of(html)
        assert position.name in page.content.decode().rpartition('class="site-footer"')[2]


@pytest.mark.parametrize(
    ("role", "lands_on"),
    [
        (Role.VIEWER, "february-2025"),
        (Role.ANALYST, "february-2025"),
        (Role.FINANCE_PARTNER, "february-2025"),
        (Role.PMO_EDITOR, "working"),
        (Role.PORTFOLIO_LEAD, "working"),
    ],
)
def test_readers_land_on_what_is_published_and_editors_on_what_they_edit(
    role, lands_on, client, people
):
    client.force_login(people[role])
    assert f'<option value="{lands_on}" selected>' in header(client.get("/"))


def test_the_switch_keeps_the_rest_of_the_address(client, people):
    client.force_login(people[Role.ANALYST])
    page = client.get("/programmes/?search=service&saving=yes&page=1&position=july-2024")
    kept = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)"', header(page))
    assert kept == [("search", "service"), ("saving", "yes")]


def test_links_stay_at_the_position_shown(client, people):
    client.force_login(people[Role.ANALYST])
    for url in ("/", "/portfolios/", "/portfolios/resident-services/", "/reports/", "/savings/"):
        html = client.get(f"{url}?position=july-2024").content.decode()
        main = html.partition("<main")[2].partition("</main>")[0]
        for link in re.findall(r'href="(/[^"]*)"', main):
            assert "position=" in link, f"{url} leads to {link}"
        assert 'href="/programmes/?position=july-2024"' in html


def test_at_home_an_address_is_short(client, people):
    client.force_login(people[Role.ANALYST])
    html = client.get("/").content.decode()
    assert 'href="/programmes/"' in html


def test_a_viewer_reads_the_working_position_unless_the_setting_says_no(client, people, settings):
    client.force_login(people[Role.VIEWER])
    assert client.get("/?position=working").status_code == 200
    settings.VIEWERS_SEE_WORKING = False
    assert client.get("/?position=working").status_code == 404
    assert "working" not in header(client.get("/")).lower()


# --- scope ---------------------------------------------------------------------------------------


def test_a_lead_finds_nothing_of_another_portfolio(client, people, led, february):
    client.force_login(people[Role.PORTFOLIO_LEAD])
    for portfolio in Portfolio.objects.exclude(pk=led.pk):
        assert client.get(f"/portfolios/{portfolio.slug}/").status_code == 404
        assert client.get(f"/reports/movement/?portfolio={portfolio.slug}").status_code == 404
        assert client.get("/figures/", {"portfolio": portfolio.name}).status_code == 404
    for place in ProgrammePlace.objects.at(february).exclude(portfolio=led):
        assert client.get(f"/programmes/{place.programme.slug}/").status_code == 404
        asked = {"portfolio": place.portfolio.name, "programme": place.programme.name}
        assert client.get("/figures/", asked).status_code == 404


@pytest.mark.parametrize("url", [u for u in PAGES if "programmes/good" not in u])
def test_a_lead_reads_no_other_portfolios_name(url, client, people, led):
    client.force_login(people[Role.PORTFOLIO_LEAD])
    for slug in SLUGS:
        page = client.get(f"{url}?position={slug}")
        text = page.content.decode().replace("&amp;", "&").replace("&#x27;", "'")
        others = Portfolio.objects.exclude(pk=led.pk).values_list("name", flat=True)
        assert {name for name in others if name in text} == set(), f"{url} {slug}"


def test_the_not_found_of_another_portfolio_does_not_say_that_it_exists(client, people, led):
    client.force_login(people[Role.PORTFOLIO_LEAD])
    other = Portfolio.objects.exclude(pk=led.pk).first()
    answers = [
        client.get(f"/portfolios/{slug}/").content.decode() for slug in (other.slug, "nowhere")
    ]
    typed = re.compile(rf'name="csrfmiddlewaretoken" value="[^"]+"|“({other.slug}|nowhere)”')
    assert typed.sub("", answers[0]) == typed.sub("", answers[1])


# --- headers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["/", "/sign-in/", "/reports/movement.csv", "/nowhere/", "/admin/"])
def test_every_answer_carries_the_security_headers(url, client, people):
    client.force_login(people[Role.ANALYST])
    answer = client.get(url)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    policy = dict(
        part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["object-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "http" not in answer["Content-Security-Policy"]


def test_a_page_of_figures_is_kept_by_no_shared_cache(client, people):
    client.force_login(people[Role.ANALYST])
    assert "Cookie" in client.get("/")["Vary"]


# --- figures as Cabinet reads them ---------------------------------------------------------------

CELL = re.compile(r'<t[dh][^>]*class="num[^"]*"[^>]*>(.*?)</t[dh]>', re.S)
MONEY = re.compile(r"[−+]?£[\d,]+\.\d{1,2}m\**")
WORDS = "n/a|HRA|TBC|not (published|recorded|stated|valued|verified|added)|missing|none"
OTHER = re.compile(rf"−?[\d,]+(\.\d+)?%?\**|{WORDS}|\d{{4}}/\d{{2}}|\d\d/\d\d|")


@pytest.mark.parametrize("url", [u for u in PAGES if "reconciliation" not in u])
def test_a_number_on_a_page_is_money_a_count_or_a_word(url, client, people):
    client.force_login(people[Role.ANALYST])
    for slug in SLUGS:
        page = client.get(f"{url}?position={slug}").content.decode()
        body = re.sub(r"<thead.*?</thead>", "", page, flags=re.S)
        body = re.sub(r'<section[^>]*"statements-title".*?</section>', "", body, flags=re.S)
        for cell in CELL.findall(body):
            words = text_of(cell).replace(" *", "*")
            assert MONEY.fullmatch(words) or OTHER.fullmatch(words), f"{url} {slug}: {words!r}"


def test_a_true_zero_is_never_blank_and_a_missing_figure_never_zero(client, people):
    client.force_login(people[Role.ANALYST])
    page = client.get("/reports/finance-confidence/").content.decode()
    row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*ASC &amp; Health.*?</tr>", page, re.S)[0]
    assert text_of(row) == "ASC & Health £17.25m £17.25m £0.0m £0.0m"
    page = client.get("/reports/portfolio-programmes/").content.decode()
    row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*Good Landlord.*?</tr>", page, re.S)[0]
    assert text_of(row) == "Resident Services Good Landlord HRA HRA"
    page = client.get("/savings/?position=october-2024").content.decode()
    assert "not published" in page
    table = re.search(
        r'<section class="report" id="savings-by-portfolio">.*?</section>', page, re.S
    )
    assert "£0.0m" not in table[0]


def test_a_headline_that_is_not_published_is_a_word(client, people):
    client.force_login(people[Role.ANALYST])
    page = client.get("/portfolios/resident-services/?position=october-2024").content.decode()
    values = re.findall(r'headline__value headline__value--word">(.*?)</p>', page)
    assert [text_of(v) for v in values] == ["not published"] * 4


def test_a_zero_answers_why_it_is_zero(client, people):
    """A figure of nothing is still a figure."""
    client.force_login(people[Role.ANALYST])
    page = client.get(
        "/figures/",
        {"portfolio": "Adult Social Care & Health", "confidence": "red"},
    ).content.decode()
    assert '<p class="headline__value">£0.0m</p>' in page


def test_every_figure_of_the_dashboard_answers_and_says_the_same(client, people):
    """One click from any figure to what it is made of, and it is the same figure."""
    client.force_login(people[Role.ANALYST])
    html = client.get("/").content.decode()
    links = set(re.findall(r'<a class="figure" href="([^"]+)">([^<]+)</a>', html))
    assert len(links) > 60
    for url, words in sorted(links)[::5]:  # one in five, of all tables and headlines
        page = client.get(url.replace("&amp;", "&")).content.decode()
        value = text_of(re.search(r'headline__value">(.*?)</p>', page)[1]).removesuffix(" FTE")
        assert value in words.partition("–")[0::2], url


@pytest.mark.parametrize(
    ("page", "room"),
    [
        ("/milestones/", "Governance"),
        ("/cases/", "Governance"),
        ("/status/", "Governance"),
        ("/governance/pipeline/", "Governance"),
        ("/transfers/", "Savings"),
        ("/changes/", "Savings"),
        ("/programmes/", "Programmes"),
        ("/my-work/", None),
    ],
)
def test_the_navigation_marks_the_room_of_a_page(page, room, client, people):
    client.force_login(people[Role.PMO_EDITOR])
    shown = client.get(page)
    assert [at["label"] for at in shown.context["nav"] if at["current"]] == ([room] if room else [])
    if room == "Governance":  # and the way there leads through it
        assert shown.context["breadcrumbs"][1]["label"] == "Governance"
