"""Editing rows of the working position: who may, what is refused, who came second, what is kept."""

import re
import uuid
from html import unescape

import pytest

from accounts.roles import Role, Verb
from agt.words import clock
from governance.models import MitigatingAction, Risk
from portfolios.models import BusinessCase, Highlight, Improvement, Portfolio, ProgrammePlace
from reports.editable import EDITABLE
from reports.kinds import KINDS
from savings.models import Transfer
from workforce.models import Establishment, PostReduction


@pytest.fixture
def editor(client, people):
    client.force_login(people[Role.PMO_EDITOR])
    return client


@pytest.fixture
def highlight(working) -> Highlight:
    return Highlight.objects.filter(position=working).first()


def text(response) -> str:
    return unescape(response.content.decode())


def form_of(client, url: str, **typed: str) -> dict[str, str]:
    """What the page's form would send, with some of it typed over."""
    form = client.get(url).context["form"]
    held = {name: form[name].value() for name in form.fields}
    filled = {name: "" if value is None else str(value) for name, value in held.items()}
    for name, field in form.fields.items():
        if hasattr(field, "prepare_value"):
            filled[name] = str(field.prepare_value(held[name]) or "")
    return {**filled, "why": "because", **typed}


def row(kind: str, position):
    return EDITABLE[kind].model._default_manager.filter(position=position).first()


CHANGES = {
    "portfolio": {"printed_label": "Renamed"},
    "programme": {"printed_label": "Renamed"},
    "business-case": {"scope_note": "second phase"},
    "improvement": {"title": "A better title"},
    "highlight": {"text": "Something else"},
    "post-reduction": {"low": "50", "high": "60.5"},
    "establishment": {"fte": "3,050.25"},
}


@pytest.mark.parametrize("kind", CHANGES)
def test_each_kind_is_changed_with_who_when_and_why(kind, editor, working, people):
    held = row(kind, working)
    url = f"/edit/{kind}/{held.pk}/"
    response = editor.post(url, form_of(editor, url, **CHANGES[kind]), follow=True)
    assert f"The {EDITABLE[kind].name} is saved." in text(response)
    newest = held.history.order_by("-history_id").first()
    assert newest.history_user == people[Role.PMO_EDITOR]
    assert newest.history_date == clock.now()
    assert newest.history_change_reason == "because"
    held.refresh_from_db()
    assert editor.get(url).context["form"].instance == held


