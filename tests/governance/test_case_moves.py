"""The table of moves: each legal one moves, each other one is refused in a sentence, everywhere."""

import uuid
from html import unescape

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role, State
from agt.words import clock
from governance.actions.move_case import move_case
from governance.actions.record_gate_decision import record_gate_decision
from governance.case_moves import DECIDED, MOVES, Does, as_markdown, move, moves_from
from governance.models import Gate, GateDecision
from portfolios.actions.hold_row import version_of
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import BusinessCase, Position
from tests.governance.conftest import day, put

Level, Stands = BusinessCase.Level, BusinessCase.State
PLACES = [("", Stands.NOT_STATED), *((level, state) for level in Level for state in Stands)]
LEGAL = {(m.does, m.level, m.state): m for m in MOVES if m.level}


def moved(programme, does, by, *, level="", version=None, why="because", token=None):
    case = BusinessCase.objects.get(programme=programme, position__state=State.WORKING)
    return move_case(
        programme=programme,
        does=does,
        level=level,
        version=version_of(case) if version is None else version,
        why=why,
        token=token or uuid.uuid4(),
        by=by,
    )


def decided(programme, gate, by, *, version=None, token=None, **fields):
    case = BusinessCase.objects.get(programme=programme, position__state=State.WORKING)
    decision = GateDecision(
        programme=programme,
        gate=gate,
        **{"outcome": "approved", "body": "The board", "decided_on": day(-1), **fields},
    )
    record_gate_decision(
        decision=decision,
        version=version_of(case) if version is None else version,
        token=token or uuid.uuid4(),
        by=by,
    )
    return decision


# --- the table -----------------------------------------------------------------------------------


def test_the_table_is_the_one_the_council_works_by():
    assert len(MOVES) == 4 + 4 * 5 + 2
    assert {(m.level, m.to_level) for m in MOVES if m.does == Does.NEXT_LEVEL} == {
        ("strategic_outline", "outline"),
        ("outline", "full"),
    }
    within = {(m.does.value, m.state, m.to_state) for m in MOVES if m.level == m.to_level}
    assert within == {
        ("start", "not_stated", "draft"),
        ("submit", "draft", "submitted"),
        ("approve", "submitted", "approved"),
        ("return", "submitted", "returned"),
        ("redraft", "returned", "draft"),
    }


@pytest.mark.parametrize("does", Does)
@pytest.mark.parametrize(("level", "state"), PLACES)
def test_every_move_is_legal_or_refused_with_what_is_possible(does, level, state):
    case = BusinessCase(level=level, state=state, body="The board", stated_in="000")
    legal = [m for m in MOVES if (m.does, m.level, m.state) == (does, level, state)]
    if legal:
        move(case, does, to_level=legal[0].to_level)
        assert (case.level, case.state) == (legal[0].to_level, legal[0].to_state)
        assert (case.body, case.decided_on, case.stated_in) == ("", None, "")
        return
    with pytest.raises(ValidationError) as refusal:
        move(case, does)
    (sentence,) = refusal.value.messages
    assert "it cannot be" in sentence
    assert sentence.endswith("." if moves_from(case) else "Nothing more happens to it.")
    assert (case.level, case.state) == (level, state)


def test_a_case_that_is_not_begun_says_at_which_level_it_starts():
    with pytest.raises(ValidationError, match="at which level"):
        move(BusinessCase(), Does.START)


def test_the_diagram_in_the_docs_is_made_from_the_table(tmp_path, settings, capsys):
    held = settings.BASE_DIR / "docs" / "business-case-moves.md"
    assert held.read_text(encoding="utf-8") == as_markdown()
    (tmp_path / "docs").mkdir()
    settings.BASE_DIR = tmp_path
    call_command("case_diagram")
    assert "written" in capsys.readouterr().out
    assert (tmp_path / "docs" / held.name).read_text(encoding="utf-8") == as_markdown()


# --- by hand -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "state"), PLACES[1:])
def test_the_actions_obey_the_table(level, state, case, programme, deciding, editor):
    """From everywhere, every way on: by hand, or by a decision."""
    for does in Does:
        put(case, level, state)
        found = LEGAL.get((does, level, state))
        try:
            with transaction.atomic():
                if does in DECIDED:
                    outcome = "approved" if does == Does.APPROVE else "returned"
                    more = {} if does == Does.APPROVE else {"conditions": "Say more."}
                    decided(programme, deciding, editor, outcome=outcome, **more)
                else:
                    moved(programme, does, editor)
        except ValidationError:
            assert found is None
        else:
            assert found is not None
            case.refresh_from_db()
            assert (case.level, case.state) == (found.to_level, found.to_state)


def test_a_move_is_in_the_history_with_who_and_why(case, programme, editor):
    put(case, "outline", "draft")
    moved(programme, Does.SUBMIT, editor, why="Board of 20 March")
    newest = case.history.order_by("-history_id").first()
    assert (newest.history_user, newest.history_change_reason) == (editor, "Board of 20 March")
    assert newest.history_date == clock.now()


