"""Pictures of the pages for the README and the docs: ``python -m tests.browser.screenshots``.

The product is started as in the tests, with the published figures, and shown to an analyst. The
dashboard's picture is its first screen; the others are as long as their page, up to ``LONGEST``.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from accounts.demo import PASSWORD
from tests.browser import chromium, product

FOLDER = product.ROOT / "docs" / "screenshots"
WIDTH, HEIGHT, LONGEST = 1366, 900, 1400
LARGEST = 300_000  # bytes
PAGES = {
    "dashboard": ("/", False),
    "portfolio": ("/portfolios/resident-services/", True),
    "programmes": ("/programmes/?saving=yes&sort=-expected", True),
    "reconciliation": ("/reconciliation/", True),
    "report": ("/reports/savings-profile/", True),
    "governance": ("/governance/", True),
    "paper": ("/papers/cabinet/", True),
    "benefits": ("/benefits/", True),
    "delivery": ("/savings/delivery/", True),
}


def take() -> list[Path]:
    """Take every picture; give their files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = []
    with (
        tempfile.TemporaryDirectory() as folder,
        product.running(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**product.launch_arguments())
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB", reduced_motion="reduce"
        )
        product.sign_in(page, address, "analyst", PASSWORD)
        for name, (url, whole) in PAGES.items():
            page.goto(address + url)
            product.settle(page)
            long = page.evaluate("document.documentElement.scrollHeight")
            height = min(long, LONGEST) if whole else HEIGHT
            path = FOLDER / f"{name}.png"
            page.screenshot(
                path=path,
                full_page=whole,
                clip={"x": 0, "y": 0, "width": WIDTH, "height": height},
            )
            made.append(path)
        browser.close()
    return made


def main() -> int:
    if chromium.find() is None:
        print(chromium.NONE_FOUND, file=sys.stderr)
        return 1
    too_large = False
    for path in take():
        size = path.stat().st_size
        too_large |= size > LARGEST
        print(f"{path.relative_to(product.ROOT)}  {size // 1000} kB")
    return int(too_large)


if __name__ == "__main__":
    sys.exit(main())
