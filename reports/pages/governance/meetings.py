"""Meetings: all of them with the boards that hold them, and one with its agenda."""

from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from agt.words import clock
from governance.models import Board, BoardAction, Decision, DecisionPeriod, Meeting
from reports.definitions.boards import board_words, in_portfolio, meeting_words, prompt_words
from reports.history import changes_of
from reports.kinds import KINDS
from reports.pages.again import Again
from reports.pages.governance.base import GovernancePage
from reports.pages.governance.decision_list import posts_words
from reports.pages.lists import ROWS_A_PAGE


class MeetingListPage(Again, GovernancePage, TemplateView):
    title = "Meetings and boards"
    template_name = "governance/meeting_list.html"

    def get_context_data(self, **kwargs):
        open_ = Q(decisions__outcome=Decision.Outcome.FOR_DECISION)
        meetings = Meeting.objects.visible_to(self.reader).newest_first().for_reading()
        page = Paginator(meetings, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        # counted of the page's own: of a council's board, a lead is told only what is theirs
        own = Decision.objects.at(self.position).visible_to(self.reader)
        counted = Meeting.objects.filter(pk__in=[meeting.pk for meeting in page]).annotate(
            waits=Count("decisions", filter=open_ & Q(decisions__in=own.values("pk"))),
            made=Count("decisions", filter=~open_ & Q(decisions__in=own.values("pk"))),
        )
        counts = {row["pk"]: row for row in counted.values("pk", "waits", "made")}
        return {
            **super().get_context_data(**kwargs),
            "rows": [
                {
                    "meeting": meeting,
                    "board": board_words(meeting, self.portfolios),
                    "waits": counts[meeting.pk]["waits"],
                    "made": counts[meeting.pk]["made"],
                    "illustrative": meeting.illustrative,
                }
                for meeting in page
            ],
            "page": page,
            "boards": list(Board.objects.all()),
            "periods": list(DecisionPeriod.objects.all()),
            "sets": self.adds and self.library.sees_all,
            "samples": any(meeting.illustrative for meeting in page),
        }


class MeetingPage(Again, GovernancePage, TemplateView):
    """One meeting: what is for decision, what was decided, and the actions that are open."""

    template_name = "governance/meeting.html"

    @cached_property
    def meeting(self) -> Meeting:
        rows = Meeting.objects.visible_to(self.reader).for_reading()
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404("There is no such meeting of your portfolios.")
        return found

    @property
    def title(self) -> str:  # type: ignore[override]
        meeting = self.meeting
        return meeting_words(meeting, self.portfolios)

    @property
    def crumbs(self):
        return [{"label": "Meetings", "url": reverse("governance-meetings") + self.query()}]

    def get_context_data(self, **kwargs):
        meeting = self.meeting
        periods = DecisionPeriod.objects.in_force(clock.today())
        held = Decision.objects.at(self.position).visible_to(self.reader)
        decisions = [
            {
                "decision": decision,
                "of": str(decision.programme or in_portfolio(decision.home, self.portfolios)),
                "posts": posts_words(decision),
                "prompt": prompt_words(decision, periods),
                "call_in": decision.call_in(periods),
            }
            for decision in held.filter(meeting=meeting).order_by("pk").for_reading()
        ]
        actions = BoardAction.objects.at(self.position).visible_to(self.reader)
        may_change = self.adds and self.library.covers(meeting.portfolio)
        return {
            **super().get_context_data(**kwargs),
            "meeting": meeting,
            "for_decision": [row for row in decisions if not row["decision"].is_decided],
            "decided": [row for row in decisions if row["decision"].is_decided],
            "actions": list(actions.of_meeting(meeting).open().late_first().for_reading()),
            "changes": changes_of(KINDS["meeting"], meeting)[::-1],
            "may_change": may_change,
            "samples": meeting.illustrative or any(r["decision"].illustrative for r in decisions),
        }
