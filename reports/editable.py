"""What can be edited on a page of its own, and in whose scope each thing stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse

from portfolios.models import (
    BusinessCase,
    Highlight,
    Improvement,
    Portfolio,
    Position,
    Programme,
    ProgrammePlace,
)
from savings.models import Transfer
from workforce.models import Establishment, PostReduction


def _own_portfolio(row: Any) -> Portfolio | None:
    return row.portfolio


def _of_programme(row: Any) -> Portfolio | None:
    """The portfolio of the row's programme at the row's position."""
    place = ProgrammePlace.objects.filter(position=row.position, programme=row.programme)
    found = place.select_related("portfolio").first()
    return found.portfolio if found else None


def _whole_council(row: Any) -> None:
    return None


def _both_portfolios(row: Any) -> list[Portfolio]:
    """Those that the two programmes of a transfer are in; none while they are not chosen."""
    ends = [row.from_programme_id, row.to_programme_id]
    places = ProgrammePlace.objects.filter(position=row.position, programme__in=ends)
    return [place.portfolio for place in places.select_related("portfolio")]


def _portfolio_page(row: Any) -> str:
    return reverse("portfolio-detail", args=[row.portfolio.slug])


def _programme_page(row: Any) -> str:
    return reverse("programme-detail", args=[row.programme.slug])


@dataclass(frozen=True)
class Editable:
    """A kind of row that belongs to a position and is edited by form.

    ``scope`` says which portfolio a row is in (``None``: the whole council's, edited by those who
    see it all) and ``page`` where it shows. ``reaches`` says whose figures a row of the whole
    council is about. Not everything ``adds`` or ``removes`` by this form.
    """

    name: str
    model: type[models.Model]
    fields: tuple[str, ...]
    scope: Callable[[Any], Portfolio | None]
    page: Callable[[Any], str]
    of: str = ""  # what a new one is given: "portfolio" or "programme"
    adds: bool = True
    removes: bool = True
    reaches: Callable[[Any], list[Portfolio]] = lambda row: []

    def touches(self, row: Any) -> list[Portfolio]:
        """The portfolios that must be open for editing while this row is written."""
        portfolio = self.scope(row)
        return self.reaches(row) if portfolio is None else [portfolio]


EDITABLE: dict[str, Editable] = {
    "programme": Editable(
        "programme",
        ProgrammePlace,
        ("printed_label", "portfolio", "order", "shows", "footnote"),
        _own_portfolio,
        _programme_page,
        adds=False,
    ),
    "business-case": Editable(
        "business case",
        BusinessCase,
        ("level", "state", "scope_note", "body", "decided_on", "stated_in"),
        _of_programme,
        _programme_page,
        of="programme",
    ),
    "improvement": Editable(
        "improvement",
        Improvement,
        ("order", "title", "text"),
        _own_portfolio,
        _portfolio_page,
        of="portfolio",
    ),
    "highlight": Editable(
        "highlight",
        Highlight,
        ("order", "text"),
        _own_portfolio,
        _portfolio_page,
        of="portfolio",
    ),
    "post-reduction": Editable(
        "post reduction",
        PostReduction,
        ("low", "high", "vacant", "delivered", "delivered_vacant", "scope_note", "order"),
        _own_portfolio,
        _portfolio_page,
        of="portfolio",
    ),
    "establishment": Editable(
        "establishment",
        Establishment,
        ("fte", "qualifier"),
        _whole_council,
        lambda row: reverse("workforce"),
        adds=False,
        removes=False,
    ),
    "transfer": Editable(
        "transfer",
        Transfer,
        (
            "from_programme",
            "to_programme",
            "amount",
            "year",
            "confidence",
            "state",
            "agreed_by",
            "agreed_on",
            "stated_in",
            "note",
        ),
        _whole_council,
        lambda row: reverse("transfers"),
        reaches=_both_portfolios,
    ),
}


def new_row(kind: Editable, position: Position, given: Portfolio | Programme | None) -> Any:
    """An unsaved row of a position, of the portfolio or programme it is ``given``."""
    row = kind.model(position=position)
    if kind.of:
        setattr(row, kind.of, given)
    return row
