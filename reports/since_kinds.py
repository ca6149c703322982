"""The kinds of what happened since a day: each gives its rows, and what they say in the columns."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import BigIntegerField, BooleanField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate

from accounts.viewer import Viewer
from agt.words import clock
from governance.homes import home_at
from governance.models import (
    BoardAction,
    Decision,
    DeliveryStatus,
    Dependency,
    Escalation,
    GateDecision,
    Level,
    Milestone,
    Risk,
)
from portfolios.models import Position, ProgrammePlace
from savings.models import ChangeRequest, Transfer


@dataclass(frozen=True, slots=True)
class Look:
    """Where the kinds look: at a position's programmes, since the end of a day."""

    position: Position
    readable: tuple[int, ...]  # ids of the positions whose changes and transfers count
    viewer: Viewer
    since: datetime.date
    today: datetime.date

    @property
    def moment(self) -> datetime.datetime:
        """The end of the day."""
        midnight = datetime.datetime.combine(self.since, datetime.time(), clock.LONDON)
        return midnight + datetime.timedelta(days=1)

    def mine(self, rows: Any, *homes: str) -> Any:
        """Those with one of their homes in the viewer's portfolios."""
        ids = self.viewer.portfolio_ids()
        if ids is None:
            return rows
        seen = Q()
        for home in homes:
            seen |= Q(**{f"{home}__in": ids})
        return rows.filter(seen)

    def before(self, model: Any, field: str) -> Subquery:
        """What history says a row's field held at the end of the day."""
        held = model.history.filter(id=OuterRef("pk"), history_date__lt=self.moment)
        return Subquery(held.order_by("-history_date", "-history_id").values(field)[:1])


Part = tuple[Any, dict[str, Any]]


def _risks(look: Look) -> Any:
    return look.mine(Risk.objects.at(look.position), "home")


OF_RISK = {
    "home": F("home"),
    "what": F("title"),
    "of": Coalesce("programme__name", Value("")),
    "detail": F("kind"),
    "illustrative": F("illustrative"),
}


def raised(look: Look) -> Part:
    rows = _risks(look).filter(raised_on__gt=look.since)
    return rows, OF_RISK | {"on": F("raised_on")}


def closed(look: Look) -> Part:
    return _risks(look).filter(closed_on__gt=look.since), OF_RISK | {"on": F("closed_on")}


def escalated(look: Look) -> Part:
    home = Coalesce(
        "risk__portfolio_id",
        home_at(look.position, "risk__programme_id"),
        output_field=BigIntegerField(),
    )
    moves = Escalation.objects.annotate(home=home).filter(on__gt=look.since, handed_back=False)
    level = models.Case(
        *(models.When(to_level=level.value, then=Value(level.label)) for level in Level)
    )
    return look.mine(moves, "home"), {
        "home": F("home"),
        "pk": F("risk_id"),
        "what": F("risk__title"),
        "of": Coalesce("risk__programme__name", Value("")),
        "detail": level,
        "on": F("on"),
        "illustrative": F("illustrative"),
    }


OF_PROGRAMME = {
    "home": F("place__portfolio_id"),
    "of": F("label"),
    "slug": F("slug"),
    "illustrative": F("illustrative"),
}


def decided(look: Look) -> Part:
    made = GateDecision.objects.placed_at(look.position, visible_to=look.viewer)
    return made.filter(decided_on__gt=look.since), OF_PROGRAMME | {
        "what": F("gate__name"),
        "detail": F("outcome"),
        "on": F("decided_on"),
        "pence": F("pence"),
    }


def settled(look: Look) -> Part:
    """What boards decided; what is at a gate is told as that gate's decision."""
    made = Decision.objects.at(look.position).visible_to(look.viewer).decided()
    return made.filter(meeting__held_on__gt=look.since, gate_decision=None), {
        "home": F("home"),
        "what": F("title"),
        "of": F("meeting__board__name"),
        "detail": F("outcome"),
        "on": F("meeting__held_on"),
        "pence": F("pence"),
        "illustrative": F("illustrative"),
    }


def _actions(look: Look) -> Any:
    return BoardAction.objects.at(look.position).visible_to(look.viewer)


OF_ACTION = {
    "home": F("home"),
    "pk": Coalesce("meeting_id", "decision__meeting_id"),  # which lists its actions
    "what": F("text"),
    "of": Coalesce("meeting__board__name", "decision__meeting__board__name"),
    "illustrative": F("illustrative"),
}


def acted(look: Look) -> Part:
    return _actions(look).filter(done_on__gt=look.since), OF_ACTION | {"on": F("done_on")}


def owed(look: Look) -> Part:
    """Actions late today that were not on the day."""
    late = _actions(look).late(look.today).filter(due__gte=look.since)
    return late, OF_ACTION | {"on": F("due")}


def _milestones(look: Look) -> Any:
    return Milestone.objects.placed_at(look.position, visible_to=look.viewer)


