"""A page with a form whose action may say no."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.views.generic import FormView

from accounts.models.submission import AlreadySubmitted
from accounts.roles import State, Verb, require
from reports.pages.base import FiguresPage


class ActionPage(FiguresPage, FormView):
    """A form whose action says no by ``ValidationError``: its sentences stand at the form."""

    verb_needed: Verb

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, self.verb_needed, state=State.WORKING)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            messages.success(self.request, self.act(form))
        except ValidationError as error:
            for field, errors in by_field(error, form).items():
                form.add_error(field, errors)
            return self.form_invalid(form)
        except AlreadySubmitted:
            return self.already()
        return self.done()

    def already(self) -> HttpResponse:
        """The same form came again: say so, and go on."""
        messages.info(self.request, "That was done already; nothing was done again.")
        return self.done_already()

    def act(self, form) -> str:
        """Do it, and say in a sentence what was done."""
        raise NotImplementedError

    def done(self) -> HttpResponse:
        """Where it leads."""
        raise NotImplementedError

    def done_already(self) -> HttpResponse:
        """Where the second press of a button leads."""
        return self.done()


def by_field(error: ValidationError, form: forms.Form) -> dict[str | None, list]:
    """The sentences of an error by the field of the form they are about, else by none."""
    if not hasattr(error, "error_dict"):
        return {None: error.messages}
    return {
        (name if name in form.fields else None): [str(m) for e in errors for m in e.messages]
        for name, errors in error.error_dict.items()
    }
