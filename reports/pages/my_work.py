"""My work: what waits for the person signed in, the most urgent first, and what they own."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.views.generic import TemplateView

from accounts.roles import State, Verb, may
from governance.models import BoardAction, Milestone, MitigatingAction, Risk
from portfolios.models import Position
from reports.pages.changes import listed
from reports.pages.return_calendar import OfTheWorkingPosition
from reports.reconciliation import State as Reconciled
from reports.returning import ProgrammeReturn, Stage, days_late, signature_due, when
from savings.models import ChangeRequest
from savings.tolerance import Tolerance, in_words


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, where, and by when."""

    text: str
    url: str
    due: datetime.date | None = None

    @property
    def late(self) -> int:
        return days_late(self.due)

    @property
    def when(self) -> str:
        return when(self.due)


@dataclass(frozen=True, slots=True)
class Pile:
    """Tasks of one kind; an empty pile is said to be done."""

    title: str
    done: str
    tasks: list[Task]

    @property
    def late(self) -> int:
        """How many days late the latest is."""
        return max((task.late for task in self.tasks), default=0)


class MyWorkPage(OfTheWorkingPosition, TemplateView):
    template_name = "reports/my_work.html"

    def breadcrumbs(self):
        return [{"label": "My work", "url": ""}]

    def get_context_data(self, **kwargs):
        working = self.working
        piles = self.of_position(working) if working else []
        piles += [self.breaks()] if may(self.reader, Verb.EXPLAIN) else []
        piles += self.of_governance()
        asked = ChangeRequest.objects.filter(by=self.reader, place__position=working)
        return {
            **super().get_context_data(**kwargs),
            "piles": sorted(piles, key=lambda pile: (-pile.late, not pile.tasks)),
            "working": working,
            "owned": self.owned,
            "asked": listed(asked.visible_to(self.reader).for_reading()) if working else [],
        }

    def of_position(self, working: Position) -> list[Pile]:
        """What the working position waits for from a reader of this role, as it goes first."""
        state = State.WORKING
        piles = []
        if may(self.reader, Verb.APPROVE, state=state):
            piles.append(self.to_agree(working))
        if may(self.reader, Verb.SIGN, state=state) and working.kind == "quarterly_cabinet":
            due = signature_due(working)
            to_sign = [Task(f"{working}", reverse("position-detail", args=[working.slug]), due)]
            tasks = [] if working.signed_by else to_sign
            piles.append(Pile("Positions to sign", "Nothing waits to be signed.", tasks))
        if may(self.reader, Verb.EDIT, state=state):
            untouched = [one for one in self.mine if one.stage is Stage.UNTOUCHED]
            piles.append(
                Pile(
                    f"Programmes as {working} was opened: look at their figures",
                    "Every programme has been looked at.",
                    [self.task(one, working, one.dates.figures) for one in untouched],
                )
            )
        if may(self.reader, Verb.CONFIRM, state=state):
            unconfirmed = [one for one in self.mine if not one.place.confirmed_by_id]
            unconfirmed.sort(key=lambda one: one.stage is not Stage.RETURNED)
            piles.append(
                Pile(
                    "Programmes to confirm",
                    "Every programme is confirmed.",
                    [
                        self.task(one, working, one.dates.confirmation, to_confirm=True)
                        for one in unconfirmed
                    ],
                )
            )
        return [self.by_date(pile) for pile in piles]

    def of_governance(self) -> list[Pile]:
        """What the reader is named on and is not done yet; of what there is none, nothing."""
        mine, query = {"owner": self.reader}, self.query()
        risks = Risk.objects.at(self.position).visible_to(self.reader).open()
        there = risks.values("pk")
        doing = MitigatingAction.objects.filter(**mine, risk__in=there, done_on=None)
        placed = Milestone.objects.placed_at(self.position, visible_to=self.reader).filter(**mine)

        def risk(pk: int) -> str:
            return reverse("governance-risk", args=[pk]) + query

        tasks = {
            "Actions of the boards": [
                Task(a.text, reverse("governance-actions") + self.query(owner="me"), a.due)
                for a in BoardAction.objects.filter(**mine).open().late_first()
            ],
            "Risks and issues you own, by their review": [
                Task(r.title, risk(r.pk), r.review_on) for r in risks.filter(**mine)
            ],
            "What you are to do about risks": [
                Task(a.text, risk(a.risk_id), a.due) for a in doing.order_by("due", "pk")
            ],
            "Milestones you own": [
                Task(m.title, reverse("milestone-detail", args=[m.pk]) + query, m.forecast)
                for m in placed.not_done().in_order()
            ],
        }
        return [self.by_date(Pile(title, "", found)) for title, found in tasks.items() if found]

    @cached_property
    def owned(self) -> list[ProgrammeReturn]:
        """The programmes that the reader is named on, or leads the portfolio of."""
        return [one for one in self.all_returns if one.names(self.reader)]

    @property
    def mine(self) -> list[ProgrammeReturn]:
        """What the reader owns, or, where they are named on nothing, what is in their scope."""
        return self.owned or self.all_returns

    @property
    def all_returns(self) -> list[ProgrammeReturn]:
        return [one for returned in self.returns for one in returned.programmes]

    def task(
        self,
        one: ProgrammeReturn,
        working: Position,
        due: datetime.date | None,
        *,
        to_confirm: bool = False,
    ) -> Task:
        place = one.place
        page = reverse("programme-detail", args=[place.programme.slug])
        text = f"{place.printed_label}, {place.portfolio_short_name}"
        if to_confirm and one.stage is not Stage.RETURNED:
            text += f" ({one.stage})"
        return Task(text, f"{page}?position={working.slug}", due)

    def by_date(self, pile: Pile) -> Pile:
        """The pile with the earliest date first, and what has none last."""
        last = datetime.date.max
        return Pile(pile.title, pile.done, sorted(pile.tasks, key=lambda task: task.due or last))

    def to_agree(self, working: Position) -> Pile:
        """The changes above the tolerance that this reader is to decide on."""
        tolerance = Tolerance()
        requests: Iterable[ChangeRequest] = (
            ChangeRequest.objects.at(working).open().visible_to(self.reader).for_reading()
        )
        tasks = [
            Task(
                f"{request.place.printed_label}: {in_words(request)}, asked by {request.by}",
                reverse("change-detail", args=[request.pk]),
            )
            for request in requests
            if tolerance.may_decide(self.reader, request)
        ]
        return Pile("Changes above the tolerance to decide", "No change waits for you.", tasks)

    def breaks(self) -> Pile:
        tasks = [
            Task(
                f"{r.figure.printed}: {r.quantity}, {r.figure.position}",
                reverse("explain", args=[r.figure.pk]),
            )
            for r in self.library.reconciled
            if r.state is Reconciled.BREAK and not r.figure.explanation
        ]
        return Pile("Breaks to explain", "Every break is explained.", tasks)
