"""Editing: one page for each kind of row, with the version it was opened at and why it changes."""

import uuid
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.forms import modelform_factory
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import FormView

from accounts.forms import LARGEST_VERSION, OnceForm
from accounts.models import Submission, User
from accounts.models.submission import AlreadySubmitted
from accounts.roles import State, Verb, require
from portfolios.actions.hold_row import version_of
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.edit_window import Locked, excepted, require_edit
from portfolios.models import Position, Programme
from reports.actions.edit_row import remove_row, save_row
from reports.asking import find_portfolio
from reports.editable import PLACES, Editable, new_row
from reports.history import Entry, Names, changes_of, entry_of
from reports.kinds import KINDS
from reports.pages.base import FiguresPage
from reports.pages.fields import form_field
from reports.pages.gone import removed_row, typed_in, where_gone
from reports.row_form import OF, RowForm
from savings.models import Benefit, Saving, SavingBudgetLine

WHY = "For the history: who reads it later will ask."


class EditForm(RowForm):
    """Any row's form: its own fields, then why."""

    settled: tuple[str, ...] = ()  # what is typed once

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, max_value=LARGEST_VERSION)
    why = forms.CharField(label="Why is it changed?", max_length=300, help_text=WHY)

    def __init__(self, *args: Any, position: Position, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields["why"].label = "Why is it added?"
        for name, field in self.fields.items():
            queryset = getattr(field, "queryset", None)
            if queryset is not None and queryset.model is User:
                held = Q(pk=getattr(self.instance, f"{name}_id"))
                field.queryset = queryset.filter(held | Q(is_active=True))  # type: ignore[attr-defined]
            elif queryset is not None and queryset.model is Saving:
                field.queryset = queryset.filter(programme=self.instance.programme_id)  # type: ignore[attr-defined]
            elif queryset is not None and isinstance(self.instance, SavingBudgetLine):
                if queryset.model is Benefit:
                    field.queryset = queryset.filter(programmes=self.instance.programme_id)  # type: ignore[attr-defined]
            elif queryset is not None and queryset.model in PLACES:
                self._offer_what_is_here(name, field, position, viewer)
            elif queryset is not None and hasattr(queryset, "offered_to"):
                held = Q(pk=getattr(self.instance, f"{name}_id"))
                offered = queryset.offered_to(viewer).values("pk")
                field.queryset = queryset.filter(held | Q(pk__in=offered))  # type: ignore[attr-defined]
        for name in self.settled if self.instance.pk else ():
            self.fields[name].disabled = True

    def _offer_what_is_here(self, name: str, field: Any, position: Position, viewer: User) -> None:
        """Offer the portfolios or programmes of the row's position, under the names it prints.

        Those in the viewer's scope where the field says whose the row is; what it names already
        stays among them.
        """
        of = field.queryset.model
        places: Any = PLACES[of]._default_manager.all()
        if name in OF:
            places = places.visible_to(viewer)
        here = places.filter(position=getattr(self.instance, "position", position))
        labels = dict(here.values_list(of._meta.model_name, "printed_label"))
        held = Q(pk=getattr(self.instance, f"{name}_id"))
        field.queryset = field.queryset.filter(held | Q(pk__in=labels))
        field.label_from_instance = lambda one: labels.get(one.pk, str(one))


class RemoveForm(OnceForm):
    version = forms.IntegerField(widget=forms.HiddenInput, max_value=LARGEST_VERSION)
    why = forms.CharField(label="Why is it removed?", max_length=300, help_text=WHY)


class RowPage(FiguresPage, FormView):
    """A page about one row of the position shown, for those who may change it."""

    did = ""

    @property
    def stays_nowhere(self) -> bool:  # type: ignore[override]
        kind = KINDS.get(self.kwargs["kind"])
        return bool(kind and kind.model._meta.app_label == "workforce")

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            kind = KINDS.get(kwargs["kind"])
            if kind and kind.is_below_portfolio and not request.user.reads_posts():
                raise Http404("There is nothing of that kind for you.")
            require(request.user, kind.verb if kind else Verb.EDIT, state=State.WORKING)
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
        self.kind.require_edit(row, self.reader)
        return row

    def post(self, request, *args, **kwargs):
        removed = removed_row(self.kind, kwargs["pk"]) if "pk" in kwargs else None
        if removed is None or not self.sees(self.kind, removed.instance):
            return super().post(request, *args, **kwargs)
        return self.removed_meanwhile(removed)

    def removed_meanwhile(self, removed: Any) -> HttpResponse:
        """What was typed into the form of a row that is gone, to be copied; a removal is done."""
        row = removed.instance
        row.pk = None  # what has no page of its own any more shows where others like it do
        back = where_gone(self.kind, row) + self.query()
        token = forms.UUIDField(required=False)
        try:
            sent = token.clean(self.request.POST.get("token", ""))
        except ValidationError:
            sent = None
        if sent and Submission.objects.filter(token=sent).exists():
            messages.info(self.request, "That was done already; nothing was done again.")
            return redirect(back)
        context = {
            **FiguresPage.get_context_data(self, form=None),
            "title": self.title,
            "kind": self.kind,
            "removed": entry_of(self.kind, removed, None, Names(None)),
            "typed": typed_in(self.get_form_class(), self.request.POST),
            "log": reverse("history") + self.query(kind=self.kind.name),
            "back": back,
        }
        return render(self.request, "reports/gone.html", context, status=409)

    def sees(self, kind: Editable, row: Any) -> bool:
        """Whether a row is in one of the reader's portfolios."""
        return any(self.library.covers(portfolio) for portfolio in kind.portfolios_of(row))

    def breadcrumbs(self):
        return [{"label": str(self.title), "url": ""}]

    @property
    def title(self) -> str:
        raise NotImplementedError

    def of(self) -> list[str]:
        """The position, portfolio and programme the row is of, as the position prints them."""
        if self.kind.lives_on:
            # a new row cannot say yet what it is, only what it is of
            named = self.row if self.row.pk else getattr(self.row, self.kind.of or "pk")
            return [str(named)] if named else []
        position = getattr(self.row, "position", self.position)
        words = [position.name]
        for model, places in PLACES.items():
            of = str(model._meta.model_name)
            here = {"position": position, of: getattr(self.row, f"{of}_id", None)}
            words += places._default_manager.filter(**here).values_list("printed_label", flat=True)
        return words

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "title": self.title,
            "of": self.of(),
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
            return self.done_already()
        except SomebodyElseSaved:
            return self.somebody_else_saved(form)
        except (ValidationError, Locked) as error:
            form.add_error(None, str(error) if isinstance(error, Locked) else error)
            return self.form_invalid(form)
        except PermissionDenied as refusal:
            if not self.kind.placed_by_form:
                raise
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        else:
            messages.success(self.request, f"The {self.kind.name} is {self.did}.")
        return redirect(self.back)

    def form_invalid(self, form):
        """A form sent twice may be refused only because it was saved the first time."""
        token = form.cleaned_data.get("token")
        if token and Submission.objects.filter(token=token).exists():
            return self.done_already()
        return super().form_invalid(form)

    def done_already(self) -> HttpResponse:
        messages.info(self.request, "That was done already; nothing was done again.")
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
        form = modelform_factory(
            self.kind.model, form=EditForm, fields=self.kind.fields, formfield_callback=form_field
        )
        form.settled = self.kind.settled  # type: ignore[attr-defined]
        return form

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), **self.form_instance(self.row)}

    def form_instance(self, row: Any) -> dict[str, Any]:
        return {"instance": row, "position": self.position, "viewer": self.reader}

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
        if self.kind.placed_by_form:
            require(self.reader, self.kind.verb, state=State.WORKING)
            return row
        if not self.sees(self.kind, row):
            raise Http404("There is no such portfolio or programme in your scope.")
        if self.kind.lives_on or self.kind.touches(row):
            self.kind.require_edit(row, self.reader)
        else:  # what a new transfer will touch is not known yet: whatever is still open
            require_edit(self.reader, self.position, *excepted(self.position, self.reader))
        return row

    def get_initial(self):
        """What the link names, by slug, number or choice, is chosen already: ``?programme=``."""
        named = {}
        for name in self.kind.fields:
            field: Any = self.kind.model._meta.get_field(name)
            slug = self.request.GET.get(name)
            if slug and field.many_to_one and hasattr(field.related_model, "slug"):
                named[name] = field.related_model._default_manager.filter(slug=slug).first()
            elif slug and (field.choices or (field.many_to_one and slug.isdecimal())):
                named[name] = slug
        return {**super().get_initial(), **named}

    @property
    def given(self) -> Any:
        asked = self.request.GET.get(self.kind.of, "") if self.kind.of else ""
        if self.kind.of == "portfolio":
            return find_portfolio(asked, self.library, self.position).portfolio
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
        """A programme or portfolio that is gone has no page: its list has."""
        return where_gone(self.kind, self.row) + self.query()

    @property
    def title(self) -> str:
        return f"Remove {self.kind.name}"

    @cached_property
    def row(self) -> Any:
        if not self.kind.removes:
            raise PermissionDenied(f"A {self.kind.name} is not removed: edit it instead.")
        return super().row

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "along": list(self.kind.along(self.row))}

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
