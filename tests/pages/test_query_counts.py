"""A page costs the same number of queries however much data there is.

Held with 28 programmes, with 28 and the lists of a whole council, and with 2,800.
"""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from portfolios.models import Programme
from reports.management.commands.demo_large import build
from reports.registry import REPORTS
from tests.reports.emptying import empty

SIZES = {
    "small": {"programmes": 28},
    "crowded": {"programmes": 28, "crowded": True},
    "large": {"programmes": 2800},
}
# How many queries each page may make, session and user among them.
BUDGETS = {
    "/": 15,
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
}
# And those of whoever writes and sets.
FOR_EDITORS = {
    "/papers/cabinet/write/": 22,
    "/papers/cabinet/write/summary/": 22,
    "/import/": 12,
    "/settings/": 12,
}


def measure(client, urls) -> dict[str, int]:
    """Queries of each page, asked for once."""
    counts = {}
    for url in urls:
        with CaptureQueriesContext(connection) as made:
            assert client.get(url).status_code == 200, url
        counts[url] = len(made)
    return counts


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
