"""What of savings lives on from position to position and is edited by form."""

from typing import Any

from django.urls import reverse

from accounts.roles import Verb
from portfolios.models import Portfolio
from reports.editable import Editable
from reports.living_delivery import of_programme_today
from savings.models import (
    BudgetLine,
    BudgetRemoval,
    DeliveryForecast,
    RecoveryPlan,
    SavingBudgetLine,
)


def _whole_council(row: Any) -> Portfolio | None:
    return None


def _months_page(row: Any) -> str:
    return reverse("savings-delivery-programme", args=[row.programme.slug])


def _double_page(row: Any) -> str:
    return reverse("savings-double")


KINDS_OF_DELIVERED: dict[str, Editable] = {
    "delivery-forecast": Editable(
        "forecast",
        DeliveryForecast,
        ("year", "made_on", "amount", "note"),
        of_programme_today,
        _months_page,
        of="programme",
        lives_on=True,
    ),
    "recovery-plan": Editable(
        "recovery plan",
        RecoveryPlan,
        ("year", "kind", "plan", "owner", "owner_role", "due", "next_year", "done_on"),
        of_programme_today,
        _months_page,
        of="programme",
        lives_on=True,
    ),
    "budget-removal": Editable(
        "removal from the budget",
        BudgetRemoval,
        ("line", "year", "amount", "removed_on", "evidence"),
        of_programme_today,
        _months_page,
        of="programme",
        lives_on=True,
        verb=Verb.CONFIRM,
    ),
    "budget-line": Editable(
        "budget line",
        BudgetLine,
        ("code", "name", "kind", "annual_budget"),
        _whole_council,
        _double_page,
        removes=False,
        lives_on=True,
        verb=Verb.CONFIRM,
    ),
    "saving-budget-line": Editable(
        "budget line of a saving",
        SavingBudgetLine,
        ("saving", "benefit", "line", "year", "amount"),
        of_programme_today,
        _months_page,
        of="programme",
        lives_on=True,
        in_the_way=lambda row: (
            "A ruling is about this claim: it stays beside it." if row.rulings.exists() else ""
        ),
    ),
}
