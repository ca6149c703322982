"""Rows of what happens beside the pages: files out and in, a start from nothing, a slow tablet."""

import datetime
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from uuid import uuid4

from django.db import transaction

from accounts.models import User
from portfolios.models import Position
from reports.actions.import_plan import Details, import_plan
from reports.exchange.account import Reading
from reports.exchange.guessing import guess
from reports.exchange.reading import read
from reports.exchange.sheet import sheets_of
from savings.returns.opening import open_tables
from tests.bench import serving
from tests.bench.rows import ratio
from tests.bench.serving import Site
from tests.bench.timing import compare
from tests.bench.verdict import Row
from tests.bench.workers import started
from tests.exchange.large import plan

LIST, LINES, FEW = "/programmes/", "/data/feeds/savings-lines.", "/data/feeds/stated-figures."
OURS = {"settings": "agt.settings", "application": "agt.wsgi:application"}
LEAN = {
    "settings": "tests.bench.lean",
    "application": "django.core.wsgi:get_wsgi_application()",
}
STARTS, EXPORTS, VISITS, PLAN = 7, {"csv": 5, "xlsx": 2}, 9, 5000
WARM_UP = 12  # requests, so that each worker has had some
MANY = 3800  # programmes, of 27 lines each: more than 100,000 rows
IMPORTS = "editor"  # who
STANDS_STILL = 15  # seconds: less than the workbook takes, so that a request cut off is seen


def measure(today: Path, many: Path, site: Site) -> Iterator[Row]:
    """Every row of them. ``site`` serves ``today``."""
    session = serving.session(today, "analyst")
    yield from starts(today, session)
    yield from exports(many)
    yield from plans()
    yield from tablet(site, session)


def starts(today: Path, session: str) -> Iterator[Row]:
    """A worker from nothing to its first list, and its memory then, beside a lean project's."""
    times, memory, noted = [], [], ""
    for _ in range(STARTS + 1):
        found = []
        for project in (OURS, LEAN):
            with started(today, LIST, session, **project) as worker:
                found.append((worker.answered, worker.memory("Pss")))
        (ours, lean), (own, other) = zip(*found, strict=True)
        times.append(ours / lean)
        memory.append(own / other)
        noted = f"{own:.1f} ÷ {other:.1f} MB"
    # The first start compiles what is imported, which an installation has done.
    yield Row("cold start, to the first list ÷ lean Django's", times[1:], 1.4, True, "×")
    yield Row("PSS per worker ÷ lean Django's", memory[1:], 1.4, True, "×", noted)


def exports(many: Path) -> Iterator[Row]:
    """The savings lines, whole, from a worker that has made a small file of the kind before."""
    session = serving.session(many, "analyst")
    bars = {"csv": 12, "xlsx": 30}
    for suffix, times in EXPORTS.items():
        with started(many, LIST, session, timeout=STANDS_STILL, **OURS) as worker:
            worker.read(FEW + suffix)
            above = [worker.more(LINES + suffix) for _ in range(times)]
        name = f"100,000-row export, {suffix}: memory above the worker's own"
        yield Row(name, above, bars[suffix], True, "MB", f"worker ended if {STANDS_STILL} s silent")


def plans() -> Iterator[Row]:
    """A plan from its file to the position that holds it, beside what reading the file takes."""
    content = plan(PLAN)
    mapping = guess(sheets_of(open_tables(content)))
    by = User.objects.get(username=IMPORTS)

    def reading() -> Reading:
        return read(sheets_of(open_tables(content)), mapping)

    def imported() -> None:
        """All but the last word to the database, so that each round finds it as it was."""
        day = datetime.date(2025, 1, 31)
        details = Details("A plan", "a-plan", "A plan", Position.Kind.SCENARIO, day)
        with transaction.atomic():
            import_plan(
                reading=reading(), details=details, document="plan.xlsx", token=uuid4(), by=by
            )
            transaction.set_rollback(True)

    beside = (
        ("reading it, each cell accounted for", reading, True),
        ("opening it alone", lambda: open_tables(content), False),
    )
    for name, alone, in_force in beside:
        pair = compare(imported, alone, times=2)
        name = f"import of a {PLAN:,}-row plan ÷ {name}"
        yield ratio(name, pair, 3, in_force=in_force)


def tablet(site: Site, session: str) -> Iterator[Row]:
    """The dashboard, first met, by a Chromium at a sixth of its speed."""
    address = "http://{}:{}/".format(*site.address)
    for _ in range(WARM_UP):  # a first page of a worker would be counted as the tablet's
        site.get("/")
    command = [sys.executable, "-m", "tests.bench.tablet", address, session, str(VISITS)]
    run = subprocess.run(command, cwd=serving.ROOT, check=True, stdout=subprocess.PIPE, text=True)
    visits = zip(*json.loads(run.stdout), strict=True)
    readable, drawn, bare = ([ms / 1000 for ms in each] for each in visits)
    noted = f"a bare heading: {median(bare):.2f} s"
    yield Row("tablet, figures readable", readable, 1, True, "s", noted)
    yield Row("tablet, all charts drawn", drawn, 4, True, "s", noted)
