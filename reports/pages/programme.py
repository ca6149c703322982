"""A programme's page, and the savings grid on it: edit, add up, save, meet whoever saved first."""

from functools import cached_property

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.models.submission import AlreadySubmitted
from accounts.roles import State, Verb, may, require
from governance.actions.close_programme import closure_of
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.edit_window import Locked
from portfolios.models import BusinessCase, ProgrammePlace
from reports.actions.return_unchanged import return_unchanged
from reports.actions.sign import confirm_programme
from reports.pages.base import FiguresPage
from reports.pages.changes import Listed, listed
from reports.pages.governance.short import governance_of
from reports.pages.governance.summary import of_programme
from reports.pages.grid import grid_context, grid_form, total_rows
from reports.pages.headlines import saving
from reports.quantities import Quantity
from savings.actions.save_grid import CannotAsk, save_grid
from savings.grid import Change
from savings.grid_form import GridForm
from savings.history import line_changes, lines_as_they_stood
from savings.models import Benefit, ChangeRequest, SavingsLine


class OneProgramme(FiguresPage):
    """A page about one programme, as the position shown places it."""

    @cached_property
    def place(self) -> ProgrammePlace:
        places = ProgrammePlace.objects.at(self.position).visible_to(self.reader)
        places = places.select_related("position", "portfolio", "programme")
        place = places.filter(programme__slug=self.kwargs["slug"]).order_by("pk").first()
        if place is None:
            raise Http404(f"{self.position.name} has no such programme in your portfolios.")
        return place

    @property
    def quantity(self) -> Quantity:
        """Its saving."""
        return Quantity(portfolio=self.place.portfolio.name, programme=self.place.programme.name)


class ProgrammePage(OneProgramme, TemplateView):
    template_name = "portfolios/programme_detail.html"

    def breadcrumbs(self):
        place, query = self.place, self.query()
        portfolio = reverse("portfolio-detail", args=[place.portfolio.slug]) + query
        return [
            {"label": "Programmes", "url": reverse("programme-list") + query},
            {"label": place.portfolio_label, "url": portfolio},
            {"label": place.printed_label, "url": ""},
        ]

    def get_context_data(self, **kwargs):
        place = self.place
        quantity = self.quantity
        case = BusinessCase.objects.filter(
            position=self.position, programme=place.programme
        ).first()
        return {
            **super().get_context_data(**kwargs),
            **self.grid(),
            **self.as_it_stood(),
            **governance_of(self.position, place.portfolio, place.programme),
            "may_confirm": self.may(Verb.CONFIRM),
            "waiting": None if self.position.is_published else self.waiting(),
            "locked": self.locked(place.portfolio),
            "place": place,
            "programme": place.programme,
            "headlines": [saving(self.ask, "Expected saving", quantity, lead=True)]
            if place.shows == ProgrammePlace.Shows.MONEY
            else [],
            "case": case,
            **of_programme(place, case, self.ask.book.figure(quantity)),
            "benefits": Benefit.objects.visible_to(self.reader).filter(programmes=place.programme),
            "may_govern": self.may_govern,
            "closure": closure_of(place.programme),
            "lines": self.lines,
            "changes": line_changes(place),
            "log_url": reverse("history") + self.query(search=place.printed_label),
            "apportioned": any(line.basis == SavingsLine.Basis.APPORTIONED for line in self.lines),
            "stated": [
                r
                for r in self.library.reconciled
                if r.figure.row.endswith(f" / {place.programme.name}")
            ],
        }

    def as_it_stood(self) -> dict:
        """The lines at the end of the day that ``?stood_on=`` names, if it names one."""
        asked = self.request.GET.get("stood_on", "").strip()
        if not asked:
            return {}
        try:
            day = forms.DateField().clean(asked)
        except ValidationError:
            return {"stood_on": asked, "stood_on_error": "Give a day like 31/03/2025."}
        return {"stood_on": asked, "stood": lines_as_they_stood(self.place, day), "stood_day": day}

    @cached_property
    def lines(self) -> list[SavingsLine]:
        """The programme's, as the page lists them."""
        return list(SavingsLine.objects.filter(place=self.place).for_reading())

    def grid(self) -> dict:
        """The grid, for those who may change the programme's figures."""
        if not self.may_edit(self.place.portfolio):
            return {}
        return grid_context(grid_form(self.place, asked=self.request.GET, lines=self.lines))

    def waiting(self) -> Listed | None:
        """The change of this programme that waits to be agreed, if there is one."""
        requests = ChangeRequest.objects.filter(place=self.place).open().for_reading()
        return next(iter(listed(requests)), None)

    @property
    def may_govern(self) -> bool:
        """Whether the reader may change what lives on with the programme."""
        portfolio = self.place.portfolio
        return bool(may(self.reader, Verb.EDIT, state=State.WORKING, portfolio=portfolio))

    def may(self, verb: Verb) -> bool:
        """Whether the reader may do this to the programme at this position."""
        place = self.place
        state = State(place.position.state)
        return bool(may(self.reader, verb, state=state, portfolio=place.portfolio))


