"""Steps, heat map, movement, circles and the matrix: held against slower accounts of the same."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.between import MANY, NOWHERE, OPERATIONS, circles, matrix, on_whom_many_wait
from governance.cycles import cycles
from governance.heat import heat_map
from governance.models import Dependency, Escalation, Risk, RiskFramework, RiskScore
from governance.movement import Reading, Stood, movement
from governance.steps import in_score, in_step, nearest_step, parse_step
from tests.governance.conftest import day, new_dependency, new_risk, rated


@given(st.integers(0, 999))
def test_a_step_is_read_as_it_is_printed(tenths):
    assert parse_step(in_step(tenths)) == tenths


@pytest.mark.parametrize("typed", ["", "x", "3.55", "-1", "3,5", "1e3", "5."])
def test_what_is_no_step_is_refused_in_a_sentence(typed):
    with pytest.raises(ValueError, match="is not a step of a scale"):
        parse_step(typed)


def test_scores_and_nearest_steps():
    assert [in_score(s) for s in (1400, 1225, 1050, 0)] == ["14", "12.25", "10.5", "0"]
    assert [nearest_step(t) for t in (10, 14, 15, 49)] == [1, 1, 2, 5]


# --- circles -------------------------------------------------------------------------------------

GRAPHS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda link: link[0] != link[1]),
    max_size=14,
)


def reaches(start: int, links: set) -> set[int]:
    found: set[int] = set()
    for _ in range(7):
        found |= {b for a, b in links if a == start or a in found}
    return found


def shortest_by_trying(start: int, links: set) -> int:
    nodes = {n for link in links for n in link} - {start}
    return next(
        size + 1
        for size in range(1, len(nodes) + 1)
        for way in permutations(sorted(nodes), size)
        if {*zip((start, *way), (*way, start), strict=True)} <= links
    )


@given(GRAPHS)
def test_circles_are_found_as_by_trying_every_way(found):
    links = set(found)
    told = cycles(links)
    for cycle in told:
        ways = zip(cycle, [*cycle[1:], cycle[0]], strict=True)
        assert set(ways) <= links
        assert cycle[0] == min(cycle)
        assert len(set(cycle)) == len(cycle)
        assert len(cycle) == shortest_by_trying(cycle[0], links)
    in_a_circle = {n for n in range(6) if n in reaches(n, links)}
    true = {
        frozenset(m for m in in_a_circle if m in reaches(n, links) and n in reaches(m, links))
        for n in in_a_circle
    }
    assert [min(knot) for knot in sorted(true, key=min)] == [cycle[0] for cycle in told]


def test_a_long_chain_and_a_long_circle_are_no_trouble():
    chain = [(n, n + 1) for n in range(5000)]
    assert cycles(chain) == []
    assert cycles([*chain, (5000, 0)]) == [list(range(5001))]


# --- the heat map --------------------------------------------------------------------------------

RATING = st.none() | st.integers(10, 50)


@given(st.lists(st.tuples(RATING, RATING)))
def test_every_rated_risk_stands_at_one_square(ratings):
    framework = RiskFramework()
    lines = heat_map(ratings, framework)
    assert [line.step for line in lines] == [5, 4, 3, 2, 1]
    squares = [square for line in lines for square in line.squares]
    assert len(squares) == 25
    assert sum(s.count for s in squares) == sum(None not in rating for rating in ratings)
    for square in squares:
        assert square.band == framework.band(square.likelihood * square.impact * 100)
        assert square.count == sum(
            None not in (one, other)
            and int(one / 10 + 0.5) == square.likelihood
            and int(other / 10 + 0.5) == square.impact
            for one, other in ratings
        )


# --- movement ------------------------------------------------------------------------------------


def moved(since=-30) -> dict[str, tuple]:
    risks = [stood(risk) for risk in Risk.objects.all()]
    readings = [Reading(s.risk_id, s.on, s.score, s.why) for s in RiskScore.objects.all()]
    found = movement(risks, readings, Escalation.objects.all(), day(since))
    titles = dict(Risk.objects.values_list("pk", "title"))
    return {titles[m.risk]: (m.what, m.before, m.now) for m in found}


def stood(risk: Risk) -> Stood:
    return Stood(risk.pk, risk.raised_on, risk.closed_on, risk.closed_why, risk.score)


@pytest.mark.django_db
def test_what_moved_since_a_day():
    def with_scores(title, *scores, **fields):
        risk = new_risk(title=title, **fields)
        for on, likelihood, impact in scores:
            risk.scores.create(on=day(on), likelihood=likelihood, impact=impact, why=f"{title}!")
            risk.likelihood, risk.impact = likelihood, impact
        risk.save()
        return risk

    with_scores("up", (-50, 20, 20), (-30, 20, 30), (-5, 40, 30))
    with_scores("down", (-50, 40, 40), (-5, 10, 40))
    with_scores("same", (-50, 20, 20), (-5, 20, 20))
    with_scores("scored", (-5, 20, 20))
    with_scores("new", (-5, 20, 20), raised_on=day(-29))
    with_scores("raised that day", (-5, 20, 20), raised_on=day(-30))
    with_scores("closed", (-50, 20, 20), closed_on=day(-1), closed_why="over")
    with_scores("closed before", (-50, 20, 20), closed_on=day(-30), closed_why="over")
    with_scores("never scored")
    assert list(moved().items()) == [
        ("new", ("New", None, 400)),
        ("up", ("Up", 600, 1200)),
        ("scored", ("First scored", None, 400)),
        ("raised that day", ("First scored", None, 400)),
        ("down", ("Down", 1600, 400)),
        ("closed", ("Closed", 400, 400)),
        ("same", ("Unchanged", 400, 400)),
        ("never scored", ("Unchanged", None, None)),
    ]


@pytest.mark.django_db
def test_escalations_since_the_day_are_told():
    risk = rated(3, 3)
    for on, to in ((-30, 2), (-29, 3)):
        risk.escalations.create(on=day(on), from_level=to - 1, to_level=to, why="x")
    (found,) = movement([stood(risk)], [], risk.escalations.all(), day(-30))
    assert [move.to_level for move in found.escalations] == [3]


# --- taken together ------------------------------------------------------------------------------


def test_the_matrix_adds_up_to_the_list(programmes, working):
    for n, giver in enumerate(programmes):
        new_dependency(giver, programmes[n - 3], amount=n * 100, needed_by=day(n - 5))
        new_dependency(giver, service="Libraries", amount=7)
    rows = list(Dependency.objects.at(working))
    tallies = matrix(Dependency.objects.at(working).by_portfolio(day(0)))
    assert sum(t.count for t in tallies.values()) == len(rows) == 2 * len(programmes)
    assert sum(t.pence for t in tallies.values()) == sum(d.amount for d in rows)
    assert sum(t.late for t in tallies.values()) == Dependency.objects.late_on(day(0)).count()
    homes = dict(working.places.values_list("programme", "portfolio"))
    for (giver, taker), tally in tallies.items():
        assert tally.count == sum(
            homes[d.giver_id] == giver
            and taker == (homes[d.taker_id] if d.taker_id else OPERATIONS)
            for d in rows
        )


def test_a_programme_the_position_does_not_place_is_nowhere(programmes, working, october):
    new_dependency(programmes[0], programmes[1])
    groups = Dependency.objects.at(october).by_portfolio(day(0))
    assert list(matrix(groups)) == [(NOWHERE, NOWHERE)]


def links(position):
    return Dependency.objects.at(position).as_links()


def test_a_circle_is_saved_named_and_ends_where_it_starts(programmes, working):
    one, two, three, four = programmes[:4]
    for giver, taker in [(one, two), (two, three), (three, one), (three, four)]:
        new_dependency(giver, taker).full_clean()
    new_dependency(four, service="Libraries")
    (circle,) = circles(links(working))
    assert circle[0] == circle[-1]
    assert set(circle) == {one.pk, two.pk, three.pk}


def test_a_giver_is_called_out_from_so_many_takers(programmes, working):
    giver, few, *takers = programmes
    for taker in takers[: MANY - 1]:
        new_dependency(giver, taker)
        new_dependency(few, taker)
    new_dependency(few, takers[0])  # the same taker again is no other
    new_dependency(giver, service="Libraries")
    assert on_whom_many_wait(links(working)) == [(giver.pk, MANY)]
