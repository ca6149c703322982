"""Writing one part of a paper: checked for its figures, held against a second editor."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from accounts.forms import LARGEST_VERSION, OnceForm
from accounts.models.submission import AlreadySubmitted
from portfolios.actions.hold_row import version_of
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import PortfolioPlace
from reports.actions.write_block import write_block
from reports.asking import find_portfolio
from reports.history import Entry, changes_of
from reports.models import PaperBlock
from reports.pages.actions import by_field
from reports.pages.papers.base import Writes
from reports.pages.papers.picker import search
from reports.papers import typed
from reports.papers.editing import BLOCK
from reports.papers.outline import Part, Words
from reports.papers.prose import read
from reports.papers.tokens import Entry as Figure
from reports.papers.tokens import catalogue, compared
from reports.quantities import Quantity
from reports.renderers import paper_page

AT_HAND = 12  # figures that the page offers unasked
HELP = (
    "A blank line begins a new paragraph; a line that begins with “- ” is a point of a list. "
    "A figure is written as its token, like <code>[[savings.total]]</code>: it is put in anew each "
    "time the paper is read."
)


class BlockForm(OnceForm):
    version = forms.IntegerField(widget=forms.HiddenInput, max_value=LARGEST_VERSION)
    kept = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)
    text = forms.CharField(
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14, "data-paper-text": ""}),
        help_text=HELP,
    )
    state = forms.ChoiceField(
        choices=PaperBlock.State.choices,
        label="How far is it?",
        help_text="Final once nobody needs to look at it again.",
    )
    exempt = forms.BooleanField(
        required=False,
        label="Exempt from publication",
        help_text="Left out of the public paper and its files; read by those who edit it and those "
        "who see posts below portfolio level.",
    )
    why = forms.CharField(
        label="Why is it changed?",
        max_length=300,
        help_text="For the history: who reads it later will ask.",
    )


class WritePage(Writes, FormView):
    template_name = "papers/write.html"
    form_class = BlockForm

    @cached_property
    def found(self) -> tuple[Part, Words]:
        found = self.outline.place(self.kwargs["section"])
        if found is None:
            raise Http404(f"The {self.outline.title} has no such part.")
        return found

    @property
    def words(self) -> Words:
        return self.found[1]

    @cached_property
    def portfolio(self) -> PortfolioPlace | None:
        if not self.found[0].of_each:
            return None
        return find_portfolio(self.request.GET.get("portfolio", ""), self.library, self.position)

    @cached_property
    def row(self) -> PaperBlock:
        """What is held in this place, or a new block of it, if the reader may write it now."""
        of = self.portfolio.portfolio if self.portfolio else None
        here = {"paper": self.outline.slug, "section": self.words.key, "portfolio": of}
        held = PaperBlock.objects.filter(position=self.position, **here)
        row = held.select_related("position", "portfolio").first()
        row = row or PaperBlock(position=self.position, **here)
        BLOCK.require_edit(row, self.reader)
        return row

    def get(self, request, *args, **kwargs):
        _ = self.row  # refused before anything is drawn
        return super().get(request, *args, **kwargs)

    @property
    def title(self) -> str:  # type: ignore[override]
        of = f"{self.portfolio.printed_label}: " if self.portfolio else ""
        return f"{of}{self.words.title}"

    def way(self):
        here = reverse("report-paper-places", args=[self.outline.slug])
        return [self.paper_crumb, {"label": "Write", "url": here + self.query()}]

    @property
    def back(self) -> str:
        return reverse("report-paper-places", args=[self.outline.slug]) + self.query()

    # --- figures ---------------------------------------------------------------------------------

    @cached_property
    def figures(self) -> list[Figure]:
        """All that may be in a sentence here, totals of earlier positions too."""
        entries = catalogue(self.ask)
        totals = [e for e in entries if e.quantity in (Quantity(), Quantity(portfolio=self.of))]
        for book in self.library.comparable(self.position):
            entries += (
                e for total in totals for e in compared(total, self.ask, book.position.slug)
            )
        return entries

    @property
    def of(self) -> str:
        return self.portfolio.name if self.portfolio else ""

    def by_hand(self, text: str) -> list[typed.Typed]:
        return typed.find(text, self.figures, first=self.of)

    def at_hand(self) -> list[Figure]:
        of = f"portfolio.{self.portfolio.slug}." if self.portfolio else ""
        return search(self.ask, of, most=AT_HAND)

    # --- the form --------------------------------------------------------------------------------

    def get_initial(self):
        row = self.row
        return {
            "version": version_of(row),
            "text": row.text,
            "state": row.state,
            "exempt": row.exempt,
            "kept": _told(self.by_hand(row.text)),
        }

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        text = form["text"].value() or ""
        return {
            **context,
            "words": self.words,
            "title": self.title,
            "row": self.row,
            "typed": list(enumerate(self.by_hand(text))),
            "preview": paper_page.prose(read(text, self.ask)[0]),
            "entries": self.at_hand(),
            "back": self.back,
        }

    def form_valid(self, form):
        _ = self.row
        cleaned = form.cleaned_data
        found = self.by_hand(cleaned["text"])
        if self.request.POST.get("do") == "check":
            return self.check(form, found)
        offered = set(cleaned["kept"].split("|"))
        fresh = [one for one in found if one.same and one.text not in offered]
        if fresh:
            return self.offer(form, found, fresh)
        return self.save(form)

    def again(self, form: Any, **changed: str) -> Any:
        """The form as it was sent, with some fields changed: nothing typed is lost."""
        data = self.request.POST.copy()
        for name, value in changed.items():
            data[name] = value
        return type(form)(data)

    def check(self, form: Any, found: list[typed.Typed]) -> HttpResponse:
        """Put the chosen figures in and show how it reads; nothing is saved."""
        chosen = {}
        for number in range(len(found)):
            if address := self.request.POST.get(f"figure-{number}"):
                chosen[number] = address
        text = typed.put_in(form.cleaned_data["text"], found, chosen)
        again = self.again(form, text=text, kept=_told(self.by_hand(text)))
        for problem in read(text, self.ask)[1]:
            again.add_error("text", str(problem))
        return self.render_to_response(self.get_context_data(form=again, checked=True))

    def offer(self, form: Any, found: list[typed.Typed], fresh: list[typed.Typed]) -> HttpResponse:
        """Offer the tokens of what was typed by hand, once; to save again is a choice."""
        again = self.again(form, kept=_told(found))
        names = ", ".join(dict.fromkeys(one.text for one in fresh))
        again.add_error(
            "text",
            f"Typed by hand, and a figure of the tracker: {names}. Choose its token below, so that "
            "it follows the figures; or save again to keep it as typed.",
        )
        return self.render_to_response(self.get_context_data(form=again))

    def save(self, form: Any) -> HttpResponse:
        cleaned = form.cleaned_data
        try:
            write_block(
                position=self.position,
                paper=self.outline.slug,
                words=self.words,
                portfolio=self.portfolio.portfolio if self.portfolio else None,
                by=self.reader,
                **{
                    key: cleaned[key]
                    for key in ("text", "state", "exempt", "version", "why", "token")
                },
            )
        except AlreadySubmitted:
            messages.info(self.request, "That was done already; nothing was done again.")
        except SomebodyElseSaved:
            return self.somebody_else_saved(form)
        except ValidationError as error:
            for field, errors in by_field(error, form).items():
                form.add_error(field, errors)
            return self.form_invalid(form)
        else:
            messages.success(self.request, f"“{self.title}” is saved.")
        return redirect(self.back)

    def somebody_else_saved(self, form: Any) -> HttpResponse:
        """What was typed, beside what was saved meanwhile."""
        del self.row  # as it is now
        since: list[Entry] = changes_of(BLOCK, self.row) if self.row.pk else []
        newer = [entry for entry in since if entry.version > form.cleaned_data["version"]]
        again = self.again(form, version=str(version_of(self.row)))
        context = self.get_context_data(form=again, newer=newer)
        return self.render_to_response(context, status=409)


def _told(found: list[typed.Typed]) -> str:
    """The figures typed by hand that were shown, as the form carries them."""
    return "|".join(dict.fromkeys(one.text for one in found))
