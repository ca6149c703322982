"""Scenarios on their pages: open, say what they are, are never taken for the working position."""

import uuid

import pytest

from accounts.roles import Role
from portfolios.models import Position
from reports.actions.open_position import open_position


@pytest.fixture
def scenario(working, people) -> Position:
    return open_position(
        source=working,
        name="What if",
        slug="what-if",
        short_name="What if",
        kind=Position.Kind.SCENARIO,
        by=people[Role.PMO_EDITOR],
    )


@pytest.fixture
def editor(client, people):
    client.force_login(people[Role.PMO_EDITOR])
    return client


def sent(**fields) -> dict:
    return {"token": str(uuid.uuid4()), **fields}


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_one_opens_beside_the_working_position_from_it(editor, working):
    page = text(editor.get("/positions/"))
    assert "Open a scenario" in page
    assert "Open a working position" not in page
    assert '<option value="scenario" selected>' in text(
        editor.get("/positions/open/?kind=scenario")
    )
    form = sent(name="What if", short_name="What if", kind="scenario", source="working")
    opened = editor.post("/positions/open/", form, follow=True)
    assert opened.redirect_chain == [("/positions/what-if/", 302)]
    assert Position.objects.get(slug="what-if").opened_from == working


@pytest.mark.parametrize("source", ["", "nonsense", "what-if"])
def test_what_it_starts_from_must_be_one_of_those_offered(source, editor, scenario):
    form = sent(name="Another", short_name="Another", kind="scenario", source=source)
    answer = editor.post("/positions/open/", form)
    assert answer.status_code == 200
    assert 'href="#id_source"' in text(answer)
    assert not Position.objects.filter(slug="another").exists()


def test_its_header_says_scenario_and_it_is_never_published(editor, scenario):
    page = text(editor.get("/?position=what-if"))
    assert '<span class="tag tag--scenario">Scenario</span>' in page
    assert 'class="shows-scenario"' in page
    about = text(editor.get("/positions/what-if/"))
    assert "Close it…" in about
    assert "Publish…" not in about
    assert "Before it is published" not in about
    publishing = text(editor.get("/positions/what-if/publish/"))
    assert "it is never published" in publishing
    assert "Publish for good" not in publishing
    form = sent(
        name="March 2025",
        short_name="Mar",
        kind="monthly_board",
        as_at="31/03/2025",
        note="why",
    )
    assert "it is never published" in text(editor.post("/positions/what-if/publish/", form))
    scenario.refresh_from_db()
    assert not scenario.is_published
    refused = form | {"kind": "scenario"}
    assert "Select a valid choice" in text(editor.post("/positions/working/publish/", refused))


def test_nobody_lands_on_a_scenario(scenario, client, people):
    for role, expected in [
        (Role.PMO_EDITOR, "Working position"),
        (Role.VIEWER, "February 2025"),
    ]:
        client.force_login(people[role])
        assert client.get("/").context["position"].name == expected
    Position.objects.filter(slug="what-if").update(opened_from=None)
    Position.objects.filter(slug="working").delete()
    client.force_login(people[Role.PMO_EDITOR])
    assert client.get("/").context["position"].name == "February 2025"
    assert "No position is open for editing." in text(client.get("/my-work/"))
    assert "is published and can no longer be changed" in text(client.get("/returns/", follow=True))


def test_my_work_is_of_the_working_position(scenario, editor):
    page = text(editor.get("/my-work/"))
    assert "What Working position waits for from you," in page
    assert "position=what-if" not in page


def test_viewers_see_scenarios_as_the_setting_for_working_positions_lets_them(
    scenario, client, people, settings
):
    client.force_login(people[Role.VIEWER])
    assert client.get("/?position=what-if").status_code == 200
    settings.VIEWERS_SEE_WORKING = False
    assert client.get("/?position=what-if").status_code == 404


def test_it_is_compared_with_any_position_and_edited_as_one(scenario, editor, working):
    url = "/reports/movement/?position=what-if&compare=working"
    page = text(editor.get(url))
    assert "Unchanged since Working position" in page
    place = scenario.places.filter(lines__isnull=False).first()
    programme = f"/programmes/{place.programme.slug}/?position=what-if"
    assert "Save the grid" in text(editor.get(programme))


def test_closing_asks_first_and_takes_it_away(editor, scenario):
    assert "Close it for good" in text(editor.get("/positions/what-if/close/"))
    refused = editor.post("/positions/what-if/close/", sent(why=""))
    assert "Fill this in." in text(refused)
    closed = editor.post("/positions/what-if/close/", sent(why="Served"), follow=True)
    assert "What if is closed." in text(closed)
    assert editor.get("/?position=what-if").status_code == 404


def test_a_scenario_has_no_edit_window(editor, scenario):
    assert editor.get("/positions/what-if/lock/").status_code == 404
