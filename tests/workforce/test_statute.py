"""The clock against worked examples, and what must hold for any numbers of people and days."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agt.words.days import working_day
from workforce import statute
from workforce.statute import Across, Basis, Batch, Event, Rule

D = datetime.date
ONE = datetime.timedelta(days=1)


def rule(heads, days, **fields) -> Rule:
    held = {
        "name": f"{heads} or more",
        "basis": Basis.LAW,
        "across": Across.ESTABLISHMENT,
        "window": 90,
        "runs_from": Event.OPENS,
        "runs_to": Event.DISMISSAL,
        "since": D(2013, 4, 6),
    }
    return Rule(heads=heads, days=days, **{**held, **fields})


HR1 = {"runs_from": Event.HR1}
LAW = [rule(20, 30), rule(100, 45), rule(20, 30, **HR1), rule(100, 45, **HR1)]
POLICY = rule(20, 45, basis=Basis.POLICY, runs_from=Event.HR1, runs_to=Event.NOTICE)
TODAY = D(2025, 3, 14)


def days_for(*batches: Batch, rules=LAW, on=TODAY) -> int:
    return statute.days_asked(statute.duties(batches[0], batches, rules, on=on))


def batch(heads, day=TODAY, where="depot") -> Batch:
    return Batch(where, heads, day)


# --- how many people ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heads", "days"), [(0, 0), (19, 0), (20, 30), (21, 30), (99, 30), (100, 45), (101, 45)]
)
def test_the_thresholds_bite_at_twenty_and_at_a_hundred_heads(heads, days):
    assert days_for(batch(heads)) == days


@pytest.mark.parametrize(("apart", "days"), [(0, 30), (89, 30), (90, 30), (91, 0), (365, 0)])
def test_two_programmes_in_one_establishment_count_together_within_the_window(apart, days):
    first, second = batch(12), batch(8, TODAY + apart * ONE)
    assert days_for(first, second) == days
    assert days_for(second, first) == days


def test_two_establishments_do_not_count_together_but_for_a_rule_across_the_organisation():
    batches = batch(12), batch(8, where="offices")
    assert days_for(*batches) == 0
    across = rule(20, 60, across=Across.ORGANISATION)
    assert days_for(*batches, rules=[*LAW, across]) == 60


def test_the_window_rolls_and_never_stretches_to_twice_its_length():
    middle, before, after = batch(10), batch(6, TODAY - 60 * ONE), batch(6, TODAY + 60 * ONE)
    counted = statute.people_counted(
        middle, [middle, before, after], window=90, across=Across.ESTABLISHMENT
    )
    assert counted == 16


def test_a_batch_without_a_day_is_in_every_window():
    assert days_for(batch(15), batch(5, None)) == 30
    assert days_for(batch(5, None), batch(10), batch(10, TODAY + 91 * ONE)) == 0
    assert days_for(batch(10, None), batch(10), batch(10, TODAY + 91 * ONE)) == 30


@pytest.mark.parametrize(
    ("fields", "people"),
    [
        ({"posts_high": 24}, 24),
        ({"posts_high": 24, "vacant": 5}, 19),
        ({"posts_high": 24, "vacant": 5, "voluntary": 19}, 19),
        ({"posts_high": 18, "re_engaged": 4}, 22),
        ({"posts_high": 24, "notified": 5}, 19),
        ({"posts_high": 10, "vacant": 10, "re_engaged": 3}, 3),
    ],
)
def test_people_count_once_whether_they_volunteer_and_vacant_posts_never_do(fields, people):
    assert statute.people_in(**fields) == people


@pytest.mark.parametrize("voluntary", [-1, 6])
def test_volunteers_are_people_in_the_posts(voluntary):
    with pytest.raises(ValueError, match="Volunteers are among"):
        statute.people_in(posts_high=8, vacant=3, voluntary=voluntary)


def test_people_already_notified_do_not_bring_a_second_batch_over_the_line():
    first = batch(25)
    second = batch(statute.people_in(posts_high=19, notified=19), TODAY + 100 * ONE)
    assert days_for(second, first) == 0
    assert days_for(batch(15), batch(statute.people_in(posts_high=10, notified=6))) == 0


# --- which rule -----------------------------------------------------------------------------------


def test_a_threshold_changes_on_a_date():
    until = D(2026, 12, 31)
    rules = [rule(20, 30, until=until), rule(15, 40, since=until + ONE)]
    assert days_for(batch(17), rules=rules, on=until) == 0
    assert days_for(batch(17), rules=rules, on=until + ONE) == 40
    assert days_for(batch(25), rules=rules, on=until) == 30
    assert days_for(batch(25), rules=rules, on=D(2013, 4, 5)) == 0


def test_policy_stands_beside_the_law_and_is_the_stricter():
    asked = statute.duties(batch(20), [batch(20)], [*LAW, POLICY], on=TODAY)
    kinds = [(d.rule.basis, d.rule.runs_from, d.rule.runs_to, d.rule.days) for d in asked]
    assert kinds == [
        (Basis.LAW, Event.OPENS, Event.DISMISSAL, 30),
        (Basis.LAW, Event.HR1, Event.DISMISSAL, 30),
        (Basis.POLICY, Event.HR1, Event.NOTICE, 45),
    ]
    dates = {Event.OPENS: TODAY, Event.HR1: TODAY, Event.NOTICE: TODAY + 44 * ONE}
    (broken,) = [p for p in statute.prompts(dates, asked) if p.state == statute.BROKEN]
    assert (broken.event, broken.not_before) == (Event.NOTICE, TODAY + 45 * ONE)
    assert "20 people count within 90 days" in broken.source


def test_of_two_thresholds_of_a_kind_the_longest_is_asked_in_any_order():
    for rules in ([rule(20, 30), rule(100, 45)], [rule(100, 45), rule(20, 30)]):
        (duty,) = statute.duties(batch(100), [batch(100)], rules, on=TODAY)
        assert duty.rule.days == 45


# --- days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heads", "opens", "earliest"),
    [
        (20, D(2025, 3, 14), D(2025, 4, 13)),
        (100, D(2025, 3, 14), D(2025, 4, 28)),
        (20, D(2024, 2, 1), D(2024, 3, 2)),  # over the leap day
        (20, D(2025, 2, 1), D(2025, 3, 3)),
        (100, D(2024, 1, 15), D(2024, 2, 29)),  # on the leap day
    ],
)
def test_the_earliest_dismissal_is_counted_in_calendar_days(heads, opens, earliest):
    asked = statute.duties(batch(heads), [batch(heads)], LAW[:2], on=opens)
    for day, state in ((earliest - ONE, statute.BROKEN), (earliest, statute.KEPT)):
        said = statute.prompts({Event.OPENS: opens, Event.DISMISSAL: day}, asked)
        assert said[-1].state == state
        assert said[-1].not_before == earliest


def test_a_day_that_is_proposed_over_easter_is_the_working_day_after_it():
    """30 days from 19 March 2025 is Good Friday; the next working day is the Tuesday."""
    opens = D(2025, 3, 19)
    asked = statute.duties(batch(20), [batch(20)], LAW[:2], on=opens)
    assert opens + 30 * ONE == D(2025, 4, 18)
    assert statute.proposed({Event.OPENS: opens}, asked)[Event.DISMISSAL] == D(2025, 4, 22)
    kept = statute.prompts({Event.OPENS: opens, Event.DISMISSAL: D(2025, 4, 18)}, asked)
    assert kept[-1].state == statute.KEPT  # the law counts on through Easter


def test_back_from_a_planned_dismissal_the_opening_is_the_working_day_before():
    asked = statute.duties(batch(20), [batch(20)], LAW[:2], on=TODAY)
    planned = D(2025, 5, 21)  # 30 days after Easter Monday
    days = statute.proposed({Event.DISMISSAL: planned}, asked)
    assert days[Event.OPENS] == D(2025, 4, 17)
    assert days[Event.S188] == days[Event.HR1] == days[Event.HR1_COPY] == days[Event.OPENS]
    assert Event.DISMISSAL not in days


def test_with_policy_the_first_notice_and_so_the_dismissal_come_later():
    asked = statute.duties(batch(20), [batch(20)], [*LAW, POLICY], on=TODAY)
    days = statute.proposed({Event.OPENS: TODAY}, asked)
    assert days[Event.NOTICE] == D(2025, 4, 28)
    assert days[Event.DISMISSAL] == D(2025, 4, 28)


def test_where_nothing_is_asked_or_known_nothing_is_proposed():
    assert statute.proposed({Event.OPENS: TODAY}, []) == {}
    asked = statute.duties(batch(20), [batch(20)], LAW, on=TODAY)
    assert statute.proposed(dict.fromkeys(Event), asked) == {}


@pytest.mark.parametrize(
    ("dates", "event"),
    [
        ({Event.UNION: TODAY, Event.STAFF: TODAY - ONE}, Event.STAFF),
        ({Event.ESIA: TODAY, Event.OPENS: TODAY - ONE}, Event.OPENS),
        ({Event.S188: TODAY, Event.OPENS: TODAY - ONE}, Event.OPENS),
        ({Event.OPENS: TODAY, Event.HR1: TODAY - ONE}, Event.HR1),
        ({Event.HR1: TODAY, Event.HR1_COPY: TODAY - ONE}, Event.HR1_COPY),
        ({Event.HR1: TODAY, Event.NOTICE: TODAY}, Event.NOTICE),
        ({Event.NOTICE: TODAY, Event.DISMISSAL: TODAY - ONE}, Event.DISMISSAL),
    ],
)
def test_what_comes_out_of_order_is_named(dates, event):
    asked = statute.duties(batch(20), [batch(20)], LAW, on=TODAY)
    broken = [p for p in statute.prompts(dates, asked) if p.state == statute.BROKEN]
    assert [p.event for p in broken] == [event]
    assert broken[0].says[0].isupper()


def test_an_unknown_start_is_told_its_last_day():
    asked = statute.duties(batch(20), [batch(20)], LAW[:2], on=TODAY)
    said = statute.prompts({Event.DISMISSAL: D(2025, 6, 30)}, asked)[-1]
    assert (said.state, said.not_before, said.not_after) == (statute.OPEN, None, D(2025, 5, 31))


def test_below_every_threshold_only_the_order_of_things_is_asked():
    assert {p.event for p in statute.prompts({}, [])} == {
        Event.OPENS,
        Event.STAFF,
        Event.DISMISSAL,
    }


# --- what holds for any numbers -------------------------------------------------------------------

DAYS = st.integers(0, 200).map(lambda n: TODAY + n * ONE)
BATCHES = st.lists(
    st.builds(Batch, st.sampled_from(["depot", "offices"]), st.integers(0, 60), DAYS | st.none()),
    min_size=1,
    max_size=6,
)


@given(BATCHES, st.integers(1, 50))
def test_more_people_never_ask_for_less(batches, more):
    first, *rest = batches
    grown = Batch(first.establishment, first.heads + more, first.day)
    assert days_for(grown, *rest) >= days_for(first, *rest)


@given(BATCHES, st.builds(Batch, st.just("depot"), st.integers(0, 60), DAYS))
def test_another_batch_never_lets_the_first_off(batches, another):
    assert days_for(*batches, another) >= days_for(*batches)


@given(st.integers(0, 150), st.integers(0, 150), st.integers(0, 90), BATCHES)
def test_splitting_a_batch_within_the_window_never_lowers_what_is_asked(one, two, apart, others):
    """Its parts fall on days that one window holds; none of them is let off what the whole was.

    The others are elsewhere: beside the same people, a later day may leave an earlier one's window.
    """
    elsewhere = [Batch("offices", b.heads, b.day) for b in others]
    whole = days_for(batch(one + two), *elsewhere)
    first, second = batch(one), batch(two, TODAY + apart * ONE)
    assert days_for(first, second, *elsewhere) == whole
    assert days_for(second, first, *elsewhere) == whole


@given(BATCHES, st.integers(0, 20))
def test_splitting_on_the_same_day_changes_nothing_whatever_stands_beside_it(batches, part):
    first, *rest = batches
    part = min(part, first.heads)
    one = Batch(first.establishment, first.heads - part, first.day)
    two = Batch(first.establishment, part, first.day)
    assert days_for(one, two, *rest) == days_for(first, *rest)


@given(st.integers(1, 200), DAYS)
def test_days_that_are_proposed_are_never_forbidden_and_always_working_days(heads, opens):
    asked = statute.duties(batch(heads), [batch(heads)], [*LAW, POLICY], on=opens)
    known = {Event.OPENS: opens}
    days = statute.proposed(known, asked)
    said = statute.prompts({**known, **days}, asked)
    assert statute.BROKEN not in {p.state for p in said}
    for event in (Event.NOTICE, Event.DISMISSAL):
        if event in days:
            assert working_day(days[event]) == days[event]
