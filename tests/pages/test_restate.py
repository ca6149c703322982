"""Restating a figure from the page that says why it is what it is."""

import uuid

import pytest

from accounts.roles import Role
from reports.models import Restatement

FIGURE = "/figures/?position=february-2025&measure=saving"
RESTATE = "/figures/restate/?position=february-2025&measure=saving"
FORM = {"value": "50m", "why": "Counted twice.", "reported_in": "Cabinet, 12 March 2025"}


def sent(**fields) -> dict:
    return {**FORM, "token": str(uuid.uuid4()), **fields}


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def editor(client, people):
    client.force_login(people[Role.PMO_EDITOR])
    return client


def test_a_published_figure_leads_to_its_restatement_and_shows_it(editor):
    assert "/figures/restate/?position=february-2025&amp;measure=saving" in text(editor.get(FIGURE))
    response = editor.post(RESTATE, sent(), follow=True)
    assert response.redirect_chain == [(FIGURE, 302)]
    page = text(response)
    assert "stands beside the published figure" in page
    for word in ("£50.83m", "£50.0m", "14 March 2025", "Counted twice", "Cabinet, 12 March 2025"):
        assert word in page
    on_position = text(editor.get("/positions/february-2025/"))
    assert "Restated since" in on_position
    assert "Saving, whole programme" in on_position
    assert "Restated to £50.0m on 14 March 2025." in text(editor.get("/?position=february-2025"))


def test_a_working_figure_is_edited_not_restated(editor):
    page = text(editor.get("/figures/?position=working&measure=saving"))
    assert "Restate this figure" not in page
    refused = editor.get("/figures/restate/?position=working&measure=saving")
    assert "there is nothing to restate" in text(refused)


@pytest.mark.parametrize(
    ("query", "value", "sentence"),
    [
        ("measure=saving", "fifty", "is not an amount of money"),
        ("measure=saving", "50.83m", "That is what the figure says already."),
        ("measure=high", "many", "is not a number of FTE"),
        ("measure=high", "9" * 30, "less than or equal"),
        ("measure=programmes", "2.5", "Enter a whole number."),
    ],
)
def test_what_cannot_be_read_is_refused_beside_the_field_and_kept(query, value, sentence, editor):
    url = f"/figures/restate/?position=february-2025&{query}"
    response = editor.post(url, sent(value=value))
    assert response.status_code == 200
    assert sentence in text(response)
    assert 'href="#id_value"' in text(response)
    assert f'value="{value}"' in text(response)
    assert not Restatement.objects.exists()


def test_a_form_sent_twice_says_so(editor):
    form = sent()
    editor.post(RESTATE, form)
    assert "That was done already" in text(editor.post(RESTATE, form, follow=True))


def test_a_lead_sees_what_is_of_their_portfolio_alone(editor, people, led, client):
    editor.post(RESTATE, sent())
    editor.post(f"{RESTATE}&portfolio={led.name.replace('&', '%26')}", sent(value="1m"))
    client.force_login(people[Role.PORTFOLIO_LEAD])
    page = text(client.get("/positions/february-2025/"))
    assert page.count("Counted twice") == 1
    assert "Saving, whole programme" not in page