def test_fte_and_labels_are_saved_as_typed(editor, working):
    held = row("post-reduction", working)
    url = f"/edit/post-reduction/{held.pk}/"
    editor.post(url, form_of(editor, url, low="50", high="60.5"))
    held.refresh_from_db()
    assert (held.low, held.high) == (5000, 6050)


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("post-reduction", {"low": "30"}, "More vacant posts than the low end of the range"),
        ("post-reduction", {"low": "many"}, "“many” is not a number of FTE"),
        ("post-reduction", {"high": "1"}, "not above the high end"),
        ("business-case", {"state": "approved", "stated_in": ""}, "An approval needs the body"),
        ("highlight", {"text": ""}, "Fill this in."),
        ("highlight", {"why": ""}, "Fill this in."),
        ("programme", {"shows": "maybe"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_what_was_typed_is_kept(
    kind, typed, sentence, editor, working
):
    held = row(kind, working)
    url = f"/edit/{kind}/{held.pk}/"
    before = held.history.count()
    response = editor.post(url, form_of(editor, url, why="my reason") | typed)
    assert response.status_code == 200
    assert sentence in text(response)
    if "why" not in typed:
        assert 'value="my reason"' in text(response)
    assert held.history.count() == before


def test_who_comes_second_sees_what_the_other_changed_and_loses_nothing(
    editor, highlight, people, client
):
    url = f"/edit/highlight/{highlight.pk}/"
    mine = form_of(editor, url, text="Mine")
    theirs = form_of(editor, url, text="Theirs", why="I was first")
    editor.post(url, theirs)
    response = editor.post(url, mine)
    assert response.status_code == 409
    assert "Someone saved this while you were typing" in text(response)
    assert "I was first" in text(response)
    assert "→ Theirs" in text(response)
    assert "Mine</textarea>" in text(response)
    highlight.refresh_from_db()
    assert highlight.text == "Theirs"
    again = mine | {"version": re.search(r'name="version" value="(\d+)"', text(response))[1]}
    editor.post(url, again)
    highlight.refresh_from_db()
    assert highlight.text == "Mine"


def test_a_form_sent_twice_saves_once(editor, highlight):
    url = f"/edit/highlight/{highlight.pk}/"
    form = form_of(editor, url, text="Once")
    editor.post(url, form)
    entries = highlight.history.count()
    assert "That was done already" in text(editor.post(url, form, follow=True))
    assert highlight.history.count() == entries


def test_what_someone_removed_meanwhile_is_said_and_nothing_typed_is_lost(
    client, editor, highlight, people, led, working
):
    url = f"/edit/highlight/{highlight.pk}/"
    form = form_of(editor, url, text="Told at length.", why="It was wrong.")
    removal = remove_form(editor.get(f"{url}remove/"))
    editor.post(f"{url}remove/", removal)
    late = editor.post(url, form)
    assert late.status_code == 409
    page = text(late)
    for said in ["PMO editor", "no longer so", "Told at length.", "It was wrong."]:
        assert said in page
    assert form["token"] not in page
    for link in (late.context["back"], late.context["log"]):
        assert editor.get(link).status_code == 200
    # the same removal sent twice is done once, and another is told as well
    again = editor.post(f"{url}remove/", removal, follow=True)
    assert "That was done already" in text(again)
    removal["token"] = str(uuid.uuid4())
    assert "no longer so" in text(editor.post(f"{url}remove/", removal))
    # to read it nobody is led there, and outside the scope nothing is said
    assert editor.get(url).status_code == 404
    other = Highlight.objects.filter(position=working).exclude(portfolio=led).first()
    url = f"/edit/highlight/{other.pk}/"
    form = form_of(editor, url)
    editor.post(f"{url}remove/", remove_form(editor.get(f"{url}remove/")))
    client.force_login(people[Role.PORTFOLIO_LEAD])
    assert client.post(url, form).status_code == 404
    assert client.post("/edit/highlight/999999/", form).status_code == 404


def remove_form(page) -> dict[str, str]:
    return {
        "token": str(uuid.uuid4()),
        "version": str(page.context["form"]["version"].value()),
        "why": "no longer so",
    }


def test_a_row_is_removed_and_its_history_stays(editor, highlight):
    url = f"/edit/highlight/{highlight.pk}/remove/"
    response = editor.post(url, remove_form(editor.get(url)), follow=True)
    assert "The highlight is removed." in text(response)
    assert not Highlight.objects.filter(pk=highlight.pk).exists()
    newest = Highlight.history.filter(id=highlight.pk).order_by("-history_id").first()
    assert (newest.history_type, newest.history_change_reason) == ("-", "no longer so")


def test_a_row_changed_while_removing_is_looked_at_again(editor, highlight):
    url = f"/edit/highlight/{highlight.pk}/"
    removal = remove_form(editor.get(f"{url}remove/"))
    editor.post(url, form_of(editor, url, text="Newer"))
    response = editor.post(f"{url}remove/", removal)
    assert response.status_code == 409
    assert "Someone changed this while you were reading" in text(response)


@pytest.mark.parametrize(
    ("kind", "model"), [("highlight", Highlight), ("improvement", Improvement)]
)
def test_a_row_is_added_to_the_portfolio_of_the_link(kind, model, editor, working):
    portfolio = Portfolio.objects.first()
    url = f"/edit/{kind}/add/?portfolio={portfolio.slug}"
    typed = {"order": "99", "title": "New", "text": "Brand new", "version": "0"}
    response = editor.post(url, form_of(editor, url) | typed, follow=True)
    assert f"The {kind} is added." in text(response)
    added = model.objects.get(position=working, order=99)
    assert (added.portfolio, added.text) == (portfolio, "Brand new")


def test_a_business_case_is_added_where_a_programme_has_none(editor, working):
    case = BusinessCase.objects.filter(position=working).first()
    slug = case.programme.slug
    BusinessCase.objects.filter(pk=case.pk).delete()
    assert "Add a business case" in text(editor.get(f"/programmes/{slug}/"))
    url = f"/edit/business-case/add/?programme={slug}"
    typed = {"state": "draft", "level": "outline", "stated_in": "000", "version": "0"}
    editor.post(url, form_of(editor, url) | typed)
    added = BusinessCase.objects.get(position=working, programme=case.programme)
    assert (added.state, added.level) == ("draft", "outline")


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/edit/nonsense/1/", 404),
        ("/edit/highlight/999999/", 404),
        ("/edit/highlight/add/?portfolio=nonsense", 404),
        ("/edit/business-case/add/?programme=nonsense", 404),
        ("/edit/programme/add/", 403),
    ],
)
def test_what_is_not_there_or_not_done_says_so(url, status, editor):
    assert editor.get(url).status_code == status


