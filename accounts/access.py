"""Access at the door of a view: one line above a class says which verb it needs."""

from django.contrib.auth.mixins import LoginRequiredMixin

from accounts.roles import Verb, require


class Requires(LoginRequiredMixin):
    """A view that only opens to those who may do ``verb`` (403 with the reason otherwise)."""

    verb: Verb

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, self.verb)
        return super().dispatch(request, *args, **kwargs)


class Reads(Requires):
    verb = Verb.READ


class Exports(Requires):
    verb = Verb.EXPORT
