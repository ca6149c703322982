"""What a worker starts with, and that a long file does not end it."""

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from agt import serving, static
from agt.late import Late, path
from agt.room import DEEP, with_room
from reports.feeds import renderers
from reports.pages import downloads
from reports.urls import SUFFIXES

HTMX = "django_htmx/htmx-2.min.js"
STARTED = """
import sys
import agt.wsgi
from django.urls import get_resolver, reverse
reverse("dashboard")
get_resolver().resolve("/programmes/").func.view
print(*sys.modules)
"""
LATE = {
    "accounts.views", "calamine", "django.db.migrations.loader",
    "docx", "lxml", "mozilla_django_oidc", "openpyxl", "plotly", "pptx", "prometheus_client",
    "psycopg", "python_calamine", "reports.renderers.as_chart", "reports.renderers.as_excel",
    "reports.renderers.as_html", "reports.renderers.chart_parts", "segno", "whitenoise.middleware",
}  # fmt: skip


def patterns(resolver):
    for one in resolver.url_patterns:
        yield from [one] if isinstance(one, URLPattern) else patterns(one)


def pages() -> list[Late]:
    found = [p.callback for p in patterns(get_resolver()) if isinstance(p.callback, Late)]
    return sorted(found, key=lambda page: (page.package, page.module, page.name))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_is_where_its_address_says(page):
    assert getattr(page.view, "view_class", page.view).__name__ == page.name
    assert page.login_required == getattr(page.view, "login_required", True)
    assert not page.csrf_exempt


def test_routes_are_not_compiled_to_find_an_address_by_its_name():
    resolver = URLResolver(RoutePattern(""), [path("a/<int:pk>/", print, name="a")])
    route = resolver.url_patterns[0].pattern
    assert resolver.reverse("a", pk=7) == "a/7/"
    assert "search" not in vars(route.regex)
    assert route.match("a/7/") == ("", (), {"pk": 7})
    assert route.match("a/seven/") is None
    assert "search" in vars(route.regex)


def test_a_worker_starts_without_what_few_pages_need():
    env = os.environ | {"AGT_MODE": "test", "DATABASE_URL": "sqlite://:memory:"}
    env["DJANGO_SETTINGS_MODULE"] = "agt.settings"
    told = subprocess.run(
        [sys.executable, "-c", STARTED], env=env, capture_output=True, text=True, check=True
    )
    held = set(told.stdout.split())
    assert held & LATE == set()
    pages = {"reports.pages.dashboard", "reports.pages.programme"}
    assert held & {*pages, "reports.registry", "accounts.admin", "accounts.admin_urls"} == set()


def test_what_is_kept_away_at_the_start_is_there_when_somebody_needs_it():
    env = os.environ | {"AGT_MODE": "test", "DATABASE_URL": "sqlite://:memory:"}
    told = "import agt.wsgi; import psycopg; print(agt.wsgi.application.__code__.co_stacksize)"
    run = [sys.executable, "-c", told]
    assert subprocess.run(run, env=env, capture_output=True, check=True).stdout.split() == [
        str(DEEP).encode()
    ]


def test_the_endings_of_addresses_are_those_that_can_be_written():
    assert set(SUFFIXES) == set(downloads.RENDERERS) == set(renderers.RENDERERS)


@pytest.fixture
def collected(tmp_path, settings) -> dict[str, str]:
    """What ``collectstatic`` makes: by its name in a template, its name in a link."""
    settings.STATIC_ROOT = tmp_path
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": manifest}}
    call_command("collectstatic", verbosity=0, interactive=False)
    return json.loads((tmp_path / "staticfiles.json").read_bytes())["paths"]


def test_what_a_template_asks_for_is_collected_and_little_else(collected, settings):
    asked = {}
    for folder in (settings.BASE_DIR / "templates", Path(admin.__path__[0]) / "templates"):
        for template in folder.rglob("*.html"):
            for name in re.findall(r"""{% static ["']([^"']+)["']""", template.read_text("utf-8")):
                asked[name] = template
    assert {asked[name] for name in asked.keys() - collected.keys()} == set()
    assert [name for name in collected if name.startswith("django_htmx")] == [HTMX]
    assert len(collected) < 100


def test_a_browser_keeps_for_good_what_has_a_hash_in_its_name(collected, settings):
    for_good = re.compile(settings.WHITENOISE_IMMUTABLE_FILE_TEST)
    for name, link in collected.items():
        assert not for_good.search(f"/static/{name}")
        assert for_good.search(f"/static/{link}") or name.endswith(("LICENSE", "SHA256SUMS"))


def test_files_are_listed_once_the_first_of_them_is_asked_for(monkeypatch, rf):
    listed = []

    class Files:
        def __init__(self, get_response):
            listed.append(get_response)

        def __call__(self, request):
            return HttpResponse("a file")

    monkeypatch.setattr("whitenoise.middleware.WhiteNoiseMiddleware", Files)
    answer = static.files(lambda _: HttpResponse("a page"))
    assert answer(rf.get("/programmes/")).content == b"a page"
    assert listed == []
    for _ in range(2):
        assert answer(rf.get("/static/css/theme.css")).content == b"a file"
    assert len(listed) == 1


def asked_for(depth: int) -> int:
    """How often the system is asked for memory by a hundred calls at a depth."""

    def down(left: int) -> int:
        return max(map(down, [left - 1])) if left else across()

    def across() -> int:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        for _ in range(100):
            nothing()
        return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

    def nothing() -> None:
        pass

    nothing.__code__ = nothing.__code__.replace(co_stacksize=400)  # so that an edge is met
    return down(depth)


def test_calls_that_go_to_and_fro_at_any_depth_need_no_more_memory():
    asked = with_room(asked_for)
    assert max(asked(depth) for depth in range(300)) < 50


class Worker:
    def __init__(self, answer):
        self.told = 0
        self.wsgi = lambda environ, start: answer

    def notify(self):
        self.told += 1


class Wrapper:
    """What gunicorn hands files over in, which it sends by itself."""


def test_each_piece_of_an_answer_says_that_the_worker_is_at_work():
    closed = []

    class Pieces(list):
        def close(self):
            closed.append(True)

    worker = Worker(Pieces([b"a", b"", b"b"]))
    serving.post_worker_init(worker)
    answer = worker.wsgi({"wsgi.file_wrapper": Wrapper}, None)
    assert worker.told == 0
    assert b"".join(answer) == b"ab"
    assert worker.told == 3
    answer.close()
    assert closed == [True]


def test_a_file_is_left_to_the_server():
    file = Wrapper()
    worker = Worker(file)
    serving.post_worker_init(worker)
    assert worker.wsgi({"wsgi.file_wrapper": Wrapper}, None) is file