def test_a_case_is_started_where_the_position_holds_none(case, programme, working, editor):
    case.delete()
    started = move_case(
        programme=programme,
        does=Does.START,
        level="outline",
        version=0,
        why="new",
        token=uuid.uuid4(),
        by=editor,
    )
    assert (started.position, started.level, started.state) == (working, "outline", "draft")


def test_an_approval_is_not_given_by_hand(case, programme, editor):
    put(case, "full", "submitted")
    with pytest.raises(ValidationError, match="decided at a gate"):
        moved(programme, Does.APPROVE, editor)


def test_two_editors_and_a_double_click_move_once(case, programme, editor):
    put(case, "full", "draft")
    version, token = version_of(case), uuid.uuid4()
    moved(programme, Does.SUBMIT, editor, token=token)
    with pytest.raises(AlreadySubmitted):
        moved(programme, Does.SUBMIT, editor, token=token)
    with pytest.raises(SomebodyElseSaved):
        moved(programme, Does.SUBMIT, editor, version=version)


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.PMO_EDITOR,)])
def test_only_those_who_edit_there_move_and_decide(role, other, deciding, people):
    for act in (
        lambda: moved(other, Does.SUBMIT, people[role]),
        lambda: decided(other, deciding, people[role]),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_lead_moves_their_own(case, programme, people):
    put(case, "full", "draft")
    assert moved(programme, Does.SUBMIT, people[Role.PORTFOLIO_LEAD]).state == "submitted"


def test_without_a_working_position_nothing_moves(programme, case, editor, working):
    version = version_of(case)
    Position.objects.filter(pk=working.pk).update(state="published", published_at=clock.now())
    with pytest.raises(ValidationError, match="No position is open"):
        move_case(
            programme=programme,
            does=Does.SUBMIT,
            version=version,
            why="why",
            token=uuid.uuid4(),
            by=editor,
        )


def test_a_programme_that_is_placed_nowhere_is_nobodys(programme, case, editor, working):
    working.places.filter(programme=programme).delete()
    with pytest.raises(PermissionDenied, match="in no portfolio"):
        moved(programme, Does.SUBMIT, editor)


# --- decisions -----------------------------------------------------------------------------------


def test_an_approval_moves_the_case_and_keeps_what_it_approved(case, programme, deciding, editor):
    put(case, "full", "submitted")
    made = decided(
        programme,
        deciding,
        editor,
        outcome="conditional",
        conditions="Report in June.",
        pence=120_000_000,
        fte_low=200,
        fte_high=300,
        minute="12/25",
    )
    case.refresh_from_db()
    assert (case.state, case.body, case.decided_on) == ("approved", "The board", day(-1))
    made.refresh_from_db()
    assert (made.case_level, made.recorded_by) == ("full", editor)
    assert made.history.get().history_change_reason == (
        f"{deciding}: approved with conditions by The board"
    )


def test_a_decision_at_another_gate_moves_no_case(case, programme, editor):
    put(case, "full", "draft")
    made = decided(programme, Gate.objects.first(), editor)
    case.refresh_from_db()
    assert (case.state, made.case_level) == ("draft", "")


def test_the_decision_behind_an_approval_that_a_paper_states_can_be_recorded(
    working, deciding, editor
):
    case = BusinessCase.objects.filter(position=working, state="approved").first()
    decided(case.programme, deciding, editor, pence=5, version=version_of(case))
    case.refresh_from_db()
    assert (case.state, case.body, case.decided_on) == ("approved", "The board", day(-1))
    assert case.stated_in == "Paper 000"
    with pytest.raises(ValidationError, match="cannot be approved"):
        decided(case.programme, deciding, editor, version=version_of(case))
    with pytest.raises(ValidationError, match="cannot be returned"):
        decided(case.programme, deciding, editor, outcome="returned", conditions="x")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"body": ""}, "A decision needs the body"),
        ({"decided_on": None}, "A decision needs its date"),
        ({"decided_on": day(1)}, "not in the future"),
        ({"outcome": "conditional"}, "Say the conditions"),
        ({"outcome": "returned"}, "Say the conditions"),
        ({"outcome": "returned", "conditions": "x", "pence": 1}, "A return approves nothing"),
        ({"pence": -1}, "not below zero"),
        ({"fte_low": 300, "fte_high": 200}, "Posts are a range"),
        ({"fte_low": 300}, "Posts are a range"),
    ],
)
def test_what_a_decision_lacks_is_refused_in_a_sentence_and_by_the_database(
    fields, sentence, case, programme, deciding, editor
):
    put(case, "full", "submitted")
    with pytest.raises(ValidationError, match=sentence):
        decided(programme, deciding, editor, **fields)
    case.refresh_from_db()
    assert case.state == "submitted"
    if "future" in sentence:
        return  # a database knows no today
    given = {"outcome": "approved", "body": "The board", "decided_on": day(-1), **fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        GateDecision.objects.create(programme=programme, gate=deciding, recorded_by=editor, **given)


def test_nothing_is_decided_at_a_gate_that_is_retired(programme, deciding, editor):
    deciding.retired = True
    deciding.save()
    with pytest.raises(ValidationError, match="retired"):
        decided(programme, deciding, editor)


def test_a_decision_has_someone_who_recorded_it(programme, deciding):
    with pytest.raises(IntegrityError), transaction.atomic():
        GateDecision.objects.create(
            programme=programme,
            gate=deciding,
            outcome="approved",
            body="The board",
            decided_on=day(-1),
        )


# --- on the page ---------------------------------------------------------------------------------


@pytest.fixture
def site(client, editor):
    client.force_login(editor)
    return client


def send(site, url: str, **typed: str):
    form = site.get(url).context["form"]
    hidden = {name: str(form[name].value()) for name in ("token", "version")}
    return site.post(url, {"why": "because", **hidden, **typed})


def text(response) -> str:
    return unescape(response.content.decode())


@pytest.mark.parametrize("state", Stands)
@pytest.mark.parametrize("does", sorted(set(Does) - DECIDED))
def test_the_page_moves_what_the_table_allows_and_says_why_not(does, state, site, case, programme):
    put(case, "outline", state)
    answer = send(site, f"/programmes/{programme.slug}/case/{does}/")
    found = LEGAL.get((does, "outline", state))
    case.refresh_from_db()
    if found:
        assert answer.status_code == 302
        assert (case.level, case.state) == (found.to_level, found.to_state)
    else:
        assert answer.status_code == 200
        assert "it cannot be" in text(answer)
        assert 'value="because"' in text(answer)
        assert case.state == state


def test_the_programme_offers_the_moves_there_are_and_no_other(site, case, programme):
    put(case, "outline", "returned")
    offered = text(site.get(f"/programmes/{programme.slug}/"))
    assert Does.REDRAFT.label in offered
    assert Does.SUBMIT.label not in offered
    assert "Record a gate decision" in offered


def test_a_case_starts_at_a_level_that_is_chosen(site, case, programme):
    put(case, "", "not_stated")
    url = f"/programmes/{programme.slug}/case/start/"
    assert "Choose one." in text(send(site, url))
    answer = send(site, url, level="single")
    assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.level, case.state) == ("single", "draft")


