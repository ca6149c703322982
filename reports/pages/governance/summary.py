"""What a programme's and a portfolio's own page say of cases, milestones and delivery."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Subquery

from agt.words import clock
from governance.case_moves import DECIDED, Does, moves_from
from governance.models import DeliveryStatus, Milestone
from governance.newest import with_newest_status
from governance.standing import Standing, standing_of
from portfolios.models import BusinessCase, Portfolio, Position, ProgrammePlace

NEXT = 5  # milestones that a page names


@dataclass(frozen=True, slots=True)
class Due:
    """A milestone that a page names, in words."""

    milestone: Milestone
    state: str
    delay: int  # pence × years


@dataclass(frozen=True, slots=True)
class Approved:
    """The saving and posts approved at gates, beside today's saving; ``None`` is not recorded."""

    pence: int | None
    expected: int | None
    fte_low: int | None
    fte_high: int | None
    illustrative: bool

    @property
    def variance(self) -> int | None:
        known = self.pence is not None and self.expected is not None
        return self.expected - self.pence if known else None  # type: ignore[operator]


def of_programme(
    place: ProgrammePlace, case: BusinessCase | None, expected: int | None
) -> dict[str, Any]:
    """Status, gates and milestones, in a query each; ``expected`` is its saving in pence."""
    stands = standing_of(place.programme)
    ahead = Milestone.objects.filter(programme=place.programme).not_done()
    named = list(ahead.order_by("forecast", "pk")[:NEXT])
    at = case or BusinessCase(position=place.position, programme=place.programme)
    moves = dict.fromkeys(m.does for m in moves_from(at) if m.does not in DECIDED)
    return {
        "status": DeliveryStatus.objects.newest_of(place.programme),
        "stands": stands,
        "approved": _approved(stands, expected),
        "moves": [(does.value, Does(does).label) for does in moves],
        "due": [_due(m) for m in named],
    }


def _approved(stands: Standing, expected: int | None) -> Approved | None:
    saving, posts = stands.saving, stands.posts
    if saving is None and posts is None:
        return None
    return Approved(
        pence=saving.pence if saving else None,
        expected=expected,
        fte_low=posts.fte_low if posts else None,
        fte_high=posts.fte_high if posts else None,
        illustrative=any(d.illustrative for d in (saving, posts) if d),
    )


def _due(milestone: Milestone) -> Due:
    return Due(milestone, milestone.state(clock.today()), int(milestone.delay))


def of_portfolio(portfolio: Portfolio, position: Position) -> list[Any]:
    """Its programmes, each with its newest status and how many milestones are late, in a query."""
    late = Milestone.objects.filter(programme=OuterRef("programme")).at_risk(clock.today())
    counted = late.order_by().values("programme").annotate(many=Count("pk")).values("many")
    places = ProgrammePlace.objects.at(position).filter(portfolio=portfolio)
    return list(
        with_newest_status(places)
        .annotate(late=Subquery(counted))
        .select_related("programme")
        .order_by("order", "pk")
    )
