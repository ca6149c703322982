"""Each model of governance has an action, a history and a report, or is not built."""

# ruff: noqa: F401, F811 - the fixtures of governance

import pytest
from django.apps import apps
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import NoReverseMatch, reverse

from governance.actions.append_status import append_status
from governance.actions.close_programme import close_programme
from governance.actions.escalate_risk import escalate_risk
from governance.actions.record_gate_decision import record_gate_decision
from governance.actions.review_risk import review_risk
from governance.models import Escalation, Risk, RiskScore
from reports import illustrative
from reports.freeze import APPENDED
from reports.kinds import KINDS
from reports.registry import REPORTS
from tests.governance.conftest import act, day, editor, mine, new_risk, review

# By model: what writes it (an action of its own, or its kind of form), and where it is reported:
# a table of the pack, or a list that goes to a file.
MODELS = {
    "board": ("board", "forward-plan"),
    "boardaction": ("decision-action", "governance-actions-file"),
    "closure": (close_programme, "pipeline"),
    "decision": ("decision", "decisions"),
    "decisionperiod": ("decision-period", "forward-plan"),
    "deliverystatus": (append_status, "delivery-status"),
    "dependency": ("dependency", "dependencies-by-portfolio"),
    "escalation": (escalate_risk, "top-risks"),
    "gate": ("gate", "gate-and-case-status"),
    "gatedecision": (record_gate_decision, "gate-and-case-status"),
    "impactassessment": ("impact-assessment", "impact-assessments"),
    "meeting": ("meeting", "forward-plan"),
    "milestone": ("milestone", "milestones-at-risk"),
    "mitigatingaction": ("mitigating-action", "governance-risks-file"),
    "pilot": ("pilot", "pipeline"),
    "proposal": ("proposal", "pipeline"),
    "risk": ("risk", "top-risks"),
    "riskframework": ("risk-framework", "top-risks"),
    "riskscore": (review_risk, "top-risks"),
    "servicereview": ("service-review", "pipeline"),
}


def models() -> dict:
    held = apps.get_app_config("governance").get_models()
    return {m._meta.model_name: m for m in held if not m.__name__.startswith("Historical")}


def test_none_is_left_out():
    assert models().keys() == MODELS.keys()


@pytest.mark.parametrize("name", MODELS)
def test_it_has_an_action_a_history_and_a_report(name):
    model, (written_by, told_in) = models()[name], MODELS[name]
    if isinstance(written_by, str):
        assert KINDS[written_by].model is model
    kept_as_it_was = model._meta.db_table in APPENDED
    assert kept_as_it_was != hasattr(model, "history"), "a history, or it is only appended to"
    if told_in not in REPORTS:
        try:
            reverse(told_in, args=["xlsx"])
        except NoReverseMatch:
            pytest.fail(f"{told_in} is no table of the pack and no list with a file")


@pytest.fixture
def history_of_a_risk(mine, editor) -> Risk:
    """A risk that was rated and escalated."""
    risk = new_risk(programme=mine)
    review(risk, editor, 30, 30, day(-1))
    act(escalate_risk, risk, editor, to_level=3, hand_back=False)
    return risk


@pytest.mark.parametrize("model", [Escalation, RiskScore])
def test_what_is_said_of_a_risk_is_never_changed_or_taken_away(model, history_of_a_risk):
    rows = model.objects.filter(risk=history_of_a_risk)
    for write in (lambda: rows.update(why="Another reason."), rows.delete):
        with pytest.raises(DatabaseError, match="append another"), transaction.atomic():
            write()
    assert rows.get().why == "because"


def test_a_sample_goes_with_all_that_was_said_of_it(history_of_a_risk):
    """Somebody tries the tracker on a sample: their ratings of it are no record of the council."""
    Risk.objects.filter(pk=history_of_a_risk.pk).update(illustrative=True)
    illustrative.remove()
    assert not Risk.objects.filter(pk=history_of_a_risk.pk).exists()
    assert not RiskScore.objects.filter(risk=history_of_a_risk.pk).exists()