def test_a_decision_is_recorded_on_the_page_and_shows(site, case, programme, deciding):
    put(case, "full", "submitted")
    url = f"/programmes/{programme.slug}/gate/"
    answer = send(site, url, gate=str(deciding.pk), outcome="approved")
    assert "A decision needs the body that made it." in text(answer)
    assert "A decision needs its date." in text(answer)
    typed = {"body": "Cabinet", "decided_on": "10/03/2025", "pence": "1.5m"}
    typed |= {"fte_low": "2", "fte_high": "3.5"}
    send(site, url, gate=str(deciding.pk), outcome="approved", **typed)
    shown = text(site.get(f"/programmes/{programme.slug}/"))
    assert "Approved, full" in shown
    assert "Cabinet, 10 Mar 2025" in shown
    assert "£1.5m" in shown
    assert "2–3.5" in shown
    assert "a variance of" in shown


def test_who_comes_second_sees_where_it_stands_and_loses_nothing(site, case, programme, editor):
    put(case, "full", "draft")
    url = f"/programmes/{programme.slug}/case/submit/"
    form = site.get(url).context["form"]
    mine = {"token": str(form["token"].value()), "version": str(form["version"].value())}
    moved(programme, Does.SUBMIT, editor)
    answer = site.post(url, {**mine, "why": "mine"})
    assert answer.status_code == 409
    assert "Someone saved this while you were typing" in text(answer)
    assert 'value="mine"' in text(answer)
    assert "Full, submitted" in text(answer)


def test_sending_twice_does_it_once(site, case, programme):
    put(case, "full", "draft")
    url = f"/programmes/{programme.slug}/case/submit/"
    form = site.get(url).context["form"]
    mine = {"token": str(form["token"].value()), "version": str(form["version"].value())}
    site.post(url, {**mine, "why": "mine"})
    again = site.post(url, {**mine, "why": "mine"}, follow=True)
    assert "nothing was done again" in text(again)


def test_by_form_a_level_or_state_is_typed_only_with_its_paper(site, case):
    url = f"/edit/business-case/{case.pk}/"
    put(case, "full", "draft")
    form = site.get(url).context["form"]
    filled = {name: str(form[name].value() or "") for name in form.fields} | {"why": "because"}
    refused = site.post(url, filled | {"state": "submitted"})
    assert "only with the paper that states it" in text(refused)
    site.post(url, filled | {"state": "submitted", "stated_in": "000"})
    case.refresh_from_db()
    assert case.state == "submitted"


def test_the_fixture_holds_the_four_gates_in_order(db):
    held = list(Gate.objects.values_list("order", "decides_case"))
    assert held == [(1, False), (2, False), (3, True), (4, False)]
    assert (settings.PUBLISHED_FIXTURES / "published.json").exists()
