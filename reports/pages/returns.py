"""Returns by Excel: send a file back, look at what it would change, apply it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import FormView

from accounts.models.submission import AlreadySubmitted
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.edit_window import Locked, excepted
from portfolios.models import PortfolioPlace
from reports.pages.return_files import EditsFigures
from reports.pages.return_preview import ApplyForm, UploadForm, note_of, shown
from savings.actions.save_grid import CannotAsk
from savings.grid import Change
from savings.models import ChangeRequest
from savings.returns.applying import apply_return
from savings.returns.carrying import NO_LONGER, Carried, carry, unpack
from savings.returns.child import Refused
from savings.returns.comparing import Compared, compare
from savings.returns.opening import open_workbook
from savings.returns.reading import Return, read_return


class ReturnsPage(EditsFigures, FormView):
    """Takes a return and shows what it would change."""

    template_name = "returns/returns.html"
    form_class = UploadForm

    def breadcrumbs(self):
        return [{"label": "Returns", "url": ""}]

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "portfolios": self.open_portfolios(),
            "locked": self.locked(),
        }

    def open_portfolios(self) -> list[PortfolioPlace]:
        """Those whose figures can be changed now."""
        held = self.ask.book.portfolios
        if not self.locked():
            return held
        still = {portfolio.pk for portfolio in excepted(self.position, self.reader)}
        return [place for place in held if place.portfolio_id in still]

    def form_valid(self, form):
        try:
            sheets = open_workbook(form.cleaned_data["file"].read())
            returned = read_return(sheets, position=self.position, viewer=self.reader)
            return self.preview(returned, status=422 if returned.refusals else 200)
        except Refused as refused:
            form.add_error("file", str(refused))
            return self.form_invalid(form)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def compare(self, returned: Return, seen: dict[str, int] | None = None) -> list[Compared]:
        return compare(returned, position=self.position, viewer=self.reader, seen=seen)

    def preview(
        self,
        returned: Return,
        *,
        status: int,
        compared: list[Compared] | None = None,
        form: ApplyForm | None = None,
    ) -> HttpResponse:
        """What would change, beside what is held now or what the form was filled in beside."""
        compared = self.compare(returned) if compared is None else compared
        form = form or ApplyForm(compared=compared)
        context = {
            **super().get_context_data(form=form),
            "programmes": [shown(one, form) for one in form.changing],
            "unchanged": [one.place for one in compared if not one.changes],
            "refusals": returned.refusals,
            "carried": carry(returned, compared, by=self.reader),
            "overtaken": status == 409,
        }
        return render(self.request, "returns/preview.html", context, status=status)


class ApplyReturnPage(ReturnsPage):
    """Applies what the preview showed: all of what was chosen, or nothing."""

    http_method_names = ["post"]

    def post(self, request) -> HttpResponse:
        try:
            carried = unpack(request.POST.get("carried", ""), by=self.reader)
            if carried.returned.position != self.position.pk:
                raise Refused(NO_LONGER)
            return self.apply(carried)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(reverse("returns") + self.query())

    def apply(self, carried: Carried) -> HttpResponse:
        compared = self.compare(carried.returned, carried.seen)
        form = ApplyForm(self.request.POST, compared=compared)
        if not form.is_valid():
            return self.preview(carried.returned, compared=compared, form=form, status=422)
        try:
            saved = apply_return(
                saves=form.saves(), token=form.cleaned_data["token"], by=self.reader
            )
        except AlreadySubmitted:
            messages.info(self.request, "That was applied already; nothing was changed again.")
        except SomebodyElseSaved:
            return self.preview(carried.returned, status=409)
        except CannotAsk as refused:
            one = next(one for one in compared if one.place == refused.place)
            form.add_error(note_of(one), str(refused))
            return self.preview(carried.returned, compared=compared, form=form, status=422)
        except Locked as locked:
            form.add_error(None, str(locked))
            return self.preview(carried.returned, compared=compared, form=form, status=422)
        else:
            messages.success(self.request, _applied(form, saved))
        return redirect(self.where(compared))

    def where(self, compared: list[Compared]) -> str:
        """The page of what the return was of."""
        places = [one.place for one in compared]
        if len(places) == 1:
            return reverse("programme-detail", args=[places[0].programme.slug]) + self.query()
        return reverse("portfolio-detail", args=[places[0].portfolio.slug]) + self.query()


def _applied(form: ApplyForm, saved: list[list[Change] | ChangeRequest]) -> str:
    chosen = form.chosen(form.cleaned_data)
    left = [one.place.printed_label for one in form.changing if one not in chosen]
    asked = [one.place.printed_label for one in saved if isinstance(one, ChangeRequest)]
    cells = [len(of) for of in saved if not isinstance(of, ChangeRequest)]
    return " ".join(
        told
        for told, of in [
            (f"{_count(sum(cells), 'cell')} of {_count(len(cells), 'programme')} saved.", cells),
            (f"Above the tolerance, so to be agreed first: {', '.join(asked)}.", asked),
            (f"Left as others saved it: {', '.join(left)}.", left),
        ]
        if of
    )


def _count(number: int, of: str) -> str:
    return f"{number} {of}{'s' if number != 1 else ''}"
