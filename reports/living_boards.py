"""Boards, meetings, decisions, actions and impact assessments, as they are edited by form."""

from typing import Any

from django.urls import reverse

from governance.models import (
    Board,
    BoardAction,
    Decision,
    DecisionPeriod,
    ImpactAssessment,
    Meeting,
)
from portfolios.models import Portfolio
from reports.editable import Editable
from reports.living_delivery import of_programme_today


def _whole_council(row: Any) -> None:
    return None


def _meetings(row: Any) -> str:
    return reverse("governance-meetings")


def _meeting_page(row: Any) -> str:
    return reverse("governance-meeting", args=[row.pk]) if row.pk else _meetings(row)


def _decision_page(row: Any) -> str:
    """Its own page; of one not yet saved, the forward plan."""
    if row.pk:
        return reverse("governance-decision", args=[row.pk])
    return reverse("governance-forward-plan")


def _source_page(row: Any) -> str:
    """Where an action comes from."""
    return _decision_page(row.decision) if row.decision else _meeting_page(row.meeting)


def _home(row: Any) -> Portfolio | None:
    return row.stands_in()


ACTION = ("text", "owner", "owner_role", "raised_on", "due", "done_on")
KINDS_OF_BOARDS: dict[str, Editable] = {
    "board": Editable(
        "board",
        Board,
        ("order", "name", "description", "needs_notice", "of_portfolios", "retired"),
        _whole_council,
        _meetings,
        removes=False,
        lives_on=True,
    ),
    "decision-period": Editable(
        "period of notice or call-in",
        DecisionPeriod,
        ("of", "days", "since", "until", "source"),
        _whole_council,
        _meetings,
        removes=False,
        lives_on=True,
    ),
    "meeting": Editable(
        "meeting",
        Meeting,
        ("board", "held_on", "portfolio", "note"),
        lambda row: row.portfolio,
        _meeting_page,
        removes=False,
        lives_on=True,
        placed_by_form=True,
    ),
    "decision": Editable(
        "decision",
        Decision,
        (
            "meeting",
            "title",
            "programme",
            "portfolio",
            "asks",
            "is_key",
            "notice_on",
            "pence",
            "fte_low",
            "fte_high",
            "decided",
            "gate_decision",
            "minute",
        ),
        _home,
        _decision_page,
        removes=False,
        lives_on=True,
        placed_by_form=True,
        parts={
            "meeting": "Where, and of what",
            "is_key": "Whether it needs notice",
            "pence": "What it approves",
            "decided": "Once it is decided",
        },
    ),
    "decision-action": Editable(
        "action of a decision",
        BoardAction,
        ACTION,
        _home,
        _source_page,
        of="decision",
        lives_on=True,
    ),
    # the same, of a meeting and no decision of it
    "meeting-action": Editable(
        "action of a meeting",
        BoardAction,
        ACTION,
        _home,
        _source_page,
        of="meeting",
        lives_on=True,
    ),
    "impact-assessment": Editable(
        "impact assessment",
        ImpactAssessment,
        ("kind", "state", "reason", "approved_on", "review_on", "kept_at"),
        of_programme_today,
        lambda row: reverse("governance-assessments"),
        of="programme",
        lives_on=True,
        settled=("kind",),
    ),
}
