"""Explaining a break: written once, beside the figure, by those who may."""

import re
import uuid

import pytest

from accounts.roles import Role
from reports.models import Explanation, StatedFigure
from reports.reconciliation import State

REASON = "The paper rounds in another order."


@pytest.fixture
def broken(library) -> StatedFigure:
    return next(r.figure for r in library.reconciled if r.state is State.BREAK)


@pytest.fixture
def editor(client, people):
    client.force_login(people[Role.PMO_EDITOR])
    return client


def token_on(page) -> str:
    return re.search(r'name="token" value="([^"]+)"', page.content.decode())[1]


def test_an_explanation_is_saved_with_who_and_when_and_shown(editor, people, broken):
    url = f"/reconciliation/{broken.pk}/"
    token = token_on(editor.get(url))
    answer = editor.post(url, {"text": REASON, "token": token}, follow=True)
    assert answer.redirect_chain[-1][0] == "/reconciliation/"
    page = answer.content.decode()
    assert "The explanation is saved." in page
    assert REASON in page
    made = Explanation.objects.get()
    assert (made.figure, made.by, made.text) == (broken, people[Role.PMO_EDITOR], REASON)
    assert made.at.isoformat() == "2025-03-14T10:30:00+00:00"
    assert REASON in editor.get(url).content.decode()


def test_what_a_paper_printed_is_not_changed(editor, broken):
    before = list(StatedFigure.objects.values_list())
    editor.post(f"/reconciliation/{broken.pk}/", {"text": REASON, "token": uuid.uuid4()})
    assert list(StatedFigure.objects.values_list()) == before


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_one_keeps_the_page_and_says_so(text, editor, broken):
    page = editor.post(f"/reconciliation/{broken.pk}/", {"text": text, "token": uuid.uuid4()})
    assert page.status_code == 200
    html = page.content.decode()
    assert "There is a problem" in html
    assert '<a href="#id_text">' in html
    assert not Explanation.objects.exists()


def test_one_that_is_too_long_is_kept_to_be_shortened(editor, broken):
    page = editor.post(f"/reconciliation/{broken.pk}/", {"text": "x" * 2001, "token": uuid.uuid4()})
    assert "at most 2000 characters" in page.content.decode()
    assert "x" * 2001 in page.content.decode()
    assert not Explanation.objects.exists()


def test_a_form_sent_twice_is_saved_once(editor, broken):
    sent = {"text": REASON, "token": uuid.uuid4()}
    url = f"/reconciliation/{broken.pk}/"
    editor.post(url, sent)
    again = editor.post(url, sent, follow=True).content.decode()
    assert "That explanation was saved already; nothing was added." in again
    assert Explanation.objects.count() == 1


@pytest.mark.parametrize("token", ["", "nonsense"])
def test_a_form_without_its_token_is_not_saved(token, editor, broken):
    page = editor.post(f"/reconciliation/{broken.pk}/", {"text": REASON, "token": token})
    assert page.status_code == 200
    assert not Explanation.objects.exists()


def test_another_explanation_stands_beside_the_first(editor, broken):
    url = f"/reconciliation/{broken.pk}/"
    for text in ("First.", "Second."):
        editor.post(url, {"text": text, "token": uuid.uuid4()})
    assert list(Explanation.objects.values_list("text", flat=True)) == ["Second.", "First."]
    page = editor.get("/reconciliation/?state=break").content.decode()
    assert "Second." in page
    assert "First." not in page
    assert "First." in editor.get(url).content.decode()


@pytest.mark.parametrize(
    "role", [Role.VIEWER, Role.ANALYST, Role.PORTFOLIO_LEAD, Role.HR_PARTNER, Role.ADMINISTRATOR]
)
def test_who_may_not_is_refused_and_nothing_is_saved(role, client, people, broken):
    client.force_login(people[role])
    answer = client.post(f"/reconciliation/{broken.pk}/", {"text": REASON, "token": uuid.uuid4()})
    assert answer.status_code == 403
    assert not Explanation.objects.exists()
    if role is not Role.ADMINISTRATOR:
        assert "Explain it" not in client.get("/reconciliation/").content.decode()


def test_a_figure_that_is_not_there_is_not_found(editor):
    assert editor.post("/reconciliation/999999/", {"text": REASON}).status_code == 404


def test_a_figure_outside_the_scope_is_not_found(client, people, led):
    """A finance partner limited to one portfolio."""
    partner = people[Role.FINANCE_PARTNER]
    partner.all_portfolios = False
    partner.save()
    led.people.add(partner)
    client.force_login(partner)
    own = StatedFigure.objects.filter(row=led.name).first()
    other = StatedFigure.objects.exclude(row__startswith=led.name).first()
    assert client.get(f"/reconciliation/{own.pk}/").status_code == 200
    for method in (client.get, client.post):
        assert method(f"/reconciliation/{other.pk}/", {"text": REASON}).status_code == 404


def test_what_was_written_is_never_markup(editor, broken):
    url = f"/reconciliation/{broken.pk}/"
    editor.post(url, {"text": "<b>bold</b>", "token": uuid.uuid4()})
    for page in (url, "/reconciliation/"):
        assert "&lt;b&gt;bold&lt;/b&gt;" in editor.get(page).content.decode()
