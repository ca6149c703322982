"""Benefits, their measures and what they need, as they are edited by form."""

from typing import Any

from django.urls import reverse

from reports.editable import Editable
from savings.models import Benefit, BenefitActivity, Measure, TargetPoint


def _benefit_page(row: Any) -> str:
    """Its own page; of one not yet saved or gone, the register."""
    if row.pk is None:
        return reverse("benefits-register")
    return reverse("benefits-benefit", args=[row.pk])


def _measure_page(row: Any) -> str:
    if row.pk:
        return reverse("benefits-measure", args=[row.pk])
    return _benefit_page(row.benefit) if row.benefit else reverse("benefits")


def _measures_of(row: Any) -> str:
    """Why a benefit is not removed: what hangs on it."""
    if row.state == Benefit.State.VERIFIED:
        return "It is verified: it stays."
    if claims := ", ".join(str(claim.line) for claim in row.budget_lines.select_related("line")):
        return f"It claims budget lines: {claims}. Take these claims away first."
    names = ", ".join(row.measures.values_list("name", flat=True))
    return f"It has measures: {names}. What was read of them stays." if names else ""


def _readings_of(row: Any) -> str:
    appended = row.readings.exists() or row.unit_values.exists()
    return (
        "What was read of it, or approved for it, stays: so does the measure." if appended else ""
    )


MEASURE = ("name", "unit", "good", "leads", "baseline", "baseline_on", "amber_past", "red_past")
PARTS = {
    "name": "What is counted",
    "baseline": "Where it began",
    "amber_past": "When it is behind",
}
KINDS_OF_BENEFITS: dict[str, Editable] = {
    "benefit": Editable(
        "benefit",
        Benefit,
        (
            "title",
            "category",
            "cash_releasing",
            "description",
            "service",
            "portfolio",
            "owner",
            "owner_role",
            "target",
            "full_year_value",
            "starts_on",
            "ends_on",
            "cost",
        ),
        lambda row: row.portfolio,
        _benefit_page,
        lives_on=True,
        placed_by_form=True,
        in_the_way=_measures_of,
        parts={
            "title": "What it is",
            "portfolio": "Who answers for it",
            "target": "What is promised, when, at what cost",
        },
    ),
    "benefit-activity": Editable(
        "activity",
        BenefitActivity,
        ("activity", "output", "programme"),
        lambda row: row.benefit.portfolio,
        lambda row: _benefit_page(row.benefit),
        of="benefit",
        lives_on=True,
    ),
    "benefit-measure": Editable(
        "measure",
        Measure,
        (*MEASURE, "note"),
        lambda row: row.stands_in(),
        _measure_page,
        of="benefit",
        lives_on=True,
        in_the_way=_readings_of,
        parts=PARTS,
    ),
    # one that is of no benefit
    "measure": Editable(
        "measure",
        Measure,
        ("portfolio", *MEASURE, "note"),
        lambda row: row.stands_in(),
        _measure_page,
        lives_on=True,
        placed_by_form=True,
        in_the_way=_readings_of,
        parts={"portfolio": "Whose it is", **PARTS},
    ),
    "target-point": Editable(
        "point of the trajectory",
        TargetPoint,
        ("on", "value"),
        lambda row: row.measure.stands_in(),
        lambda row: _measure_page(row.measure),
        of="measure",
        lives_on=True,
    ),
}
