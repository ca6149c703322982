"""The product in a browser. Its database is its own: nothing here touches other tests."""

import os
import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator

from accounts.demo import PASSWORD
from tests.browser import chromium, product

# Playwright runs an event loop in this thread, which Django takes for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


# BROWSER_LINE=50000 has the pages come at that many bytes a second: what does not wait is found.
# (It takes a second hand on the browser, which then forgets to show a page as on paper.)
LINE = int(os.environ.get("BROWSER_LINE", 0))
SECONDS = 90 if LINE else 15  # until something that should be there is missed


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(product.ROOT / "tests" / "browser"):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if chromium.find() is None:
        pytest.fail(chromium.NONE_FOUND)
    return {**browser_type_launch_args, **product.launch_arguments()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": {"width": 1366, "height": 900}, "locale": "en-GB"}


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """A database with the published figures and the demo users, for servers to be given a copy."""
    path = tmp_path_factory.mktemp("filled") / "filled.sqlite3"
    product.fill(f"sqlite:///{path}")
    return path


# A module whose tests publish or lock what others edit has an ``address`` of its own.
@pytest.fixture(scope="session")
def address(filled, tmp_path_factory):
    """Where the product is served."""
    with product.running(tmp_path_factory.mktemp("product"), filled) as served:
        yield served


@pytest.fixture(scope="session")
def signed_in(browser, browser_context_args, tmp_path_factory):
    """The stored session of a demo user at an address: signed in once, through the page."""
    folder, known = tmp_path_factory.mktemp("sessions"), {}

    def of(address: str, username: str) -> str:
        at = address, username
        if at not in known:
            context = browser.new_context(**browser_context_args)
            product.sign_in(context.new_page(), address, username, PASSWORD)
            known[at] = str(folder / f"{len(known)}.json")
            context.storage_state(path=known[at])
            context.close()
        return known[at]

    return of


@pytest.fixture(autouse=True)
def whole_pages(monkeypatch):
    """A click that leads to a page is done when all of the page is there, not its first line."""
    clicked = Locator.click

    def click(locator, **how) -> None:
        clicked(locator, **how)
        locator.page.wait_for_load_state()

    monkeypatch.setattr(Locator, "click", click)


@dataclass
class Heard:
    """What a page did that it should not."""

    host: str
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def listen_to(self, page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)

    def _console(self, message) -> None:
        if message.location["url"].endswith("/nowhere/"):
            return  # a browser says "404" of itself, and that one was asked for
        if re.match(r"htmx:(afterRequest|sendError|sendAbort)\b", message.text):
            return  # the page was left before its totals were added up
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _request(self, request) -> None:
        if not request.url.startswith((self.host, "data:", "blob:")):
            self.elsewhere.append(request.url)


@pytest.fixture
def quiet(monkeypatch):
    """A browser says on its console that it was answered 409 or 422; here that is what is tried."""
    said = Heard._console

    def console(self, message) -> None:
        if not re.search(r"status of (409|422)", message.text):
            said(self, message)

    monkeypatch.setattr(Heard, "_console", console)


@pytest.fixture
def open_as(browser, address, browser_context_args, signed_in):
    """Open the product as a demo user: ``open_as("viewer", width=820)``.

    At the end of the test no page may have said an error, broken the content policy (the browser
    says so on its console) or asked another host for anything.
    """
    heard, contexts = Heard(address), []

    def opened(username: str, *, width: int = 1366, script: bool = True):
        context = browser.new_context(
            **{
                **browser_context_args,
                "viewport": {"width": width, "height": 900},
                "java_script_enabled": script,
                "base_url": address,
                "storage_state": signed_in(address, username),
                "accept_downloads": True,
            }
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SECONDS * 1000)
        if LINE:
            devtools = context.new_cdp_session(page)
            line = {"downloadThroughput": LINE, "uploadThroughput": LINE}
            late = {"offline": False, "latency": 100, **line}
            devtools.send("Network.emulateNetworkConditions", late)
        heard.listen_to(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert heard.errors == []
    assert heard.elsewhere == []
