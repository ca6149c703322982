"""What to look at before a position is published."""

from dataclasses import dataclass

from agt.words.money import in_millions
from portfolios.models import BusinessCase, Highlight, Portfolio, Position, ProgrammePlace
from reports.illustrative import counts
from reports.library import Library
from reports.papers import editing
from reports.papers.cabinet import OUTLINE
from reports.reconciliation import State
from savings.models import ChangeRequest, Confidence, SavingsLine, Transfer
from savings.tolerance import Tolerance, in_words

# Not stated is not among them: what no paper says is not unapproved.
KNOWN_NOT_APPROVED = [
    BusinessCase.State.DRAFT,
    BusinessCase.State.SUBMITTED,
    BusinessCase.State.RETURNED,
]


REMOVED_BY = "whoever runs the tracker takes all of them away with manage.py remove_illustrative"


@dataclass(frozen=True)
class Point:
    """One point of the checklist: what was looked at, what was found, and whether it stops us."""

    title: str
    found: tuple[str, ...] = ()
    stops: bool = False
    page: str = ""  # the name of the page where it can be mended
    amount: int = 0  # how many there are, where one item found stands for several

    @property
    def how_many(self) -> int:
        return self.amount or len(self.found)

    @property
    def is_clear(self) -> bool:
        return not self.found


def checklist(library: Library, position: Position) -> list[Point]:
    """Every point, in the order they are worked through."""
    goes_to_cabinet = position.kind == Position.Kind.QUARTERLY_CABINET
    return [
        *([_signature(position)] if goes_to_cabinet else []),
        _broken_tokens(library, position),
        *([_unfinished(library, position)] if goes_to_cabinet else []),
        _open_requests(position),
        _breaks(library, position),
        _unconfirmed(position),
        _untouched(position),
        _green_without_a_case(position),
        _not_reflected(position),
        _not_netting(position),
        _old_highlights(position),
        _samples(),
    ]


def _signature(position: Position) -> Point:
    unsigned = "The section 151 officer has not signed this Cabinet position."
    found = () if position.signed_by else (unsigned,)
    return Point("Signed by the section 151 officer", found, stops=True)


def _broken_tokens(library: Library, position: Position) -> Point:
    found = tuple(str(problem).rstrip(".") for problem in editing.problems(library, position))
    title = "Every figure in the words of the papers is one the position has"
    return Point(title, found, stops=True, page="report-papers")


def _unfinished(library: Library, position: Position) -> Point:
    found = tuple(editing.unfinished(library, position, OUTLINE.slug))
    return Point("Every part of the Cabinet report is final", found, page="report-papers")


def _open_requests(position: Position) -> Point:
    """Changes that would be lost for good: nothing of a published position is decided."""
    waiting, tolerance = ChangeRequest.objects.at(position).open().for_reading(), Tolerance()
    found = tuple(
        f"{request.place.printed_label}, {in_words(request)}, "
        f"waits for {tolerance.waits_for(request.place.portfolio)}"
        for request in waiting
    )
    title = "Every change above the tolerance is decided"
    return Point(title, found, stops=True, page="change-list")


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
    """Those edited since the position was opened; the others are told as untouched, once."""
    edited = _saving_places(position).filter(version__gt=1, confirmed_by=None)
    places = edited.in_report_order()
    return Point(
        "Finance has confirmed every programme that was edited",
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


def _transfers(position: Position):
    """Those that somebody has agreed."""
    agreed = Transfer.objects.filter(position=position).exclude(state=Transfer.State.PROPOSED)
    return agreed.select_related("from_programme", "to_programme")


def _not_reflected(position: Position) -> Point:
    waiting = _transfers(position).filter(state=Transfer.State.AGREED)
    return Point(
        "Every agreed transfer is in the figures",
        tuple(f"{t}, {in_millions(t.amount)}" for t in waiting),
        page="transfers",
    )


def _not_netting(position: Position) -> Point:
    """Transfers that cannot net by year in the figures, or that have only one end in them.

    One without a year nets in total alone; that is all there is where no line is the programme's
    own, and an apportioned one is not.
    """
    placed = set(ProgrammePlace.objects.at(position).values_list("programme", flat=True))
    lines = SavingsLine.objects.at(position).exclude(basis=SavingsLine.Basis.APPORTIONED)
    phased = set(lines.values_list("place__programme", flat=True))
    found = []
    for t in _transfers(position):
        ends = {t.from_programme_id, t.to_programme_id}
        if ends - placed:
            found.append(f"{t}: not both of its programmes are in this position")
        elif t.is_unphased and ends & phased:
            found.append(f"{t}: it names no year, and the figures are held by year")
    return Point("Every transfer nets to nothing in each year", tuple(found), page="transfers")


def _old_highlights(position: Position) -> Point:
    """Portfolios whose highlights are all those that the position was opened with."""
    written = Highlight.history.filter(position=position, history_user__isnull=False)
    told = set(written.values_list("portfolio", flat=True))
    held = Portfolio.objects.filter(highlights__position=position).exclude(pk__in=told).distinct()
    return Point(
        "No portfolio has only the highlights of the position before",
        tuple(map(str, held)) if position.opened_from else (),
        page="portfolio-list",
    )


def _samples() -> Point:
    """A published position keeps its tables for good, samples in them too."""
    held = list(counts())
    return Point(
        "No illustrative sample is in the tables",
        (*(f"{many} {name}" for name, many in held), *([REMOVED_BY] if held else [])),
        amount=sum(many for _, many in held),
    )
