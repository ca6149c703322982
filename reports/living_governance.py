"""Risks and dependencies, as they are edited by form."""

from typing import Any

from django.urls import reverse

from governance.models import Dependency, MitigatingAction, Risk, RiskFramework
from reports.editable import Editable


def _risk_page(row: Any) -> str:
    """Its own page; of one not yet saved, the register."""
    return reverse("governance-risk", args=[row.pk]) if row.pk else reverse("governance-risks")


def _dependency_page(row: Any) -> str:
    """Its own page; of one not yet saved, the list."""
    if row.pk is None:
        return reverse("governance-dependencies")
    return reverse("governance-dependency", args=[row.pk])


KINDS_OF_GOVERNANCE: dict[str, Editable] = {
    "risk": Editable(
        "risk or issue",
        Risk,
        (
            "kind",
            "title",
            "programme",
            "portfolio",
            "raised_on",
            "cause",
            "event",
            "effect",
            "inherent_likelihood",
            "inherent_impact",
            "target_likelihood",
            "target_impact",
            "response",
            "owner",
            "owner_role",
            "proximity",
            "proximity_on",
            "review_on",
        ),
        lambda row: row.stands_in(),
        _risk_page,
        removes=False,
        lives_on=True,
        placed_by_form=True,
        parts={
            "kind": "What it is, and of what",
            "cause": "Cause, event and effect",
            "inherent_likelihood": "Before anything is done, and what is aimed at",
            "response": "Who does what, by when",
        },
    ),
    "mitigating-action": Editable(
        "mitigating action",
        MitigatingAction,
        ("text", "owner", "owner_role", "due", "done_on"),
        lambda row: row.risk.stands_in(),
        lambda row: _risk_page(row.risk),
        of="risk",
        lives_on=True,
    ),
    "risk-framework": Editable(
        "risk framework",
        RiskFramework,
        (
            "likelihood_labels",
            "impact_labels",
            "fractions",
            "medium_from",
            "high_from",
            "very_high_from",
            "register_columns",
        ),
        lambda row: None,
        lambda row: reverse("governance-heat-map"),
        removes=False,
        lives_on=True,
        parts={
            "likelihood_labels": "The two scales",
            "medium_from": "The bands of a score",
            "register_columns": "The register",
        },
    ),
    "dependency": Editable(
        "dependency",
        Dependency,
        (
            "what",
            "giver",
            "taker",
            "service",
            "needed_by",
            "promised_for",
            "state",
            "agreed_by",
            "agreed_on",
            "met_on",
            "amount",
            "posts",
            "note",
        ),
        lambda row: row.stands_in(),
        _dependency_page,
        removes=False,
        lives_on=True,
        placed_by_form=True,
        parts={
            "what": "What, and between whom",
            "needed_by": "When, and how far it is",
            "amount": "What is at stake",
        },
    ),
}
