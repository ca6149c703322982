"""Changes above the tolerance on their pages: asked for in the grid, seen, decided, taken back."""

import re
import uuid

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from portfolios.models import Organisation, Portfolio, ProgrammePlace
from savings.actions.save_grid import held_by
from savings.grid import Grid
from savings.models import ChangeRequest, Fund
from savings.models.savings_line import Confidence
from savings.tolerance import in_words
from tests.pages.test_returns import Fields, apply, cell_of, download, grown, one, send
from tests.savings.test_tolerance import moved, place, rows, save, tolerance

__all__ = ["place", "tolerance"]
pytestmark = pytest.mark.django_db
SLUG = "homelessness-prevention"
PAGE = f"/programmes/{SLUG}/"


def text(response) -> str:
    page = response.content.decode().replace("&#x27;", "'").replace("&amp;", "&")
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def editor(people) -> Client:
    return browser(people[Role.PMO_EDITOR])


@pytest.fixture
def officer(people) -> Client:
    return browser(people[Role.SECTION_151])


@pytest.fixture
def change(place, people, tolerance) -> ChangeRequest:
    return save(place, moved(place, 4 * tolerance), people[Role.PMO_EDITOR], note="A new lease.")


def typed(editor: Client, place, by: int, **more: str) -> dict[str, str]:
    """What the grid's form would send with its first cell moved by some pence."""
    form = editor.get(PAGE).context["form"]
    sent = {name: str(form[name].value() or "") for name in form.fields}
    cell = sorted(held_by(place).amounts)[0]
    sent[cell.name] = f"£{(held_by(place).amounts[cell] + by) / 100:,.2f}"
    return {**sent, "note": "A new lease.", **more}


def decision(page, **more: str) -> dict[str, str]:
    form = page.context["form"]
    held = {"token": str(uuid.uuid4()), "version": str(form["version"].value())}
    return {**held, "decision": "agree", "note": "", **more}


# --- asked for -----------------------------------------------------------------------------------


def test_the_grid_says_that_it_waits_and_nothing_moves(editor, place, tolerance, people):
    before = rows(place)
    page = editor.post(f"{PAGE}grid/", typed(editor, place, 4 * tolerance), follow=True)
    assert "above the tolerance, so no figure has moved yet" in text(page)
    assert "A change waits for the section 151 officer or a finance partner" in text(page)
    assert "A new lease." in text(page)
    assert "No change this time" not in text(page)
    assert rows(place) == before
    Organisation.objects.update(approver=people[Role.SECTION_151])
    assert f"A change waits for {people[Role.SECTION_151]}" in text(editor.get(PAGE))


def test_a_second_one_is_refused_beside_the_reason_and_keeps_what_was_typed(
    editor, place, change, tolerance
):
    sent = typed(editor, place, 9 * tolerance)
    page = editor.post(f"{PAGE}grid/", sent)
    assert page.status_code == 422
    assert "waits to be agreed already" in text(page)
    cell = sorted(held_by(place).amounts)[0]
    assert page.context["form"][cell.name].value() == sent[cell.name]
    assert ChangeRequest.objects.count() == 1


def test_it_asks_why_where_the_total_stays(editor, place, tolerance):
    first, *others = sorted(held_by(place).amounts)
    other = next(cell for cell in others if cell.year != first.year)
    sent = typed(editor, place, 2 * tolerance, note="")
    sent[other.name] = f"£{(held_by(place).amounts[other] - 2 * tolerance) / 100:,.2f}"
    page = editor.post(f"{PAGE}grid/", sent)
    assert page.status_code == 422
    assert "needs a reason: say why" in text(page)


