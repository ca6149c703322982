"""A minute of the load that ``python -m tests.load`` gives for ten, and that it would tell."""

from types import SimpleNamespace

import pytest

from tests.load.__main__ import GROWTH_MB, Load, Met, lost_updates
from tests.load.people import Saved, Seen


@pytest.mark.slow
def test_fifty_who_edit_and_two_hundred_who_read_for_a_minute(on_sqlite, tmp_path):
    met = Load(minutes=1).run(on_sqlite, tmp_path)
    print("\n".join(met.lines()))
    assert met.errors == []
    assert met.lost == []
    assert met.grown <= GROWTH_MB
    assert len(met.saved) >= 10, "hardly anybody saved: this tried nothing"


# --- what it would tell --------------------------------------------------------------------------


def held(pence: int, version: int, **saves: dict) -> dict:
    now = {"lines": {"cell": pence}, "latest": {"cell": pence}, "version": version, "saves": saves}
    return {"programmes": {"one": now}}


SAVE = Saved("one", "cell", 500, 100, "mine")


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (held(600, 2, mine={"cell": 600}), None),
        (held(500, 2, mine={"cell": 600}), "make 500"),  # written over by somebody
        (held(600, 2, other={"cell": 600}), "is not in history"),
        (held(600, 2, mine={"cell": 600}, other={"cell": 600}), "what nobody sent"),
        (held(600, 3, mine={"cell": 600}), "1 saves, 2 versions"),
    ],
)
def test_a_save_that_was_lost_is_told(after, sentence):
    told = list(lost_updates(held(500, 1), after, [SAVE]))
    assert (sentence is None and told == []) or any(sentence in one for one in told)


def test_a_save_that_was_not_answered_is_there_or_not():
    for after in (held(600, 2, mine={"cell": 600}), held(500, 1)):
        assert list(lost_updates(held(500, 1), after, [], [SAVE])) == []
    half = held(500, 2, mine={"cell": 600})
    assert list(lost_updates(held(500, 1), half, [], [SAVE])) != []


def run_of(*megabytes: float, errors=()) -> Met:
    """A run of a minute whose workers held so much, evenly spread over it."""
    step = 60 / len(megabytes)
    memory = [(number * step, mb) for number, mb in enumerate(megabytes)]
    someone = SimpleNamespace(seen=Seen(errors=list(errors)))
    return Met(Load(minutes=1), [someone], memory, held(500, 1), held(500, 1))


def test_memory_that_fills_at_first_is_flat_and_memory_that_goes_on_is_not():
    assert run_of(*[100] * 10, *[140] * 20).is_good
    leaking = run_of(*range(100, 130))
    assert leaking.grown > GROWTH_MB
    assert not leaking.is_good
    assert not run_of(*[100] * 30, errors=["500"]).is_good