def done(look: Look) -> Part:
    return _milestones(look).filter(actual__gt=look.since), OF_PROGRAMME | {
        "what": F("title"),
        "on": F("actual"),
        "was": F("baseline"),
    }


def slipped(look: Look) -> Part:
    """Those not done whose forecast is later than it was; what is new has not slipped."""
    rows = _milestones(look).not_done().annotate(were=look.before(Milestone, "forecast"))
    return rows.filter(forecast__gt=F("were")), OF_PROGRAMME | {
        "what": F("title"),
        "on": F("forecast"),
        "was": F("were"),
        "pence": F("carries"),
    }


def rebaselined(look: Look) -> Part:
    rows = _milestones(look).annotate(were=look.before(Milestone, "baseline"))
    return rows.exclude(baseline=F("were")).filter(were__isnull=False), OF_PROGRAMME | {
        "what": F("title"),
        "on": F("baseline"),
        "was": F("were"),
    }


def _rated(look: Look, rating: str) -> Part:
    """Programmes that were rated so anew; those never rated before are not back on track."""
    own = DeliveryStatus.objects.filter(programme=OuterRef("programme")).newest_first()
    told = Q(written_at__lt=look.moment) | Q(written_at=None, month__lte=look.since)
    places = (
        look.mine(ProgrammePlace.objects.at(look.position), "portfolio")
        .annotate(
            now=Subquery(own.values("overall")[:1]),
            sample=Subquery(own.values("illustrative")[:1]),
            were=Coalesce(Subquery(own.filter(told).values("overall")[:1]), Value("")),
        )
        .filter(now=rating)
        .exclude(were=rating)
    )
    if rating == "on_track":
        places = places.exclude(were="")
    return places, {
        "home": F("portfolio_id"),
        "of": F("printed_label"),
        "slug": F("programme__slug"),
        "detail": F("were"),
        "illustrative": F("sample"),
    }


def went_off_track(look: Look) -> Part:
    return _rated(look, "off_track")


def back_on_track(look: Look) -> Part:
    return _rated(look, "on_track")


def _dependencies(look: Look) -> Any:
    return look.mine(Dependency.objects.at(look.position), "gives_from", "takes_in")


OF_DEPENDENCY = {
    "home": F("gives_from"),
    "what": F("what"),
    "of": F("giver__name"),
    "detail": Coalesce("taker__name", F("service")),
    "pence": F("amount"),
    "illustrative": F("illustrative"),
}


def met(look: Look) -> Part:
    return _dependencies(look).filter(met_on__gt=look.since), OF_DEPENDENCY | {"on": F("met_on")}


def gone_late(look: Look) -> Part:
    """Late today and not late on the day: by what was promised then, as history has it."""
    late = _dependencies(look).late_on(look.today)
    late = late.annotate(
        needed_then=look.before(Dependency, "needed_by"),
        promised_then=look.before(Dependency, "promised_for"),
    )
    was_late = Q(needed_then__lt=look.since) | Q(promised_then__gt=F("needed_then"))
    not_then = late.annotate(
        was_late=models.Case(
            models.When(was_late, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
    ).filter(was_late=False)
    return not_then, OF_DEPENDENCY | {"on": F("needed_by"), "was": F("promised_for")}


def requested(look: Look) -> Part:
    rows = ChangeRequest.objects.filter(
        place__position__in=look.readable,
        state__in=("agreed", "refused"),
        decided_at__gte=look.moment,
    )
    return look.mine(rows, "place__portfolio"), {
        "home": F("place__portfolio_id"),
        "of": F("place__printed_label"),
        "detail": F("state"),
        "on": TruncDate("decided_at", tzinfo=clock.LONDON),
        "pence": F("total_after"),
        "pence_was": F("total_before"),
    }


def transferred(look: Look) -> Part:
    rows = (
        Transfer.objects.filter(position__in=look.readable, agreed_on__gt=look.since)
        .exclude(state=Transfer.State.PROPOSED)
        .annotate(
            gives_from=home_at(look.position, "from_programme_id"),
            takes_in=home_at(look.position, "to_programme_id"),
        )
    )
    return look.mine(rows, "gives_from", "takes_in"), {
        "home": F("gives_from"),
        "what": F("agreed_by"),
        "of": F("from_programme__name"),
        "detail": F("to_programme__name"),
        "on": F("agreed_on"),
        "pence": F("amount"),
    }


KINDS: dict[str, Callable[[Look], Part]] = {
    "decided": decided,
    "settled": settled,
    "off track": went_off_track,
    "on track": back_on_track,
    "raised": raised,
    "escalated": escalated,
    "closed": closed,
    "slipped": slipped,
    "rebaselined": rebaselined,
    "done": done,
    "late": gone_late,
    "met": met,
    "owed": owed,
    "acted": acted,
    "requested": requested,
    "transferred": transferred,
}
