"""The statement says what the tests check, and is one click from every page."""

import ast

import pytest

from accounts.roles import Role
from reports import accessibility
from tests.browser.product import ROOT


@pytest.mark.django_db
def test_every_page_leads_to_the_statement_and_it_says_what_is_checked(client, people):
    client.force_login(people[Role.ADMINISTRATOR])
    assert client.get("/accessibility/").status_code == 200
    client.force_login(people[Role.VIEWER])
    assert 'href="/accessibility/"' in client.get("/").content.decode()
    page = client.get("/accessibility/").content.decode()
    for standard in accessibility.TAGS.values():
        assert standard in page
    for limit in accessibility.LIMITS:
        assert limit.instead in page
    assert "1366 and 820 pixels" in page


def test_the_browser_tests_take_their_rules_and_widths_from_it():
    file = ROOT / "tests" / "browser" / "test_every_kind_of_page.py"
    tree = ast.parse(file.read_text(encoding="utf-8"))
    taken = {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "reports.accessibility"
        for name in node.names
    }
    assert taken == {"TAGS", "WIDTHS"}
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert taken <= used
