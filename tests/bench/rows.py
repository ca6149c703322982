"""What is measured, and the bars. A bar comes into force when it holds with margin."""

import gzip
import re
from collections.abc import Iterator
from functools import partial
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.viewer import SYSTEM
from portfolios.models import Portfolio, Position
from reports.library import Library
from reports.pack import render
from reports.pages.programmes import ROWS_A_PAGE
from reports.table import Ask
from tests.bench import raw_export
from tests.bench.serving import Site
from tests.bench.timing import Pair, compare
from tests.bench.verdict import Row

SMALL, LARGE = 28, 2800
REPORT, LIST = "/reports/savings-profile/", "/programmes/"
AGGREGATE, BARE_LIST = "/bench/aggregate/", "/bench/list/"
LINKED = re.compile(r'<(?:link|script)\b[^>]*?(?:href|src)="(/static/[^"]+)"')


def measure(today: Site, small: Site, large: Site) -> Iterator[Row]:
    """Every row of the table."""
    yield from pages(today)
    yield from growth(today, small, large)
    yield pack()
    yield from queries()
    yield from weights(today)


def ratio(name: str, pair: Pair, bar: float, *, in_force: bool = False, scale: float = 1) -> Row:
    one, other = (median(side) for side in zip(*pair, strict=True))
    ratios = [scale * a / b for a, b in pair]
    return Row(name, ratios, bar, in_force, "×", f"{one:.1f} ÷ {other:.1f} ms")


def pages(today: Site) -> Iterator[Row]:
    """Pages of the published figures beside F_agg."""
    plain, dashboard = partial(today.get, AGGREGATE), partial(today.get, "/")
    yield ratio("dashboard ÷ F_agg, 1 client", compare(dashboard, plain, times=15), 1.35)
    at_8 = compare(dashboard, plain, times=4, clients=8)
    yield ratio("dashboard ÷ F_agg, 8 clients", at_8, 1.35)
    report = compare(partial(today.get, REPORT), plain, times=15)
    yield ratio("report page ÷ F_agg", report, 1.2)


def growth(today: Site, small: Site, large: Site) -> Iterator[Row]:
    """What more data costs."""
    listed = partial(large.get, LIST)
    dashboards = compare(partial(large.get, "/"), partial(today.get, "/"), times=7)
    yield ratio(f"dashboard, {LARGE:,} programmes ÷ today's", dashboards, 1.05)
    bare = compare(listed, partial(large.get, BARE_LIST), times=10)
    yield ratio(f"list of {ROWS_A_PAGE} of {LARGE:,} ÷ bare django-tables2", bare, 1.2)
    lists = compare(listed, partial(small.get, LIST), times=10)
    name = f"list, time per row, {LARGE:,} ÷ {SMALL} programmes"
    yield ratio(name, lists, 1.2, scale=SMALL / ROWS_A_PAGE)


def pack() -> Row:
    """The Cabinet pack, queries and all, beside its own workbook written again."""

    def make() -> bytes:
        held = list(Position.objects.select_related("establishment").newest_first())
        return render(Ask(Library(SYSTEM, held), next(p for p in held if p.is_published)))

    again = partial(raw_export.write, raw_export.read(make()))
    return ratio("Cabinet pack ÷ raw export", compare(make, again, times=3), 1.2)


def queries() -> Iterator[Row]:
    """Queries of a page the second time it is asked for, session and user among them."""
    client = Client()
    client.force_login(User.objects.get(username="analyst"))
    portfolio = f"/portfolios/{Portfolio.objects.first().slug}/"
    for name, url in (("dashboard", "/"), ("portfolio page", portfolio), ("report page", REPORT)):
        client.get(url)
        with CaptureQueriesContext(connection) as made:
            client.get(url)
        yield Row(f"queries, {name}", [len(made)], 12, True, note="goal 8")


def weights(today: Site) -> Iterator[Row]:
    """What a page costs a first visitor. What is sent as it is counts as gzip would make it."""

    def kilobytes(*urls: str) -> float:
        sent = [today.get(url) for url in urls]
        return sum(len(body if coded else gzip.compress(body)) for body, coded in sent) / 1000

    plain, charted = (LINKED.findall(today.get(url)[0].decode()) for url in (LIST, "/"))
    html = "sent as it is, counted as gzip"
    yield Row("HTML of the dashboard", [kilobytes("/")], 15, True, "KB", html)
    yield Row("CSS and JS without charts", [kilobytes(*plain)], 60, True, "KB")
    yield Row("page with charts, in all", [kilobytes("/", *charted)], 450, True, "KB")