def test_the_establishment_is_edited_and_never_removed(editor, working):
    held = Establishment.objects.get(position=working)
    assert editor.get(f"/edit/establishment/{held.pk}/remove/").status_code == 403


def test_a_position_without_an_establishment_is_given_one(editor, working):
    """A council that starts has none, and a share of it is in the workforce table."""
    Establishment.objects.filter(position=working).delete()
    url = f"/edit/establishment/add/?position={working.slug}"
    page = text(editor.get("/workforce/"))
    assert f'href="{url}">Record the establishment' in page
    assert "Share of an establishment" not in page
    first, second = (form_of(editor, url, fte="2,000", version="0") for _ in range(2))
    assert "Share of an establishment" not in text(editor.get("/reports/post-reductions/"))
    nought = text(editor.post(url, form_of(editor, url, fte="0", version="0")))
    assert "An establishment is above zero." in nought
    page = text(editor.post(url, first, follow=True))
    assert "Share of an establishment of 2,000 FTE." in page
    assert "Edit the establishment" in page
    again = text(editor.post(url, second, follow=True))
    assert "has its establishment already: edit that" in again
    assert Establishment.objects.get(position=working).fte == 200_000


def test_a_programme_is_retired_from_this_position_on(editor, working, february):
    place = working.places.filter(shows="money").first()
    url = f"/edit/programme/{place.pk}/remove/"
    response = editor.post(url, remove_form(editor.get(url)), follow=True)
    assert response.redirect_chain == [("/programmes/", 302)]
    assert "27 of 27 programmes" in text(response)
    slug = place.programme.slug
    assert editor.get(f"/programmes/{slug}/").status_code == 404
    assert editor.get(f"/programmes/{slug}/?position=february-2025").status_code == 200
    assert editor.get("/transfers/").status_code == 200
    assert february.places.count() == 28


NEW = {"name": "Night buses", "portfolio": "resident-services", "shows": "money", "why": "agreed"}


def new_programme(**typed) -> dict[str, str]:
    return {**NEW, "token": str(uuid.uuid4()), **typed}


def test_a_programme_is_added_from_this_position_on(editor, working, people):
    response = editor.post("/programmes/add/", new_programme(), follow=True)
    assert "Night buses is added. Type its figures below." in text(response)
    place = working.places.get(programme__slug="night-buses")
    assert (place.portfolio.slug, place.order, place.shows) == ("resident-services", 8, "money")
    newest = place.history.first()
    assert (newest.history_user, newest.history_change_reason) == (
        people[Role.PMO_EDITOR],
        "agreed",
    )
    assert editor.get("/programmes/night-buses/?position=february-2025").status_code == 404


