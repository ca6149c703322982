"""Where programmes stand at the gates, and the list of all business cases with its file."""

import csv
import io
import json

import pytest

from accounts.roles import Role
from accounts.viewer import SYSTEM
from governance.models import Gate, GateDecision
from governance.standing import standing_of, standings
from portfolios.models import ProgrammePlace
from tests.governance.conftest import day


def decision(programme, gate, **fields) -> GateDecision:
    return GateDecision.objects.create(
        programme=programme,
        gate=gate,
        illustrative=True,
        **{"outcome": "approved", "body": "The board", "decided_on": day(-5), **fields},
    )


def test_where_a_programme_stands(programme, other, working, deciding):
    first, second, third, fourth = Gate.objects.all()
    decision(programme, first)
    decision(programme, second, outcome="returned", conditions="x")
    decision(programme, third, case_level="outline", pence=500, fte_low=100, fte_high=100)
    decision(other, fourth, pence=1)
    stands = standing_of(programme)
    assert [step.is_passed for step in stands.steps] == [True, False, False, False]
    assert (stands.passed, stands.next) == ([first], second)
    assert (stands.saving.pence, stands.posts.fte_low) == (500, 100)
    decision(programme, second, decided_on=day(-4))
    decision(programme, third, decided_on=day(-3), case_level="full")
    decision(programme, fourth, decided_on=day(-2), pence=700)
    stands = standing_of(programme)
    assert (stands.passed, stands.next) == ([first, second, third, fourth], None)
    assert (stands.saving.pence, stands.newest.gate) == (700, fourth)
    held = standings(working, visible_to=SYSTEM)
    assert held[programme.pk] == stands
    assert (held[other.pk].passed, held[0].newest) == ([fourth], None)


def test_a_retired_gate_shows_only_where_it_was_decided_at(programme, other):
    first, *rest = Gate.objects.all()
    decision(programme, first)
    first.retired = True
    first.save()
    assert [step.gate for step in standing_of(programme).steps] == [first, *rest]
    assert [step.gate for step in standing_of(other).steps] == rest
    assert standing_of(other).next == rest[0]


# --- the list ------------------------------------------------------------------------------------


@pytest.fixture
def site(client, people):
    client.force_login(people[Role.ANALYST])
    return client


def rows(site, query: str = "") -> list[dict[str, str]]:
    answer = site.get(f"/cases.csv{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def recorded(programme, deciding, working):
    return decision(programme, deciding, case_level="full", pence=100_000_000)


def test_the_list_says_level_state_body_date_and_variance(site, recorded, programme, working):
    place = ProgrammePlace.objects.get(position=working, programme=programme)
    (row,) = rows(site, "?recorded=yes&position=working")
    assert row["Programme"] == place.printed_label
    assert row["Saving approved (£)"] == "1000000"
    expected = int(row["Expected saving (£)"])
    assert row["Variance (£)"] == str(expected - 1_000_000)
    assert row["Basis"] == "illustrative"
    shown = site.get("/cases/?recorded=yes&position=working").content.decode()
    assert "tag--illustrative" in shown
    assert "1 of 28 programmes" in shown
    others = rows(site, "?recorded=no")
    assert len(others) == 27
    assert {r["Saving approved (£)"] for r in others} == {"not recorded"}
    assert {r["Variance (£)"] for r in others} == {"n/a"}  # nothing to compare with
    stated = [r for r in others if r["State"] == "Approved"]
    assert {r["Decided by"] for r in stated} == {"stated in Paper 000"}


@pytest.mark.parametrize(
    ("query", "many"),
    [("", 28), ("?case=approved", 13), ("?level=full", 13), ("?level=outline", 0)],
)
def test_each_filter_and_sort(query, many, site):
    held = len(rows(site, query))
    assert held == many or (many == 13 and held == len(rows(site, "?case=approved")) > 10)
    joined = f"{query}&" if query else "?"
    for column in ("programme", "-level", "state", "-decided_on", "approved", "-expected", "body"):
        assert site.get(f"/cases/{joined}sort={column}").status_code == 200


def test_the_file_is_json_too_and_an_unknown_filter_is_not_found(site):
    held = json.loads(site.get("/cases.json?case=approved").content)
    assert "Business case: Approved" in held["scope"]
    assert site.get("/cases.json?case=nonsense").status_code == 404


def test_a_lead_meets_their_own_cases_only(client, people, led):
    client.force_login(people[Role.PORTFOLIO_LEAD])
    assert {r["Portfolio"] for r in rows(client)} == {led.name}
    assert b"Add a gate" not in client.get("/cases/").content
    assert client.get("/edit/gate/add/").status_code == 404


def test_a_gate_is_defined_and_retired_by_those_who_see_all(client, editor):
    client.force_login(editor)

    def sent(url: str, **typed: str):
        form = client.get(url).context["form"]
        hidden = {name: str(form[name].value()) for name in ("token", "version")}
        return client.post(url, {**hidden, "why": "agreed", **typed})

    sent("/edit/gate/add/", order="5", name="Benefits review", description="")
    made = Gate.objects.get(name="Benefits review")
    assert (
        b"There is a gate of that name already."
        in sent("/edit/gate/add/", order="6", name="Benefits review").content
    )
    sent(f"/edit/gate/{made.pk}/", order="5", name="Benefits review", retired="on")
    assert b'<span class="tag">retired</span>' in client.get("/cases/").content
    assert client.get(f"/edit/gate/{made.pk}/remove/").status_code == 403


def test_what_a_decision_says_is_corrected_with_a_reason(client, editor, recorded, programme):
    client.force_login(editor)
    url = f"/edit/gate-decision/{recorded.pk}/"
    form = client.get(url).context["form"]
    typed = {name: str(form[name].value() or "") for name in form.fields}
    typed |= {"decided_on": "09/03/2025", "pence": "1.1m", "why": "misread the minute"}
    client.post(url, typed)
    recorded.refresh_from_db()
    assert recorded.pence == 110_000_000
    assert recorded.history.first().history_change_reason == "misread the minute"
