"""Editing: one page for each kind of row, with the version it was opened at and why it changes."""

import uuid
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm, modelform_factory
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from accounts.forms import LARGEST_VERSION, OnceForm
from accounts.models.submission import AlreadySubmitted
from accounts.roles import State, Verb, require
from portfolios.actions.hold_row import version_of
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import Position, Programme, ProgrammePlace
from reports.actions.edit_row import remove_row, save_row
from reports.asking import find_portfolio
from reports.editable import Editable, new_row
from reports.history import Entry, changes_of
from reports.kinds import KINDS
from reports.pages.base import FiguresPage

WHY = "For the history: who reads it later will ask."


class EditForm(ModelForm):
    """Any row's form: its own fields, then why."""

    settled: tuple[str, ...] = ()  # what is typed once

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, max_value=LARGEST_VERSION)
    why = forms.CharField(label="Why is it changed?", max_length=300, help_text=WHY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            queryset = getattr(field, "queryset", None)
            if queryset is not None and queryset.model is Programme and self.position:
                placed = Programme.objects.filter(places__position=self.position)
                field.queryset = placed  # type: ignore[attr-defined]
        for name in self.settled if self.instance.pk else ():
            self.fields[name].disabled = True

    @property
    def position(self) -> Position | None:
        """The position its row belongs to, if to one."""
        return getattr(self.instance, "position", None)


class RemoveForm(OnceForm):
    version = forms.IntegerField(widget=forms.HiddenInput, max_value=LARGEST_VERSION)
    why = forms.CharField(label="Why is it removed?", max_length=300, help_text=WHY)


class RowPage(FiguresPage, FormView):
    """A page about one row of the position shown, for those who may change it."""

    did = ""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, Verb.EDIT, state=State.WORKING)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def kind(self) -> Editable:
        kind = KINDS.get(self.kwargs["kind"])
        if kind is None:
            raise Http404(f"Nothing of that kind is edited here. These are: {', '.join(KINDS)}.")
        return kind

    @cached_property
    def row(self) -> Any:
        """The row, in the reader's scope, at a position that can still change."""
        rows = self.kind.model._default_manager.filter(pk=self.kwargs["pk"])
        row: Any = (rows if self.kind.lives_on else rows.select_related("position")).first()
        if row is None or not self.sees(self.kind, row):
            raise Http404(f"There is no such {self.kind.name} in your portfolios.")
        require(self.reader, Verb.EDIT, state=self.kind.state_of(row))
        return row

    def sees(self, kind: Editable, row: Any) -> bool:
        portfolio = kind.scope(row)
        if portfolio is None:
            return self.library.sees_all
        return portfolio in self.library.portfolios

    def breadcrumbs(self):
        return [{"label": str(self.title), "url": ""}]

    @property
    def title(self) -> str:
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "title": self.title,
            "kind": self.kind,
            "row": self.row,
            "back": self.back,
        }

    def act(self, form: Any) -> None:
        raise NotImplementedError

    def form_valid(self, form):
        try:
            self.act(form)
        except AlreadySubmitted:
            messages.info(self.request, "That was done already; nothing was done again.")
        except SomebodyElseSaved:
            return self.somebody_else_saved(form)
        else:
            messages.success(self.request, f"The {self.kind.name} is {self.did}.")
        return redirect(self.back)

    @cached_property
    def back(self) -> str:
        """Where the row shows, or what is left of it."""
        return self.kind.page(self.row) + self.query()

    def somebody_else_saved(self, form: Any) -> HttpResponse:
        """What was typed, beside what was saved meanwhile; to save again is a choice."""
        held = self.kind.model._default_manager.filter(pk=self.row.pk).first()
        if held is None:
            raise Http404(f"Someone has removed this {self.kind.name} since you opened it.")
        since: list[Entry] = changes_of(self.kind, held)
        newer = [e for e in since if e.version > form.cleaned_data["version"]]
        data = self.request.POST.copy()
        data["version"] = str(version_of(held))
        again = type(form)(data, **self.form_instance(held))
        context = self.get_context_data(form=again, newer=newer)
        return self.render_to_response(context, status=409)

    def form_instance(self, row: Any) -> dict[str, Any]:
        return {}


class EditPage(RowPage):
    template_name = "reports/edit.html"
    did = "saved"

    @property
    def title(self) -> str:
        return f"Edit {self.kind.name}"

    def get_form_class(self):
        form = modelform_factory(self.kind.model, form=EditForm, fields=self.kind.fields)
        form.settled = self.kind.settled  # type: ignore[attr-defined]
        return form

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), **self.form_instance(self.row)}

    def form_instance(self, row: Any) -> dict[str, Any]:
        return {"instance": row}

    def get_initial(self):
        return {"version": version_of(self.row)}

    def act(self, form: Any) -> None:
        cleaned = form.cleaned_data
        save_row(
            kind=self.kind,
            row=form.instance,
            version=cleaned["version"],
            why=cleaned["why"],
            token=cleaned["token"],
            by=self.reader,
        )


class AddPage(EditPage):
    did = "added"

    @property
    def title(self) -> str:
        return f"Add {'an' if self.kind.name[0] in 'aeiou' else 'a'} {self.kind.name}"

    @cached_property
    def row(self) -> Any:
        """A new row of the position shown, of the portfolio or programme that the link names."""
        if not self.kind.adds:
            raise PermissionDenied(f"A {self.kind.name} is not added here.")
        row = new_row(self.kind, self.position, self.given)
        require(self.reader, Verb.EDIT, state=self.kind.state_of(row))
        if not self.sees(self.kind, row):
            raise Http404("There is no such portfolio or programme in your scope.")
        return row

    @property
    def given(self) -> Any:
        asked = self.request.GET.get(self.kind.of, "") if self.kind.of else ""
        if self.kind.of == "portfolio":
            return find_portfolio(asked, self.library.portfolios)
        if self.kind.of == "programme":
            programme = Programme.objects.filter(slug=asked, places__position=self.position).first()
            if programme is None:
                raise Http404(f"{self.position.name} has no such programme in your portfolios.")
            return programme
        return self.given_row(KINDS[self.kind.of], asked) if self.kind.of else None

    def given_row(self, kind: Editable, asked: str) -> Any:
        """The row of another kind that a new one hangs on: the action of a risk."""
        row = (
            kind.model._default_manager.filter(pk=int(asked)).first() if asked.isdecimal() else None
        )
        if row is None or not self.sees(kind, row):
            raise Http404(f"There is no such {kind.name} in your portfolios.")
        return row


class RemovePage(RowPage):
    template_name = "reports/remove.html"
    form_class = RemoveForm
    did = "removed"

    @cached_property
    def back(self) -> str:
        """A programme that is gone has no page: its list has."""
        if isinstance(self.row, ProgrammePlace):
            return reverse("programme-list") + self.query()
        return super().back

    @property
    def title(self) -> str:
        return f"Remove {self.kind.name}"

    @cached_property
    def row(self) -> Any:
        if not self.kind.removes:
            raise PermissionDenied(f"A {self.kind.name} is not removed: edit it instead.")
        return super().row

    def get_initial(self):
        return {"version": version_of(self.row)}

    def act(self, form: Any) -> None:
        cleaned = form.cleaned_data
        remove_row(
            kind=self.kind,
            row=self.row,
            version=cleaned["version"],
            why=cleaned["why"],
            token=cleaned["token"],
            by=self.reader,
        )
