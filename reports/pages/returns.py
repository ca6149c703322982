"""Returns by Excel: download the grids of some programmes, send them back, look, apply."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import FormView

from accounts.forms import OnceForm
from accounts.models.submission import AlreadySubmitted
from accounts.roles import State, Verb, require
from agt.words import clock
from agt.words.money import PENCE_PER_POUND, in_millions, in_pounds
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.edit_window import Locked, excepted, lock
from portfolios.models import Portfolio, Position
from reports.asking import find_portfolio
from reports.pages.base import FiguresPage
from reports.pages.downloads import file_response
from reports.renderers import as_excel
from reports.renderers.palette import colours
from reports.renderers.words import file_name
from reports.table import Kind
from savings.grid import Change
from savings.returns.applying import Save, apply_return
from savings.returns.carrying import NO_LONGER, Carried, carry, unpack
from savings.returns.child import SHEETS, Refused
from savings.returns.comparing import Compared, compare
from savings.returns.holding import NOTE_LONGEST, Holding, holdings
from savings.returns.opening import LARGEST_FILE, TOO_LARGE, open_workbook
from savings.returns.reading import Return, read_return
from savings.returns.writing import Look, write_return

MOST = SHEETS - 1  # programmes in a file, which has a sheet for each and a hidden one
SMALL = 1_000 * PENCE_PER_POUND  # an amount below this may have been typed in millions


class Closed(Exception):
    """The position shown can no longer be changed; the message says why."""


class EditsFigures(FiguresPage):
    """A page for those who may change the figures of the position shown."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, Verb.EDIT, state=State.WORKING)
        try:
            return super().dispatch(request, *args, **kwargs)
        except Closed as closed:
            messages.error(request, str(closed))
            return redirect("position-list")

    @cached_property
    def position(self) -> Position:
        position = super().position
        if position.is_published:
            raise Closed(
                f"{position} is published and can no longer be changed, so nothing was done. "
                "Returns are of a working position: choose one at the top of the page."
            )
        shut = lock(position, *excepted(position, self.reader))
        if shut:
            raise Closed(shut)
        return position


# --- the file to fill in -------------------------------------------------------------------------


class ProgrammeReturnFile(EditsFigures):
    """The return of one programme."""

    def get(self, request, slug: str) -> HttpResponse:
        return self.file(slug, holdings(self.position, self.reader, programme__slug=slug))

    def file(self, slug: str, programmes: list[Holding]) -> HttpResponse:
        if not 0 < len(programmes) <= MOST:
            raise Http404(
                f"A return holds 1 to {MOST} programmes of your portfolios, and this one would "
                f"hold {len(programmes)}."
            )
        money, palette = as_excel.FORMATS[Kind.MONEY], colours()
        content = write_return(
            self.position,
            programmes,
            made_at=clock.now(),
            look=Look(
                money,
                *(palette[name][1:] for name in ("ink", "ink-soft", "panel", "rule-strong")),
            ),
        )
        name = f"{file_name('return', slug, self.position.name)}.xlsx"
        return file_response(content, as_excel.CONTENT_TYPE, name)


class PortfolioReturnFile(ProgrammeReturnFile):
    """The return of a portfolio: all of its programmes."""

    def get(self, request, slug: str) -> HttpResponse:
        portfolio = find_portfolio(slug, self.library.portfolios)
        return self.file(slug, holdings(self.position, self.reader, portfolio=portfolio))


# --- the file that comes back --------------------------------------------------------------------


