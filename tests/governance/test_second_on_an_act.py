"""Two people, one act: whoever comes second, or clicks twice, is told, and loses nothing typed."""

# ruff: noqa: F401, F811 - the fixtures of governance

import uuid
from html import unescape

import pytest

from accounts.roles import Role
from governance.models import Closure, Decision, Risk
from portfolios.actions.hold_row import version_of
from savings.models import Benefit
from tests.governance.conftest import TODAY, day, editor, mine, new_decision, new_risk
from tests.governance.test_pipeline import new_proposal

WHY = "A reason that took long to think of."
DONE_ALREADY = "That was done already; nothing was done again."


def closing(programme, led) -> tuple[str, object, dict]:
    risk = new_risk(programme=programme)
    return f"/governance/risks/{risk.pk}/close/", risk, {"on": "14/03/2025", "why": WHY}


def recording(programme, led) -> tuple[str, object, dict]:
    decision = new_decision(programme=programme)
    typed = {"outcome": "noted", "decided": WHY}
    return f"/governance/decisions/{decision.pk}/record/", decision, typed


def dropping(programme, led) -> tuple[str, object, dict]:
    proposal = new_proposal(portfolio=led)
    return f"/governance/pipeline/proposals/{proposal.pk}/drop/", proposal, {"why": WHY}


def moving(programme, led) -> tuple[str, object, dict]:
    benefit = Benefit.objects.create(
        title="A benefit", category="demand", portfolio=led, owner_role="Manager"
    )
    Benefit.objects.filter(pk=benefit.pk).update(state="realised")
    return f"/benefits/{benefit.pk}/verify/", benefit, {"on": "14/03/2025", "why": WHY}


ACTS = {
    "close a risk": (closing, Role.PMO_EDITOR, "It is closed"),
    "record a decision": (recording, Role.PMO_EDITOR, "It is decided already"),
    "drop a proposal": (dropping, Role.PMO_EDITOR, "it cannot be dropped"),
    "verify a benefit": (moving, Role.FINANCE_PARTNER, "Only what is realised is verified"),
}


@pytest.fixture(params=ACTS, ids=ACTS)
def act(request, client, people, mine, led):
    """An address, what is typed there, and the sentence for whoever comes when it is done."""
    make, role, sentence = ACTS[request.param]
    url, row, typed = make(mine, led)
    client.force_login(people[role])
    return url, {**typed, "version": str(version_of(row))}, sentence


def test_a_double_click_does_it_once_and_says_so(act, client):
    url, typed, _ = act
    sent = {**typed, "token": str(uuid.uuid4())}
    assert client.post(url, sent).status_code == 302
    again = client.post(url, sent, follow=True)
    assert again.status_code == 200
    assert DONE_ALREADY in again.content.decode()


def test_who_comes_second_is_told_and_loses_nothing(act, client):
    url, typed, sentence = act
    assert client.post(url, {**typed, "token": str(uuid.uuid4())}).status_code == 302
    second = client.post(url, {**typed, "token": str(uuid.uuid4())})
    assert second.status_code == 409
    page = unescape(second.content.decode())
    assert WHY in page
    assert "nothing is lost" in page
    # sent again all the same, it says what stands in the way, and keeps what was typed
    newest = second.context["form"]["version"].value()
    third = client.post(url, {**typed, "version": newest, "token": str(uuid.uuid4())})
    page = unescape(third.content.decode())
    assert third.status_code == 200
    assert sentence in page
    assert WHY in page
    # but the form is offered to nobody any more
    assert client.get(url).status_code == 404


def test_closing_a_programme_and_opening_it_again_twice(client, editor, mine):
    client.force_login(editor)
    url = f"/programmes/{mine.slug}/close/"
    typed = {"closed_on": "14/03/2025", "reason": WHY}
    held = typed | {"lessons": "Begin earlier."}
    held |= {"handed_to": "The service", "goes_on": "The measure of it."}
    sent = {**held, "token": str(uuid.uuid4())}
    assert client.post(url, sent).status_code == 302
    assert DONE_ALREADY in client.post(url, sent, follow=True).content.decode()
    second = client.post(url, {**held, "token": str(uuid.uuid4())})
    page = unescape(second.content.decode())
    assert "It is closed already." in page
    assert WHY in page
    assert Closure.objects.filter(programme=mine).count() == 1

    url = f"/programmes/{mine.slug}/reopen/"
    version = version_of(Closure.objects.get(programme=mine))
    sent = {"why": WHY, "version": str(version), "token": str(uuid.uuid4())}
    assert client.post(url, sent).status_code == 302
    assert DONE_ALREADY in client.post(url, sent, follow=True).content.decode()
    second = client.post(url, {**sent, "token": str(uuid.uuid4())})
    assert second.status_code == 409
    assert WHY in unescape(second.content.decode())
