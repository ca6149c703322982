"""The forms of what happens to a risk: a review, an escalation, closing it and opening it again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from accounts.forms import LARGEST_VERSION, OnceForm
from agt.words import clock
from governance.actions.close_risk import close_risk, reopen_risk
from governance.actions.escalate_risk import escalate_risk
from governance.actions.review_risk import review_risk
from governance.models import Level, Risk, RiskFramework
from governance.steps import StepFormField
from reports.pages.edit import WHY
from reports.pages.fields import DAY


class ActForm(OnceForm):
    """What every one of them carries: the version it was opened at."""

    version = forms.IntegerField(widget=forms.HiddenInput, max_value=LARGEST_VERSION)

    def __init__(self, *args: Any, risk: Risk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say(risk)

    def say(self, risk: Risk) -> None:
        """Say what the risk and the council make of the fields."""


class ReviewForm(ActForm):
    on = forms.DateField(label="Reviewed on", initial=clock.today, help_text=DAY)
    likelihood = StepFormField(label="Likelihood now")
    impact = StepFormField(label="Impact now")
    next_review = forms.DateField(label="Next review", required=False, help_text=DAY)
    why = forms.CharField(label="Why this rating?", max_length=300, help_text=WHY)

    def say(self, risk: Risk) -> None:
        framework = RiskFramework.objects.held()
        between = " Steps between, like 3.5, are allowed." if framework.fractions else ""
        for name, labels in [
            ("likelihood", framework.likelihoods),
            ("impact", framework.impacts),
        ]:
            steps = ", ".join(f"{step} {label}" for step, label in enumerate(labels, start=1))
            self.fields[name].help_text = f"{steps}.{between}"
            self.initial.setdefault(name, getattr(risk, name))


class EscalateForm(ActForm):
    to_level = forms.TypedChoiceField(
        label="To which level?", coerce=lambda value: Level(int(value)), choices=Level.choices
    )
    hand_back = forms.BooleanField(
        label="It is handed back to a lower level",
        required=False,
        help_text="Without this, a risk only goes up.",
    )
    why = forms.CharField(label="Why?", max_length=300, help_text=WHY)

    def say(self, risk: Risk) -> None:
        level = risk.get_level_display()
        self.fields["to_level"].help_text = f"It is at the level {level} now."
        self.initial.setdefault("to_level", min(risk.level + 1, Level.CABINET))


class CloseForm(ActForm):
    on = forms.DateField(label="Closed on", initial=clock.today, help_text=DAY)
    why = forms.CharField(label="Why is it closed?", max_length=300, help_text=WHY)


class ReopenForm(ActForm):
    why = forms.CharField(label="Why is it opened again?", max_length=300, help_text=WHY)


@dataclass(frozen=True)
class Act:
    """Something that happens to a risk: its form, its action, and how both are spoken of."""

    title: str
    button: str
    did: str
    form: type[ActForm]
    action: Callable[..., Any]
    closed: bool = False  # whether it is done to what is closed


ACTS: dict[str, Act] = {
    "review": Act("Review", "Save the review", "reviewed", ReviewForm, review_risk),
    "escalate": Act("Escalate", "Escalate it", "moved", EscalateForm, escalate_risk),
    "close": Act("Close", "Close it", "closed", CloseForm, close_risk),
    "reopen": Act("Open again", "Open it again", "open again", ReopenForm, reopen_risk, True),
}
