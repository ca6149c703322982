"""Positions: the list, opening one, its checklist, signing and publishing it, its kept files."""

from functools import cached_property

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.views.generic import FormView, TemplateView

from accounts.access import Exports
from accounts.forms import OnceForm
from accounts.models import Submission
from accounts.models.submission import AlreadySubmitted
from accounts.roles import State, Verb, may, require
from agt.words import clock
from portfolios.models import Position
from reports.actions.open_position import open_position
from reports.actions.publish_position import publish_position
from reports.actions.sign import sign_position
from reports.asking import find_position
from reports.checklist import checklist
from reports.models import PublishedFile
from reports.pages.base import FiguresPage
from reports.pages.downloads import file_response


class PositionListPage(FiguresPage, TemplateView):
    template_name = "positions/position_list.html"

    def breadcrumbs(self):
        return [{"label": "Positions", "url": ""}]

    def get_context_data(self, **kwargs):
        opens = may(self.reader, Verb.PUBLISH, state=State.WORKING)
        return {
            **super().get_context_data(**kwargs),
            "positions": self.positions,
            "may_open": bool(opens) and all(p.is_published for p in self.positions),
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
        return {
            **super().get_context_data(**kwargs),
            "points": [] if position.is_published else checklist(self.library, position),
            "files": PublishedFile.objects.filter(position=position).defer("content")
            if self.may_export and self.library.sees_all
            else [],
            "may_publish": bool(may(self.reader, Verb.PUBLISH, state=state)),
            "may_sign": bool(may(self.reader, Verb.SIGN, state=state)) and not position.signed_by,
        }


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


class PublishForm(PositionForm):
    as_at = forms.DateField(
        label="As at", widget=forms.DateInput(attrs={"placeholder": "31/03/2025"})
    )
    note = forms.CharField(
        label="Why it is published as it is",
        required=False,
        max_length=1000,
        widget=forms.Textarea,
        help_text="Asked for when the checklist is not clear.",
    )

    def details(self) -> dict:
        return super().details() | {"as_at": self.cleaned_data["as_at"]}


class ActionPage(FiguresPage, FormView):
    """A form whose action says no by ``ValidationError``: its sentences stand at the form."""

    verb_needed: Verb
    done = ""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, self.verb_needed, state=State.WORKING)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            made = self.act(form)
        except ValidationError as error:
            for field, errors in by_field(error, form).items():
                form.add_error(field, errors)
            return self.form_invalid(form)
        except AlreadySubmitted:
            messages.info(self.request, "That was done already; nothing was done again.")
            return redirect("position-list")
        messages.success(self.request, f"{made.name} {self.done}.")
        return redirect("position-detail", slug=made.slug)

    def act(self, form) -> Position:
        raise NotImplementedError


def by_field(error: ValidationError, form: forms.Form) -> dict[str | None, list]:
    """The sentences of an error by the field of the form they are about, else by none."""
    if not hasattr(error, "error_dict"):
        return {None: error.messages}
    return {
        (name if name in form.fields else None): [str(m) for e in errors for m in e.messages]
        for name, errors in error.error_dict.items()
    }


class OpenPage(ActionPage):
    template_name = "positions/open.html"
    form_class = PositionForm
    verb_needed = Verb.PUBLISH
    done = "is open for editing"

    @cached_property
    def source(self) -> Position:
        return next((p for p in self.positions if p.is_published), self.position)

    def breadcrumbs(self):
        crumbs = [{"label": "Positions", "url": reverse("position-list")}]
        return [*crumbs, {"label": "Open", "url": ""}]

    def get_initial(self):
        today = clock.today()
        return {
            "name": f"{today:%B %Y}",
            "short_name": f"{today:%b %Y}",
            "kind": Position.Kind.MONTHLY_BOARD,
        }

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "source": self.source}

    def act(self, form) -> Position:
        Submission.objects.claim(token=form.cleaned_data["token"], by=self.reader)
        return open_position(source=self.source, by=self.reader, **form.details())


class PublishPage(OnePosition, ActionPage):
    template_name = "positions/publish.html"
    form_class = PublishForm
    verb_needed = Verb.PUBLISH
    done = "is published and can no longer be changed"

    def get_initial(self):
        position = self.position
        return {
            "name": position.name,
            "short_name": position.short_name,
            "kind": position.kind,
            "as_at": position.as_at,
        }

    def get_context_data(self, **kwargs):
        points = checklist(self.library, self.position)
        return {**super().get_context_data(**kwargs), "points": [p for p in points if p.found]}

    def act(self, form) -> Position:
        return publish_position(
            position=Position.objects.get(pk=self.position.pk),
            by=self.reader,
            note=form.cleaned_data["note"],
            details=form.details(),
        )


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
        files = PublishedFile.objects.filter(position=self.position, name=name)
        file = files.first() if self.library.sees_all else None
        if file is None:
            raise Http404("There is no such file of this position in your scope.")
        return file_response(bytes(file.content), file.content_type, file.name)
