"""Forms that a page shows only after something was sent: previews, conflicts, a code to give."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.demo import PASSWORD
from accounts.roles import Role
from accounts.signing_in import codes
from accounts.viewer import SYSTEM
from agt.words import clock
from governance.models import Risk
from portfolios.models import ProgrammePlace
from savings.models import ChangeRequest
from savings.returns.holding import holdings
from tests.conftest import MOMENT
from tests.fuzz.conftest import undone
from tests.fuzz.hostile import PAGES
from tests.fuzz.test_forms import Form, check, forms_of
from tests.running.test_sign_in import shown_now
from tests.savings import workbooks

SLUG = "homelessness-prevention"
LEDGER = b"Cost centre,Month,Budget,Actual\nC1,2025-01,100,90\n"
# What opens the form: (who, and what they are answered when they have sent it)
Shown = tuple[Client, str, object]


def as_(people, role: Role) -> Client:
    client = Client()
    client.force_login(people[role])
    return client


def sent_file(client: Client, url: str, name: str, content: bytes):
    return client.post(url, {"file": SimpleUploadedFile(name, content)})


def own_values(form: Form) -> dict[str, str]:
    return {f.name: f.value for f in form.fields if f.value or f.kind not in ("checkbox", "radio")}


def form_at(client: Client, url: str, action: str) -> Form:
    found = forms_of(client.get(url).content, "", url)
    return next(f for f in found if action in f.action and "version" in own_values(f))


def sent_again(client: Client, url: str, form: Form, change: dict[str, str], meanwhile) -> Shown:
    """A form that a page showed, sent with something changed after ``meanwhile`` happened."""
    meanwhile()
    return client, url, client.post(form.action, own_values(form) | change)


def returned(people, working, *, newer: bool) -> Shown:
    (holding,) = holdings(working, SYSTEM, programme__slug=SLUG)
    content = workbooks.filled(workbooks.made([holding]), {"D7": 123_456})
    if newer:
        ProgrammePlace.objects.filter(pk=holding.place.pk).update(version=99)
    editor, url = as_(people, Role.PMO_EDITOR), "/returns/?position=working"
    return editor, url, sent_file(editor, url, "return.xlsx", content)


def a_return(people, working) -> Shown:
    return returned(people, working, newer=False)


def a_return_over_others(people, working) -> Shown:
    return returned(people, working, newer=True)


def a_ledger(people, working) -> Shown:
    partner, url = as_(people, Role.FINANCE_PARTNER), "/savings/ledger/"
    return partner, url, sent_file(partner, url, "ledger.csv", LEDGER)


def a_grid_over_others(people, working) -> Shown:
    editor, url = as_(people, Role.PMO_EDITOR), f"/programmes/{SLUG}/?position=working"
    places = ProgrammePlace.objects.filter(position=working, programme__slug=SLUG)
    form = form_at(editor, url, "/grid/")
    cell = next(f.name for f in form.fields if f.is_typed and f.name != "note")
    return sent_again(
        editor, url, form, {cell: "1.5m", "note": "Because."}, lambda: places.update(version=99)
    )


def a_risk_over_others(people, working) -> Shown:
    risk = Risk.objects.first()
    url = f"/edit/risk/{risk.pk}/"
    editor = as_(people, Role.PMO_EDITOR)
    change = {"title": "Mine", "why": "Because."}
    return sent_again(editor, url, form_at(editor, url, "/edit/"), change, risk.save)


def a_change_over_others(people, working) -> Shown:
    place = working.places.filter(programme__slug=SLUG).get()
    asked = ChangeRequest.objects.create(
        place=place, before=[], after=[], total_before=0, total_after=0, why="Asked for.",
        by=people[Role.PMO_EDITOR], at=clock.now(),
    )  # fmt: skip
    url = f"/changes/{asked.pk}/"
    officer = as_(people, Role.SECTION_151)
    places = ProgrammePlace.objects.filter(pk=place.pk)
    form = form_at(officer, url, "/changes/")
    change = {"decision": "agree"}
    return sent_again(officer, url, form, change, lambda: places.update(version=99))


def a_code(people, working) -> Shown:
    secret = codes.new_secret()
    with clock.stopped_at(MOMENT - datetime.timedelta(minutes=1)):
        codes.switch_on(user=people[Role.VIEWER], secret=secret, code=shown_now(secret))
    client = Client()
    client.post("/sign-in/", {"username": "viewer", "password": PASSWORD})
    return client, "/sign-in/code/", client.get("/sign-in/code/")


BEHIND = [a_return, a_return_over_others, a_ledger, a_grid_over_others, a_risk_over_others]
BEHIND += [a_change_over_others, a_code]


@pytest.mark.parametrize("opens", BEHIND, ids=lambda opens: opens.__name__)
def test_no_form_behind_another_breaks(opens, people, working, samples):
    client, url, page = opens(people, working)
    assert page.status_code in (200, 409, 422)
    assert ("over_others" in opens.__name__) == (
        page.status_code == 409 or b"Others saved" in page.content
    )
    forms = forms_of(page.content, "", url)
    assert forms

    @PAGES
    @given(data=st.data())
    def send(data) -> None:
        form = data.draw(st.sampled_from(forms))
        with undone():
            check(form, data, {"": client})

    send()
