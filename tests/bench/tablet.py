"""A page on a slow tablet: Chromium at a sixth of its speed, nothing kept from an earlier visit.

``python -m tests.bench.tablet <address> <session> <rounds>`` prints, for each round, milliseconds
until the figures can be read and until the last chart is drawn. It is a process of its own because
the browser's event loop and the database do not share one.
"""

import json
import sys

from playwright.sync_api import Browser, sync_playwright

from tests.browser import product

SLOWER = 6
SIZE = {"width": 1366, "height": 900}
READABLE = """new Promise(resolve => new PerformanceObserver(
  list => resolve(Math.max(...list.getEntries().map(entry => entry.startTime)))
).observe({type: "largest-contentful-paint", buffered: true}))"""
UNDRAWN = "document.querySelectorAll('[data-chart]').length - \
document.querySelectorAll('.chart--drawn').length"


def visit(browser: Browser, address: str, session: str) -> tuple[float, float]:
    """One first visit to the dashboard."""
    context = browser.new_context(viewport=SIZE)
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page = context.new_page()
    slowed = context.new_cdp_session(page)
    slowed.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="commit")
    page.wait_for_selector(".chart--drawn", timeout=60_000)
    page.wait_for_function(f"{UNDRAWN} === 0", timeout=60_000)
    drawn = page.evaluate("performance.now()")
    readable = page.evaluate(READABLE)
    context.close()
    return readable, drawn


def main(address: str, session: str, rounds: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**product.launch_arguments())
        visit(browser, address, session)  # the server's first, and the browser's
        print(json.dumps([visit(browser, address, session) for _ in range(int(rounds))]))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
