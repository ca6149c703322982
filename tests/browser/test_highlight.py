"""The highlight report on paper: one sheet, for every programme."""

import re

import pytest

pytestmark = pytest.mark.slow

LONG = "x" * 40 + " words that go on and on "


def pages(page) -> int:
    page.emulate_media(media="print")
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_each_programme_prints_on_one_page_of_a4(open_as):
    page = open_as("viewer", script=False)
    page.goto("/programmes/")
    slugs = set(re.findall(r'href="/programmes/([a-z0-9-]+)/"', page.content()))
    assert len(slugs) > 20
    long = {}
    for slug in sorted(slugs):
        page.goto(f"/programmes/{slug}/highlight/")
        long[slug] = pages(page)
    assert set(long.values()) == {1}, long


def test_the_fullest_that_can_be_is_still_one_page(open_as):
    page = open_as("viewer")
    page.goto("/programmes/leisure-strategy/highlight/")
    # three of the longest sentences under every heading, and reasons as long as they are printed
    page.evaluate(
        """long => {
            const why = document.createElement('p');
            why.textContent = long.repeat(10).slice(0, 630);
            document.querySelector('[aria-labelledby=status-title]').append(why);
            for (const list of document.querySelectorAll('.one-page ul.attention')) {
                list.innerHTML = ('<li>' + long.repeat(4) + '</li>').repeat(3);
                list.insertAdjacentHTML('afterend', '<p class="muted small">And 9 more.</p>');
            }
        }""",
        LONG,
    )
    assert pages(page) == 1
