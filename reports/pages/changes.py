"""Changes above the tolerance: the list, one with what it would do, and deciding on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView, View

from accounts.forms import LARGEST_VERSION, OnceForm
from accounts.models.submission import AlreadySubmitted
from agt.words.money import in_millions, in_pounds
from agt.words.years import FinancialYear
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import Position
from reports.pages.base import FiguresPage
from reports.returning import working_among
from savings.actions.decide_request import (
    DecidedAlready,
    FiguresMoved,
    agree_request,
    refuse_request,
    withdraw_request,
)
from savings.actions.save_grid import held_by
from savings.grid import Grid
from savings.models import ChangeRequest, Confidence, Fund, SavingsTotal
from savings.tolerance import Tolerance, in_words


@dataclass(frozen=True, slots=True)
class Step:
    """An amount before and after, in words; where nothing moves, both are the same."""

    before: str
    after: str

    @property
    def moves(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class StepRow:
    """A row of what a request would do."""

    label: str
    rag: str
    role: str
    steps: list[Step]


def step(before: int, after: int) -> Step:
    """An amount's step, to the pound where it is too small for £m."""
    if before != after and in_millions(before) == in_millions(after):
        return Step(in_pounds(before), in_pounds(after))
    return Step(in_millions(before), in_millions(after))


def step_rows(before: Grid, after: Grid, years: list[FinancialYear]) -> list[StepRow]:
    """Each rating by year, the total, and each fund's where there is more than one."""
    was, now = (g.by_confidence_and_year(years) for g in (before, after))
    rows = [
        StepRow(
            confidence.label, confidence.value, "body", _steps(was[confidence], now[confidence])
        )
        for confidence in Confidence
    ]
    sums, then = before.sums(), after.sums()
    funds = [fund for fund in Fund if (fund, None) in {*sums, *then}]
    rows += [
        StepRow(
            fund.label,
            "",
            "subtotal",
            _steps({y: sums[fund, y] for y in years}, {y: then[fund, y] for y in years}),
        )
        for fund in funds
        if len(funds) > 1
    ]
    total = _steps(before.by_year(years), after.by_year(years))
    return [*rows, StepRow("Total", "", "total", total)]


def _steps(was: dict[FinancialYear, int], now: dict[FinancialYear, int]) -> list[Step]:
    """The step of each year and, last, of them all."""
    years = [step(was[year], now[year]) for year in was]
    return [*years, step(sum(was.values()), sum(now.values()))]


def totals_after(request: ChangeRequest, held: Grid, *, of_all: bool) -> list[tuple[str, Step]]:
    """What the General Fund savings become: the programme's, its portfolio's and everybody's."""
    place, general = request.place, (Fund.GENERAL_FUND, None)
    was, now = held.sums()[general], Grid.from_rows(request.after).sums()[general]
    totals = SavingsTotal.objects.at_any([place.position_id]).on_the_general_fund().by_portfolio()
    portfolio = totals.get(place.portfolio_id, 0)
    rows = [
        (place.printed_label, step(was, now)),
        (place.portfolio_label, step(portfolio, portfolio + now - was)),
    ]
    if of_all:
        everything = sum(totals.values())
        rows.append(("All portfolios", step(everything, everything + now - was)))
    return rows


@dataclass(frozen=True, slots=True)
class Listed:
    """A request as a list shows it."""

    request: ChangeRequest
    change: str
    waits_for: str


def listed(requests: Iterable[ChangeRequest]) -> list[Listed]:
    tolerance = Tolerance()
    return [
        Listed(r, in_words(r), tolerance.waits_for(r.place.portfolio) if r.is_open else "")
        for r in requests
    ]


class ChangeListPage(FiguresPage, TemplateView):
    template_name = "changes/change_list.html"

    @cached_property
    def position(self) -> Position:
        """Without one that is asked for, the one that changes are asked for in."""
        asked = self.request.GET.get("position")
        return super().position if asked else working_among(self.positions) or super().position

    def breadcrumbs(self):
        return [{"label": "Changes above the tolerance", "url": ""}]

    def get_context_data(self, **kwargs):
        requests = ChangeRequest.objects.at(self.position).visible_to(self.reader).for_reading()
        pence = Tolerance().pence
        return {
            **super().get_context_data(**kwargs),
            "changes": listed(requests),
            "tolerance": None if pence is None else in_pounds(pence),
        }


AGREE = ("agree", "Agree it: it is saved at once")
REFUSE = ("refuse", "Refuse it")


