"""A page costs the same number of queries however much data there is.

Held with 28 programmes, with 28 and the lists of a whole council, and with 2,800: with nothing
kept, as after a restart (``BUDGETS``). Asked for again it costs the three of ``AS_KEPT``.
"""

import re

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from governance.models import Decision, Dependency, Meeting, Milestone, Proposal, Risk
from portfolios.models import Programme
from reports.management.commands.demo_large import build
from reports.registry import REPORTS
from savings.models import Benefit, Measure, SavingsLine
from tests.pages.test_every_address import TABLE
from tests.reports.emptying import empty
from workforce.models import Consultation

SIZES = {
    "small": {"programmes": 28},
    "crowded": {"programmes": 28, "crowded": True},
    "large": {"programmes": 2800},
}
# How many queries each page may make, session and user among them.
BUDGETS = {
    "/": 16,
    "/portfolios/": 13,
    "/portfolios/portfolio-1/": 14,
    "/programmes/": 13,
    "/programmes/programme-1/": 16,
    "/savings/": 13,
    "/benefits/": 15,
    "/benefits/register/": 10,
    "/benefits/map/": 10,
    "/savings/delivery/": 16,
    "/savings/delivery/programme-1/months/": 16,
    "/savings/double-counting/": 12,
    "/savings/cost/": 16,
    "/workforce/": 8,
    "/workforce/posts/": 8,
    "/workforce/consultations/": 8,
    "/workforce/clock/": 9,
    "/workforce/outcomes/": 8,
    "/reports/": 13,
    "/papers/": 12,
    "/papers/cabinet/": 22,
    "/papers/scrutiny/": 22,
    "/papers/figures/?search=green": 13,
    "/papers/cabinet/changes/": 22,
    "/reconciliation/": 13,
    "/governance/": 17,
    "/governance/risks/": 12,
    "/governance/risks/?rating=current&likelihood=3&sort=title": 12,
    "/governance/heat-map/": 8,
    "/governance/risk-movement/": 10,
    "/governance/since/": 14,
    "/programmes/programme-1/highlight/": 16,
    "/governance/dependencies/": 10,
    "/governance/dependencies/?state=late&span=between&page=2": 10,
    "/governance/dependency-map/": 11,
    "/governance/pipeline/": 14,
    "/governance/decisions/": 12,
    "/governance/forward-plan/": 12,
    "/governance/meetings/": 12,
    "/governance/actions/": 12,
    "/governance/assessments/": 12,
    "/cases/": 12,
    "/milestones/": 12,
    "/status/": 12,
    "/portfolios/portfolio-1/plan/": 12,
    "/programmes/programme-1/plan/": 12,
    "/data/feeds/": 6,
    "/data/feeds/tokens/": 12,
    "/account/": 8,
    "/figures/": 13,
    "/figures/?portfolio=Portfolio 1": 13,
    **{f"/reports/{slug}/": 12 for slug in REPORTS},
    "/my-work/": 12,
    "/history/": 31,
    "/history/?kind=risk+or+issue": 5,
    "/history/?kind=milestone": 5,
    "/changes/": 6,
    "/transfers/": 8,
    "/positions/": 5,
    "/positions/working-position/": 59,
    "/returns/calendar/": 7,
    "/governance/risks/{risk}/": 10,
    "/governance/dependencies/{dependency}/": 7,
    "/governance/decisions/{decision}/": 8,
    "/governance/meetings/{meeting}/": 9,
    "/governance/pipeline/proposals/{proposal}/": 6,
    "/milestones/{milestone}/": 7,
    "/benefits/{benefit}/": 15,
    "/benefits/measures/{measure}/": 9,
    "/workforce/consultations/{consultation}/": 8,
}
# And those of whoever writes and sets.
FOR_EDITORS = {
    "/papers/cabinet/write/": 22,
    "/papers/cabinet/write/summary/": 22,
    "/import/": 12,
    "/settings/": 12,
    "/returns/": 5,
    "/benefits/readings/": 9,
    "/positions/working-position/publish/": 56,
    "/edit/risk/add/": 10,
    "/edit/dependency/add/": 9,
    "/edit/decision/add/": 26,
    "/governance/risks/{risk}/review/": 8,
}
# Read pages of one thing, of which there is none in what is built; and pages of no figures.
NOT_MEASURED = {
    "/changes/{}/": "no change waits in what is built; the list of them is measured",
    "/accessibility/": "words alone",
    "/account/password/": "a form of the reader's own",
    "/account/sessions/": "the reader's own",
    "/account/second-step/": "a form of the reader's own",
}
MODELS = {
    model._meta.model_name: model
    for model in (
        Benefit,
        Consultation,
        Decision,
        Dependency,
        Measure,
        Meeting,
        Milestone,
        Proposal,
        Risk,
    )
}


