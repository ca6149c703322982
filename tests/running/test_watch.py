"""What a watchman asks, what the log says, and a database that is away."""

import io
import json
import logging
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import DatabaseErrorWrapper
from django.test import Client, RequestFactory

from accounts.roles import Role
from agt import errors, logs, metrics, watch
from agt.watch import Watch


@pytest.fixture
def log():
    """What the tracker says in JSON while a test runs."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.Json())
    loggers = [logging.getLogger(name) for name in ("tracker", "django.request", "tests.mine")]
    held = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel("INFO")
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    for logger, level in zip(loggers, held, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


def away(*_, **__):
    raise OperationalError("could not connect to server\nDETAIL: Key (name)=(Jo Smith)")


# --- what a watchman asks ------------------------------------------------------------------------


def test_a_process_that_is_up_says_so_and_asks_no_database():
    # a test that may not touch the database would fail here
    answer = Client().get("/healthz", headers={"host": "10.0.0.9"})
    assert (answer.status_code, answer.json()) == (200, {"process": "up"})
    assert "Set-Cookie" not in str(answer.headers)
    assert answer["Cache-Control"] == "no-store"


@pytest.fixture
def migrations(settings):
    """The migrations of this code, which other tests go without."""
    settings.MIGRATION_MODULES = {}
    watch.wanted.cache_clear()
    yield watch.wanted()
    watch.wanted.cache_clear()


@pytest.mark.django_db
def test_it_is_ready_when_the_database_has_every_migration(monkeypatch, migrations):
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda _: migrations)
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "reached", "migrations": "applied"}


@pytest.mark.django_db
def test_it_says_which_migrations_are_missing(monkeypatch, migrations):
    applied = {key for key in migrations if key[0] != "savings"}
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda _: applied)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "reached"
    assert re.fullmatch(r"missing: \['savings \d\d\d\d_\w+'\]", answer.json()["migrations"])


def test_it_is_not_ready_while_the_database_is_away(monkeypatch, log):
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", away)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "cannot be reached", "migrations": "not known"}
    assert "Jo Smith" not in json.dumps([answer.json(), *log()])


# --- the log -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_line_of_a_request_carries_its_id_and_the_person_by_key(client, people, log):
    client.force_login(people[Role.ANALYST])
    answer = client.get("/programmes/?search=Jo+Smith", headers={"x-request-id": "from-proxy-1"})
    assert answer["X-Request-ID"] == "from-proxy-1"
    line = log()[-1]
    assert line["request_id"] == "from-proxy-1"
    assert line["user"] == people[Role.ANALYST].pk
    assert (line["method"], line["path"], line["status"]) == ("GET", "/programmes/", 200)
    assert line["ms"] > 0
    said = json.dumps(line)
    assert "Jo" not in said
    assert people[Role.ANALYST].username not in said


@pytest.mark.parametrize(
    "given", ["", "short", "a b c d e f g h", "x" * 65, "évil-évil", "a\nb" * 9]
)
def test_an_id_that_is_not_sane_is_not_taken(given):
    answer = Client().get("/healthz", headers={"x-request-id": given})
    assert re.fullmatch("[0-9a-f]{32}", answer["X-Request-ID"])


def test_outside_of_a_request_a_line_has_no_id(log):
    logging.getLogger("tests.mine").info("said")
    assert set(log()[-1]) == {"at", "level", "logger", "message"}


def test_an_error_is_told_by_its_kind_and_place_never_by_what_was_typed(log):
    try:
        int("Jo Smith £3.2m")
    except ValueError:
        logging.getLogger("tests.mine").exception("could not")
    line = log()[-1]
    assert line["error"] == "ValueError"
    assert "test_watch.py" in line["trace"][-1]
    assert "Jo" not in json.dumps(line)


def test_people_read_one_line_with_the_way_to_an_error_beneath_it(rf):
    record = logging.makeLogRecord(
        {"name": "tracker.request", "levelname": "INFO", "msg": "GET /", "status": 200, "ms": 4.2}
    )
    assert re.fullmatch(r"\d\d:\d\d:\d\d info GET / status=200 ms=4.2", logs.Plain().format(record))


def test_static_files_make_no_line(log, settings):
    Watch(lambda request: logs_nothing())(RequestFactory().get("/static/css/theme.css"))
    assert log() == []


def logs_nothing():
    from django.http import HttpResponse

    return HttpResponse()


# --- the database is away ------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/", "/sign-in/", "/nowhere/", "/admin/"])
def test_without_a_database_every_page_says_what_happened_and_what_to_do(
    url, client, people, monkeypatch, log
):
    client.force_login(people[Role.ANALYST])
    client.raise_request_exception = False
    monkeypatch.setattr(connection, "cursor", away)
    answer = client.get(url)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    page = answer.content.decode()
    assert "cannot reach its database" in page
    assert "Wait a minute" in page
    assert answer["X-Request-ID"] in page
    assert "Jo Smith" not in page + json.dumps(log())
    assert {line["said"] for line in log() if "error" in line} == {"could not connect to server"}


def test_an_error_nobody_foresaw_is_a_500_with_its_number(rf):
    answer = errors.broken(rf.get("/"))
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()


# --- metrics -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_metrics_are_not_there_unless_switched_on(client, people):
    client.force_login(people[Role.ANALYST])
    assert client.get("/metrics").status_code == 404


@pytest.fixture
def counted(settings):
    settings.METRICS_TOKEN, settings.METRICS_DIR = "t" * 20, ""
    return Client()


@pytest.mark.django_db
def test_metrics_count_requests_by_view_for_whoever_bears_the_token(counted, people):
    counted.force_login(people[Role.ANALYST])
    counted.get("/portfolios/?search=x")
    counted.get("/no/such/page/")
    for wrong in ("", "Bearer wrong", "t" * 20):
        refused = counted.get("/metrics", headers={"authorization": wrong})
        assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Bearer")
    page = counted.get("/metrics", headers={"authorization": f"Bearer {'t' * 20}"})
    text = page.content.decode()
    assert 'tracker_requests_total{method="GET",status="200",view="portfolio-list"} 1.0' in text
    assert 'view="none"' in text
    assert "tracker_request_seconds_bucket" in text
    assert "/no/such" not in text


def test_metrics_of_all_workers_are_added_up(python, tmp_path):
    """Two processes count into one folder; either tells the sum."""
    line = (
        "import django; django.setup(); from agt import metrics; "
        "from django.test import RequestFactory as F; from django.http import HttpResponse as H; "
        "r = F().get('/'); r.resolver_match = None; metrics.count(r, H(), 0.1); "
        "r = F().get('/', headers={'authorization': 'Bearer ' + 't' * 20}); "
        "print(metrics.page(r).content.decode())"
    )
    shared = {"METRICS_TOKEN": "t" * 20, "METRICS_DIR": str(tmp_path)}
    assert 'view="none"} 1.0' in python(line, **shared).stdout
    assert 'tracker_requests_total{method="GET",status="200",view="none"} 2.0' in (
        python(line, **shared).stdout
    )


def test_a_method_nobody_knows_is_counted_as_other(rf):
    request = rf.generic("BREW", "/")
    request.resolver_match = None
    metrics.count(request, logs_nothing(), 0.1)
    assert ("none", "other", "200") in {
        key for key in metrics.REQUESTS._metrics if key[1] == "other"
    }


# --- the disk is full ----------------------------------------------------------------------------


def as_django_tells(database):
    return DatabaseErrorWrapper(SimpleNamespace(Database=database, errors_occurred=True))


def full_sqlite():
    with closing(sqlite3.connect(":memory:")) as small, as_django_tells(sqlite3):
        small.execute("PRAGMA max_page_count = 2")
        small.execute("CREATE TABLE a (b)")
        small.execute("INSERT INTO a VALUES (zeroblob(100000))")


def full_postgres():
    with as_django_tells(psycopg):
        raise psycopg.errors.DiskFull("could not extend file of Jo Smith")


def full_system():
    Path("/dev/full").write_bytes(b"x")


@pytest.mark.parametrize("full", [full_sqlite, full_postgres, full_system])
def test_when_there_is_no_room_the_page_says_so_and_what_to_do(full, rf, log):
    try:
        full()
    except (OperationalError, OSError):
        answer = errors.broken(rf.get("/"))
    page = answer.content.decode()
    assert answer.status_code == 507
    assert "no room left" in page
    assert "Tell whoever runs the tracker" in page
    assert [line["level"] for line in log()] == ["critical"]


def test_a_lock_that_is_not_given_is_not_a_full_disk():
    assert errors.status_of(OperationalError("database is locked")) == 503
    assert errors.status_of(None) == 500
