"""What happens to a benefit or a measure: the forms, their actions, and who may."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from accounts.forms import LARGEST_VERSION, OnceForm
from accounts.models import User
from accounts.roles import Verb
from agt.words import clock
from agt.words.money import MoneyFormField
from portfolios.actions.hold_row import version_of
from portfolios.models import DesignPrinciple, Outcome, Programme, Theme
from reports.pages.edit import WHY
from reports.pages.fields import DAY, SeveralField
from savings.actions.approve_unit_value import approve_unit_value
from savings.actions.link_benefit import LINKS, link_benefit
from savings.actions.move_benefit import BY_HAND, move_benefit
from savings.actions.record_readings import Entry, record_readings
from savings.actions.verify_benefit import verify_benefit, withdraw_verification
from savings.measured import standing_readings
from savings.models import Benefit, Measure
from savings.values import ValueFormField

VERIFIED = Benefit.State.VERIFIED


class ActForm(OnceForm):
    """What each carries; ``of`` is the benefit or measure it is about."""

    def __init__(self, *args: Any, of: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say(of, reader)

    def say(self, of: Any, reader: User) -> None:
        """Say what the row makes of the fields."""


class VersionedForm(ActForm):
    version = forms.IntegerField(widget=forms.HiddenInput, max_value=LARGEST_VERSION)

    def say(self, of: Any, reader: User) -> None:
        self.initial["version"] = version_of(of)


class MoveForm(VersionedForm):
    to = forms.ChoiceField(
        label="How far has it come?", choices=[(state.value, state.label) for state in BY_HAND]
    )
    why = forms.CharField(label="Why?", max_length=300, help_text=WHY)

    def say(self, of: Benefit, reader: User) -> None:
        super().say(of, reader)
        self.fields["to"].help_text = f"It is {of.get_state_display().lower()} now."


class LinkForm(VersionedForm):
    programmes = SeveralField(
        Programme.objects.none(), label="Programmes it comes from", required=False
    )
    outcomes = SeveralField(Outcome.objects.all(), label="Outcomes it serves", required=False)
    themes = SeveralField(Theme.objects.all(), label="Themes it serves", required=False)
    principles = SeveralField(
        DesignPrinciple.objects.all(), label="Design principles it serves", required=False
    )
    why = forms.CharField(label="Why?", max_length=300, help_text=WHY)

    def say(self, of: Benefit, reader: User) -> None:
        """Offer the programmes in the reader's scope, and those it is linked to already."""
        super().say(of, reader)
        ids = reader.portfolio_ids()
        offered = Programme.objects.all()
        if ids is not None:
            mine = offered.filter(places__portfolio__in=ids) | offered.filter(benefits=of)
            offered = mine.distinct()
        self.fields["programmes"].queryset = offered  # type: ignore[attr-defined]
        for name in LINKS:
            self.fields[name].widget = forms.CheckboxSelectMultiple(
                choices=self.fields[name].choices  # type: ignore[attr-defined]
            )
            self.initial[name] = [row.pk for row in getattr(of, name).all()]


class VerifyForm(VersionedForm):
    on = forms.DateField(label="Verified on", initial=clock.today, help_text=DAY)
    value = MoneyFormField(
        label="Full-year value that arrived",
        required=False,
        help_text="Like 1.2m or £1,200. Nought where it promised a value and none arrived.",
    )
    why = forms.CharField(label="On what evidence?", max_length=300, help_text=WHY)


class WithdrawForm(VersionedForm):
    why = forms.CharField(label="Why does it not hold?", max_length=300, help_text=WHY)


class ReadingForm(ActForm):
    on = forms.DateField(label="Read on", initial=clock.today, help_text=DAY)
    value = ValueFormField(
        label="Reading",
        required=False,
        help_text="Nought is a reading of nought. Leave it empty to take a day's reading back.",
    )
    evidence = forms.CharField(label="Evidence", max_length=300, required=False)
    why = forms.CharField(
        label="Why is it corrected?",
        max_length=300,
        required=False,
        help_text="Only where that day has a reading already.",
    )


class UnitValueForm(ActForm):
    since = forms.DateField(label="In force from", initial=clock.today, help_text=DAY)
    pence = MoneyFormField(label="What one unit is worth", help_text="Like £52,000 or 12.50.")
    source = forms.CharField(label="How was it worked out?", max_length=300, help_text=WHY)


@dataclass(frozen=True)
class Act:
    """Something that happens: its form, its action, who may, and how both are spoken of."""

    title: str
    button: str
    did: str
    form: type[ActForm]
    action: Callable[..., Any]
    verb: Verb
    states: frozenset[str] = frozenset(Benefit.State)

    def open_to(self, benefit: Benefit) -> bool:
        """Whether a benefit stands where this is done to it."""
        return benefit.state in self.states


def _link(*, of: Benefit, by: User, **cleaned: Any) -> None:
    links = {name: cleaned.pop(name) for name in LINKS}
    link_benefit(benefit=of, links=links, by=by, **cleaned)


def _benefit(action: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *, of, **cleaned: action(benefit=of, **cleaned)


def _read(*, of: Measure, on, value, evidence, why, token, by: User) -> None:
    held = {r.on: r.pk for r in standing_readings(of.readings.all())}
    entry = Entry(of, on, value, evidence, seen=held.get(on, 0))
    record_readings(entries=[entry], why=why, token=token, by=by)


def _value(*, of: Measure, **cleaned: Any) -> None:
    approve_unit_value(measure=of, **cleaned)


OPEN = frozenset(BY_HAND)
BENEFIT_ACTS: dict[str, Act] = {
    "move": Act(
        "Say how far it has come",
        "Save",
        "moved on",
        MoveForm,
        _benefit(move_benefit),
        Verb.EDIT,
        OPEN,
    ),
    "link": Act("Link it", "Save the links", "linked", LinkForm, _link, Verb.EDIT),
    "verify": Act(
        "Verify",
        "Verify it",
        "verified",
        VerifyForm,
        _benefit(verify_benefit),
        Verb.VERIFY,
        frozenset({Benefit.State.REALISED}),
    ),
    "withdraw": Act(
        "Withdraw the verification",
        "Withdraw it",
        "realised again, and not verified",
        WithdrawForm,
        _benefit(withdraw_verification),
        Verb.VERIFY,
        frozenset({VERIFIED}),
    ),
}
MEASURE_ACTS: dict[str, Act] = {
    "reading": Act("Record a reading", "Save the reading", "read", ReadingForm, _read, Verb.EDIT),
    "unit-value": Act(
        "Approve a unit value", "Approve it", "valued", UnitValueForm, _value, Verb.VERIFY
    ),
}
