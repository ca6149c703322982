"""Who still owes what to a working position, by when, and how late it is."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, Q, QuerySet

from accounts.models import User
from accounts.viewer import Viewer
from agt.words import clock
from agt.words.days import long_day
from portfolios.models import PortfolioPlace, Position, Programme, ProgrammePlace, ReturnDue
from savings.models import ChangeRequest
from savings.tolerance import Tolerance


class Stage(StrEnum):
    """How far a programme's return has come.

    It is returned once its figures were saved in this position, or looked at and said to stand.
    """

    UNTOUCHED = "not returned"
    WAITS = "to be agreed"
    RETURNED = "to be confirmed"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Dates:
    """By when a portfolio's figures are due, and their confirmation."""

    figures: datetime.date | None
    confirmation: datetime.date | None


@dataclass(frozen=True, slots=True)
class ProgrammeReturn:
    """Where one programme's return stands, and who has the next step (nobody: "")."""

    place: ProgrammePlace
    stage: Stage
    who: str
    dates: Dates

    @property
    def due(self) -> datetime.date | None:
        """By when the next step is due."""
        if self.stage is Stage.CONFIRMED:
            return None
        return self.dates.figures if self.stage is Stage.UNTOUCHED else self.dates.confirmation

    @property
    def late(self) -> int:
        """How many days late the next step is."""
        return days_late(self.due)

    def names(self, person: User) -> bool:
        """Whether the person is named on the programme or leads its portfolio."""
        programme = self.place.programme
        return person.pk in (
            programme.sro_id,
            programme.manager_id,
            programme.finance_lead_id,
            self.place.portfolio.lead_id,
        )


@dataclass(frozen=True, slots=True)
class PortfolioReturn:
    """Where a portfolio's returns stand: those of its programmes that have a saving."""

    portfolio: PortfolioPlace
    dates: Dates
    programmes: list[ProgrammeReturn]

    @property
    def counts(self) -> list[int]:
        """How many programmes are at each stage, in the order of the stages."""
        at = Counter(one.stage for one in self.programmes)
        return [at[stage] for stage in Stage]

    @property
    def owed(self) -> list[ProgrammeReturn]:
        """Those not confirmed yet, the latest first, then in report order."""
        owed = [one for one in self.programmes if one.stage is not Stage.CONFIRMED]
        return sorted(owed, key=lambda one: -one.late)

    @property
    def late(self) -> int:
        """How many days late the latest is."""
        return max((one.late for one in self.programmes), default=0)


def days_late(due: datetime.date | None) -> int:
    """How many days ago a date was, by our clock; 0 for today, later and no date."""
    return max((clock.today() - due).days, 0) if due else 0


def working_among(positions: Iterable[Position]) -> Position | None:
    """The one position that is edited to be published; a what-if is not."""
    kind = Position.Kind.SCENARIO
    return next((p for p in positions if not p.is_published and p.kind != kind), None)


def signature_due(position: Position) -> datetime.date | None:
    """By when the position is to be signed, where somebody said so."""
    row = ReturnDue.objects.filter(position=position, portfolio=None).first()
    return row.signature_due if row else None


def returns_of(position: Position, viewer: Viewer) -> list[PortfolioReturn]:
    """Every portfolio in the viewer's scope that has programmes with a saving, in report order."""
    places = (
        ProgrammePlace.objects.at(position)
        .visible_to(viewer)
        .filter(shows=ProgrammePlace.Shows.MONEY)
        .select_related(
            "programme__manager",
            "programme__finance_lead",
            "portfolio__lead",
            "portfolio_place__portfolio",
        )
        .in_report_order()
    )
    rows = {row.portfolio_id: row for row in ReturnDue.objects.filter(position=position)}
    waiting = set(ChangeRequest.objects.at(position).open().values_list("place", flat=True))
    tolerance = Tolerance()
    by_portfolio: dict[PortfolioPlace, list[ProgrammeReturn]] = defaultdict(list)
    for place in places:
        stage = _stage(place, waiting)
        waits = tolerance.waits_for(place.portfolio) if stage is Stage.WAITS else ""
        by_portfolio[place.portfolio_place].append(
            ProgrammeReturn(
                place, stage, waits or _who(place, stage), _dates(rows, place.portfolio_id)
            )
        )
    return [
        PortfolioReturn(portfolio, _dates(rows, portfolio.portfolio_id), programmes)
        for portfolio, programmes in by_portfolio.items()
    ]


