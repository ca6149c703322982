"""Positions: the list, one with its checklist and kept files, opening, signing, publishing it."""

from functools import cached_property

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.views.generic import TemplateView

from accounts.access import Exports
from accounts.forms import OnceForm
from accounts.models import Submission
from accounts.roles import State, Verb, may
from agt.words import clock
from portfolios.edit_window import lock
from portfolios.models import LockException, Position
from reports.actions.open_position import open_position
from reports.actions.publish_position import NEVER_PUBLISHED, publish_position
from reports.actions.sign import sign_position
from reports.asking import find_position
from reports.checklist import checklist
from reports.models import PublishedFile, Restatement
from reports.pages.actions import ActionPage
from reports.pages.again import left_nowhere
from reports.pages.base import FiguresPage
from reports.pages.downloads import file_response
from reports.quantities import Quantity
from reports.restated import restated


class PositionListPage(FiguresPage, TemplateView):
    template_name = "positions/position_list.html"

    def breadcrumbs(self):
        return [{"label": "Positions", "url": ""}]

    def get_context_data(self, **kwargs):
        opens = may(self.reader, Verb.PUBLISH, state=State.WORKING)
        return {
            **super().get_context_data(**kwargs),
            "positions": self.positions,
            "may_open": bool(opens),
            "open_now": next((p for p in self.positions if p.is_working), None),
        }


class OnePosition(FiguresPage):
    """A page about the position that its address names, whichever one the header shows."""

    @cached_property
    def position(self) -> Position:
        return find_position(self.kwargs["slug"], self.positions)

    def breadcrumbs(self):
        here = reverse("position-detail", args=[self.position.slug])
        crumbs = [{"label": "Positions", "url": reverse("position-list")}]
        return [*crumbs, {"label": self.position.name, "url": "" if self.is_the_page else here}]

    is_the_page = False


class PositionPage(OnePosition, TemplateView):
    template_name = "positions/position_detail.html"
    is_the_page = True

    def get_context_data(self, **kwargs):
        position, state = self.position, State(self.position.state)
        publishes = bool(may(self.reader, Verb.PUBLISH, state=state))
        return {
            **super().get_context_data(**kwargs),
            "points": checklist(self.library, position) if position.is_working else [],
            "files": PublishedFile.objects.filter(position=position)
            .visible_to(self.reader)
            .defer("content")
            if self.may_export and self.library.sees_all
            else [],
            "may_publish": publishes and position.is_working,
            "may_close": publishes and position.is_scenario,
            "may_sign": bool(may(self.reader, Verb.SIGN, state=state))
            and position.is_working
            and not position.signed_by,
            "closed": lock(position),
            "exceptions": LockException.objects.filter(
                position=position,
                portfolio__in=[place.portfolio_id for place in self.ask.book.portfolios],
            ).select_related("portfolio", "granted_by"),
            "restatements": [
                restated(row)
                for row in Restatement.objects.filter(position=position).select_related(
                    "position", "by"
                )
                if self.sees(row.of)
            ],
        }

    def sees(self, quantity: Quantity) -> bool:
        """Whether a figure is of what the reader sees."""
        return self.library.sees_all or quantity.portfolio in self.ask.book.by_name


class PositionForm(OnceForm):
    """What a position is called, and what it is of."""

    name = forms.CharField(max_length=60, help_text="As the paper names it: March 2025.")
    short_name = forms.CharField(max_length=20, help_text="Where space is short: Mar 2025.")
    kind = forms.ChoiceField(choices=Position.Kind.choices)

    def details(self) -> dict:
        cleaned = self.cleaned_data
        return {key: cleaned[key] for key in ("name", "short_name", "kind")} | {
            "slug": slugify(cleaned["name"])
        }

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if not slugify(name):
            raise ValidationError("A name needs letters or figures.")
        return name


class OpenForm(PositionForm):
    source = forms.ChoiceField(label="Its figures start as those of")

    def __init__(self, *args, sources: list[Position], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            (p.slug, f"{p.name} ({p.standing.lower()})") for p in sources
        ]


