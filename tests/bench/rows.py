"""What is measured, and the bars. A bar comes into force when it holds with margin."""

import gzip
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from itertools import count
from uuid import uuid4

from django.db.models import Count

from accounts.viewer import SYSTEM
from agt.words import clock
from agt.words.money import PENCE_PER_POUND
from portfolios.models import Position, ProgrammePlace
from reports import versions
from reports.asking import pack_tables
from reports.library import Library
from reports.pack import render
from reports.renderers import as_excel
from reports.table import Ask
from savings.grid import Cell
from savings.models import SavingsLine
from tests.bench import pages, raw_export
from tests.bench.pages import LIST, SMALL
from tests.bench.serving import Site
from tests.bench.timing import compare
from tests.bench.verdict import Row, ratio

CELLS = 5
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
    "decision": "/governance/decisions/1/",
    "forward plan": "/governance/forward-plan/",
    "meetings": "/governance/meetings/",
    "meeting": "/governance/meetings/1/",
    "actions": "/governance/actions/",
    "assessments": "/governance/assessments/",
    "pipeline": "/governance/pipeline/",
    "proposal": "/governance/pipeline/proposals/1/",
    "my work": "/my-work/",
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
LINKED = re.compile(r'<(?:link|script)\b[^>]*?(?:href|src)="(/static/[^"]+)"')


def measure(today: Site, small: Site, crowded: Site, large: Site) -> Iterator[Row]:
    """Every row of the table."""
    yield from pages.measure(today, small, large)
    yield from governance(small, crowded)
    yield from pack()
    yield from weights(today)
    yield saving(today)  # the last, because it changes figures


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
    yield ratio("Cabinet pack ÷ raw export", compare(make, again, times=3), 1.2, in_force=True)


def pounds(line: SavingsLine, more: int) -> str:
    """The line's amount and some pounds more, as somebody types it."""
    return f"£{Decimal(line.amount) / PENCE_PER_POUND + more}"


def saving(today: Site) -> Row:
    """Five cells of a programme's grid, with history, version, token and all, beside one line."""
    place = ProgrammePlace.objects.annotate(held=Count("lines")).select_related("position")
    place = place.filter(position__state="working", held__gte=CELLS + 1).order_by("pk")[0]
    *lines, other = place.lines.all()[: CELLS + 1]
    grid = f"/programmes/{place.programme.slug}/grid/?position={place.position.slug}"
    saved, moves = count(place.version), count(1)

    def cells() -> None:
        move = next(moves)
        fields = {Cell.of(line).name: pounds(line, move) for line in lines}
        fields |= {"unit": "m", "version": str(next(saved)), "token": str(uuid4())}
        today.post(grid, {**fields, "note": "As agreed.", "opened_at": clock.now().isoformat()})

    def bare() -> None:
        fields = {"year": other.year, "confidence": other.confidence, "fund": other.fund}
        today.post(f"/bench/line/{other.pk}/", {**fields, "amount": pounds(other, next(moves))})

    pair = compare(cells, bare, times=30)
    return ratio(f"saving {CELLS} grid cells ÷ a bare ModelForm post", pair, 3, in_force=True)


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