class GridPage(ProgrammePage):
    """Saves what was typed, or shows the page again with what was typed in it."""

    def get(self, request, slug: str) -> HttpResponse:
        """A reload of a page with errors, or its address sent on: back to the programme."""
        return redirect(self.back())

    def back(self) -> str:
        """The programme's page, with the unit and the rows that its grid was asked for in."""
        ways = {"unit": "k", "funds": "all"}
        asked = {key: way for key, way in ways.items() if self.request.GET.get(key) == way}
        return reverse("programme-detail", args=[self.kwargs["slug"]]) + self.query(**asked)

    @cached_property
    def place(self) -> ProgrammePlace:
        place = super().place
        require(
            self.reader, Verb.EDIT, state=State(place.position.state), portfolio=place.portfolio
        )
        return place

    def post(self, request, slug: str) -> HttpResponse:
        form = grid_form(self.place, asked=request.GET, data=request.POST)
        if not form.is_valid():
            return self.again(form, status=422)
        try:
            changes = save_grid(
                place=self.place,
                grid=form.grid,
                version=form.cleaned_data["version"],
                note=form.cleaned_data["note"],
                token=form.cleaned_data["token"],
                by=self.reader,
            )
        except AlreadySubmitted:
            messages.info(request, "That was saved already; nothing was changed again.")
        except SomebodyElseSaved:
            return self.somebody_else_saved(form)
        except CannotAsk as refused:
            form.add_error("note", str(refused))
            return self.again(form, status=422)
        except Locked as locked:
            form.add_error(None, str(locked))
            return self.again(form, status=409)
        else:
            messages.success(request, _saved(changes))
        return redirect(self.back())

    def grid(self) -> dict:
        """None of its own: the page is shown with the form that was sent."""
        return {}

    def again(self, form: GridForm, *, status: int, **more) -> HttpResponse:
        context = {**self.get_context_data(), **grid_context(form), **more}
        return render(self.request, self.template_name, context, status=status)

    def somebody_else_saved(self, form: GridForm) -> HttpResponse:
        """The page with what was typed, beside what the other saved; saving again is a choice."""
        typed = self.request.POST.copy()
        typed["version"] = str(self.place.version)
        since = form.cleaned_data["opened_at"]
        conflict = {
            "changes": line_changes(self.place, since=since),
            "differences": [(form.in_words(change.cell), change) for change in form.changes()],
        }
        return self.again(
            grid_form(self.place, asked=self.request.GET, data=typed), status=409, conflict=conflict
        )


class GridCheckPage(GridPage):
    """Adds up what was typed and saves nothing: the way without JavaScript."""

    def post(self, request, slug: str) -> HttpResponse:
        asked, data = request.GET, request.POST
        return self.again(
            grid_form(self.place, asked=asked, data=data, lines=self.lines), status=200
        )


class GridTotals(GridPage):
    """The totals of what is typed so far, as a piece of the page."""

    def post(self, request, slug: str) -> HttpResponse:
        form = grid_form(self.place, asked=request.GET, data=request.POST)
        totals = total_rows(form.grid, form.before, form.years)
        return render(request, "partials/grid_totals.html", {"form": form, "totals": totals})


class ConfirmPage(ProgrammePage):
    """A finance partner stands behind a programme's figures, by name."""

    http_method_names = ["post"]

    def post(self, request, slug: str) -> HttpResponse:
        version = request.POST.get("version", "")
        try:
            confirm_programme(
                place=self.place, version=int(version) if version.isdecimal() else 0, by=self.reader
            )
            messages.success(request, "You confirmed the figures of this programme.")
        except SomebodyElseSaved:
            messages.error(
                request, "The figures have changed since you opened them: look again, then confirm."
            )
        return redirect(reverse("programme-detail", args=[slug]) + self.query())


class UnchangedPage(ProgrammePage):
    """An editor has looked at a programme's figures, and they stand."""

    http_method_names = ["post"]

    def post(self, request, slug: str) -> HttpResponse:
        version = request.POST.get("version", "")
        try:
            return_unchanged(
                place=self.place, version=int(version) if version.isdecimal() else 0, by=self.reader
            )
            messages.success(request, "You returned this programme's figures without a change.")
        except SomebodyElseSaved:
            messages.error(
                request, "The figures have changed since you opened them: look at them again."
            )
        return redirect(reverse("programme-detail", args=[slug]) + self.query())


def _saved(changes: list[Change] | ChangeRequest) -> str:
    if isinstance(changes, ChangeRequest):
        return "That is above the tolerance, so no figure has moved yet: it waits to be agreed."
    cells = f"{len(changes)} cell{'s' if len(changes) != 1 else ''}"
    nothing = (
        "Nothing was changed, so nothing was saved. If the figures stand, return them as they are."
    )
    return f"{cells} saved." if changes else nothing