def test_a_name_is_used_once_in_a_portfolio_and_again_in_another(editor, working):
    editor.post("/programmes/add/", new_programme())
    again = editor.post("/programmes/add/", new_programme())
    assert "has a programme of that name already" in text(again)
    editor.post("/programmes/add/", new_programme(portfolio="schools-send"))
    slugs = working.places.filter(programme__name="Night buses").values_list(
        "programme__slug", flat=True
    )
    assert set(slugs) == {"night-buses", "night-buses-schools-send"}


def test_a_programme_without_letters_or_sent_twice_is_not_added(editor, working):
    assert "A name needs letters" in text(editor.post("/programmes/add/", new_programme(name="!")))
    form = new_programme()
    editor.post("/programmes/add/", form)
    response = editor.post("/programmes/add/", form, follow=True)
    assert "That programme was added already." in text(response)
    assert working.places.count() == 29


def test_a_lead_adds_to_their_own_portfolio_only(client, people, led):
    client.force_login(people[Role.PORTFOLIO_LEAD])
    url = "/programmes/add/?position=working"
    other = Portfolio.objects.exclude(pk=led.pk).first()
    refused = client.post(url, new_programme(portfolio=other.slug))
    assert "Select a valid choice." in text(refused)
    client.post(url, new_programme(portfolio=led.slug))
    assert ProgrammePlace.objects.filter(programme__slug="night-buses", portfolio=led).exists()


def test_a_published_position_is_not_edited(editor, february):
    held = Highlight.objects.filter(position=february).first()
    assert editor.get(f"/edit/highlight/{held.pk}/").status_code == 403
    url = f"/edit/highlight/add/?position=february-2025&portfolio={held.portfolio.slug}"
    assert editor.get(url).status_code == 403
    assert "Edit" not in text(editor.get("/portfolios/resident-services/?position=february-2025"))


def test_a_lead_edits_their_own_portfolio_and_nothing_else(client, people, led, working):
    client.force_login(people[Role.PORTFOLIO_LEAD])
    mine = PostReduction.objects.get(position=working, portfolio=led)
    others = PostReduction.objects.filter(position=working).exclude(portfolio=led).first()
    at_working = "?position=working"
    assert client.get(f"/edit/post-reduction/{mine.pk}/").status_code == 200
    assert client.get(f"/edit/post-reduction/{others.pk}/").status_code == 404
    establishment = Establishment.objects.get(position=working)
    assert client.get(f"/edit/establishment/{establishment.pk}/").status_code == 404
    assert client.get(f"/edit/transfer/add/{at_working}").status_code == 404
    place = ProgrammePlace.objects.filter(position=working, portfolio=led).first()
    url = f"/edit/programme/{place.pk}/"
    away = form_of(client, url, portfolio=str(others.portfolio_id))
    assert "Select a valid choice" in text(client.post(url, away))
    place.refresh_from_db()
    assert place.portfolio == led


def test_a_programme_moves_from_this_position_on(editor, working, february):
    place = working.places.filter(shows="money").first()
    other = Portfolio.objects.exclude(pk=place.portfolio_id).first()
    url = f"/edit/programme/{place.pk}/"
    editor.post(url, form_of(editor, url, portfolio=str(other.pk)))
    place.refresh_from_db()
    assert place.portfolio == other
    assert february.places.get(programme=place.programme).portfolio != other


# --- transfers ---------------------------------------------------------------------------------