class UploadForm(forms.Form):
    file = forms.FileField(
        label="The return you filled in",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text="An Excel file that you downloaded here. Nothing is saved before you have seen "
        "what would change.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(TOO_LARGE)
        return file


class ApplyForm(OnceForm):
    """For each programme that would change: the reason, and whether to go over what others did."""

    def __init__(self, data=None, *, compared: Iterable[Compared]) -> None:
        super().__init__(data)
        self.changing = [one for one in compared if one.changes]
        for one in self.changing:
            self.fields[_note(one)] = forms.CharField(
                label="Why has it changed?",
                max_length=NOTE_LONGEST,
                required=False,
                initial=one.part.note,
                help_text="Asked for when the programme's total changes.",
            )
            if one.is_conflict:
                self.fields[_over(one)] = forms.BooleanField(
                    label="Put mine over theirs", required=False
                )

    def clean(self):
        cleaned = super().clean() or {}
        for one in self.chosen(cleaned):
            if one.moves_total and not cleaned.get(_note(one)) and _note(one) not in self.errors:
                self.add_error(_note(one), f"{_total(one)}: say why.")
        if self.changing and not self.chosen(cleaned):
            raise ValidationError(
                "Nothing would be saved: others saved these programmes since. Tick “Put mine over "
                "theirs” where yours should stand."
            )
        return cleaned

    def chosen(self, cleaned: dict) -> list[Compared]:
        return [one for one in self.changing if not one.is_conflict or cleaned.get(_over(one))]

    def saves(self) -> list[Save]:
        """What to save, where the form is valid."""
        cleaned = self.cleaned_data
        return [
            Save(one.place, one.grid, one.seen, cleaned[_note(one)]) for one in self.chosen(cleaned)
        ]


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A change in words."""

    label: str
    confidence: str
    before: str
    after: str
    is_small: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A programme of the preview, for the template to draw."""

    of: Compared
    cells: list[ChangedCell]
    total: str
    note: BoundField
    over: BoundField | None

    @property
    def theirs_id(self) -> str:
        """What names the table of what others changed."""
        return f"theirs-{self.of.place.pk}"


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

    def open_portfolios(self) -> list[Portfolio]:
        """Those whose figures can be changed now."""
        if self.locked():
            return list(excepted(self.position, self.reader))
        return self.library.portfolios

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
            "programmes": [_shown(one, form) for one in form.changing],
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
            changes = apply_return(
                saves=form.saves(), token=form.cleaned_data["token"], by=self.reader
            )
        except AlreadySubmitted:
            messages.info(self.request, "That was applied already; nothing was changed again.")
        except SomebodyElseSaved:
            return self.preview(carried.returned, status=409)
        except Locked as locked:
            form.add_error(None, str(locked))
            return self.preview(carried.returned, compared=compared, form=form, status=422)
        else:
            messages.success(self.request, _applied(form, changes))
        return redirect(self.where(compared))

    def where(self, compared: list[Compared]) -> str:
        """The page of what the return was of."""
        places = [one.place for one in compared]
        if len(places) == 1:
            return reverse("programme-detail", args=[places[0].programme.slug]) + self.query()
        return reverse("portfolio-detail", args=[places[0].portfolio.slug]) + self.query()


def _note(one: Compared) -> str:
    return f"note-{one.place.pk}"


def _over(one: Compared) -> str:
    return f"over-{one.place.pk}"


def _total(one: Compared) -> str:
    was, now = one.holding.grid.total, one.grid.total
    if in_millions(was) == in_millions(now):
        return f"The total goes from {in_pounds(was)} to {in_pounds(now)}"
    return f"The total goes from {in_millions(was)} to {in_millions(now)}"


def _shown(one: Compared, form: ApplyForm) -> Shown:
    names = {saving.pk: saving.name for saving in one.holding.savings}
    return Shown(
        of=one,
        cells=[_cell(change, names if len(names) > 1 else {}) for change in one.changes],
        total=f"{_total(one)}." if one.moves_total else "The total stays as it is.",
        note=form[_note(one)],
        over=form[_over(one)] if one.is_conflict else None,
    )


def _cell(change: Change, names: dict[int, str]) -> ChangedCell:
    cell = change.cell
    label = [names.get(cell.saving, ""), cell.fund.label, str(cell.year)]
    return ChangedCell(
        label=", ".join(filter(None, label)),
        confidence=cell.confidence.value,
        before=in_pounds(change.before),
        after=in_pounds(change.after),
        is_small=0 < abs(change.after) < SMALL,
    )


def _applied(form: ApplyForm, changes: list[Change]) -> str:
    chosen = form.chosen(form.cleaned_data)
    left = [one.place.printed_label for one in form.changing if one not in chosen]
    told = f"{_count(len(changes), 'cell')} of {_count(len(chosen), 'programme')} saved."
    return told + (f" Left as others saved it: {', '.join(left)}." if left else "")


def _count(number: int, of: str) -> str:
    return f"{number} {of}{'s' if number != 1 else ''}"
