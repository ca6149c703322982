"""A month's readings of every measure of a portfolio or a programme, in one form."""

import calendar
import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from accounts.forms import OnceForm
from accounts.models.submission import AlreadySubmitted
from accounts.roles import State, Verb, require
from agt.words import clock
from portfolios.models import Programme
from reports.asking import find_portfolio
from reports.pages.actions import by_field
from reports.pages.benefits.base import BenefitsPage
from reports.pages.edit import WHY
from savings.actions.record_readings import Entry, record_readings
from savings.measured import Measured, measured
from savings.models import Measure
from savings.values import ValueFormField

MONTHS = 12  # how many months back a reading is entered here
LARGEST_ID = 2**63 - 1


class ReadingsForm(OnceForm):
    """A value and its evidence for each measure; an empty value says nothing."""

    why = forms.CharField(
        label="Why is a reading corrected?",
        max_length=300,
        required=False,
        help_text=f"Only where a month has a reading already. {WHY}",
    )

    def __init__(self, *args: Any, measures: list[Measured], month: datetime.date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.measures, self.month = measures, month
        for one in measures:
            pk, name = one.measure.pk, one.measure.name
            held = one.reading_in(month)
            self.fields[f"value_{pk}"] = ValueFormField(label=name, required=False)
            self.fields[f"evidence_{pk}"] = forms.CharField(
                label=f"Evidence: {name}", max_length=300, required=False
            )
            self.fields[f"seen_{pk}"] = forms.IntegerField(
                widget=forms.HiddenInput,
                initial=held.pk if held else 0,
                min_value=0,
                max_value=LARGEST_ID,
            )

    def clean(self) -> dict[str, Any]:
        """Evidence without a value says nothing of anything."""
        cleaned = super().clean() or self.cleaned_data
        for one in self.measures:
            pk = one.measure.pk
            given = cleaned.get(f"evidence_{pk}") and f"value_{pk}" not in self.errors
            if given and cleaned.get(f"value_{pk}") is None:
                self.add_error(f"value_{pk}", "This is evidence of no reading: type its value.")
        return cleaned

    @property
    def entries(self) -> list[Entry]:
        """What was typed: on the last day of the month, or on that of the reading it corrects."""
        made = []
        for one in self.measures:
            pk, held = one.measure.pk, one.reading_in(self.month)
            value = self.cleaned_data[f"value_{pk}"]
            if value is None:
                continue
            made.append(
                Entry(
                    measure=one.measure,
                    on=held.on if held else last_day(self.month),
                    value=value,
                    evidence=self.cleaned_data[f"evidence_{pk}"],
                    seen=self.cleaned_data[f"seen_{pk}"],
                )
            )
        return made

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What the page draws of each measure."""
        return [
            {
                "measure": one.measure,
                "held": one.reading_in(self.month),
                "value": self[f"value_{one.measure.pk}"],
                "evidence": self[f"evidence_{one.measure.pk}"],
                "seen": self[f"seen_{one.measure.pk}"],
            }
            for one in self.measures
        ]


def last_day(month: datetime.date) -> datetime.date:
    """The day a month's reading is of: its last, or today while it lasts."""
    return min(month.replace(day=calendar.monthrange(month.year, month.month)[1]), clock.today())


class ReadingsPage(BenefitsPage, FormView):
    title = "Enter readings"
    template_name = "benefits/readings.html"
    form_class = ReadingsForm

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, Verb.EDIT, state=State.WORKING)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def months(self) -> list[datetime.date]:
        """The months that can be entered, by their first days, the newest first."""
        first = clock.today().replace(day=1)
        found = [first]
        for _ in range(MONTHS):
            found.append((found[-1] - datetime.timedelta(days=1)).replace(day=1))
        return found

    @cached_property
    def month(self) -> datetime.date:
        asked = self.request.GET.get("month")
        known = {f"{month:%Y-%m}": month for month in self.months}
        if asked and asked not in known:
            raise Http404("Readings are entered for this month and the twelve before it.")
        return known[asked] if asked else self.months[0]

    @cached_property
    def measures(self) -> list[Measured]:
        """Those of the portfolio or the programme that the link names, else all in scope."""
        held = Measure.objects.visible_to(self.reader).for_reading()
        if asked := self.request.GET.get("portfolio"):
            place = find_portfolio(asked, self.library, self.position)
            held = held.filter(home=place.portfolio_id)
        if asked := self.request.GET.get("programme"):
            held = held.filter(benefit__programmes__slug=asked)
        return [measured(measure) for measure in held]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "measures": self.measures, "month": self.month}

    def get_context_data(self, **kwargs):
        seen = Measure.objects.visible_to(self.reader).order_by().values("benefit__programmes")
        return {
            **super().get_context_data(**kwargs),
            "month": self.month,
            "months": [(f"{m:%Y-%m}", f"{m:%B %Y}") for m in self.months],
            "asked_month": f"{self.month:%Y-%m}",
            "portfolios": self.ask.book.portfolios,
            "programmes": Programme.objects.filter(pk__in=seen),
            "samples": any(one.measure.illustrative for one in self.measures),
        }

    def form_valid(self, form):
        entries = form.entries
        if not entries:
            form.add_error(None, "Nothing was typed. An empty cell is a missing reading, not 0.")
            return self.form_invalid(form)
        try:
            record_readings(
                entries=entries,
                why=form.cleaned_data["why"],
                token=form.cleaned_data["token"],
                by=self.reader,
            )
        except AlreadySubmitted:
            messages.info(self.request, "That was done already; nothing was done again.")
        except ValidationError as error:
            return self.refused(form, error)
        else:
            many = f"{len(entries)} reading{'' if len(entries) == 1 else 's'}"
            messages.success(self.request, f"{many} recorded for {self.month:%B %Y}.")
        return redirect(reverse("benefits") + self.query())

    def refused(self, form, error: ValidationError):
        """What was typed, with each sentence beside its field, over what stands now."""
        del self.measures  # what stands may have been recorded since they were read
        data = self.request.POST.copy()
        for one in self.measures:
            held = one.reading_in(self.month)
            data[f"seen_{one.measure.pk}"] = str(held.pk if held else 0)
        again = ReadingsForm(data, measures=self.measures, month=self.month)
        again.is_valid()
        for field, sentences in by_field(error, again).items():
            again.add_error(field, sentences)
        return self.form_invalid(again)
