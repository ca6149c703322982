"""What to look at before a position is published."""

from dataclasses import dataclass

from agt.words.money import in_millions
from portfolios.models import BusinessCase, Position, ProgrammePlace
from reports.illustrative import counts
from reports.library import Library
from reports.reconciliation import State
from savings.models import Confidence, SavingsLine

# Not stated is not among them: what no paper says is not unapproved.
KNOWN_NOT_APPROVED = [
    BusinessCase.State.DRAFT,
    BusinessCase.State.SUBMITTED,
    BusinessCase.State.RETURNED,
]


@dataclass(frozen=True)
class Point:
    """One point of the checklist: what was looked at, what was found, and whether it stops us."""

    title: str
    found: tuple[str, ...] = ()
    stops: bool = False
    page: str = ""  # the name of the page where it can be mended

    @property
    def is_clear(self) -> bool:
        return not self.found


def checklist(library: Library, position: Position) -> list[Point]:
    """Every point, in the order they are worked through."""
    signed = [_signature(position)] if position.kind == Position.Kind.QUARTERLY_CABINET else []
    return [
        *signed,
        _breaks(library, position),
        _unconfirmed(position),
        _untouched(position),
        _green_without_a_case(position),
        _samples(),
    ]


def _signature(position: Position) -> Point:
    unsigned = "The section 151 officer has not signed this Cabinet position."
    found = () if position.signed_by else (unsigned,)
    return Point("Signed by the section 151 officer", found, stops=True)


def _breaks(library: Library, position: Position) -> Point:
    found = tuple(
        str(result.figure)
        for result in library.reconciled
        if result.state is State.BREAK
        and not result.figure.explanation
        and result.figure.position_id == position.pk
    )
    return Point("Every break is explained", found, page="reconciliation")


def _saving_places(position: Position):
    return ProgrammePlace.objects.at(position).filter(shows=ProgrammePlace.Shows.MONEY)


def _unconfirmed(position: Position) -> Point:
    places = _saving_places(position).filter(confirmed_by=None).in_report_order()
    return Point(
        "Finance has confirmed every programme",
        tuple(place.printed_label for place in places),
        page="programme-list",
    )


def _untouched(position: Position) -> Point:
    places = _saving_places(position).filter(version=1, confirmed_by=None).in_report_order()
    return Point(
        "No programme is as it was opened, neither edited nor confirmed",
        tuple(place.printed_label for place in places),
        page="programme-list",
    )


def _green_without_a_case(position: Position) -> Point:
    """Green savings on a case known not to be approved; an apportioned line says nothing."""
    not_approved = BusinessCase.objects.at(position).filter(state__in=KNOWN_NOT_APPROVED)
    rows = (
        SavingsLine.objects.at(position)
        .filter(confidence=Confidence.GREEN, place__programme__in=not_approved.values("programme"))
        .exclude(basis=SavingsLine.Basis.APPORTIONED)
        .by_programme()
    )
    return Point(
        "No Green saving rests on a case that is not approved",
        tuple(f"{label}: {in_millions(pence)} Green" for label, pence in rows),
        page="programme-list",
    )


def _samples() -> Point:
    """A published position keeps its tables for good, samples in them too."""
    return Point(
        "No illustrative sample is in the tables",
        tuple(f"{held} {name}" for name, held in counts()),
        page="governance",
    )
