"""How far a programme's figures may move before somebody has to agree: from where, and who."""

from functools import cached_property

from accounts.models import User
from accounts.roles import Answer, State, Verb, may
from agt.words.money import in_millions
from portfolios.models import Organisation, Portfolio, ProgrammePlace
from savings.grid import Grid
from savings.models import ChangeRequest, SavingsLine


class Tolerance:
    """What the council has set: how much, and who agrees to more. Each is read once, when asked."""

    @cached_property
    def _council(self) -> Organisation | None:
        return Organisation.objects.only("tolerance", "approver").first()

    @property
    def pence(self) -> int | None:
        """How far a figure may move by itself; ``None`` where nothing has to be agreed."""
        return self._council.tolerance if self._council else None

    def stops(self, place: ProgrammePlace, before: Grid, after: Grid) -> bool:
        """Whether the step from ``before`` to ``after`` has to be agreed.

        It has where it moves a sum, of all years or of one, of all funds or of one, and leaves it
        further than the tolerance from where it was agreed last. How far the step itself goes does
        not count, so that many small ones are no way round. A what-if is nobody's to agree.
        """
        if self.pence is None or place.position.kind == "scenario":
            return False
        was, now = before.sums(), after.sums()
        moved = [of for of in {*was, *now} if was[of] != now[of]]
        if not moved:
            return False
        base = agreed_last(place).sums()
        return any(abs(now[of] - base[of]) > self.pence for of in moved)

    def approver(self, portfolio: Portfolio) -> User | None:
        """The one person who is named to agree, while they can; ``None`` where a role does."""
        named = self._council.approver if self._council else None
        if named and may(named, Verb.APPROVE, state=State.WORKING, portfolio=portfolio):
            return named
        return None

    def waits_for(self, portfolio: Portfolio) -> str:
        """Who a request waits for, in words."""
        named = self.approver(portfolio)
        return str(named) if named else "the section 151 officer or a finance partner"

    def may_decide(self, user: User, request: ChangeRequest) -> Answer:
        """Whether ``user`` is who decides a request, and if not, why not."""
        place = request.place
        state = State(place.position.state)
        answer = may(user, Verb.APPROVE, state=state, portfolio=place.portfolio)
        named = self.approver(place.portfolio)
        if answer and named not in (None, user):
            return Answer(False, f"{named} is named to agree changes above the tolerance.")
        if answer and request.by_id == user.pk:
            return Answer(False, "Nobody decides on their own request: someone else has to.")
        return answer


def agreed_last(place: ProgrammePlace) -> Grid:
    """The figures that somebody stands behind: as opened, or as a request since made them.

    As opened is what the published position says that it was opened from: that never moves.
    """
    agreed = ChangeRequest.objects.filter(place=place, state=ChangeRequest.State.AGREED)
    newest = agreed.order_by("-decided_at", "-pk").first()
    if newest:
        return Grid.from_rows(newest.after)
    source = place.position.opened_from_id
    return Grid.of_lines(
        SavingsLine.objects.filter(place__position=source, place__programme=place.programme_id)
    )


def in_words(request: ChangeRequest) -> str:
    """What a request would do to the programme's total: £1.2m → £2.0m."""
    if request.total_before == request.total_after:
        return f"{in_millions(request.total_after)}, moved between years or funds"
    return f"{in_millions(request.total_before)} → {in_millions(request.total_after)}"
