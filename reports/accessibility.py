"""What the accessibility statement says, and the browser tests check: one place for both."""

import datetime
from dataclasses import dataclass

# The rules of axe that every kind of page is held to, with the standard's own name of each.
TAGS = {
    "wcag2a": "WCAG 2.0, level A",
    "wcag2aa": "WCAG 2.0, level AA",
    "wcag21a": "WCAG 2.1, level A",
    "wcag21aa": "WCAG 2.1, level AA",
    "wcag22aa": "WCAG 2.2, level AA",
}
WIDTHS = (1366, 820)  # pixels: a desk, and a tablet
ZOOMED = (320, 256)  # pixels: a screen of 1280 by 1024 at 400 %
REVIEWED = datetime.date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that does not yet work for everybody, and the way round it."""

    what: str
    instead: str


CHECKED = [
    "Every kind of page, with an automatic check of the rules below, at each width.",
    "No page scrolls sideways; wide tables scroll within themselves and take the keyboard.",
    "No two parts of a page have one name, and a link within a page has somewhere to go.",
    "Every page can be read, filtered and saved without JavaScript.",
    "A chart says its finding in words, and stands beside the table it is drawn from.",
    "A rating is a shape and a word, never a colour alone.",
    "The main pages by the keyboard alone: all is reached in the order it is read, the focus is "
    "always seen, and nothing holds it. After a refused save it is on the list of errors.",
    "The main pages as a screen reader hears them: headings in order, landmarks, tables and charts "
    "with a name.",
    "Every table has a caption that says what it is of, seen or heard.",
    f"The main pages at 400 % zoom, {ZOOMED[0]} by {ZOOMED[1]} pixels: one column, nothing cut.",
    "A chart that is wider than the screen scrolls in its frame, by the keyboard too; none of its "
    "words lie over another.",
    "With less motion asked for nothing moves, and with Windows high contrast every mark still "
    "tells by its word, shape or border.",
    "On paper no row is cut in two and nothing runs over the edge.",
]
LIMITS = [
    Limit(
        "An automatic check finds about a third of what can be wrong. No test with people who use "
        "a screen reader has been made yet.",
        "Tell us what stands in your way, below.",
    ),
    Limit(
        "The parts of a chart cannot be reached one by one with the keyboard.",
        "The table beside it has the same figures.",
    ),
    Limit(
        "Sheets and files that others publish with these figures are not ours.",
        "Each table can be read as a page, or taken as CSV.",
    ),
]
