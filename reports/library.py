"""The figures of every position one person may see: a library of books.

A book answers ``figure(quantity)`` the same way for every position. One with lines computes; one
without shows what the papers stated; below what they published it says nothing (``None``), and the
tables print "not published".

Each kind of data is read at most once, for all positions together, so that a page costs the same
number of queries however many positions and programmes there are. What was read of a position is
kept until its data version changes, so a page reads again only what is new.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef

from accounts.viewer import Viewer
from agt.words import clock
from portfolios.models import Portfolio, PortfolioPlace, Position, ProgrammePlace
from reports import prepared, versions
from reports.book import Book, ProgrammeFigure, Savings
from reports.kept import SHELF, Under
from reports.models import Restatement, StatedFigure
from reports.quantities import Quantity
from reports.reconciliation import Result, State, Statements
from savings.models import SavingsLine, SavingsTotal, Transfer
from workforce.models import Establishment, PostReduction

Part = TypeVar("Part")


def newest_first(positions: Iterable[Position]) -> list[Position]:
    return sorted(positions, key=lambda p: (p.as_at, p.pk), reverse=True)


class Library:
    """All positions ``viewer`` may see, with the data of each kind read once."""

    def __init__(
        self,
        viewer: Viewer,
        positions: Iterable[Position],
        tokens: Mapping[str, str] | None = None,
    ) -> None:
        """With the data versions of now, what is read is kept under them.

        Without, nothing is: so it must be in a transaction that writes and may be undone.
        """
        self.viewer = viewer
        self.tokens = tokens or {}
        self.positions = list(positions)
        self._books: dict[int, Book] = {}
        self._before: dict[int, list[Book]] = {}
        self._programmes: dict[int, list[ProgrammeFigure]] = {}

    def book(self, position: Position) -> Book:
        if position.pk not in self._books:
            self._books[position.pk] = Book(position, self)
        return self._books[position.pk]

    def before(self, position: Position) -> list[Book]:
        """What ``position`` is compared with unasked: published ones before it, newest first.

        A scenario is compared with what it was opened from, first of all.
        """
        if position.pk not in self._before:
            self._before[position.pk] = self._find_before(position)
        return self._before[position.pk]

    def _find_before(self, position: Position) -> list[Book]:
        before = [
            self.book(p)
            for p in newest_first(self.positions)
            if p.pk != position.pk
            and (p.is_published or position.is_scenario)
            and ((p.is_published and p.as_at < position.as_at) or p.pk == position.opened_from_id)
        ]
        if position.is_scenario:
            before.sort(key=lambda book: book.position.pk != position.opened_from_id)
        return before

    def comparable(self, position: Position) -> list[Book]:
        """All that ``position`` can be compared with: for a scenario, every other position."""
        if not position.is_scenario:
            return self.before(position)
        return [self.book(p) for p in newest_first(self.positions) if p.pk != position.pk]

    def budget_of(self, position: Position) -> Book | None:
        """The approved budget that ``position`` is measured against: the newest at its date."""
        return next(
            (
                self.book(p)
                for p in newest_first(self.positions)
                if p.is_published
                and p.kind == Position.Kind.APPROVED_BUDGET
                and p.pk != position.pk
                and p.as_at <= position.as_at
            ),
            None,
        )

    # --- what is kept ----------------------------------------------------------------------------

    def _kept(
        self, part: str, read: Callable[[list[int]], Mapping[int, Part]], *, figures: bool = True
    ) -> dict[int, Part]:
        """A part of the data by position id; what is kept of it is not read again.

        One that is without ``figures`` is kept while these alone are saved.
        """
        wanted = {p.pk: self._under(part, p.pk, figures=figures) for p in self.positions}
        return SHELF.get_or_make(wanted, read)

    def _under(self, part: str, position: int, *, figures: bool = True) -> Under | None:
        """What a part of a position is kept under: nothing, where its version is not known."""
        shared, own, drawn = self._versions[position]
        if not (shared and own and drawn):
            return None
        return Under((part, position, self.scope), (shared, own, drawn if figures else ""))

    @cached_property
    def _versions(self) -> dict[int, tuple[str, str, str]]:
        """Shared, its own and its figures': the versions by position id; "" for one not known."""
        return {
            p.pk: (
                self.tokens.get(versions.SHARED, ""),
                self.tokens.get(versions.of_position(p.pk), ""),
                self.tokens.get(versions.of_figures(p.pk), ""),
            )
            for p in self.positions
        }

    def beside(self, part: Hashable, read: Callable[[], Part]) -> Part:
        """What ``read`` gives: kept until anything but figures is news, or the day is over.

        It may depend on what ``part`` names and on the scope, and on nothing else of the viewer.
        """
        version = versions.beside_figures(self.tokens)
        under = Under((part, self.scope), (version, clock.today())) if version else None
        return SHELF.get_or_make({part: under}, lambda _: {part: read()})[part]

    @cached_property
    def scope(self) -> frozenset[int] | None:
        """Whose eyes, as far as it matters: the ids of the portfolios in scope, or all."""
        ids = self.viewer.portfolio_ids()
        if ids is None:
            return None
        shared, eyes = self.tokens.get(versions.SHARED), getattr(self.viewer, "pk", None)
        wanted = {eyes: Under(("scope", eyes), shared) if shared else None}
        return SHELF.get_or_make(wanted, lambda _: {eyes: frozenset(r["pk"] for r in ids)})[eyes]

    def covers(self, portfolio: Portfolio | None) -> bool:
        """Whether a portfolio is in the viewer's scope; ``None`` is the whole council."""
        scope = self.scope
        return scope is None or (portfolio is not None and portfolio.pk in scope)

    @cached_property
    def sees_all(self) -> bool:
        return self.viewer.portfolio_ids() is None

    # --- its parts: each is one query, made when first needed ------------------------------------

    @cached_property
    def portfolios(self) -> dict[int, list[PortfolioPlace]]:
        """The portfolios of each position as it prints them, by position id, in table order.

        Each knows whether its programmes there are ``to_confirm``: at least one is, and none shows
        an amount.
        """

        def read(positions: list[int]) -> dict[int, list[PortfolioPlace]]:
            within = ProgrammePlace.objects.filter(
                position=OuterRef("position"), portfolio=OuterRef("portfolio")
            )
            shows = ProgrammePlace.Shows
            unsaid = ~Exists(within.filter(shows=shows.MONEY)) & Exists(
                within.filter(shows=shows.TBC)  # looked for where no amount was found
            )
            held = {p.pk: p for p in self.positions}
            portfolios: dict[int, list[PortfolioPlace]] = defaultdict(list)
            for row in (
                PortfolioPlace.objects.visible_to(self.viewer)
                .filter(position__in=positions)
                .select_related("portfolio__lead")
                .annotate(to_confirm=unsaid)
                .order_by("order", "pk")
            ):
                row.position = held[row.position_id]
                portfolios[row.position_id].append(row)
            return portfolios

        return self._kept("portfolios", read, figures=False)

    @cached_property
    def savings(self) -> dict[int, Savings]:
        """What each position with lines saves on the General Fund, by position id."""

        def read(positions: list[int]) -> dict[int, Savings]:
            found: dict[int, Savings] = defaultdict(Savings)
            asked = ("savings", tuple(positions), prepared.eyes(self.viewer))
            totals = SavingsTotal.objects.visible_to(self.viewer).at_any(positions)
            for position, *amount in prepared.rows(
                asked, totals.on_the_general_fund().by_position_and_basis
            ):
                found[position].add(*amount)
            return found

        return self._kept("savings", read)

    @cached_property
    def programme_counts(self) -> dict[int, dict[str, int]]:
        """How many programmes each portfolio has, by position id, then portfolio name.

        A position that publishes no programmes is not among them.
        """

        def read(positions: list[int]) -> dict[int, dict[str, int]]:
            counts: dict[int, dict[str, int]] = defaultdict(dict)
            rows = self._places(positions).order_by().values_list("position", "portfolio__name")
            for position, portfolio, programmes in rows.annotate(Count("pk")):
                counts[position][portfolio] = programmes
            return counts

        return self._kept("programme counts", read, figures=False)

    def programmes_at(self, *positions: Position) -> dict[int, list[ProgrammeFigure]]:
        """Every programme of these positions in report order, by position id."""
        new = [p.pk for p in positions if p.pk not in self._programmes]
        wanted = {pk: self._under("programmes", pk) for pk in new}
        found = SHELF.get_or_make(wanted, lambda pks: _programmes(self._places(pks)))
        self._programmes |= {pk: found.get(pk, []) for pk in new}
        return {p.pk: self._programmes[p.pk] for p in positions}

    @cached_property
    def printed_programmes(self) -> set[str]:
        """The names of the programmes that a paper prints a figure of."""
        return {f.row.partition(" / ")[2] for f in self.stated if " / " in f.row}

    @cached_property
    def programmes_in_print(self) -> dict[int, dict[tuple[str, str], ProgrammeFigure]]:
        """Those alone, where a position has statements: by position id, then as quantities say."""

        def read(positions: list[int]) -> dict[int, dict[tuple[str, str], ProgrammeFigure]]:
            places = self._places([pk for pk in positions if pk in self._stated])
            found = _programmes(places.filter(programme__name__in=self.printed_programmes))
            return {pk: {p.key: p for p in found[pk]} for pk in positions if pk in self._stated}

        return self._kept("programmes in print", read)

    def _places(self, positions: list[int]):
        return ProgrammePlace.objects.visible_to(self.viewer).filter(position__in=positions)

    @cached_property
    def posts(self) -> dict[int, dict[str, PostReduction]]:
        """Post reductions by position id, then portfolio name, in the order they are printed."""

        def read(positions: list[int]) -> dict[int, dict[str, PostReduction]]:
            rows = (
                PostReduction.objects.visible_to(self.viewer)
                .filter(position__in=positions)
                .select_related("portfolio", "delivered_by")
                .order_by("position", "order", "pk")
            )
            posts: dict[int, dict[str, PostReduction]] = defaultdict(dict)
            for row in rows:
                posts[row.position_id][row.portfolio.name] = row
            return posts

        return self._kept("posts", read, figures=False)

    @cached_property
    def establishments(self) -> dict[int, Establishment]:
        """The establishment by position id; read with the positions where they were asked so."""
        held = {p.pk: getattr(p, "establishment", None) for p in self.positions}
        return {pk: establishment for pk, establishment in held.items() if establishment}

    @cached_property
    def transfers(self) -> dict[int, list[Transfer]]:
        """Those that the figures show, by the position id that first shows them."""

        def read(positions: list[int]) -> dict[int, list[Transfer]]:
            rows = (
                Transfer.objects.filter(position__in=positions)
                .in_the_figures()
                .select_related("from_programme", "to_programme")
            )
            transfers: dict[int, list[Transfer]] = defaultdict(list)
            for row in rows:
                transfers[row.position_id].append(row)
            return transfers

        return self._kept("transfers", read, figures=False)

    # --- what the papers state, and how it stands ------------------------------------------------

    @cached_property
    def _stated(self) -> dict[int, list[StatedFigure]]:
        def read(positions: list[int]) -> dict[int, list[StatedFigure]]:
            held = {p.pk: p for p in self.positions}
            stated: dict[int, list[StatedFigure]] = defaultdict(list)
            figures = StatedFigure.objects.filter(position__in=positions).with_explanation()
            mine = None if self.sees_all else self._names()
            for figure in figures.as_printed():
                if mine is None or figure.row.partition(" / ")[0] in mine:
                    figure.position = held[figure.position_id]
                    stated[figure.position_id].append(figure)
            return stated

        return self._kept("stated", read, figures=False)

    def _names(self) -> set[str]:
        """The portfolios in scope, by the name that statements call them."""
        return {place.name for places in self.portfolios.values() for place in places}

    @cached_property
    def _restated(self) -> dict[int, dict[tuple[str, Quantity], Restatement]]:
        def read(positions: list[int]) -> dict[int, dict[tuple[str, Quantity], Restatement]]:
            restated: dict[int, dict[tuple[str, Quantity], Restatement]] = defaultdict(dict)
            rows = Restatement.objects.filter(position__in=positions)
            for row in rows.select_related("by", "position"):
                restated[row.position_id][row.position.slug, row.of] = row
            return restated

        return self._kept("restated", read, figures=False)

    @cached_property
    def restatements(self) -> dict[tuple[str, Quantity], Restatement]:
        """The newest restatement of each figure, by position (slug) and quantity."""
        return {key: row for of_one in self._restated.values() for key, row in of_one.items()}

    @cached_property
    def stated(self) -> list[StatedFigure]:
        """Every stated figure in scope, as printed, with its newest explanation."""
        figures = (figure for of_one in self._stated.values() for figure in of_one)
        return sorted(figures, key=_as_printed)

    @cached_property
    def _statements(self) -> dict[int, Statements]:
        def check(positions: list[int]) -> dict[int, Statements]:
            return {pk: Statements(self._stated[pk]) for pk in positions if pk in self._stated}

        return self._kept("statements", check, figures=False)

    def stated_quantities(self, position: Position) -> set[Quantity]:
        """Which quantities the papers state a number for."""
        held = self._statements.get(position.pk)
        return held.quantities[position.pk] if held else set()

    def reference(self, position: Position, quantity: Quantity) -> StatedFigure | None:
        """The best supported statement of a quantity."""
        held = self._statements.get(position.pk)
        return held.references.get((position.pk, quantity)) if held else None

    @cached_property
    def reconciled(self) -> list[Result]:
        """Every stated figure in scope with its checks, as printed."""
        results = (result for of_one in self._reconciled.values() for result in of_one)
        return sorted(results, key=lambda r: _as_printed(r.figure))

    @cached_property
    def breaks(self) -> list[Result]:
        """Those of them that do not agree with what they are made of, position by position."""

        def broken(positions: list[int]) -> dict[int, list[Result]]:
            stating = [pk for pk in positions if pk in self._statements]
            return {
                pk: [r for r in self._reconciled[pk] if r.state is State.BREAK] for pk in stating
            }

        return [result for of_one in self._kept("breaks", broken).values() for result in of_one]

    @cached_property
    def _reconciled(self) -> dict[int, list[Result]]:
        def reconcile(positions: list[int]) -> dict[int, list[Result]]:
            books = {p.pk: self.book(p) for p in self.positions}
            return {
                pk: self._statements[pk].reconcile(lambda of, quantity: books[of].compute(quantity))
                for pk in positions
                if pk in self._statements
            }

        return self._kept("reconciled", reconcile)


def _as_printed(figure: StatedFigure) -> tuple:
    return figure.document, figure.order, figure.pk


def _programmes(places) -> dict[int, list[ProgrammeFigure]]:
    """Programmes by position id, in report order, with the saving of each: one query."""
    rows = (
        places.in_report_order()
        .annotate(pence=SavingsLine.objects.on_the_general_fund().of_each_place())
        .values_list(
            "position",
            "programme",
            "programme__slug",
            "programme__name",
            "printed_label",
            "portfolio__name",
            "shows",
            "footnote",
            "pence",
        )
    )
    found: dict[int, list[ProgrammeFigure]] = defaultdict(list)
    for position, *row in rows:
        found[position].append(ProgrammeFigure(*row))
    return found
