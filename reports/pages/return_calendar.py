"""The return calendar: what is due when, who still owes it, and the reminder to send them."""

from functools import cached_property

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView, View

from accounts.forms import LARGEST_VERSION, OnceForm
from accounts.models.submission import AlreadySubmitted
from accounts.roles import State, Verb, may, require
from agt.words.days import long_day
from portfolios.actions.set_return_dates import set_return_dates, version_of_dates
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import PortfolioPlace, Position, ReturnDue
from reports.pages.base import FiguresPage
from reports.pages.downloads import file_response
from reports.renderers.words import file_name
from reports.returning import (
    PortfolioReturn,
    Stage,
    reminder,
    returns_of,
    signature_due,
    when,
    working_among,
)

KINDS = ("figures", "confirmation", "signature")


class OfTheWorkingPosition(FiguresPage):
    """A page about the working position: the header shows it, whichever one was asked for."""

    @cached_property
    def position(self) -> Position:
        return self.working or super().position

    @cached_property
    def working(self) -> Position | None:
        return working_among(self.positions)

    @cached_property
    def returns(self) -> list[PortfolioReturn]:
        return returns_of(self.working, self.reader) if self.working else []

    def reminder(self, returned: PortfolioReturn, working: Position) -> str:
        page = reverse("portfolio-detail", args=[returned.portfolio.slug])
        link = self.request.build_absolute_uri(f"{page}?position={working.slug}")
        return reminder(returned, working, link)


class CalendarPage(OfTheWorkingPosition, TemplateView):
    template_name = "returns/calendar.html"

    def breadcrumbs(self):
        return [{"label": "Return calendar", "url": ""}]

    def get_context_data(self, **kwargs):
        working, late = self.working, self.request.GET.get("late") == "1"
        is_signed = working and working.kind == Position.Kind.QUARTERLY_CABINET
        return {
            **super().get_context_data(**kwargs),
            "working": working,
            "stages": list(Stage),
            "returns": self.returns,
            "late_only": late,
            "owed": sum(len(returned.owed) for returned in self.returns),
            "late": sum(one.late > 0 for r in self.returns for one in r.programmes),
            "shown_owed": [
                (returned, owed, self.reminder(returned, working))
                for returned in self.returns
                for owed in [[one for one in returned.owed if one.late or not late]]
                if owed and working
            ],
            "to_sign": working if is_signed and working and not working.signed_by else None,
            "signature": when(signature_due(working)) if is_signed and working else "",
            "may_set": bool(may(self.reader, Verb.PUBLISH, state=State.WORKING)),
        }


class ReminderFile(OfTheWorkingPosition, View):
    """A portfolio's reminder as a text file."""

    def get(self, request, slug: str) -> HttpResponse:
        owing = (r for r in self.returns if r.portfolio.slug == slug and r.owed)
        found = next(owing, None)
        if found is None or self.working is None:
            raise Http404("No such portfolio of yours owes anything to a working position.")
        text = self.reminder(found, self.working)
        name = f"{file_name('reminder', slug)}.txt"
        return file_response(text.encode(), "text/plain; charset=utf-8", name)


class DatesForm(OnceForm):
    """The dates of a position: for all portfolios, and each portfolio's own where it has any."""

    version = forms.IntegerField(widget=forms.HiddenInput, max_value=LARGEST_VERSION)

    def __init__(
        self, data=None, *, position: Position, portfolios: list[PortfolioPlace], **kwargs
    ):
        super().__init__(data, **kwargs)
        rows = {row.portfolio_id: row for row in ReturnDue.objects.filter(position=position)}
        self.rows = {
            portfolio: rows.get(portfolio.portfolio_id if portfolio else None)
            or ReturnDue(position=position, portfolio=portfolio.portfolio if portfolio else None)
            for portfolio in (None, *portfolios)
        }
        self.initial["version"] = version_of_dates(position)
        for portfolio, row in self.rows.items():
            for kind in KINDS[: 2 if portfolio else 3]:
                label = f"{_label(portfolio)}, {kind} due"
                self.fields[_field(portfolio, kind)] = forms.DateField(
                    required=False,
                    label=label,
                    initial=getattr(row, f"{kind}_due"),
                    widget=forms.DateInput(attrs={"aria-label": label}),
                )

    def clean(self):
        cleaned = super().clean() or {}
        for portfolio, row in self.rows.items():
            for kind in KINDS[: 2 if portfolio else 3]:
                setattr(row, f"{kind}_due", cleaned.get(_field(portfolio, kind)))
            try:
                row.validate_constraints()
            except ValidationError as error:
                self.add_error(_field(portfolio, "confirmation"), error.messages)
        return cleaned

    def drawn(self) -> list[tuple[str, list[BoundField]]]:
        """Each row's label and fields."""
        return [
            (
                _label(portfolio),
                [self[_field(portfolio, kind)] for kind in KINDS[: 2 if portfolio else 3]],
            )
            for portfolio in self.rows
        ]


def _label(portfolio: PortfolioPlace | None) -> str:
    return portfolio.printed_label if portfolio else "All portfolios"


def _field(portfolio: PortfolioPlace | None, kind: str) -> str:
    return f"{portfolio.slug if portfolio else 'all'}-{kind}"


class DatesPage(OfTheWorkingPosition, FormView):
    """Sets the dates of the working position."""

    template_name = "returns/dates.html"
    form_class = DatesForm

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, Verb.PUBLISH, state=State.WORKING)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def open_position(self) -> Position:
        if self.working is None:
            raise Http404("No position is open for editing: open one, then set its dates.")
        return self.working

    def breadcrumbs(self):
        calendar = {"label": "Return calendar", "url": reverse("return-calendar")}
        return [calendar, {"label": "Dates", "url": ""}]

    def get_form_kwargs(self):
        portfolios = self.library.book(self.open_position).portfolios
        return {
            **super().get_form_kwargs(),
            "position": self.open_position,
            "portfolios": portfolios,
        }

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "working": self.open_position, "drawn": context["form"].drawn()}

    def form_valid(self, form):
        cleaned = form.cleaned_data
        try:
            set_return_dates(
                position=self.open_position,
                rows=form.rows.values(),
                version=cleaned["version"],
                token=cleaned["token"],
                by=self.reader,
            )
            messages.success(self.request, "The dates are saved.")
        except AlreadySubmitted:
            messages.info(self.request, "That was saved already; nothing was changed again.")
        except SomebodyElseSaved:
            return self.somebody_else_saved()
        return redirect("return-calendar")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def somebody_else_saved(self) -> HttpResponse:
        """What was typed, and beside each date what was saved meanwhile."""
        data = self.request.POST.copy()
        data["version"] = str(version_of_dates(self.open_position))
        again = DatesForm(**{**self.get_form_kwargs(), "data": data})
        for field in again.fields.values():
            if isinstance(field, forms.DateField):
                held = field.initial
                field.help_text = f"saved: {long_day(held)}" if held else "saved: none"
        again.add_error(
            None,
            "Someone set dates while you were typing. Nothing of yours is saved yet: look at what "
            "they saved beside each date, then save again.",
        )
        return self.render_to_response(self.get_context_data(form=again), status=409)
