"""Positions on their pages: open, sign, confirm, publish, and take away what was kept."""

import uuid

import pytest

from accounts.roles import Role
from portfolios.models import Position
from reports.models import PublishedFile

PUBLISH = "/positions/working/publish/"
FORM = {
    "name": "March 2025",
    "short_name": "Mar 2025",
    "kind": "monthly_board",
    "as_at": "31/03/2025",
    "note": "Board agreed",
}


def sent(**fields) -> dict:
    return {**FORM, "token": str(uuid.uuid4()), **fields}


@pytest.fixture
def editor(client, people):
    client.force_login(people[Role.PMO_EDITOR])
    return client


def text(response) -> str:
    return response.content.decode()


def test_publishing_leads_to_the_position_with_its_files(editor):
    response = editor.post(PUBLISH, sent(), follow=True)
    assert response.redirect_chain == [("/positions/march-2025/", 302)]
    assert "March 2025 is published and can no longer be changed." in text(response)
    assert "cabinet-pack-march-2025.xlsx" in text(response)
    assert "Board agreed" in text(response)


def test_a_publication_sent_again_because_no_answer_came_says_that_it_is_done(editor):
    form = sent()
    editor.post(PUBLISH, form)
    again = editor.post(PUBLISH, form, follow=True)
    assert again.redirect_chain == [("/positions/", 302)]
    assert "That was done already; nothing was done again." in text(again)
    assert editor.post(PUBLISH, sent(token="none")).status_code == 404


def test_without_a_reason_the_form_says_so_and_keeps_what_was_typed(editor):
    response = editor.post(PUBLISH, sent(note="", name="April fools"))
    assert response.status_code == 200
    assert "say why the position is published all the same" in text(response)
    assert 'value="April fools"' in text(response)
    assert Position.objects.filter(slug="working", state="working").exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "February 2025", "Position with this Name already exists."),
        ("name", "!!!", "A name needs letters or figures."),
        ("as_at", "the Ides", "Enter a valid date."),
        ("kind", "weekly", "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(field, value, sentence, editor):
    response = editor.post(PUBLISH, sent(**{field: value}))
    assert response.status_code == 200
    assert sentence in text(response)
    assert f'href="#id_{field}"' in text(response)


def test_the_pack_of_a_published_position_is_the_very_bytes_it_was(editor, february):
    kept = february.files.get(name="cabinet-pack-february-2025.xlsx")
    asked = editor.get("/reports/pack.xlsx?position=february-2025")
    by_name = editor.get(f"/positions/february-2025/files/{kept.name}")
    assert asked.content == by_name.content == bytes(kept.content)


def test_a_file_asked_for_with_a_filter_is_drawn_afresh(editor, february):
    kept = february.files.get(name="savings-profile-february-2025.csv")
    url = "/reports/savings-profile.csv?position=february-2025"
    assert editor.get(url).content == bytes(kept.content)
    one = editor.get(f"{url}&portfolio=resident-services").content.decode()
    assert "Resident Services only" in one


def test_who_is_limited_to_some_portfolios_is_never_given_the_whole(client, people, led):
    client.force_login(people[Role.PORTFOLIO_LEAD])
    name = PublishedFile.objects.first().name
    assert client.get(f"/positions/february-2025/files/{name}").status_code == 404
    content = client.get("/reports/savings-profile.csv?position=february-2025").content.decode()
    assert f"{led.name} only" in content


def test_a_position_is_opened_once_none_is_open(editor):
    assert "Open a working position" not in text(editor.get("/positions/"))
    editor.post(PUBLISH, sent())
    assert "Open a working position" in text(editor.get("/positions/"))
    opening = {
        "name": "April 2025",
        "short_name": "Apr 2025",
        "kind": "quarterly_cabinet",
        "source": "march-2025",
    }
    response = editor.post("/positions/open/", sent(**opening), follow=True)
    assert "April 2025 is open for editing." in text(response)
    assert Position.objects.get(slug="april-2025").opened_from.slug == "march-2025"
    # nothing has changed in it yet, though somebody was signed in when it was opened
    log = editor.get("/history/?position=april-2025").context["entries"]
    assert log.paginator.count == 0


def test_a_second_open_position_is_refused_with_a_sentence(editor):
    response = editor.post("/positions/open/", sent(name="April 2025", source="february-2025"))
    assert "There is a working position already: publish it first." in text(response)


def test_a_refused_opening_can_be_put_right_and_sent_again(editor):
    form = sent(name="April 2025", kind="monthly_board", source="february-2025")
    editor.post("/positions/open/", form)
    editor.post("/positions/open/", form | {"kind": "scenario"})
    assert Position.objects.get(slug="april-2025").is_scenario


def test_a_form_sent_twice_opens_one_position(editor):
    editor.post(PUBLISH, sent())
    form = sent(name="April 2025", kind="scenario", source="february-2025")
    editor.post("/positions/open/", form)
    response = editor.post("/positions/open/", form | {"name": "May 2025"}, follow=True)
    assert "That was done already" in text(response)
    assert not Position.objects.filter(slug="may-2025").exists()


def test_the_section_151_officer_signs_by_name(client, people):
    client.force_login(people[Role.SECTION_151])
    assert "Sign as section 151 officer" in text(client.get("/positions/working/"))
    signed = client.post("/positions/working/sign/", follow=True)
    assert "You signed Working position." in text(signed)
    assert f"{people[Role.SECTION_151]}, 14 March 2025, 10:30" in text(signed)
    assert "signed already" in text(client.post("/positions/working/sign/", follow=True))


def test_a_finance_partner_confirms_what_they_saw(client, people, working):
    client.force_login(people[Role.FINANCE_PARTNER])
    place = working.places.filter(shows="money").first()
    page = f"/programmes/{place.programme.slug}/"
    at_working = "?position=working"
    assert "Confirm these figures" in text(client.get(page + at_working))
    stale = client.post(f"{page}confirm/{at_working}", {"version": "7"}, follow=True)
    assert "The figures have changed since you opened them" in text(stale)
    nonsense = client.post(f"{page}confirm/{at_working}", {"version": "x"}, follow=True)
    assert "The figures have changed since you opened them" in text(nonsense)
    done = client.post(f"{page}confirm/{at_working}", {"version": place.version}, follow=True)
    assert "You confirmed the figures of this programme." in text(done)
    assert f"{people[Role.FINANCE_PARTNER]}, 14 March 2025" in text(done)