class PublishForm(PositionForm):
    kind = forms.ChoiceField(
        choices=[c for c in Position.Kind.choices if c[0] != Position.Kind.SCENARIO]
    )
    as_at = forms.DateField(
        label="As at", widget=forms.DateInput(attrs={"placeholder": "31/03/2025"})
    )
    note = forms.CharField(
        label="Why it is published as it is",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Asked for when the checklist is not clear.",
    )

    def details(self) -> dict:
        return super().details() | {"as_at": self.cleaned_data["as_at"]}


class OpenPage(ActionPage):
    template_name = "positions/open.html"
    form_class = OpenForm
    verb_needed = Verb.PUBLISH

    @cached_property
    def sources(self) -> list[Position]:
        """What a position can be opened from, the newest published one first."""
        published = [p for p in self.positions if p.is_published]
        return published + [p for p in self.positions if p.is_working]

    def breadcrumbs(self):
        crumbs = [{"label": "Positions", "url": reverse("position-list")}]
        return [*crumbs, {"label": "Open", "url": ""}]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "sources": self.sources}

    def get_initial(self):
        today = clock.today()
        if self.request.GET.get("kind") == Position.Kind.SCENARIO:
            return {"kind": Position.Kind.SCENARIO}
        return {
            "name": f"{today:%B %Y}",
            "short_name": f"{today:%b %Y}",
            "kind": Position.Kind.MONTHLY_BOARD,
        }

    @transaction.atomic  # what is refused leaves the token for the form as it is put right
    def act(self, form) -> str:
        Submission.objects.claim(token=form.cleaned_data["token"], by=self.reader)
        source = find_position(form.cleaned_data["source"], self.sources)
        self.made = open_position(source=source, by=self.reader, **form.details())
        return f"{self.made} is open for editing."

    def done(self) -> HttpResponse:
        return redirect("position-detail", slug=self.made.slug)

    def done_already(self) -> HttpResponse:
        return redirect("position-list")


class PublishPage(OnePosition, ActionPage):
    template_name = "positions/publish.html"
    form_class = PublishForm
    verb_needed = Verb.PUBLISH

    def breadcrumbs(self):
        return [*super().breadcrumbs(), {"label": "Publish", "url": ""}]

    def get_initial(self):
        position = self.position
        return {
            "name": position.name,
            "short_name": position.short_name,
            "kind": position.kind,
            "as_at": position.as_at,
        }

    def get_context_data(self, **kwargs):
        if self.position.is_scenario:
            return {**super().get_context_data(**kwargs), "never": NEVER_PUBLISHED}
        points = checklist(self.library, self.position)
        return {**super().get_context_data(**kwargs), "points": [p for p in points if p.found]}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        # Sent again because no answer came: published, the position has another address by now
        if Submission.objects.is_used(request.POST.get("token", ""), by=self.reader):
            return self.already()
        return super().post(request, *args, **kwargs)

    @transaction.atomic
    def act(self, form) -> str:
        Submission.objects.claim(token=form.cleaned_data["token"], by=self.reader)
        self.made = publish_position(
            position=Position.objects.get(pk=self.position.pk),
            by=self.reader,
            note=form.cleaned_data["note"],
            details=form.details(),
        )
        return f"{self.made} is published and can no longer be changed."

    def done(self) -> HttpResponse:
        return redirect("position-detail", slug=self.made.slug)

    def done_already(self) -> HttpResponse:
        return redirect("position-list")


class SignPage(OnePosition):
    """Signs a Cabinet position, by name."""

    http_method_names = ["post"]

    def post(self, request, slug: str) -> HttpResponse:
        try:
            sign_position(position=self.position, by=self.reader)
            messages.success(request, f"You signed {self.position}.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("position-detail", slug=self.position.slug)


class PublishedFilePage(Exports, OnePosition):
    """A file of a published position, the very bytes it was."""

    def get(self, request, slug: str, name: str) -> HttpResponse:
        files = PublishedFile.objects.visible_to(self.reader)
        file = (
            files.filter(position=self.position, name=name).first()
            if self.library.sees_all
            else None
        )
        if file is None:
            raise Http404("There is no such file of this position in your scope.")
        answer = file_response(bytes(file.content), file.content_type, file.name)
        return left_nowhere(answer) if file.is_below_portfolio else answer
