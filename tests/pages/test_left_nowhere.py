"""Pages with posts or consultations: no browser keeps them, and the server answers as quickly."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from reports.kept import SHELF
from reports.pages.again import PAGES
from reports.registry import REPORTS
from tests.pages.test_every_address import TABLE, things  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
LEFT_NOWHERE = "private, no-store"
ABOUT_POSTS = sorted(slug for slug, report in REPORTS.items() if report.about_posts)
PAGES_OF_POSTS = [
    "/workforce/",
    "/workforce/posts/",
    "/workforce/consultations/",
    "/workforce/clock/",
    "/workforce/outcomes/",
    "/history/",
    "/savings/double-counting/",
    "/figures/?measure=high",
    *(f"/reports/{slug}/" for slug in ABOUT_POSTS),
]
# They print totals that Cabinet published, of the council or a portfolio, and no list of posts; the
# dashboard says of consultations only how much Green money waits for them.
TOTALS_ALONE = {
    "dashboard",
    "programme-detail",
    "reconciliation",
    "position-detail",
    "figure",
}


@pytest.fixture
def hr_partner(client, people):
    client.force_login(people[Role.HR_PARTNER])
    return client


@pytest.mark.parametrize("url", PAGES_OF_POSTS)
def test_no_browser_keeps_a_page_of_posts(hr_partner, url):
    for _ in range(2):  # made, and asked for again
        page = hr_partner.get(url, headers={"if-none-match": "*"})
        assert page.status_code == 200
        assert page["Cache-Control"] == LEFT_NOWHERE
        assert "ETag" not in page


def test_a_portfolios_page_lists_its_posts(hr_partner, led, django_assert_num_queries):
    url = f"/portfolios/{led.slug}/"
    hr_partner.get("/")  # which sets the secret of its forms, as the sign-in page does
    assert hr_partner.get(url)["Cache-Control"] == LEFT_NOWHERE
    with django_assert_num_queries(3):  # session, reader, versions: the server still keeps it
        assert "ETag" not in hr_partner.get(url)


def test_a_form_about_posts_is_left_nowhere(client, people, working):
    for role, kind, kept in (
        (Role.HR_PARTNER, "consultation", False),
        (Role.PMO_EDITOR, "risk", True),
    ):
        client.force_login(people[role])
        page = client.get(f"/edit/{kind}/add/?position={working.slug}")
        assert page.status_code == 200
        assert page.has_header("Cache-Control") is not kept


def test_the_reports_of_posts_are_known():
    assert ABOUT_POSTS == [
        "consultation-timetable",
        "post-phasing",
        "post-reductions",
        "posts-by-programme",
        "restructure-outcomes",
    ]


@pytest.mark.slow  # it asks for every address there is
def test_no_page_reads_rows_of_people_and_may_be_kept(hr_partner, things):  # noqa: F811
    tables = {
        f'"{model._meta.db_table}"' for model in apps.get_app_config("workforce").get_models()
    }
    people = {table for table in tables if not table.endswith('establishment"')}
    kept = set()
    for name, addresses in TABLE.items():
        for address, answers in addresses:
            if answers.get(Role.HR_PARTNER.value) != 200 or name.startswith("admin"):
                continue
            SHELF.clear()
            PAGES.clear()
            with CaptureQueriesContext(connection) as made:
                page = hr_partner.get(address.format(**things))
            is_page = page.get("Content-Type", "").startswith("text/html")
            read = any(table in query["sql"] for query in made for table in people)
            if is_page and read and page.get("Cache-Control") != LEFT_NOWHERE:
                kept.add(name)
    assert kept <= TOTALS_ALONE, kept - TOTALS_ALONE
