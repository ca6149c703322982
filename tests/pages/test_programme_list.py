"""The programme list: each filter alone, sorting, links that keep the filter, and its export."""

import csv
import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook

from accounts.roles import Role
from portfolios.models import BusinessCase, ProgrammePlace
from reports.freeze import thawed
from savings.models import Confidence, Fund, SavingsLine
from tests.reports import papers

NAME = re.compile(r'<th scope="row"[^>]*><a[^>]*href="/programmes/([^/]+)/')


@pytest.fixture
def analyst(client, people):
    client.force_login(people[Role.ANALYST])
    return client


def listed(client, query: str = "") -> list[str]:
    """The slugs of the programmes a page lists, in order."""
    answer = client.get(f"/programmes/{query}")
    assert answer.status_code == 200
    return NAME.findall(answer.content.decode())


def slugs(places) -> set[str]:
    return {place.programme.slug for place in places}


@pytest.fixture
def places(february):
    return list(
        ProgrammePlace.objects.filter(position=february)
        .select_related("programme", "portfolio", "portfolio_place")
        .order_by("portfolio_place__section_order", "order")
    )


def test_without_a_filter_it_lists_every_programme_in_report_order(analyst, places):
    assert listed(analyst) == [p.programme.slug for p in places]
    assert "28 of 28 programmes in February 2025" in analyst.get("/programmes/").content.decode()


def test_by_portfolio(analyst, places):
    for portfolio in {p.portfolio for p in places}:
        expected = {p.programme.slug for p in places if p.portfolio == portfolio}
        assert 0 < len(expected) < len(places)
        assert set(listed(analyst, f"?portfolio={portfolio.slug}")) == expected


def test_by_search_in_label_name_and_description(analyst, places):
    decoy, place, *_ = places
    place.printed_label = "A zebra crossing"
    with thawed():
        place.save()
    assert listed(analyst, "?search=ZEBRA") == [place.programme.slug]
    place.programme.description = "Counts penguins."
    place.programme.save()
    assert listed(analyst, "?search=penguin") == [place.programme.slug]
    assert decoy.programme.slug not in listed(analyst, "?search=penguin")
    assert listed(analyst, "?search=%25") == []


def test_by_fund(analyst, places):
    hra = {p.programme.slug for p in places if p.shows == "HRA"}
    assert len(hra) == 1
    assert set(listed(analyst, "?fund=hra")) == hra
    general = {p.programme.slug for p in places if p.shows == "money"}
    assert set(listed(analyst, "?fund=general_fund")) == general
    assert listed(analyst, "?fund=dsg") == []


def test_by_fund_finds_a_line_on_another_fund_at_this_position_only(analyst, places, working):
    """A decoy: the same line at another position."""
    here, elsewhere = places[0], working.places.exclude(programme=places[0].programme).first()
    with thawed():
        for place in (here, elsewhere):
            SavingsLine.objects.create(
                place=place,
                saving=place.programme.savings.first() or place.programme.savings.create(name="x"),
                year=2024,
                confidence=Confidence.GREEN,
                fund=Fund.DSG,
                amount=100,
            )
    assert listed(analyst, "?fund=dsg") == [here.programme.slug]
    assert listed(analyst, "?fund=dsg&position=working") == [elsewhere.programme.slug]


def test_by_business_case(analyst, places, february, working):
    approved = slugs(BusinessCase.objects.filter(position=february, state="approved"))
    assert set(listed(analyst, "?case=approved")) == approved
    others = {p.programme.slug for p in places} - approved
    assert set(listed(analyst, "?case=not_stated")) == others
    assert listed(analyst, "?case=draft") == []
    decoy = BusinessCase.objects.filter(position=working, state="approved").first()
    decoy.state = "draft"
    decoy.save()
    assert listed(analyst, "?case=draft") == []
    assert listed(analyst, "?case=draft&position=working") == [decoy.programme.slug]


def test_by_whether_there_is_a_saving(analyst, places):
    saving = [p.programme.slug for p in places if p.shows == "money"]
    assert len(saving) == 21
    assert listed(analyst, "?saving=yes") == saving
    assert set(listed(analyst, "?saving=no")) == {p.programme.slug for p in places} - set(saving)


def test_by_confidence_lists_only_what_the_totals_leave_no_other_way(analyst, places):
    """From the paper: a programme is sure where it saves more than all of other confidence."""
    of: dict[str, dict[str, int]] = {}
    for f in papers.of_table("Finance confidence", place="Programme overview"):
        if f.position == "February 2025" and f.row != "Total":
            of.setdefault(f.row, {})[f.column.lower()] = f.value
    saves = {
        tuple(f.row.split(" / ")): f.value
        for f in papers.of_table("Portfolio programmes")
        if f.position == "February 2025" and isinstance(f.value, int)
    }
    slug = {(p.portfolio.name, p.programme.name): p.programme.slug for p in places}
    for confidence in ("green", "amber", "red"):
        sure = {
            slug[portfolio, name]
            for (portfolio, name), pence in saves.items()
            if name != "Total"
            and pence
            > sum(v for c, v in of[portfolio].items() if c not in (confidence, "expected saving"))
        }
        assert set(listed(analyst, f"?confidence={confidence}")) == sure