def test_a_transfer_is_proposed_shown_with_its_effect_and_agreed_by_someone(editor, working):
    giver, taker = (
        working.places.filter(shows="money", portfolio=p).first()
        for p in Portfolio.objects.filter(name__in=["Resident Services", "Schools & SEND"])
    )
    url = "/edit/transfer/add/"
    typed = {
        "from_programme": str(giver.programme_id),
        "to_programme": str(taker.programme_id),
        "amount": "250k",
        "state": "proposed",
        "version": "0",
    }
    response = editor.post(url, form_of(editor, url) | typed, follow=True)
    assert response.redirect_chain == [("/transfers/", 302)]
    transfer = Transfer.objects.get(position=working)
    assert transfer.amount == 25_000_000
    assert "£11.41m" in text(response)  # the giver's portfolio after it
    edit = f"/edit/transfer/{transfer.pk}/"
    refused = editor.post(edit, form_of(editor, edit, state="agreed"))
    assert "An agreed transfer needs who agreed it and when" in text(refused)
    agreed = {"state": "agreed", "agreed_by": "Board", "agreed_on": "01/03/2025"}
    done = editor.post(edit, form_of(editor, edit, **agreed), follow=True)
    assert "Board, 1 March 2025" in text(done)
    # the log names both ends, and finds it by either
    for end in (giver, taker):
        found = editor.get("/history/", {"search": end.printed_label})
        assert f"{giver.printed_label} to {taker.printed_label}" in text(found)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"amount": "0"}, "A transfer is above zero"),
        ({"amount": "lots"}, "“lots” is not an amount of money"),
        ({"year": "2024"}, "is not a financial year"),
        ({"to_programme": "same"}, "A transfer goes from one programme to another."),
    ],
)
def test_a_transfer_that_cannot_be_is_refused(typed, sentence, editor, working):
    giver, taker = working.places.all()[:2]
    form = {
        "from_programme": str(giver.programme_id),
        "to_programme": str(taker.programme_id),
        "amount": "1m",
        "state": "proposed",
        "version": "0",
    } | typed
    if form["to_programme"] == "same":
        form["to_programme"] = form["from_programme"]
    response = editor.post("/edit/transfer/add/", form_of(editor, "/edit/transfer/add/") | form)
    assert sentence in text(response)
    assert not Transfer.objects.filter(position=working).exists()


def test_the_published_transfer_is_shown_where_it_is_reflected(client, people):
    client.force_login(people[Role.VIEWER])
    assert "stated in Paper 000" in text(client.get("/transfers/"))
    assert "No transfer in this position" in text(client.get("/transfers/?position=july-2024"))
    assert "Propose a transfer" not in text(client.get("/transfers/"))


# --- the log -----------------------------------------------------------------------------------


def test_the_log_tells_every_change_newest_first_and_filters(editor, working, highlight):
    assert "No change matches" in text(editor.get("/history/"))
    url = f"/edit/highlight/{highlight.pk}/"
    editor.post(url, form_of(editor, url, text="Told anew", why="wording"))
    held = row("establishment", working)
    url = f"/edit/establishment/{held.pk}/"
    editor.post(url, form_of(editor, url, fte="3,050", why="recount"))
    page = text(editor.get("/history/"))
    assert "2 changes" in page
    assert "3,100 → 3,050" in page
    assert "Told anew" in page
    assert "1 change" in text(editor.get("/history/?kind=highlight"))
    assert "1 change" in text(editor.get("/history/?search=recount"))
    assert "2 changes" in text(editor.get("/history/?who=PMO+editor"))
    assert "No change matches" in text(editor.get("/history/?who=nobody"))


def test_the_log_tells_what_was_added_and_removed(editor, working, highlight):
    remove = f"/edit/highlight/{highlight.pk}/remove/"
    editor.post(remove, remove_form(editor.get(remove)))
    page = text(editor.get("/history/"))
    assert "highlight, removed" in page
    assert "→ nothing" in page


def test_the_log_of_a_lead_is_of_their_portfolio(client, people, led, working, editor):
    mine = Highlight.objects.filter(position=working, portfolio=led).first()
    other = Highlight.objects.filter(position=working).exclude(portfolio=led).first()
    for held, words in [(mine, "Of mine"), (other, "Of others")]:
        url = f"/edit/highlight/{held.pk}/"
        editor.post(url, form_of(editor, url, text=words))
    client.force_login(people[Role.PORTFOLIO_LEAD])
    page = text(client.get("/history/?position=working"))
    assert "Of mine" in page
    assert "Of others" not in page


