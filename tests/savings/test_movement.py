from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from savings.movement import Change, Item, group, movement, total

PENCE = st.integers(-(10**12), 10**12)
YEARS = st.dictionaries(st.integers(2024, 2028), PENCE, max_size=5)


@st.composite
def items(draw) -> list[Item]:
    """Programmes at two positions; with years on both sides the years come to the total."""
    found = []
    for key in range(draw(st.integers(1, 6))):
        if draw(st.booleans()):
            was, now = draw(YEARS), draw(YEARS)
            found.append(Item(key, sum(was.values()), sum(now.values()), was, now))
        else:
            before, after = draw(st.none() | PENCE), draw(st.none() | PENCE)
            found.append(Item(key, before, after))
    return found


@st.composite
def transfers(draw, keys: int = 6) -> dict[int, int]:
    """The net of some transfers between programmes."""
    net = dict.fromkeys(range(keys), 0)
    for giver, taker, pence in draw(
        st.lists(
            st.tuples(st.integers(0, keys - 1), st.integers(0, keys - 1), st.integers(1, 10**12)),
            max_size=4,
        )
    ):
        net[giver] -= pence
        net[taker] += pence
    return net


RESTATED = st.dictionaries(st.integers(0, 5), PENCE)


def parts_of(change: Change) -> int:
    of_itself = change.new + change.stopped + change.re_estimated
    return change.transfers + change.corrected + of_itself


@given(items(), transfers(), RESTATED)
@settings(deadline=None)
def test_the_parts_of_every_change_come_to_the_change(held, net, restated):
    for item, change in zip(held, movement(held, net, restated), strict=True):
        assert (change.key, change.before, change.after) == (item.key, item.before, item.after)
        assert change.change == (item.after or 0) - (item.before or 0)
        assert parts_of(change) == change.change
        assert change.residual == 0


@given(items(), transfers())
@settings(deadline=None)
def test_a_change_is_new_or_stopped_or_re_estimated_and_never_two(held, net):
    for change in movement(held, net):
        allowed = {
            (True, False): "new",
            (False, True): "stopped",
        }.get((change.before is None, change.after is None), "re_estimated")
        others = {"new", "stopped", "re_estimated"} - {allowed}
        assert {name: getattr(change, name) for name in others} == dict.fromkeys(others, 0)
        assert change.transfers == net.get(change.key, 0)


@given(items(), transfers())
@settings(deadline=None)
def test_transfers_between_programmes_shown_net_to_nothing(held, net):
    shown = {item.key for item in held}
    inside = {key: pence for key, pence in net.items() if key in shown}
    outside = sum(net.values()) - sum(inside.values())
    assert sum(c.transfers for c in movement(held, net)) == -outside


@given(items(), transfers())
@settings(deadline=None)
def test_what_moved_between_years_is_below_what_the_years_gained_and_lost(held, net):
    for item, change in zip(held, movement(held, net), strict=True):
        if item.before is None or item.after is None:
            assert change.re_phased == 0
            continue
        if item.before_years is None:
            assert change.re_phased is None
            continue
        years = {*item.before_years, *item.after_years}
        moved = [item.after_years.get(y, 0) - item.before_years.get(y, 0) for y in years]
        gained, lost = sum(m for m in moved if m > 0), -sum(m for m in moved if m < 0)
        assert 0 <= change.re_phased == min(gained, lost)
        assert gained - lost == change.change


@given(items(), transfers(), RESTATED)
@settings(deadline=None)
def test_a_correction_is_counted_once_where_anything_has_changed(held, net, restated):
    for change in movement(held, net, restated):
        moved = change.change != change.transfers
        assert change.corrected == (restated.get(change.key, 0) if moved else 0)


@given(items(), transfers(), RESTATED)
@settings(deadline=None)
def test_looking_back_turns_every_class_around(held, net, restated):
    back = [Item(i.key, i.after, i.before, i.after_years, i.before_years) for i in held]
    against = {key: -pence for key, pence in net.items()}
    undone = {key: -pence for key, pence in restated.items()}
    assert movement(back, against, undone) == [
        Change(
            key=c.key,
            before=c.after,
            after=c.before,
            transfers=-c.transfers,
            corrected=-c.corrected,
            new=-c.stopped,
            stopped=-c.new,
            re_estimated=-c.re_estimated,
            re_phased=c.re_phased,
        )
        for c in movement(held, net, restated)
    ]


@given(items(), transfers(), RESTATED)
@settings(deadline=None)
def test_a_total_is_the_sum_of_its_changes_and_closes_as_they_do(held, net, restated):
    changes = movement(held, net, restated)
    whole = total("whole", changes)
    for part in ("change", "transfers", "corrected", "new", "stopped", "re_estimated"):
        assert getattr(whole, part) == sum(getattr(c, part) for c in changes)
    assert whole.residual == 0
    moved = [c.re_phased for c in changes]
    assert whole.re_phased == (None if None in moved else sum(moved))


