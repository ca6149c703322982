"""Posts by programme, as they are recorded: for HR partners and those named."""

from django.urls import reverse
from django.views.generic import TemplateView

from accounts.roles import State, Verb, may
from reports.definitions.posts_by_programme import parts_of
from reports.exchange.registers import may_import
from reports.pages.workforce.base import FewPeoplePage
from workforce.models import PostPhase, ProgrammePosts


class PostsPage(FewPeoplePage, TemplateView):
    title = "Posts by programme"
    template_name = "workforce/posts.html"

    def get_context_data(self, **kwargs):
        seen = {"viewer": self.library.viewer}
        parts = ProgrammePosts.objects.at(self.position).visible_to(**seen)
        parts = parts.select_related("position", "programme", "portfolio")
        phases = PostPhase.objects.at(self.position).visible_to(**seen)
        by_portfolio: dict[int, list] = {}
        for part in parts:
            by_portfolio.setdefault(part.portfolio_id, []).append(part)
        wholes = list(self.library.posts.get(self.position.pk, {}).values())
        state = State(self.position.state)
        return {
            **super().get_context_data(**kwargs),
            "groups": [
                {
                    "whole": whole,
                    "parts": (held := by_portfolio.get(whole.portfolio_id, [])),
                    "is_given_away": len(parts_of(whole, held)) == 1,
                    "is_past_whole": bool(held) and not parts_of(whole, held),
                }
                for whole in wholes
            ],
            "phases": phases.select_related("position", "portfolio"),
            "reported": reverse("report-detail", args=["posts-by-programme"]) + self.query(),
            "imports": "posts" if may_import(self.reader, "posts") else "",
            "may_edit": bool(may(self.reader, Verb.EDIT_POSTS, state=state)),
        }
