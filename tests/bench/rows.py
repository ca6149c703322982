"""What is measured, and the bars. A bar comes into force when it holds with margin."""

import gzip
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from itertools import count
from statistics import median
from uuid import uuid4

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.viewer import SYSTEM
from agt.words import clock
from agt.words.money import PENCE_PER_POUND
from portfolios.models import Portfolio, Position, ProgrammePlace
from reports import versions
from reports.asking import pack_tables
from reports.library import Library
from reports.pack import render
from reports.pages.lists import ROWS_A_PAGE
from reports.renderers import as_excel
from reports.table import Ask
from savings.grid import Cell
from savings.models import SavingsLine
from tests.bench import raw_export
from tests.bench.serving import Site
from tests.bench.timing import Pair, compare
from tests.bench.verdict import Row

SMALL, LARGE = 28, 2800
CELLS = 5
REPORT, LIST = "/reports/savings-profile/", "/programmes/"
# Every page that shows risks, dependencies, milestones, statuses, cases, decisions or actions.
GOVERNANCE = {
    "dashboard": "/",
    "programme": "/programmes/programme-1/",
    "highlight report": "/programmes/programme-1/highlight/",
    "programme plan": "/programmes/programme-1/plan/",
    "portfolio": "/portfolios/portfolio-1/",
    "portfolio plan": "/portfolios/portfolio-1/plan/",
    "governance": "/governance/",
    "since last met": "/governance/since/",
    "risk register": "/governance/risks/",
    "heat map": "/governance/heat-map/",
    "risk movement": "/governance/risk-movement/",
    "risk": "/governance/risks/1/",
    "dependencies": "/governance/dependencies/",
    "dependency map": "/governance/dependency-map/",
    "dependency": "/governance/dependencies/1/",
    "decisions": "/governance/decisions/",
    "forward plan": "/governance/forward-plan/",
    "meetings": "/governance/meetings/",
    "actions": "/governance/actions/",
    "cases": "/cases/",
    "milestones": "/milestones/",
    "milestone": "/milestones/1/",
    "status board": "/status/",
    "top risks": "/reports/top-risks/",
    "dependencies by portfolio": "/reports/dependencies-by-portfolio/",
    "gate and case status": "/reports/gate-and-case-status/",
    "milestones at risk": "/reports/milestones-at-risk/",
    "delivery status": "/reports/delivery-status/",
}
AGGREGATE, BARE_LIST = "/bench/aggregate/", "/bench/list/"
LINKED = re.compile(r'<(?:link|script)\b[^>]*?(?:href|src)="(/static/[^"]+)"')


def measure(today: Site, small: Site, crowded: Site, large: Site) -> Iterator[Row]:
    """Every row of the table."""
    yield from pages(today)
    yield from growth(today, small, large)
    yield from governance(small, crowded)
    yield from pack()
    yield from queries()
    yield from weights(today)
    yield saving(today)  # the last, because it changes figures


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


def governance(small: Site, crowded: Site) -> Iterator[Row]:
    """What 500 risks, 2,000 dependencies and 5,000 milestones cost beside 28 programmes' worth."""
    for name, url in GOVERNANCE.items():
        pair = compare(partial(crowded.cold, url), partial(small.cold, url), times=2)
        yield ratio(f"{name}, cold, crowded ÷ {SMALL} programmes' worth", pair, 2, in_force=True)


def pack() -> Iterator[Row]:
    """The Cabinet pack, as its page makes it, beside its own workbook written again."""

    def ask() -> Ask:
        held = list(Position.objects.select_related("establishment").newest_first())
        library = Library(SYSTEM, held, versions.current())
        return Ask(library, next(p for p in held if p.is_published))

    def make() -> bytes:
        return render(ask())

    again = partial(raw_export.write, raw_export.read(make()))
    tables = pack_tables(ask())
    written = partial(as_excel.render_pack, tables, [("", "Tables alone")])
    pair = compare(written, again, times=3)
    yield ratio("Cabinet pack, its tables at hand ÷ raw export", pair, 1.2, in_force=True)
    yield ratio("Cabinet pack ÷ raw export", compare(make, again, times=3), 1.2)


def pounds(line: SavingsLine, more: int) -> str:
    """The line's amount and some pounds more, as somebody types it."""
    return f"£{Decimal(line.amount) / PENCE_PER_POUND + more}"


def saving(today: Site) -> Row:
    """Five cells of a programme's grid, with history, version, token and all, beside one line."""
    place = ProgrammePlace.objects.annotate(held=Count("lines")).select_related("position")
    place = place.filter(position__state="working", held__gte=CELLS + 1).order_by("pk")[0]
    *lines, other = place.lines.all()[: CELLS + 1]
    grid = f"/programmes/{place.programme.slug}/grid/?position={place.position.slug}"
    versions, moves = count(place.version), count(1)

    def cells() -> None:
        move = next(moves)
        fields = {Cell.of(line).name: pounds(line, move) for line in lines}
        fields |= {"unit": "m", "version": str(next(versions)), "token": str(uuid4())}
        today.post(grid, {**fields, "note": "As agreed.", "opened_at": clock.now().isoformat()})

    def bare() -> None:
        fields = {"year": other.year, "confidence": other.confidence, "fund": other.fund}
        today.post(f"/bench/line/{other.pk}/", {**fields, "amount": pounds(other, next(moves))})

    pair = compare(cells, bare, times=30)
    return ratio(f"saving {CELLS} grid cells ÷ a bare ModelForm post", pair, 3, in_force=True)


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