@given(items(), st.sets(st.integers(0, 5), min_size=1))
@settings(deadline=None)
def test_a_group_carries_the_sums_of_its_items_and_no_more(held, keys):
    grouped = group(held, [("together", frozenset(keys))])
    together = [item for item in held if item.key in keys]
    apart = [item for item in held if item.key not in keys]
    assert [item for item in grouped if item.key != "together"] == apart
    found = [item for item in grouped if item.key == "together"]
    assert len(found) == bool(together)
    for item in found:
        for side in ("before", "after"):
            known = [getattr(i, side) for i in together if getattr(i, side) is not None]
            assert getattr(item, side) == (sum(known) if known else None)
    assert sum(c.change for c in movement(grouped, {})) == sum(c.change for c in movement(held, {}))


M = 100_000_000


@pytest.mark.parametrize(
    ("item", "transferred", "parts"),
    [
        (Item("same", M, M), 0, {}),
        (Item("more", M, 3 * M), 0, {"re_estimated": 2 * M}),
        (Item("new", None, M), 0, {"new": M, "re_phased": 0}),
        (Item("new at zero", None, 0), 0, {"re_phased": 0}),
        (Item("stopped", M, None), 0, {"stopped": -M, "re_phased": 0}),
        (Item("never", None, None), 0, {"re_phased": 0}),
        (Item("from zero", 0, M), 0, {"re_estimated": M}),
        (Item("given", M, 3 * M), M, {"transfers": M, "re_estimated": M}),
        (Item("given whole", None, M), M, {"transfers": M, "re_phased": 0}),
        (Item("given and new", None, 3 * M), M, {"transfers": M, "new": 2 * M, "re_phased": 0}),
        (Item("gave all", M, None), -M, {"transfers": -M, "re_phased": 0}),
        (Item("gave, then raised", M, M), -M, {"transfers": -M, "re_estimated": M}),
        (
            Item("later", 2 * M, 2 * M, {2024: 2 * M}, {2024: M, 2025: M}),
            0,
            {"re_phased": M},
        ),
        (
            Item("later and more", 2 * M, 4 * M, {2024: 2 * M}, {2024: M, 2025: 3 * M}),
            0,
            {"re_estimated": 2 * M, "re_phased": M},
        ),
        (
            Item("more in each year", 2 * M, 4 * M, {2024: 2 * M}, {2024: 3 * M, 2025: M}),
            0,
            {"re_estimated": 2 * M, "re_phased": 0},
        ),
        (Item("years on one side", M, M, {2024: M}, None), 0, {}),
    ],
    ids=lambda value: value.key if isinstance(value, Item) else "",
)
def test_a_change_comes_apart_in_one_order(item, transferred, parts):
    assert movement([item], {item.key: transferred}) == [
        Change(item.key, item.before, item.after, **parts)
    ]


@pytest.mark.parametrize(
    ("item", "restated", "parts"),
    [
        (Item("corrected", 3 * M, 2 * M), -M, {"corrected": -M}),
        (Item("corrected and raised", 3 * M, 4 * M), -M, {"corrected": -M, "re_estimated": 2 * M}),
        (Item("as it was published", 3 * M, 3 * M), -M, {}),
        (Item("corrected and gone", 3 * M, None), -M, {"corrected": -M, "stopped": -2 * M}),
    ],
    ids=lambda value: value.key if isinstance(value, Item) else "",
)
def test_a_correction_is_no_estimate(item, restated, parts):
    (change,) = movement([item], {}, {item.key: restated})
    told = {part: getattr(change, part) for part in ("corrected", "stopped", "re_estimated")}
    assert told == {"corrected": 0, "stopped": 0, "re_estimated": 0, **parts}


def test_one_total_that_is_now_shown_apart_is_one_row_where_the_first_stood():
    held = [
        Item("before", M, M),
        Item("a", 2 * M, M),
        Item("between", 5 * M, 5 * M),
        Item("b", None, 3 * M),
        Item("c", None, None),
    ]
    assert group(held, [("one total", frozenset("abc"))]) == [
        Item("before", M, M),
        Item("one total", 2 * M, 4 * M),
        Item("between", 5 * M, 5 * M),
    ]


def test_a_group_has_years_where_all_of_it_has():
    a = Item("a", 1, 2, {2024: 1}, {2024: 2})
    b = Item("b", 3, 4, {2024: 2, 2025: 1}, {2025: 4})
    of_both = [("both", frozenset("ab"))]
    assert group([a, b], of_both) == [Item("both", 4, 6, {2024: 3, 2025: 1}, {2024: 2, 2025: 4})]
    assert group([a, replace(b, before_years=None)], of_both) == [
        Item("both", 4, 6, None, {2024: 2, 2025: 4})
    ]


def test_without_groups_items_stay_as_they_are():
    held = [Item("a", 1, 2), Item("b", None, 2)]
    assert group(held, []) == held
    assert group(held, [("others", frozenset("xyz"))]) == held
