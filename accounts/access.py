"""Access at the door of a view: one line above a class says which verb it needs.

Whoever is not signed in is sent to do so before any view is asked, by Django's own middleware.
"""

from accounts.roles import Verb, require


class Requires:
    """A view that only opens to those who may do ``verb`` (403 with the reason otherwise)."""

    verb: Verb

    def dispatch(self, request, *args, **kwargs):
        require(request.user, self.verb)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class Reads(Requires):
    verb = Verb.READ


class Exports(Requires):
    verb = Verb.EXPORT
