"""Pages beside F_agg, beside a bare list, and beside themselves with a thousand times the lines.

Where data has *just changed*, a figure of the position shown is saved before each timed view, and
each round begins with every cache dropped in every worker. Eight clients then ask at once, after
the one change.
"""

from collections.abc import Callable, Iterator
from functools import partial

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from portfolios.models import Portfolio
from reports.kept import SHELF
from reports.pages.again import PAGES
from reports.pages.lists import ROWS_A_PAGE
from tests.bench.serving import Site
from tests.bench.timing import compare, compare_after
from tests.bench.verdict import Row, ratio

SMALL, LARGE = 28, 2800
LINES = 672_000
DASHBOARD, REPORT, LIST = "/", "/reports/savings-profile/", "/programmes/"
AGGREGATE, BARE_LIST = "/bench/aggregate/", "/bench/list/"
WORKING, WORKING_LARGE = "working", "working-position"  # slugs of the positions that are edited


def measure(today: Site, small: Site, large: Site) -> Iterator[Row]:
    yield from unchanged(today)
    yield from just_changed(today)
    yield from growth(today, large)
    yield from lists(small, large)
    yield from queries()


def shown(slug: str) -> str:
    """The dashboard of a position."""
    return f"{DASHBOARD}?position={slug}"


def changes(site: Site, slug: str) -> None:
    site.get(f"/bench/change/{slug}/")


def unchanged(today: Site) -> Iterator[Row]:
    """Asked for again, with the data as it was."""
    plain, dashboard = partial(today.get, AGGREGATE), partial(today.get, DASHBOARD)
    name = "dashboard ÷ F_agg, unchanged"
    alone = compare(dashboard, plain, times=15)
    yield ratio(f"{name}, 1 client", alone, 1.35, in_force=True)
    at_8 = compare(dashboard, plain, times=4, clients=8)
    yield ratio(f"{name}, 8 clients", at_8, 1.35, in_force=True)
    tag = today.tag(DASHBOARD)
    told = compare(partial(today.again, DASHBOARD, tag), plain, times=15)
    yield ratio("dashboard answered 304 ÷ F_agg", told, 0.45, in_force=True)
    report = compare(partial(today.get, REPORT), plain, times=15)
    yield ratio("report page ÷ F_agg", report, 1.2, in_force=True)


def just_changed(today: Site) -> Iterator[Row]:
    """Asked for right after a figure was saved, and with nothing kept at all."""
    plain, dashboard = partial(today.get, AGGREGATE), partial(today.get, shown(WORKING))
    change, name = partial(changes, today, WORKING), "dashboard ÷ F_agg, just changed"
    alone = compare_after(today.forget, change, dashboard, plain, times=12)
    yield ratio(f"{name}, 1 client", alone, 2, in_force=True)
    at_8 = compare_after(today.forget, change, dashboard, plain, times=6, clients=8)
    yield ratio(f"{name}, 8 clients", at_8, 2, in_force=True)
    cold = compare(partial(today.cold, shown(WORKING)), plain, times=6)
    yield ratio("dashboard ÷ F_agg, nothing kept at all", cold, 2)


def growth(today: Site, large: Site) -> Iterator[Row]:
    """What a thousand times the lines cost."""
    ours, theirs = partial(today.get, DASHBOARD), partial(large.get, DASHBOARD)
    name = f"dashboard, {LINES:,} lines ÷ today's"
    yield ratio(f"{name}, unchanged", compare(theirs, ours, times=15), 1.3, in_force=True)

    def both(work: str) -> None:
        for site, slug in ((today, WORKING), (large, WORKING_LARGE)):
            changes(site, slug) if work == "change" else site.forget()

    dashboards = partial(large.get, shown(WORKING_LARGE)), partial(today.get, shown(WORKING))
    pair = compare_after(partial(both, "forget"), partial(both, "change"), *dashboards, times=10)
    yield ratio(f"{name}, just changed", pair, 2, in_force=True)


def lists(small: Site, large: Site) -> Iterator[Row]:
    """The list of programmes: as it is asked for again, and with nothing kept."""
    bare = partial(large.get, BARE_LIST)
    of_bare = f"list of {ROWS_A_PAGE} of {LARGE:,} ÷ bare django-tables2"
    a_row = f"list, time per row, {LARGE:,} ÷ {SMALL} programmes"
    for kept, of_large, of_small in (
        ("", partial(large.get, LIST), partial(small.get, LIST)),
        (", nothing kept", partial(large.cold, LIST), partial(small.cold, LIST)),
    ):
        times = 10 if not kept else 4
        pair = compare(of_large, bare, times=times)
        yield ratio(of_bare + kept, pair, 1.2, in_force=True)
        rows = compare(of_large, of_small, times=times)
        yield ratio(a_row + kept, rows, 1.05, in_force=True, scale=SMALL / ROWS_A_PAGE)


def queries() -> Iterator[Row]:
    """Queries of a page, session and user too: unchanged, after a save, and with nothing kept."""
    client = Client()
    client.force_login(User.objects.get(username="analyst"))

    def forget() -> None:
        SHELF.clear()
        PAGES.clear()

    befores: dict[str, Callable[[], object]] = {
        ", unchanged": lambda: None,
        ", just changed": lambda: client.get(f"/bench/change/{WORKING}/"),
        ", nothing kept": forget,
    }
    portfolio = f"/portfolios/{Portfolio.objects.first().slug}/"
    for name, page in (("dashboard", "/"), ("portfolio page", portfolio), ("report page", REPORT)):
        url = f"{page}?position={WORKING}"
        client.get(url)
        for when, before in befores.items():
            before()
            with CaptureQueriesContext(connection) as made:
                client.get(url)
            yield Row(f"queries, {name}{when}", [len(made)], 8, before is not forget)
