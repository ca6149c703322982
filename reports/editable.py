"""What can be edited on a page of its own, and in whose scope each thing stands."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.urls import reverse

from accounts.models import User
from accounts.roles import State, Verb, require_any
from portfolios.edit_window import Locked, lock
from portfolios.models import (
    BusinessCase,
    Highlight,
    Improvement,
    Portfolio,
    PortfolioPlace,
    Position,
    Programme,
    ProgrammePlace,
)
from savings.models import BudgetPressure, FundingGap, Investment, Transfer
from workforce.models import Establishment, PostPhase, PostReduction, ProgrammePosts


def _own_portfolio(row: Any) -> Portfolio | None:
    return row.portfolio


def _of_programme(row: Any) -> Portfolio | None:
    """The portfolio of the row's programme at the row's position."""
    place = ProgrammePlace.objects.filter(position=row.position, programme=row.programme)
    found = place.select_related("portfolio").first()
    return found.portfolio if found else None


def _whole_council(row: Any) -> None:
    return None


def _in_the_way(row: PortfolioPlace) -> str:
    """Why a portfolio cannot be retired: what of its position is still in it."""
    here = {"position": row.position, "portfolio": row.portfolio}
    programmes = ProgrammePlace.objects.filter(**here).values_list("printed_label", flat=True)
    posts = ["its post reductions"] if PostReduction.objects.filter(**here).exists() else []
    held = [*programmes, *posts]
    return f"Move or remove what is in it first: {', '.join(held)}." if held else ""


def _its_words(row: PortfolioPlace) -> Iterable[models.Model]:
    here = {"position": row.position, "portfolio": row.portfolio}
    return [*Improvement.objects.filter(**here), *Highlight.objects.filter(**here)]


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
    """A kind of row that is edited by form.

    ``scope`` says which portfolio a row is in (``None``: the whole council's, edited by those who
    see it all), or which ones, any of whose people may edit it; ``page`` says where it shows.
    ``reaches`` says whose figures a row of the whole council is about. Not everything ``adds`` or
    ``removes`` by this form; ``in_the_way`` says in a sentence why a row is not removed now, and
    ``along`` what goes with it. Most belong to a position and freeze with it; what ``lives_on`` is
    dated and stays open. It takes the right to ``verb``; what ``is_below_portfolio`` is not there
    for who sees no posts. What is ``settled`` is typed once: later it changes by an action of its
    own. ``parts`` puts a heading before a field.
    """

    name: str
    model: type[models.Model]
    fields: tuple[str, ...]
    scope: Callable[[Any], Portfolio | tuple[Portfolio | None, ...] | None]
    page: Callable[[Any], str]
    of: str = ""  # what a new one is given: "portfolio", "programme", or another kind by its field
    adds: bool = True
    removes: bool = True
    lives_on: bool = False
    placed_by_form: bool = False  # a new one's own fields say which portfolio it is in
    verb: Verb = Verb.EDIT
    is_below_portfolio: bool = False
    parts: Mapping[str, str] = field(default_factory=dict)
    in_the_way: Callable[[Any], str] = lambda row: ""
    along: Callable[[Any], Iterable[models.Model]] = lambda row: ()
    reaches: Callable[[Any], list[Portfolio]] = lambda row: []
    settled: tuple[str, ...] = ()

    def state_of(self, row: Any) -> State:
        """Whether a row can still change: as its position can, and always where it lives on."""
        return State.WORKING if self.lives_on else State(row.position.state)

    def portfolios_of(self, row: Any) -> tuple[Portfolio | None, ...]:
        """The portfolios a row is in; ``None`` among them is the whole council's."""
        scope = self.scope(row)
        return scope if isinstance(scope, tuple) else (scope,)

    def touches(self, row: Any) -> list[Portfolio]:
        """The portfolios that must be open for editing while this row is written."""
        held = [portfolio for portfolio in self.portfolios_of(row) if portfolio]
        return held or self.reaches(row)

    def require_edit(self, row: Any, by: User) -> None:
        """Raise ``PermissionDenied``, or ``Locked``, unless ``by`` may write this row now."""
        state = self.state_of(row)
        require_any(by, self.verb, state=state, portfolios=self.portfolios_of(row))
        if not self.lives_on and (reason := lock(row.position, *self.touches(row))):
            raise Locked(reason)


# Where a position says how it prints what lives on.
PLACES: dict[type[models.Model], type[models.Model]] = {
    Portfolio: PortfolioPlace,
    Programme: ProgrammePlace,
}

EDITABLE: dict[str, Editable] = {
    "portfolio": Editable(
        "portfolio",
        PortfolioPlace,
        (
            "printed_label",
            "short_name",
            "order",
            "section_order",
            "lead_role",
            "description",
            "funding_note",
        ),
        _whole_council,
        _portfolio_page,
        adds=False,
        in_the_way=_in_the_way,
        along=_its_words,
    ),
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
    "programme-posts": Editable(
        "part of the posts",
        ProgrammePosts,
        ("programme", "low", "high", "vacant", "heads_low", "heads_high", "note"),
        _own_portfolio,
        lambda row: reverse("workforce-posts"),
        of="portfolio",
        verb=Verb.EDIT_POSTS,
        is_below_portfolio=True,
    ),
    "post-phase": Editable(
        "year of the posts",
        PostPhase,
        ("year", "low", "high"),
        _own_portfolio,
        lambda row: reverse("workforce-posts"),
        of="portfolio",
        verb=Verb.EDIT_POSTS,
        is_below_portfolio=True,
    ),
    "establishment": Editable(
        "establishment",
        Establishment,
        ("fte", "qualifier"),
        _whole_council,
        lambda row: reverse("workforce"),
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
    "investment": Editable(
        "investment",
        Investment,
        ("year", "kind", "recurrence", "budget", "amount", "source", "note"),
        _of_programme,
        lambda row: reverse("savings-cost"),
        of="programme",
    ),
    "funding-gap": Editable(
        "funding gap",
        FundingGap,
        ("year", "amount", "stated_in"),
        _whole_council,
        lambda row: reverse("savings-cost"),
    ),
    "budget-pressure": Editable(
        "budget pressure",
        BudgetPressure,
        ("name", "year", "amount"),
        _whole_council,
        lambda row: reverse("savings-cost"),
    ),
}


def new_row(kind: Editable, position: Position, given: models.Model | None) -> Any:
    """An unsaved row, of the portfolio, programme or other row it is ``given``.

    Its position is a copy: one that has a single row of a kind would take this for it, and
    positions are kept between requests.
    """
    row: Any = kind.model() if kind.lives_on else kind.model(position=copy(position))
    if kind.of:
        setattr(row, kind.of, given)
    return row