def test_the_log_goes_further_back_for_one_kind_and_says_where_it_is_cut(
    editor, highlight, monkeypatch
):
    monkeypatch.setattr("reports.history.MOST", 2)
    monkeypatch.setattr("reports.pages.history.MOST", 2)
    url = f"/edit/highlight/{highlight.pk}/"
    editor.post(url, form_of(editor, url, text="Told anew"))
    assert "the newest 2 changes" not in text(editor.get("/history/"))
    for other in Highlight.objects.filter(position=highlight.position).exclude(pk=highlight.pk)[:2]:
        url = f"/edit/highlight/{other.pk}/"
        editor.post(url, form_of(editor, url, text=f"Anew {other.pk}"))
    page = text(editor.get("/history/"))
    assert "the newest 2 changes" in page
    assert "Told anew" not in page
    page = text(editor.get("/history/?kind=highlight"))
    assert "the newest 2 changes" not in page
    assert "3 changes" in page
    assert "Told anew" in page


def test_the_log_tells_what_lives_on_also_once_it_is_removed(client, editor, people, led, working):
    """One kind at a time; a lead is told of the rows of their own portfolios alone."""
    places = ProgrammePlace.objects.filter(position=working)
    inside, outside = places.filter(portfolio=led)[0], places.exclude(portfolio=led)[0]
    for place, what in [(inside, "Ours"), (outside, "Theirs")]:
        risk = Risk.objects.create(title=f"Risk {what}", programme=place.programme, owner_role="M")
        action = MitigatingAction.objects.create(
            risk=risk, text=f"Act {what}", owner_role="M", due="2025-04-01"
        )
        url = f"/edit/mitigating-action/{action.pk}/"
        editor.post(url, form_of(editor, url, due="01/05/2025", why="The weather."))
        remove = f"{url}remove/"
        editor.post(remove, remove_form(editor.get(remove)))
    asked = "/history/?position=working&kind=mitigating+action"
    page = text(editor.get(asked))
    assert "4 changes" in page
    assert "1 April 2025 → 1 May 2025" in page
    assert page.count("mitigating action, removed") == 2
    assert "Act Theirs" in page
    assert "Act Ours" not in text(editor.get("/history/"))
    client.force_login(people[Role.PORTFOLIO_LEAD])
    page = text(client.get(asked))
    assert "2 changes" in page
    assert "Act Ours" in page
    assert "Theirs" not in page
    assert "No change matches" in text(client.get("/history/?kind=redeployment"))


def test_the_way_to_the_ledger_and_to_the_establishment(editor, client, people):
    assert 'href="/transfers/"' in text(editor.get("/savings/"))
    assert "Edit the establishment" in text(editor.get("/workforce/"))
    client.force_login(people[Role.VIEWER])
    assert "Edit the establishment" not in text(client.get("/workforce/?position=working"))


def test_a_refusal_says_why(client, people):
    client.force_login(people[Role.VIEWER])
    assert "does not let you take figures away" in text(client.get("/reports/pack.xlsx"))
    assert "The positions are: Working position" in text(client.get("/?position=nope"))
    assert "Resolver404" not in text(client.get("/nowhere/"))


def test_a_list_says_what_its_blank_means(client, people):
    client.force_login(people[Role.PMO_EDITOR])
    for kind in ("risk", "dependency", "benefit", "transfer"):
        page = client.get(f"/edit/{kind}/add/?position=working").content.decode()
        assert "---------" not in page, kind
        assert re.search(r'<option value=""[^>]*>(Choose…|Not stated)</option>', page), kind


@pytest.mark.parametrize("kind", [k for k, v in KINDS.items() if v.of == "programme" and v.adds])
def test_a_new_row_of_a_programme_opens_and_says_what_it_is_of(kind, client, people, led, working):
    place = working.places.filter(portfolio=led).first()
    role = Role.FINANCE_PARTNER if KINDS[kind].verb == Verb.CONFIRM else Role.PMO_EDITOR
    client.force_login(people[role])
    page = client.get(f"/edit/{kind}/add/?position=working&programme={place.programme.slug}")
    assert page.status_code == 200
    assert str(place.programme) in text(page)
