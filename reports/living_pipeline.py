"""Proposals, reviews of services, pilots and closures, as they are edited by form."""

from typing import Any

from django.urls import reverse

from governance.models import Closure, Pilot, Proposal, ServiceReview
from portfolios.models import Portfolio
from reports.editable import Editable
from reports.living_delivery import of_programme_today


def _own(row: Any) -> Portfolio | None:
    return row.portfolio if row.portfolio_id else None


def _proposal_page(row: Any) -> str:
    """Its own page; of one not yet saved, the pipeline."""
    return reverse("pipeline-proposal", args=[row.pk]) if row.pk else reverse("pipeline")


def _review_page(row: Any) -> str:
    return reverse("pipeline-review", args=[row.pk]) if row.pk else reverse("pipeline")


def _pilot_page(row: Any) -> str:
    return reverse("pipeline-pilot", args=[row.pk]) if row.pk else reverse("pipeline")


KINDS_OF_PIPELINE: dict[str, Editable] = {
    "proposal": Editable(
        "proposal",
        Proposal,
        (
            "title",
            "description",
            "portfolio",
            "service",
            "saving_low",
            "saving_high",
            "saving_year",
            "posts_low",
            "posts_high",
            "owner",
            "owner_role",
            "next_step",
            "next_on",
        ),
        _own,
        _proposal_page,
        removes=False,
        lives_on=True,
        placed_by_form=True,
        parts={
            "title": "The idea",
            "saving_low": "What it may come to: indicative, and in no total",
            "owner": "Who takes it on, and what is next",
        },
    ),
    "service-review": Editable(
        "review of a service",
        ServiceReview,
        ("service", "portfolio", "question", "owner", "owner_role", "due", "state", "outcome"),
        _own,
        _review_page,
        removes=False,
        lives_on=True,
        placed_by_form=True,
    ),
    "pilot": Editable(
        "pilot",
        Pilot,
        (
            "title",
            "portfolio",
            "cohort",
            "hypothesis",
            "measure",
            "starts_on",
            "ends_on",
            "owner",
            "owner_role",
            "result",
            "learned",
        ),
        _own,
        _pilot_page,
        removes=False,
        lives_on=True,
        placed_by_form=True,
    ),
    "closure": Editable(
        "closure",
        Closure,
        ("closed_on", "reason", "lessons", "handed_to", "goes_on"),
        of_programme_today,
        lambda row: reverse("programme-detail", args=[row.programme.slug]),
        adds=False,
        removes=False,
        lives_on=True,
    ),
}