class DecideForm(OnceForm):
    """What an approver says."""

    version = forms.IntegerField(widget=forms.HiddenInput, max_value=LARGEST_VERSION)
    decision = forms.ChoiceField(
        choices=[AGREE, REFUSE],
        widget=forms.RadioSelect,
        label="What do you decide?",
    )
    note = forms.CharField(
        label="Why?",
        required=False,
        max_length=300,
        help_text="Asked for when it is refused. It stands in the history beside the change.",
    )


class OneChange(FiguresPage):
    """A page about the request that its address names, at the position it is of."""

    @cached_property
    def change(self) -> ChangeRequest:
        readable = Q(place__position__in=self.positions)
        requests = ChangeRequest.objects.filter(readable).visible_to(self.reader).for_reading()
        found = requests.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404("There is no such change in your portfolios.")
        return found

    @cached_property
    def position(self) -> Position:
        at = self.change.place.position_id
        return next(p for p in self.positions if p.pk == at)

    def here(self) -> str:
        return reverse("change-detail", args=[self.change.pk])


class ChangePage(OneChange, FormView):
    template_name = "changes/change_detail.html"
    form_class = DecideForm

    def breadcrumbs(self):
        programme = reverse("programme-detail", args=[self.change.place.programme.slug])
        return [
            {"label": "Changes", "url": reverse("change-list") + self.query()},
            {"label": self.change.place.printed_label, "url": programme + self.query()},
            {"label": "Change", "url": ""},
        ]

    def get_initial(self):
        return {"version": self.change.place.version}

    def get_context_data(self, **kwargs):
        change, tolerance = self.change, Tolerance()
        place, years = change.place, self.position.years
        held, asked = held_by(place), Grid.from_rows(change.after)
        over = Grid.from_rows(change.before)
        decides = tolerance.may_decide(self.reader, change) if change.is_open else None
        context = super().get_context_data(**kwargs)
        moved = step_rows(held, asked, years) if change.is_open and held != over else []
        if moved:  # after the form has read what was sent, so that its answer says why
            context["form"].fields["decision"].choices = [REFUSE]
        return {
            **context,
            "change": change,
            "place": place,
            "in_words": in_words(change),
            "years": years,
            "rows": step_rows(over, asked, years),
            "waits_for": tolerance.waits_for(place.portfolio),
            "moved": moved,
            "totals": totals_after(change, held, of_all=self.library.sees_all)
            if change.is_open
            else [],
            "decides": decides,
            "may_withdraw": change.is_open and change.by_id == self.reader.pk,
            "withdraw_form": OnceForm(),
        }

    def form_valid(self, form):
        cleaned = form.cleaned_data
        said = {
            "request": self.change,
            "note": cleaned["note"],
            "token": cleaned["token"],
            "by": self.reader,
        }
        try:
            if cleaned["decision"] == "agree":
                agree_request(version=cleaned["version"], **said)
                messages.success(self.request, "You agreed the change, and it is saved.")
            else:
                refuse_request(**said)
                messages.success(self.request, "You refused the change: no figure has moved.")
        except ValidationError as error:
            form.add_error("note", error.messages)
            return self.form_invalid(form)
        except FiguresMoved:
            return self.again(form, "The figures have moved since this was asked for: see below.")
        except SomebodyElseSaved:
            return self.again(form, "Somebody saved the programme since you opened this page.")
        except (AlreadySubmitted, DecidedAlready):
            messages.info(self.request, "That was decided already; nothing was done again.")
        return redirect(self.here())

    def again(self, form: DecideForm, sentence: str) -> HttpResponse:
        """What was typed, over the programme as it is now; nothing is decided yet."""
        data = self.request.POST.copy()
        del self.change
        data["version"] = str(self.change.place.version)
        fresh = DecideForm(data)
        fresh.add_error(None, f"Nothing is decided yet. {sentence}")
        return self.render_to_response(self.get_context_data(form=fresh), status=409)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class WithdrawPage(OneChange, View):
    """Takes back what the reader asked for."""

    http_method_names = ["post"]

    def post(self, request, pk: int) -> HttpResponse:
        form = OnceForm(request.POST)
        if not form.is_valid():
            messages.error(request, "That could not be read: press “Withdraw it” again.")
            return redirect(self.here())
        try:
            withdraw_request(request=self.change, token=form.cleaned_data["token"], by=self.reader)
            messages.success(request, "You withdrew the change: no figure has moved.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except (AlreadySubmitted, DecidedAlready):
            messages.info(request, "That was decided already; nothing was done again.")
        return redirect(self.here())
