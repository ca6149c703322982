"""What moved on the risk register since a day: the last meeting, or any other."""

import datetime
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.views.generic import TemplateView

from agt.words import clock
from agt.words.days import long_day
from governance.models import Escalation, Risk, RiskScore
from governance.movement import SAME, Moved, Reading, Stood, movement
from reports.occasions import Occasion, in_links, last_met
from reports.pages.again import Again
from reports.pages.governance.base import GovernancePage
from reports.pages.governance.register_table import rating

MOST = 40  # that the page lists; what happened and how high comes first
A_MONTH = datetime.timedelta(days=30)


class RiskMovementPage(Again, GovernancePage, TemplateView):
    title = "Risk movement"
    template_name = "governance/risk_movement.html"

    @cached_property
    def met(self) -> list[Occasion]:
        return last_met(self.library, self.position)

    @property
    def last_time(self) -> Occasion:
        """When the board last met; without one the last report, or a month ago if that is later."""
        if self.met:
            return self.met[0]
        today = clock.today()
        dates = [p.as_at for p in self.positions if p.is_published and p.as_at < today]
        return Occasion(max([*dates, today - A_MONTH]))

    @cached_property
    def since(self) -> tuple[Occasion, str]:
        """The day asked for, and what is wrong with it where something is."""
        asked = self.request.GET.get("since", "").strip()
        if not asked:
            return self.last_time, ""
        try:
            day = forms.DateField().clean(asked)
        except ValidationError:
            return self.last_time, "Give a day like 31/03/2025."
        if day > clock.today():
            return self.last_time, "Give a day that has been."
        return Occasion(day), ""

    def get_context_data(self, **kwargs):
        occasion, error = self.since
        since = occasion.on
        risks = Risk.objects.at(self.position).visible_to(self.reader)
        there = risks.exclude(closed_on__lte=since)
        of = {"risk__in": there.values("pk")}
        scores = RiskScore.objects.filter(**of).annotate(score_then=F("likelihood") * F("impact"))
        moved = movement(
            [Stood._make(r) for r in there.values_list(*Stood._fields[:-1], "score_now")],
            [Reading._make(r) for r in scores.values_list("risk", "on", "score_then", "why")],
            Escalation.objects.filter(**of),
            since,
        )
        found = [m for m in moved if m.what != SAME or m.escalations]
        shown = found[:MOST]
        held = Risk.objects.in_bulk({0, *(m.risk for m in shown)})  # asked of none, too
        return {
            **super().get_context_data(**kwargs),
            "since": long_day(since),
            "occasions": in_links(self.met, self.query),
            "asked_since": self.request.GET.get("since", ""),
            "since_error": error,
            "moved": [self.row(m, held[m.risk]) for m in shown],
            "found": len(found),
            "finding": _finding(moved, str(occasion)),
            "samples": any(risk.illustrative for risk in held.values()),
        }

    def row(self, moved: Moved, risk: Risk) -> dict:
        return {
            "moved": moved,
            "risk": risk,
            "before": rating(self.framework, moved.before),
            "now": rating(self.framework, moved.now),
        }


def _finding(moved: list[Moved], since: str) -> str:
    counts = {what: sum(m.what == what for m in moved) for what in ("New", "Up", "Down", "Closed")}
    escalated = sum(bool([e for e in m.escalations if not e.handed_back]) for m in moved)
    told = ", ".join(f"{count} {what.lower()}" for what, count in counts.items())
    return f"Since {since}: {told}; {escalated} escalated"
