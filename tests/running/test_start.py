"""What a worker starts with, and that a long file does not end it."""

import os
import subprocess
import sys

import pytest
from django.urls import URLPattern, get_resolver

from agt import serving
from reports.late import Page

STARTED = """
import sys
import agt.wsgi
from django.urls import get_resolver, reverse
reverse("dashboard")
print(*sys.modules)
"""
LATE = {
    "calamine", "docx", "lxml", "mozilla_django_oidc", "openpyxl", "plotly", "pptx",
    "prometheus_client", "python_calamine", "segno",
}  # fmt: skip


def patterns(resolver):
    for one in resolver.url_patterns:
        yield from [one] if isinstance(one, URLPattern) else patterns(one)


def pages() -> list[Page]:
    found = [p.callback for p in patterns(get_resolver()) if isinstance(p.callback, Page)]
    return sorted(found, key=lambda page: (page.module, page.name))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_is_where_its_address_says(page):
    assert page.view.view_class.__name__ == page.name
    assert page.login_required == getattr(page.view, "login_required", True)
    assert not page.csrf_exempt


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
