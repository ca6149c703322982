"""Writing a paper under the fingers: a figure is searched as one types and put in at the cursor."""

import pytest

from tests.browser.product import settle

pytestmark = pytest.mark.slow


def test_a_figure_is_searched_and_put_in_where_the_cursor_is(open_as):
    page = open_as("editor")
    page.goto("/papers/cabinet/write/next/?position=working")
    settle(page)
    text = page.get_by_label("Text")
    text.fill("Before  after.")
    text.evaluate("field => field.setSelectionRange(7, 7)")
    page.get_by_label("Search for a figure").fill("green whole")
    button = page.get_by_role("button", name="Put in Saving, Green, whole programme")
    button.click()
    assert text.input_value() == "Before [[savings.total.green]] after."
    page.get_by_role("button", name="Check without saving").click()


def test_without_javascript_the_tokens_stand_to_be_copied(open_as):
    page = open_as("editor", script=False)
    page.goto("/papers/cabinet/write/next/?position=working")
    assert page.locator(".tokens code").first.inner_text() == "[[savings.total]]"
    assert page.get_by_role("button", name="Put in").count() == 0
    assert not page.get_by_label("Search for a figure").is_visible()
    page.goto("/papers/figures/?search=posts.low")
    assert "[[posts.low]]" in page.locator(".tokens").inner_text()
