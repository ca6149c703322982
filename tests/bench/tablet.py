"""A page on a slow tablet: Chromium at a sixth of its speed, nothing kept from an earlier visit.

``python -m tests.bench.tablet <address> <session> <rounds>`` prints, for each round, milliseconds
until the figures can be read and until the last chart is drawn, and until a page of nothing but a
heading can be read: seconds are the machine's, too. It is a process of its own because the
browser's event loop and the database do not share one.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import product

SLOWER = 6
SIZE = {"width": 1366, "height": 900}
READABLE = """new Promise(resolve => new PerformanceObserver(
  list => resolve(Math.max(...list.getEntries().map(entry => entry.startTime)))
).observe({type: "largest-contentful-paint", buffered: true}))"""
DRAWN = """document.readyState === "complete" && document.querySelectorAll("[data-chart]").length
  && document.querySelectorAll("[data-chart]").length
    === document.querySelectorAll(".chart--drawn").length && performance.now()"""
BARE = "data:text/html,<!doctype html><title>Bare</title><h1>A heading</h1>"
LOOKS_EVERY, LONGEST, SETTLES = 0.05, 60, 2  # seconds


@contextmanager
def on_tablet(browser: Browser, address: str, session: str) -> Iterator[tuple[Page, Callable]]:
    """A new visitor's page in a window that is open, and what asks it.

    A window loads pages of the browser's own as it opens, two for the list beneath its address
    alone: that is waited for, or the page is measured beside them.

    The page is asked through the browser's own protocol: what Playwright puts into a page to look
    at it would take a tenth of a second at this speed, while the page loads.
    """
    context = browser.new_context(viewport=SIZE)
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page = context.new_page()
    tablet = context.new_cdp_session(page)
    sleep(SETTLES)
    tablet.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def told(expression: str) -> float:
        asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        return tablet.send("Runtime.evaluate", asked)["result"].get("value")

    yield page, told
    context.close()


def visit(browser: Browser, address: str, session: str) -> tuple[float, float, float]:
    """One first visit to the dashboard, and one to a page that could not be less."""
    with on_tablet(browser, address, session) as (page, told):
        page.goto(address, wait_until="commit")
        until = monotonic() + LONGEST
        while not (drawn := told(DRAWN)):
            if monotonic() > until:
                raise SystemExit("The charts are not drawn.")
            sleep(LOOKS_EVERY)
        readable = told(READABLE)
    with on_tablet(browser, address, session) as (page, told):
        page.goto(BARE)
        return readable, drawn, told(READABLE)


def main(address: str, session: str, rounds: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**product.launch_arguments())
        visit(browser, address, session)  # the server's first, and the browser's
        print(json.dumps([visit(browser, address, session) for _ in range(int(rounds))]))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
