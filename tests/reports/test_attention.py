"""What needs attention: each kind appears, says its number, keeps to a scope and goes away."""

# ruff: noqa: F401, F811 - the fixtures of governance

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agt.words import clock
from agt.words.years import FinancialYear
from governance.models import BoardAction, DeliveryStatus, Milestone, MitigatingAction, Risk
from governance.models.delivery_status import first_of
from portfolios.models import BusinessCase, Position, ProgrammePlace, ReturnDue
from reports import versions
from reports.attention import attention
from reports.library import Library
from reports.returning import late_places, returns_of
from reports.table import Ask
from savings.models import ChangeRequest, SavingsLine
from tests.governance.conftest import (
    TODAY,
    day,
    editor,
    lead,
    milestone,
    mine,
    new_decision,
    new_dependency,
    new_risk,
    others,
    rated,
)
from workforce.models import Consultation, RedundancyEstablishment, RedundancyProposal


def said(viewer, position) -> list[str]:
    positions = Position.objects.readable_by(viewer).select_related("establishment")
    ask = Ask(Library(viewer, positions.newest_first()), position)
    return [item.text for item in attention(ask)]


def about(words: str, viewer, position) -> list[str]:
    return [text for text in said(viewer, position) if words in text]


@pytest.fixture
def both(editor, lead, working):
    """What the editor and the lead are told of the working position about some words."""

    def told(words: str) -> tuple[list[str], list[str]]:
        return about(words, editor, working), about(words, lead, working)

    return told


def line_of(programme, working, *, basis="entered", confidence="green", year=2025, pence=10**8):
    place = ProgrammePlace.objects.get(position=working, programme=programme)
    old = SavingsLine.objects.filter(place=place).first()
    SavingsLine.objects.filter(place=place).delete()
    return SavingsLine.objects.create(
        place=place,
        saving=old.saving,
        year=FinancialYear(year),
        confidence=confidence,
        amount=pence,
        basis=basis,
    )


def of_case(programme, working, state) -> None:
    case = BusinessCase.objects.get(position=working, programme=programme)
    case.level, case.state, case.stated_in = "full", state, "a paper"
    case.save()


# --- savings -------------------------------------------------------------------------------------


def with_lines(places):
    return [p for p in places if SavingsLine.objects.filter(place=p).exists()]


@pytest.fixture
def ours(led, working):
    """A programme with a saving in the lead's portfolio."""
    return with_lines(ProgrammePlace.objects.filter(position=working, portfolio=led))[0].programme


@pytest.fixture
def theirs(led, working):
    held = ProgrammePlace.objects.filter(position=working).exclude(portfolio=led)
    return with_lines(held)[0].programme


@pytest.mark.parametrize(
    ("state", "speaks"),
    [("draft", 1), ("submitted", 1), ("returned", 1), ("approved", 0), ("not_stated", 0)],
)
def test_green_on_a_case_known_not_to_be_approved(state, speaks, both, ours, theirs, working):
    for programme in (ours, theirs):
        line_of(programme, working)
        of_case(programme, working, state)
    whole, mine_ = both("known not to be approved")
    assert len(whole) == len(mine_) == speaks
    if speaks:
        assert whole[0].startswith("£2.0m of savings in 2 programmes is Green")
        assert mine_[0].startswith("£1.0m of savings in 1 programme is Green")


@pytest.mark.parametrize(
    "changed", [{"basis": "apportioned"}, {"confidence": "amber"}], ids=["apportioned", "amber"]
)
def test_what_is_not_a_programmes_own_green_says_nothing(changed, both, ours, working):
    line_of(ours, working, **changed)
    of_case(ours, working, "draft")
    consult(ours, closes_on=None)
    assert both("known not to be approved") == ([], [])
    assert both("consultation") == ([], [])


def consult(programme, **days) -> Consultation:
    where = RedundancyEstablishment.objects.create(name="One")
    held = Consultation.objects.create(name="C", establishment=where, **days)
    RedundancyProposal.objects.create(
        consultation=held, programme=programme, posts_low=1, posts_high=2
    )
    return held


def test_green_while_a_consultation_is_not_finished(both, ours, theirs, working):
    line_of(ours, working)
    line_of(theirs, working)
    held = consult(ours, closes_on=day(0))
    text = "£1.0m of savings is Green while the consultation of its programme is not finished."
    assert both("consultation") == ([text], [text])
    held.closes_on = day(-1)
    held.save()
    assert both("consultation") == ([], [])


