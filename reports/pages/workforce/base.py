"""What the pages of the workforce share: who sees what, and the way between them."""

from django.http import Http404

from accounts.roles import State, Verb, may
from reports.pages.base import SectionPage


class PeoplePage(SectionPage):
    """A page of the workforce room."""

    section = ("Workforce", "workforce")
    stays_nowhere = True

    @property
    def may_edit_posts(self) -> bool:
        """Whether the reader keeps consultations and what else lives on."""
        return bool(may(self.reader, Verb.EDIT_POSTS, state=State.WORKING))

    @property
    def may_engage(self) -> bool:
        return bool(may(self.reader, Verb.ENGAGE, state=State.WORKING))

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "reads_posts": self.reader.reads_posts(),
            "may_edit_posts": self.may_edit_posts,
            "may_engage": self.may_engage,
        }


class FewPeoplePage(PeoplePage):
    """A page about few people: not there for those who do not see posts below portfolio level."""

    def dispatch(self, request, *args, **kwargs):
        reads = request.user.is_authenticated and may(request.user, Verb.READ)
        if reads and not request.user.reads_posts():
            raise Http404("There is no such page for you.")
        return super().dispatch(request, *args, **kwargs)