def test_a_return_asks_too_and_saves_the_rest(editor, place, working, led, tolerance):
    held = one_holding(working, led)
    content = grown(download(editor), held, note="By file.", by=4 * tolerance // 100)
    page = apply(editor, send(editor, content))
    told = text(editor.get(page["Location"]))
    assert f"Above the tolerance, so to be agreed first: {place.printed_label}." in told
    assert "0 cells" not in told
    assert ChangeRequest.objects.get().why == "By file."


def one_holding(working, led):
    from accounts.viewer import SYSTEM
    from savings.returns.holding import holdings

    return one(holdings(working, SYSTEM, portfolio=led))


def test_a_return_over_a_change_that_waits_is_refused_beside_its_reason(
    editor, place, working, led, change, tolerance
):
    held = one_holding(working, led)
    content = grown(download(editor), held, note="By file.", by=9 * tolerance // 100)
    page = apply(editor, send(editor, content))
    assert page.status_code == 422
    assert "waits to be agreed already" in text(page)
    assert Fields(page.content.decode()).can_be_sent
    assert cell_of(held)
    assert ChangeRequest.objects.get() == change


# --- seen ----------------------------------------------------------------------------------------


def test_the_list_says_what_waits_for_whom_and_what_the_tolerance_is(editor, change, place):
    page = text(editor.get("/changes/"))
    assert "by more than £100,000" in page
    assert "waits for the section 151 officer or a finance partner" in page
    assert place.printed_label in page
    assert "No change was asked for" in text(editor.get("/changes/?position=february-2025"))


def test_who_lands_on_a_published_position_is_shown_what_waits_all_the_same(change, officer):
    assert change.place.printed_label in text(officer.get("/changes/"))


def test_without_a_tolerance_the_list_says_so(editor):
    assert "No tolerance is set" in text(editor.get("/changes/"))


def test_nobody_sees_a_change_outside_their_scope(change, people, working):
    lead = people[Role.PORTFOLIO_LEAD]
    assert browser(lead).get(f"/changes/{change.pk}/").status_code == 200
    other = Portfolio.objects.exclude(pk=change.place.portfolio_id).first()
    lead.portfolios.set([other])
    assert browser(lead).get(f"/changes/{change.pk}/").status_code == 404
    assert "No change was asked for" in text(browser(lead).get("/changes/"))


def test_nor_in_a_position_they_may_not_read(change, people, settings):
    settings.VIEWERS_SEE_WORKING = False
    assert browser(people[Role.VIEWER]).get(f"/changes/{change.pk}/").status_code == 404


def test_the_page_shows_what_would_change_and_what_the_totals_become(change, officer, place):
    page = officer.get(f"/changes/{change.pk}/")
    rows = {row.label: row for row in page.context["rows"]}
    assert set(rows) == {"Green", "Amber", "Red", "Total"}
    assert rows["Total"].steps[-1].moves
    assert [step.moves for step in rows["Red"].steps] == [False] * 6
    labels = [label for label, _ in page.context["totals"]]
    assert labels == [place.printed_label, place.portfolio.name, "All portfolios"]
    assert all(step.moves for _, step in page.context["totals"])
    assert "A new lease." in text(page)


def test_funds_are_told_apart_where_there_is_more_than_one(place, people, tolerance, officer):
    held = dict(held_by(place).amounts)
    cell = sorted(held)[0]
    held[type(cell)(cell.saving, Confidence.RED, Fund.HRA, cell.year)] = 1 + tolerance
    change = save(place, Grid(held), people[Role.PMO_EDITOR])
    page = officer.get(f"/changes/{change.pk}/")
    assert [row.label for row in page.context["rows"]][3:5] == [
        Fund.GENERAL_FUND.label,
        Fund.HRA.label,
    ]
    # what is not on the General Fund moves none of its totals
    assert not any(step.moves for _, step in page.context["totals"])


# --- decided -------------------------------------------------------------------------------------


def test_an_approver_agrees_and_the_figures_are_saved(change, officer, place, editor):
    url = f"/changes/{change.pk}/"
    page = officer.post(url, decision(officer.get(url), note="Seen it."), follow=True)
    assert "You agreed the change, and it is saved." in text(page)
    assert held_by(place).as_rows() == change.after
    assert "Seen it." in text(page)
    assert "What do you decide?" not in text(page)
    assert "agreed by" in text(editor.get(PAGE))
    assert "A change waits" not in text(editor.get(PAGE))
    again = officer.post(url, decision(officer.get(url) and page, version="2"), follow=True)
    assert "decided already" in text(again)


def test_a_refusal_needs_its_reason_beside_the_field(change, officer, place):
    url = f"/changes/{change.pk}/"
    page = officer.post(url, decision(officer.get(url), decision="refuse"))
    assert page.status_code == 422
    assert "Say why it is refused" in text(page)
    done = officer.post(url, decision(page, decision="refuse", note="No lease."), follow=True)
    assert "You refused the change" in text(done)
    assert "No lease." in text(done)


@pytest.mark.parametrize("sent", [{"decision": "maybe"}, {"version": "x"}, {"token": ""}])
def test_what_cannot_be_read_is_said(sent, change, officer):
    url = f"/changes/{change.pk}/"
    page = officer.post(url, decision(officer.get(url), **sent))
    assert page.status_code == 422
    assert "There is a problem" in text(page)
    assert ChangeRequest.objects.open().exists()


def test_where_the_figures_moved_both_are_shown_and_nothing_is_agreed(
    change, officer, place, people
):
    url = f"/changes/{change.pk}/"
    sent = decision(officer.get(url))
    save(place, moved(place, 0, 10_000_000), people[Role.PMO_EDITOR])
    before = rows(place)
    page = officer.post(url, sent)
    assert page.status_code == 409
    assert "The figures have moved since this was asked for" in text(page)
    assert page.context["moved"] != page.context["rows"]
    assert "Agree it" not in text(page)
    assert rows(place) == before
    assert ChangeRequest.objects.open().exists()


def test_over_an_older_page_the_approver_looks_again(change, officer, place):
    url = f"/changes/{change.pk}/"
    sent = decision(officer.get(url))
    ProgrammePlace.objects.filter(pk=place.pk).update(version=5)
    page = officer.post(url, sent)
    assert page.status_code == 409
    assert "saved the programme since you opened this page" in text(page)
    done = officer.post(url, decision(page), follow=True)
    assert "You agreed the change" in text(done)


def test_who_does_not_decide_is_told_who_does(change, editor, people):
    page = editor.get(f"/changes/{change.pk}/")
    assert "What do you decide?" not in text(page)
    assert "does not let you agree a change above the tolerance" in text(page)
    refused = editor.post(
        f"/changes/{change.pk}/",
        {"token": str(uuid.uuid4()), "version": "1", "decision": "agree"},
    )
    assert refused.status_code == 403


def test_who_asked_withdraws_it(change, editor, officer):
    url = f"/changes/{change.pk}/withdraw/"
    assert "Withdraw it" in text(editor.get(f"/changes/{change.pk}/"))
    assert "Withdraw it" not in text(officer.get(f"/changes/{change.pk}/"))
    assert "could not be read" in text(editor.post(url, {}, follow=True))
    assert officer.post(url, {"token": str(uuid.uuid4())}).status_code == 403
    sent = {"token": str(uuid.uuid4())}
    assert "You withdrew the change" in text(editor.post(url, sent, follow=True))
    assert "decided already" in text(editor.post(url, sent, follow=True))


def test_another_editor_cannot_withdraw_it(change, people):
    lead = browser(people[Role.PORTFOLIO_LEAD])
    page = lead.post(f"/changes/{change.pk}/withdraw/", {"token": str(uuid.uuid4())}, follow=True)
    assert "Only the person who asked" in text(page)


def test_the_log_tells_what_was_asked_and_what_was_said_to_it(
    change, place, people, tolerance, editor, officer
):
    log = "/history/?position=working&kind=change+above+the+tolerance"
    total = f"total: {in_words(change)}"
    assert f"{place.printed_label} change above the tolerance, asked for {total} A new lease." in (
        text(officer.get(log))
    )
    page = officer.get(f"/changes/{change.pk}/")
    officer.post(
        f"/changes/{change.pk}/", decision(page, decision="refuse", note="Not before the review.")
    )
    told = text(officer.get(log))
    assert f"{people[Role.SECTION_151]} {place.printed_label} change above the tolerance, " in told
    assert f"refused {total} Not before the review." in told
    another = save(place, moved(place, 4 * tolerance), people[Role.PMO_EDITOR], note="Again.")
    editor.post(f"/changes/{another.pk}/withdraw/", {"token": str(uuid.uuid4())})
    assert "change above the tolerance, withdrawn" in text(officer.get(log))
    assert "4 changes" in text(officer.get(log))
    # elsewhere, or for whoever sees none of its portfolio, there is none of it
    assert "No change matches" in text(officer.get(log.replace("working", "february-2025")))
    people[Role.FINANCE_PARTNER].all_portfolios = False
    people[Role.FINANCE_PARTNER].save()
    assert "No change matches" in text(browser(people[Role.FINANCE_PARTNER]).get(log))


# --- what the council sets -----------------------------------------------------------------------


def settings_of(page, **more: str) -> dict[str, str]:
    """What the form of settings would send, with some of it changed."""
    form = page.context["form"]
    held = {name: form[name].value() for name in form.fields if name != "logo"}
    return {**{name: "" if value is None else value for name, value in held.items()}, **more}


def test_an_administrator_sets_the_tolerance_and_who_agrees(people):
    admin, officer = browser(people[Role.ADMINISTRATOR]), people[Role.SECTION_151]
    url = "/settings/"
    form = admin.get(url).context["form"]
    assert officer in form.fields["approver"].queryset
    assert people[Role.PMO_EDITOR] not in form.fields["approver"].queryset
    sent = settings_of(admin.get(url), tolerance="250k", approver=str(officer.pk))
    assert admin.post(url, sent)["Location"] == url
    council = Organisation.objects.get()
    assert (council.tolerance, council.approver) == (25_000_000, officer)
    assert 'value="£250,000"' in admin.get(url).content.decode()
    assert council.history.first().history_user == people[Role.ADMINISTRATOR]
    sent = settings_of(admin.get(url), tolerance="(1)")
    assert "zero or more" in text(admin.post(url, sent))


def test_an_editor_does_not_lift_what_binds_them(people, tolerance):
    editor = browser(people[Role.PMO_EDITOR])
    page = editor.get("/settings/")
    assert "tolerance" not in page.context["form"].fields
    editor.post("/settings/", settings_of(page, tolerance="9m", strapline="Ours"))
    assert Organisation.objects.get().strapline == "Ours"
    assert Organisation.objects.get().tolerance == tolerance


# --- no change this time -------------------------------------------------------------------------


def test_an_editor_returns_figures_that_stand(editor, place, people):
    page = editor.get(PAGE)
    assert "No change this time" in text(page)
    done = editor.post(f"{PAGE}unchanged/", {"version": "1"}, follow=True)
    assert "without a change" in text(done)
    place.refresh_from_db()
    assert (place.version, place.returned_by) == (2, people[Role.PMO_EDITOR])
    record = place.history.first()
    assert (record.history_user, record.history_change_reason) == (
        people[Role.PMO_EDITOR],
        "No change this time",
    )
    assert "No change this time" in text(editor.get("/history/"))


def test_over_figures_that_changed_meanwhile_it_says_so(editor, place):
    for version in ("7", "", "x"):
        page = editor.post(f"{PAGE}unchanged/", {"version": version}, follow=True)
        assert "have changed since you opened them" in text(page)
    place.refresh_from_db()
    assert place.returned_by is None


def test_it_keeps_a_confirmation(editor, place, people):
    partner = people[Role.FINANCE_PARTNER]
    browser(partner).post(f"{PAGE}confirm/?position=working", {"version": "1"})
    editor.post(f"{PAGE}unchanged/", {"version": "2"})
    place.refresh_from_db()
    assert place.confirmed_by == partner


def test_only_who_edits_returns(people, place, led):
    for role in (Role.VIEWER, Role.FINANCE_PARTNER):
        page = browser(people[role]).post(f"{PAGE}unchanged/?position=working", {"version": "1"})
        assert page.status_code == 403
    other = User.objects.get(pk=people[Role.PORTFOLIO_LEAD].pk)
    other.portfolios.clear()
    assert browser(other).post(f"{PAGE}unchanged/", {"version": "1"}).status_code == 404