def test_red_that_lands_in_the_next_two_years(both, ours, working, lead):
    SavingsLine.objects.filter(place__position=working, confidence="red").delete()
    assert both("is Red") == ([], [])
    line = line_of(ours, working, confidence="red", year=2026)
    assert both("is Red")[0] == [
        "£1.0m of savings that land in 2025/26 and 2026/27 is Red: not yet validated."
    ]
    line.year = FinancialYear(2027)
    line.save()
    assert both("is Red") == ([], [])


def test_a_position_without_years_says_all_that_is_red(editor, july):
    assert about("is Red", editor, july) == ["£7.67m of savings is Red: not yet validated."]


# --- what lives on -------------------------------------------------------------------------------


def test_late_milestones_that_carry_a_saving(both, mine, others):
    held = milestone(
        mine, baseline=day(-353), forecast=day(12), carries=2 * 10**8, carries_year="2025/26"
    )
    milestone(mine, "due", baseline=day(-20), forecast=day(-10))  # carries none
    milestone(mine, "done", actual=day(-1), carries=10**8, carries_year="2025/26")
    milestone(
        others, "early", baseline=day(9), forecast=day(-1), carries=10**8, carries_year="2025/26"
    )
    assert held.delay == 2 * 10**8
    whole, mine_ = both("carr")
    assert whole == [
        "2 milestones that carry a saving are late or overdue, delaying £2.0m-years of it."
    ]
    assert mine_ == [
        "1 milestone that carries a saving is late or overdue, delaying £2.0m-years of it."
    ]
    Milestone.objects.update(actual=TODAY)
    assert both("carr") == ([], [])


def test_very_high_risks_and_overdue_reviews(both, mine, others):
    high = rated(4, 4, programme=mine, review_on=day(-1))
    rated(5, 5, programme=others, review_on=day(0))
    rated(3, 5, programme=mine)
    rated(5, 5, programme=mine, closed_on=day(-1), closed_why="over", review_on=day(-9))
    new_risk(programme=mine)
    assert both("very high") == (
        ["2 open risks or issues are rated very high."],
        ["1 open risk or issue is rated very high."],
    )
    assert both("review") == (["1 risk or issue is past the day of its review."],) * 2
    high.likelihood, high.review_on = 10, day(1)
    high.save()
    assert both("very high")[1] == both("review")[0] == []


def test_late_dependencies(both, mine, others):
    late = new_dependency(mine, others, needed_by=day(-1), amount=10**8)
    new_dependency(others, service="A service", promised_for=day(31))
    new_dependency(mine, others)
    assert both("late") == (
        ["2 dependencies are late, with £1.0m at stake."],
        ["1 dependency is late, with £1.0m at stake."],
    )
    late.state, late.met_on = "met", TODAY
    late.save()
    assert both("late") == (["1 dependency is late."], [])


def test_late_actions_of_boards_and_about_risks(both, led, mine, others, lead):
    owned = {"owner_role": "Somebody", "due": day(-1)}
    mine_, theirs = new_decision(programme=mine), new_decision(programme=others)
    late = BoardAction.objects.create(decision=mine_, text="Late", raised_on=day(-9), **owned)
    BoardAction.objects.create(decision=theirs, text="Theirs", raised_on=day(-9), **owned)
    held = {"decision": mine_, "text": "Other", "owner_role": "Somebody", "raised_on": day(-9)}
    BoardAction.objects.create(**held, due=day(0))
    BoardAction.objects.create(**held, due=day(-5), done_on=day(-1))
    assert both("of the boards") == (
        ["2 actions of the boards are late."],
        ["1 action of the boards is late."],
    )
    late.done_on = TODAY
    late.save()
    assert both("of the boards")[1] == []

    risk = new_risk(programme=mine)
    for due in (day(-1), day(-2)):  # of two late actions one risk is told
        MitigatingAction.objects.create(risk=risk, text="Late", owner_role="Somebody", due=due)
    closed = new_risk(programme=mine, closed_on=TODAY, closed_why="over")
    MitigatingAction.objects.create(risk=closed, text="Late", **owned)
    timely = new_risk(programme=mine)
    MitigatingAction.objects.create(risk=timely, text="Due", owner_role="Somebody", due=day(0))
    MitigatingAction.objects.create(risk=timely, text="Done", done_on=TODAY, **owned)
    assert both("to be done about") == (["What was to be done about 1 risk or issue is late."],) * 2
    assert list(Risk.objects.with_late_action(TODAY)) == [risk]  # as the register lists them
    risk.actions.update(done_on=TODAY)
    assert both("to be done about") == ([], [])