def test_filters_narrow_together(analyst, places):
    query = "?saving=yes&case=approved&search=service"
    each = [set(listed(analyst, f"?{part}")) for part in query[1:].split("&")]
    assert set(listed(analyst, query)) == set.intersection(*each) != set()


@pytest.mark.parametrize("column", ["programme", "portfolio", "expected", "case"])
def test_sorting_by_a_column_goes_both_ways(column, analyst, places):
    up, down = listed(analyst, f"?sort={column}"), listed(analyst, f"?sort=-{column}")
    assert set(up) == set(down) == {p.programme.slug for p in places}
    assert up != down
    by_slug = {p.programme.slug: p for p in places}
    if column == "programme":
        assert [by_slug[s].printed_label for s in up] == sorted(p.printed_label for p in places)
    if column == "portfolio":
        orders = {s: p.portfolio_place.order for s, p in by_slug.items()}
        assert [orders[s] for s in up] == sorted(orders.values())
    if column == "expected":
        pence = {p.programme.slug: sum(line.amount for line in p.lines.all()) for p in places}
        kept = [pence[s] for s in up if pence[s]]
        assert kept == sorted(kept)
        kept = [pence[s] for s in down if pence[s]]
        assert kept == sorted(kept, reverse=True)


def links(page: str, start: str) -> list[dict[str, list[str]]]:
    found = re.findall(rf'href="({re.escape(start)}[^"]*)"', page)
    return [parse_qs(urlsplit(url.replace("&amp;", "&")).query) for url in found]


def test_links_keep_the_filter(analyst):
    page = analyst.get("/programmes/?saving=yes&sort=expected&position=working").content.decode()
    for query in links(page, "/programmes.") + links(page, "?sort="):
        assert query["saving"] == ["yes"]
        assert query["position"] == ["working"]
    assert len(links(page, "/programmes.")) >= 2
    for query in links(page, "/programmes/"):
        assert query.get("position", ["working"]) == ["working"]


def test_pages_keep_the_filter_and_the_order(analyst, monkeypatch):
    monkeypatch.setattr("reports.pages.lists.ROWS_A_PAGE", 10)
    first = listed(analyst, "?saving=yes&sort=expected")
    page = analyst.get("/programmes/?saving=yes&sort=expected").content.decode()
    numbers = [q for q in links(page, "?") if "page" in q]
    assert numbers
    assert all(q["saving"] == ["yes"] and q["sort"] == ["expected"] for q in numbers)
    rest = [s for n in (2, 3) for s in listed(analyst, f"?saving=yes&sort=expected&page={n}")]
    assert len(set(first + rest)) == len(first + rest) == 21


@pytest.mark.parametrize(
    "query",
    ["", "?saving=no", "?portfolio=schools-send", "?search=service&case=approved", "?search=zzz"],
)
def test_the_export_is_the_filtered_list(query, analyst, places):
    labels = {p.programme.slug: p.printed_label for p in places}
    expected = [labels[s] for s in listed(analyst, query)]
    text = analyst.get(f"/programmes.csv{query}").content.decode("utf-8-sig")
    assert [row["Programme"] for row in csv.DictReader(io.StringIO(text))] == expected
    data = json.loads(analyst.get(f"/programmes.json{query}").content)
    assert [row["cells"]["programme"] for row in data["rows"]] == expected
    sheet = load_workbook(io.BytesIO(analyst.get(f"/programmes.xlsx{query}").content)).worksheets[0]
    held = [sheet.cell(5 + n, 1).value for n in range(len(expected))]
    assert held == expected


def test_the_export_says_what_was_filtered(analyst):
    data = json.loads(analyst.get("/programmes.json?saving=no&search=a").content)
    assert data["scope"] == "All portfolios; Search: a; Saving: Without a saving"


def test_what_has_no_saving_is_a_word_and_never_zero(analyst):
    data = json.loads(analyst.get("/programmes.json?saving=no").content)
    assert {row["cells"]["expected"] for row in data["rows"]} == {"n/a", "HRA"}


def test_nothing_found_says_what_to_do(analyst):
    page = analyst.get("/programmes/?search=zzz").content.decode()
    assert "No programme matches. Widen the filter or clear it." in page


def test_a_lead_lists_and_exports_their_own(client, people, led):
    client.force_login(people[Role.PORTFOLIO_LEAD])
    own = {p.programme.slug for p in ProgrammePlace.objects.filter(portfolio=led)}
    assert set(listed(client)) <= own
    data = json.loads(client.get("/programmes.json").content)
    assert {row["cells"]["portfolio"] for row in data["rows"]} == {led.name}
    assert data["scope"] == f"{led.name} only"
    page = client.get("/programmes/").content.decode()
    options = re.search(r'<select name="portfolio".*?</select>', page, re.S)[0]
    assert re.findall(r'value="([^"]+)"', options) == [led.slug]