def late_places(position: Position, viewer: Viewer, today: datetime.date) -> QuerySet:
    """The programmes of ``returns_of`` whose next step is late, for the database to count."""
    figures, confirmation = (
        _is_late(position, due, today) for due in ("figures_due", "confirmation_due")
    )
    waits = Q(pk__in=ChangeRequest.objects.open().order_by().values("place"))
    unconfirmed = Q(confirmed_by__isnull=True)
    returned = Q(returned_by__isnull=False)
    late = (waits | unconfirmed & returned) & confirmation
    late |= ~waits & unconfirmed & ~returned & figures
    places = ProgrammePlace.objects.at(position).visible_to(viewer)
    return places.filter(late, shows=ProgrammePlace.Shows.MONEY)


def _is_late(position: Position, due: str, today: datetime.date) -> Q:
    """Whether a place's portfolio is late by its own date, or, without one, by that of all.

    Each is asked of the few rows of dates alone, not of every place.
    """
    dates = ReturnDue.objects.filter(position=position).order_by()
    of_portfolios = dates.exclude(portfolio=None).exclude(**{due: None})
    own = of_portfolios.filter(**{f"{due}__lt": today}).values("portfolio")
    of_all = dates.filter(portfolio=None, **{f"{due}__lt": today})
    return Q(portfolio__in=own) | (
        Q(Exists(of_all)) & ~Q(portfolio__in=of_portfolios.values("portfolio"))
    )


def _stage(place: ProgrammePlace, waiting: set[int]) -> Stage:
    if place.pk in waiting:
        return Stage.WAITS
    if place.confirmed_by_id:
        return Stage.CONFIRMED
    return Stage.RETURNED if place.returned_by_id else Stage.UNTOUCHED


def _who(place: ProgrammePlace, stage: Stage) -> str:
    """Who has the next step: by name, else by role."""
    programme: Programme = place.programme
    if stage is Stage.RETURNED:
        named = programme.finance_lead or programme.finance_lead_role
        return str(named or "a finance partner")
    if stage is Stage.UNTOUCHED:
        portfolio = place.portfolio_place
        named = programme.manager or programme.manager_role or place.portfolio.lead
        return str(named or (portfolio.lead_role if portfolio else "the portfolio lead"))
    return ""


def _dates(rows: dict[int | None, ReturnDue], portfolio: int) -> Dates:
    """A portfolio's own dates before those of all, date by date."""
    said = [row for row in (rows.get(portfolio), rows.get(None)) if row]
    return Dates(
        next((row.figures_due for row in said if row.figures_due), None),
        next((row.confirmation_due for row in said if row.confirmation_due), None),
    )


def when(due: datetime.date | None) -> str:
    """A date in words, and how late it is: due 14 March 2025, 3 days late; "" without a date."""
    if due is None:
        return ""
    late = days_late(due)
    told = f"due {long_day(due)}"
    return f"{told}, {late} day{'s' if late != 1 else ''} late" if late else told


# What is asked of whoever has the next step of a stage.
ASKED = {
    Stage.UNTOUCHED: "To return. Save what has changed, or press “No change this time”:",
    Stage.WAITS: "To agree or refuse, because they change by more than the tolerance:",
    Stage.RETURNED: "To confirm:",
}


def reminder(returned: PortfolioReturn, position: Position, link: str) -> str:
    """The text to send about what a portfolio still owes; ``link`` is where its figures are."""
    lines = [f"{position}: savings figures of {returned.portfolio.printed_label}", ""]
    people = list(dict.fromkeys(one.who for one in returned.owed))
    lines = [f"To: {'; '.join(people)}", *lines]
    for stage, asked in ASKED.items():
        owed = [one for one in returned.programmes if one.stage is stage]
        if owed:
            told = when(owed[0].due)
            lines += [asked.removesuffix(":") + (f" ({told}):" if told else ":")]
            lines += [f"- {one.place.printed_label}: {one.who}" for one in owed] + [""]
    return "\n".join([*lines, link, ""])