def rate(programme, overall: str, months_ago: int = 0, *, by=None) -> None:
    month = first_of(TODAY) - datetime.timedelta(days=30 * months_ago)
    words = {"reason": "", "path": ""} if overall == "on_track" else {"reason": "x", "path": "y"}
    rest = dict.fromkeys(("time", "cost", "benefits", "resources"), "on_track")
    DeliveryStatus.objects.create(
        programme=programme,
        month=first_of(month),
        overall=overall,
        illustrative=by is None,
        author=by,
        written_at=clock.now() if by else None,
        **rest,
        **words,
    )


def test_off_track_and_stale_programmes(both, mine, others):
    rate(mine, "off_track")
    rate(others, "off_track")
    whole, mine_ = both("off track")
    assert whole == ["Delivery of 2 programmes is off track."]
    assert mine_ == ["Delivery of 1 programme is off track."]
    assert both("no delivery status")[0] == [
        "26 programmes have no delivery status for last month or this one."
    ]
    rate(mine, "at_risk")
    assert both("off track")[1] == []


# --- what waits ----------------------------------------------------------------------------------


def test_changes_that_wait(both, others, working, editor):
    place = ProgrammePlace.objects.get(position=working, programme=others)
    request = ChangeRequest.objects.create(
        place=place,
        before=[],
        after=[],
        total_before=3 * 10**8,
        total_after=10**8,
        why="because",
        by=editor,
        at=clock.now(),
    )
    text = "1 change above the tolerance waits to be agreed: −£2.0m in all."
    assert both("tolerance") == ([text], [])
    request.state, request.decided_by, request.decided_at = "withdrawn", editor, clock.now()
    request.save()
    assert both("tolerance") == ([], [])


def test_late_returns_are_those_of_the_calendar(both, led, working, editor):
    def late_on_the_calendar() -> int:
        rows = [one for r in returns_of(working, editor) for one in r.programmes]
        return sum(one.late > 0 for one in rows)

    def counted() -> int:
        return late_places(working, editor, TODAY).count()

    assert both("return") == ([], [])
    ReturnDue.objects.create(position=working, figures_due=day(-2), confirmation_due=day(-1))
    assert counted() == late_on_the_calendar() > 3
    ReturnDue.objects.create(position=working, portfolio=led, figures_due=day(0))
    assert counted() == late_on_the_calendar()
    assert both("return")[1] == []
    first, second = ProgrammePlace.objects.filter(position=working, shows="money").exclude(
        portfolio=led
    )[:2]
    for place in (first, second):
        place.returned_by, place.returned_at = editor, clock.now()
    second.confirmed_by, second.confirmed_at = editor, clock.now()
    first.save()
    second.save()
    before = counted()
    assert before == late_on_the_calendar()
    ReturnDue.objects.filter(portfolio=None).update(confirmation_due=day(3))
    assert counted() == late_on_the_calendar() == before - 1
    assert both("return")[0] == [f"The return of {counted()} programmes to {working} is late."]


# --- all together --------------------------------------------------------------------------------


def test_all_that_is_counted_is_two_queries_and_then_none(editor, working, mine):
    positions = list(Position.objects.select_related("establishment").newest_first())

    def look() -> list[str]:
        library = Library(editor, positions, versions.current())
        return [item.text for item in attention(Ask(library, working))]

    first = look()
    with CaptureQueriesContext(connection) as made:
        assert look() == first
    assert len(made) == 1  # the data versions
    rated(5, 5)
    with CaptureQueriesContext(connection) as made:
        assert "very high" in " ".join(look())
    assert len(made) == 2  # the data versions, and what lives on: no Green could be too early
    line = line_of(mine, working)
    of_case(mine, working, "draft")
    assert "known not to be approved" in " ".join(look())
    SavingsLine.objects.filter(pk=line.pk).update(amount=2)
    with CaptureQueriesContext(connection) as made:
        look()
    green = [query for query in made if "portfolios_businesscase" in query["sql"]]
    assert len(green) == 1
    assert "governance_risk" not in " ".join(query["sql"] for query in made)
    with clock.stopped_at(clock.now() + datetime.timedelta(days=1)):
        with CaptureQueriesContext(connection) as made:
            look()
        assert len(made) == 3  # another day


def test_what_counts_samples_is_marked_and_each_leads_somewhere(client, editor, working, mine):
    rated(5, 5, programme=mine, illustrative=True)
    rate(mine, "off_track")
    client.force_login(editor)
    items = client.get("/").context["attention"]
    marked = [item.text for item in items if item.illustrative]
    assert [text.split(" ")[-2:] for text in marked] == [["very", "high."], ["off", "track."]]
    for item in items:
        assert client.get(item.url).status_code == 200, item.url
