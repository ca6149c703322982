"""Forms by which something happens to what lives on with a programme."""

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
from accounts.roles import State, Verb, require
from portfolios import council
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import ProgrammePlace
from reports.pages.actions import by_field
from reports.pages.base import FiguresPage


class VersionForm(OnceForm):
    """A form that can be sent once, about what stood at a version."""

    version = forms.IntegerField(widget=forms.HiddenInput, max_value=LARGEST_VERSION)


class ActPage(FiguresPage, FormView):
    """A form of one thing that happens, for those who may edit where the programme is today."""

    template_name = "act.html"
    needs = Verb.EDIT
    title: str
    lead = ""
    button: str
    done: str

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, self.needs, state=State.WORKING)
        return super().dispatch(request, *args, **kwargs)

    @property
    def programme_slug(self) -> str:
        return self.kwargs["slug"]

    @cached_property
    def place(self) -> ProgrammePlace:
        """Where the programme is today, in the reader's scope."""
        places = ProgrammePlace.objects.today().visible_to(self.reader)
        found = places.filter(programme__slug=self.programme_slug).select_related(
            "programme", "portfolio", "position"
        )
        place = found.first()
        if place is None:
            raise Http404("There is no such programme in your portfolios.")
        return place

    @property
    def subject(self) -> str:
        """What it happens to."""
        return self.place.printed_label

    @cached_property
    def back(self) -> str:
        """Where what was done shows."""
        return reverse("programme-detail", args=[self.place.programme.slug]) + self.query()

    def breadcrumbs(self):
        place = self.place
        programme = reverse("programme-detail", args=[place.programme.slug]) + self.query()
        return [
            {"label": "Programmes", "url": reverse("programme-list") + self.query()},
            {"label": place.printed_label, "url": programme},
            {"label": council.say(self.title), "url": ""},
        ]

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "title": self.title,
            "lead": self.lead,
            "button": self.button,
            "subject": self.subject,
            "back": self.back,
            "facts": self.facts(),
        }

    def facts(self) -> list[tuple[str, str]]:
        """What stands now, beside the form: (label, words)."""
        return []

    def act(self, form: Any) -> None:
        raise NotImplementedError

    def newest_version(self) -> int:
        """The version that is held now."""
        raise NotImplementedError

    def form_valid(self, form):
        try:
            self.act(form)
        except AlreadySubmitted:
            messages.info(self.request, "That was done already; nothing was done again.")
        except SomebodyElseSaved:
            return self.somebody_else_saved()
        except ValidationError as error:
            for field, sentences in by_field(error, form).items():
                form.add_error(field, sentences)
            return self.form_invalid(form)
        else:
            messages.success(self.request, self.done)
        return redirect(self.back)

    def somebody_else_saved(self) -> HttpResponse:
        """What was typed, beside what stands now; to send it again is a choice."""
        data = self.request.POST.copy()
        data["version"] = str(self.newest_version())
        kwargs = {**self.get_form_kwargs(), "data": data}
        again = self.get_form_class()(**kwargs)
        return self.render_to_response(
            self.get_context_data(form=again, somebody_else_saved=True), status=409
        )
