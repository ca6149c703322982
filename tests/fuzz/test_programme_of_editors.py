"""A programme of editors, played by chance and plainly: after each step the promises hold."""

from collections.abc import Callable, Iterator
from functools import partial

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from accounts.roles import Role
from reports.actions.edit_row import remove_row, save_row
from reports.actions.open_position import open_position
from reports.actions.publish_position import publish_position
from reports.actions.restate_figure import restate_figure
from reports.actions.sign import confirm_programme, sign_position
from savings.actions.claim_months import claim_months
from savings.actions.decide_request import agree_request, refuse_request, withdraw_request
from savings.actions.judge_claim import judge_claim
from savings.actions.save_grid import save_grid
from savings.models import Confidence
from tests.fuzz.play import TOLERANCE, Programme

ACTS = (
    save_grid, agree_request, refuse_request, withdraw_request, save_row, remove_row,
    Programme.save_transfer, claim_months, judge_claim, confirm_programme, sign_position,
    publish_position, open_position, restate_figure,
)  # fmt: skip


def test_whatever_they_do_the_promises_hold(db, people):
    Programme.people = people
    Programme.done.clear()
    run_state_machine_as_test(
        Programme,
        settings=settings(
            max_examples=90,
            stateful_step_count=15,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    # Chance says which acts are done; a play with few of them would prove little.
    assert len(Programme.done) > 8, Programme.done
    assert Programme.done.total() > 100, Programme.done


def test_each_act_done_plainly_once_keeps_the_promises(db, people):
    """What chance may leave out of the play."""
    Programme.people = people
    Programme.done.clear()
    play = Programme()
    try:
        for act in acts(play):
            act()
            play.promises_hold()
    finally:
        play.teardown()
    assert set(Programme.done) == {
        *(f"{act.__name__} done" for act in ACTS),
        "save_grid asked for",
    }


def acts(play: Programme) -> Iterator[Callable]:
    """Every act of :data:`ACTS` in turn, by somebody who may, rightly."""
    pmo, partner, officer = Role.PMO_EDITOR, Role.FINANCE_PARTNER, Role.SECTION_151
    rightly = {"late": 0, "why": "Because."}
    amber = [(Confidence.AMBER, 1, 100)]
    yield partial(play.saves_a_grid, pmo, 0, amber, again=False, **rightly)
    for how, by in [(refuse_request, partner), (withdraw_request, pmo), (agree_request, officer)]:
        beyond = (Confidence.AMBER, 1, TOLERANCE + 1)
        yield partial(play.goes_beyond_the_tolerance, pmo, 1, *beyond, how, by)
    for gone in (False, True):
        yield partial(play.edits_or_removes_a_highlight, pmo, 0, "abc", late=0, gone=gone)
    yield partial(play.proposes_a_transfer, pmo, 0, 1, 2, 100)
    yield partial(play.claims, pmo, 0, 3, 100, 0, "validate")
    yield partial(play.confirms, partner, 0, 0)
    yield partial(play.signs, officer)
    play.steps = 7  # from then on somebody may publish
    yield partial(play.publishes, pmo, "Because.", cabinet=True)
    yield partial(play.opens, pmo, scenario=False)
    yield partial(play.restates, pmo, 100, newest=False)