def measure(client, urls) -> dict[str, int]:
    """Queries of each page, asked for once; ``{risk}`` is the first one."""
    first = {
        name: model.objects.order_by("pk").values_list("pk", flat=True).first()
        for name, model in MODELS.items()
    }
    counts = {}
    for url in urls:
        with CaptureQueriesContext(connection) as made:
            assert client.get(url.format(**first)).status_code == 200, url
        counts[url] = len(made)
    return counts


def shape(url: str) -> str:
    """An address without its query, and with no name of what it is of."""
    return re.sub(r"\{\w*\}|(programme|portfolio)-1\b", "{}", url.partition("?")[0])


def test_every_page_that_is_read_is_measured():
    """A page that is new is measured too, or somebody says here why not."""
    read = {
        shape(url)
        for name, rows in TABLE.items()
        for url, told in rows
        if told[Role.VIEWER] == 200 and "." not in url and not name.startswith("admin:")
    }
    measured = {shape(url) for url in BUDGETS}
    measured |= {"/positions/working/", "/positions/february-2025/"}  # of other data the same page
    assert read - measured == set(NOT_MEASURED)


# What each query of a page is for that is asked for again: who asks, and whether anything is news.
AS_KEPT = {
    "django_session": "the session",
    "accounts_user": "the reader, whose role and password may have changed",
    "reports_dataversion": "the data versions, of which nothing has changed",
}
FIGURES_PAGES = ["/", "/portfolios/{}/", *(f"/reports/{slug}/" for slug in REPORTS)]
MOST = 8


def asked(client, url: str) -> list[str]:
    """The statements of a page."""
    with CaptureQueriesContext(connection) as made:
        assert client.get(url).status_code == 200, url
    return [query["sql"] for query in made]


@pytest.mark.django_db
@pytest.mark.slow  # it asks for every report three times
def test_the_dashboard_a_portfolio_and_every_report(client, people, working, led):
    client.force_login(people[Role.HR_PARTNER])
    client.get("/")  # which sets the secret of its forms, as the sign-in page does
    lines = SavingsLine.objects.filter(pk=SavingsLine.objects.at(working)[0].pk)
    for page in FIGURES_PAGES:
        url = f"{page.format(led.slug)}?position={working.slug}"
        client.get(url)
        again = asked(client, url)
        assert len(again) == len(AS_KEPT), url
        for table, sql in zip(AS_KEPT, again, strict=True):
            assert table in sql, url
        lines.update(amount=F("amount") + 1)
        assert len(asked(client, url)) <= MOST, url


class Undo(Exception):
    """Ends a trial and takes it back."""


@pytest.fixture
def counts(client, people) -> dict[str, dict[str, int]]:
    """Queries of each page at every size; the published figures are away for the while."""
    found = {}
    for name, size in SIZES.items():
        try:
            with transaction.atomic():
                empty()
                build(**size)
                assert Programme.objects.count() == size["programmes"]
                client.force_login(people[Role.HR_PARTNER])  # who sees every page of figures
                found[name] = measure(client, BUDGETS)
                client.force_login(people[Role.PMO_EDITOR])
                found[name] |= measure(client, FOR_EDITORS)
                raise Undo
        except Undo:
            pass
    return found


@pytest.mark.slow  # it builds a council of 2,800 programmes
def test_pages_make_no_more_queries_for_a_hundred_times_the_data(counts):
    assert counts["crowded"] == counts["small"]
    assert counts["large"] == counts["small"]
    over = {url: n for url, n in counts["large"].items() if n > {**BUDGETS, **FOR_EDITORS}[url]}
    assert over == {}
