"""What of the workforce lives on from position to position and is edited by form."""

from typing import Any

from django.urls import reverse

from accounts.roles import Verb
from portfolios.models import Portfolio
from reports.editable import Editable
from workforce.models import (
    Consultation,
    Engagement,
    Redeployment,
    RedundancyEstablishment,
    RedundancyProposal,
    Restructure,
    RouteOutcome,
    Threshold,
)
from workforce.statute import Event


def _own(row: Any) -> Portfolio | None:
    return row.portfolio


def _of_consultation(row: Any) -> Portfolio | None:
    return row.consultation.portfolio if row.consultation else None


def _of_restructure(row: Any) -> Portfolio | None:
    return row.restructure.portfolio


def _whole_council(row: Any) -> None:
    return None


def _consultation_page(row: Any) -> str:
    held = row if isinstance(row, Consultation) else row.consultation
    if held is None or not Consultation.objects.filter(pk=held.pk).exists():
        return reverse("workforce-consultations")
    return reverse("workforce-consultation", args=[held.pk])


def _clock_page(row: Any) -> str:
    return reverse("workforce-clock")


def _outcomes_page(row: Any) -> str:
    return reverse("workforce-outcomes")


ENGAGEMENT = ("kind", "held_on", "summary", "feedback", "response")
KINDS_OF_PEOPLE: dict[str, Editable] = {
    "consultation": Editable(
        "consultation",
        Consultation,
        (
            "name",
            "kind",
            "portfolio",
            "establishment",
            "raised_on",
            *(f"{event.value}_on" for event in Event),
            "reason",
        ),
        _own,
        _consultation_page,
        lives_on=True,
        verb=Verb.EDIT_POSTS,
    ),
    "redundancy-proposal": Editable(
        "proposal",
        RedundancyProposal,
        (
            "programme",
            "posts_low",
            "posts_high",
            "vacant",
            "voluntary",
            "re_engaged",
            "notified",
        ),
        _of_consultation,
        _consultation_page,
        of="consultation",
        lives_on=True,
        verb=Verb.EDIT_POSTS,
        is_below_portfolio=True,
    ),
    "engagement": Editable(
        "entry of the engagement log",
        Engagement,
        ENGAGEMENT,
        _of_consultation,
        _consultation_page,
        of="consultation",
        lives_on=True,
        verb=Verb.ENGAGE,
    ),
    # the same, added without a consultation
    "organisation-engagement": Editable(
        "entry of the engagement log",
        Engagement,
        ENGAGEMENT,
        _of_consultation,
        _consultation_page,
        lives_on=True,
        verb=Verb.ENGAGE,
    ),
    "redundancy-establishment": Editable(
        "redundancy establishment",
        RedundancyEstablishment,
        ("name", "description"),
        _whole_council,
        _clock_page,
        removes=False,
        lives_on=True,
        verb=Verb.EDIT_POSTS,
        is_below_portfolio=True,
    ),
    "threshold": Editable(
        "threshold",
        Threshold,
        (
            "name",
            "basis",
            "across",
            "heads",
            "window",
            "days",
            "runs_from",
            "runs_to",
            "since",
            "until",
            "source",
        ),
        _whole_council,
        _clock_page,
        lives_on=True,
        verb=Verb.EDIT_POSTS,
        is_below_portfolio=True,
    ),
    "restructure": Editable(
        "restructure",
        Restructure,
        ("name", "portfolio", "year", "before", "after", "deleted", "created", "source", "note"),
        _own,
        _outcomes_page,
        lives_on=True,
        verb=Verb.EDIT_POSTS,
        is_below_portfolio=True,
    ),
    "route-outcome": Editable(
        "outcome by route",
        RouteOutcome,
        ("route", "fte", "heads", "note"),
        _of_restructure,
        _outcomes_page,
        of="restructure",
        lives_on=True,
        verb=Verb.EDIT_POSTS,
        is_below_portfolio=True,
    ),
    "redeployment": Editable(
        "redeployment count",
        Redeployment,
        ("portfolio", "counted_on", "at_risk", "in_trial", "redeployed"),
        _own,
        _outcomes_page,
        lives_on=True,
        verb=Verb.EDIT_POSTS,
        is_below_portfolio=True,
    ),
}
