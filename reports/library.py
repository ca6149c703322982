"""The figures of every position one person may see: a library of books.

A book answers ``figure(quantity)`` the same way for every position. One with lines computes; one
without shows what the papers stated; below what they published it says nothing (``None``), and the
tables print "not published".

Each kind of data is read at most once, for all positions together, so that a page costs the same
number of queries however many positions and programmes there are.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Count, Q, Sum

from accounts.viewer import Viewer
from agt.words.years import FinancialYear
from portfolios.models import Portfolio, Position, ProgrammePlace
from reports.models import Restatement, StatedFigure
from reports.quantities import POSTS, Measure, Quantity
from reports.reconciliation import Computed, Inputs, Result, Statements
from savings.models import Fund, SavingsLine, Transfer
from workforce.models import Establishment, PostReduction


@dataclass(frozen=True, slots=True)
class ProgrammeFigure:
    """A programme at a position: its place, and its saving in pence (``None``: it has none)."""

    programme_id: int
    slug: str
    name: str
    label: str
    portfolio: str
    shows: str
    footnote: str
    pence: int | None


class Library:
    """All positions ``viewer`` may see, with the data of each kind read once."""

    def __init__(self, viewer: Viewer, positions: Iterable[Position]) -> None:
        self.viewer = viewer
        self.positions = list(positions)
        self._books: dict[int, Book] = {}
        self._programmes: dict[int, list[ProgrammeFigure]] = {}

    def book(self, position: Position) -> "Book":
        if position.pk not in self._books:
            self._books[position.pk] = Book(position, self)
        return self._books[position.pk]

    def before(self, position: Position) -> list["Book"]:
        """What ``position`` is compared with unasked: published ones before it, newest first.

        A scenario is compared with what it was opened from, first of all.
        """
        before = [
            self.book(p)
            for p in self._newest_first
            if p.pk != position.pk
            and (p.is_published or position.is_scenario)
            and ((p.is_published and p.as_at < position.as_at) or p.pk == position.opened_from_id)
        ]
        if position.is_scenario:
            before.sort(key=lambda book: book.position.pk != position.opened_from_id)
        return before

    def comparable(self, position: Position) -> list["Book"]:
        """All that ``position`` can be compared with: for a scenario, every other position."""
        if not position.is_scenario:
            return self.before(position)
        return [self.book(p) for p in self._newest_first if p.pk != position.pk]

    def budget_of(self, position: Position) -> "Book | None":
        """The approved budget that ``position`` is measured against: the newest at its date."""
        return next(
            (
                self.book(p)
                for p in self._newest_first
                if p.is_published
                and p.kind == Position.Kind.APPROVED_BUDGET
                and p.pk != position.pk
                and p.as_at <= position.as_at
            ),
            None,
        )

    @cached_property
    def _newest_first(self) -> list[Position]:
        return sorted(self.positions, key=lambda p: (p.as_at, p.pk), reverse=True)

    # Each of these is one query, made when first needed.

    @cached_property
    def portfolios(self) -> list[Portfolio]:
        return list(Portfolio.objects.visible_to(self.viewer))

    @cached_property
    def sees_all(self) -> bool:
        return self.viewer.portfolio_ids() is None

    @cached_property
    def _lines(self) -> list[tuple[int, str, FinancialYear, str, str, int]]:
        """General Fund pence by position, portfolio, year, confidence and basis."""
        return (
            SavingsLine.objects.visible_to(self.viewer)
            .filter(place__position__in=self.positions)
            .on_the_general_fund()
            .by_position_and_basis()
        )

    @cached_property
    def savings(self) -> dict[int, dict[tuple, int]]:
        """General Fund pence by position id, then (portfolio name, year, confidence)."""
        savings: dict[int, dict[tuple, int]] = defaultdict(dict)
        for position, *key, _, pence in self._lines:
            at = tuple(key)
            savings[position][at] = savings[position].get(at, 0) + pence
        return savings

    @cached_property
    def bases(self) -> dict[int, set[str]]:
        """The bases that each position's lines rest on."""
        bases: dict[int, set[str]] = defaultdict(set)
        for position, *_, basis, _ in self._lines:
            bases[position].add(basis)
        return bases

    @cached_property
    def programme_counts(self) -> dict[int, dict[str, int]]:
        """How many programmes each portfolio has, by position id, then portfolio name."""
        rows = (
            ProgrammePlace.objects.visible_to(self.viewer)
            .filter(position__in=self.positions)
            .order_by()
            .values_list("position", "portfolio__name")
            .annotate(programmes=Count("pk"))
        )
        counts: dict[int, dict[str, int]] = defaultdict(dict)
        for position, portfolio, programmes in rows:
            counts[position][portfolio] = programmes
        return counts

    def read_programmes(self, positions: Iterable[Position], *, only_stated: bool = False) -> None:
        """Read the programmes of these positions, in one query, for ``Book.programmes``.

        With ``only_stated``, those alone that a paper prints by name.
        """
        wanted = [p.pk for p in positions if p.pk not in self._programmes]
        if not wanted:
            return
        places = ProgrammePlace.objects.visible_to(self.viewer).filter(position__in=wanted)
        if only_stated:
            names = {f.row.partition(" / ")[2] for f in self.stated if " / " in f.row}
            places = places.filter(programme__name__in=names)
        rows = (
            places.in_report_order()
            .annotate(pence=Sum("lines__amount", filter=Q(lines__fund=Fund.GENERAL_FUND)))
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
        self._programmes.update({pk: [] for pk in wanted})
        for position, *row in rows:
            self._programmes[position].append(ProgrammeFigure(*row))

    def programmes_at(self, position: Position) -> list[ProgrammeFigure]:
        self.read_programmes([position])
        return self._programmes[position.pk]

    @cached_property
    def posts(self) -> dict[int, dict[str, PostReduction]]:
        """Post reductions by position id, then portfolio name, in the order they are printed."""
        rows = (
            PostReduction.objects.visible_to(self.viewer)
            .filter(position__in=self.positions)
            .select_related("portfolio", "delivered_by")
            .order_by("position", "order", "pk")
        )
        posts: dict[int, dict[str, PostReduction]] = defaultdict(dict)
        for row in rows:
            posts[row.position_id][row.portfolio.name] = row
        return posts

    @cached_property
    def establishments(self) -> dict[int, Establishment]:
        """The establishment by position id; read with the positions where they were asked so."""
        held = {p.pk: getattr(p, "establishment", None) for p in self.positions}
        return {pk: establishment for pk, establishment in held.items() if establishment}

    @cached_property
    def transfers(self) -> dict[int, list[Transfer]]:
        """Those that the figures show, by the position id that first shows them."""
        rows = (
            Transfer.objects.filter(position__in=self.positions)
            .in_the_figures()
            .select_related("from_programme", "to_programme")
        )
        transfers: dict[int, list[Transfer]] = defaultdict(list)
        for row in rows:
            transfers[row.position_id].append(row)
        return transfers

    @cached_property
    def restatements(self) -> dict[tuple[str, Quantity], Restatement]:
        """The newest restatement of each figure, by position (slug) and quantity."""
        rows = Restatement.objects.filter(position__in=self.positions)
        return {(row.position.slug, row.of): row for row in rows.select_related("by", "position")}

    @cached_property
    def stated(self) -> list[StatedFigure]:
        """Every stated figure in scope, as printed, with its newest explanation."""
        figures = (
            StatedFigure.objects.filter(position__in=self.positions).with_explanation().as_printed()
        )
        positions = {p.pk: p for p in self.positions}
        for figure in figures:
            figure.position = positions[figure.position_id]
        if self.sees_all:
            return list(figures)
        mine = {portfolio.name for portfolio in self.portfolios}
        return [f for f in figures if f.row.partition(" / ")[0] in mine]

    @cached_property
    def _statements(self) -> Statements:
        return Statements(self.stated)

    @cached_property
    def stated_quantities(self) -> dict[int, set[Quantity]]:
        """Which quantities the papers state a number for, by position id."""
        return self._statements.quantities()

    @cached_property
    def references(self) -> dict[tuple[int, Quantity], StatedFigure]:
        """The best supported statement of each (position id, quantity)."""
        return self._statements.references()

    @cached_property
    def reconciled(self) -> list[Result]:
        """Every stated figure in scope with its checks, as printed."""
        with_statements = {figure.position_id for figure in self.stated}
        books = {p.pk: self.book(p) for p in self.positions if p.pk in with_statements}
        self.read_programmes([b.position for b in books.values()], only_stated=True)
        return self._statements.reconcile(lambda pk, quantity: books[pk].compute(quantity))


class Book:
    """The figures of one position, as its reader may see them."""

    def __init__(self, position: Position, library: Library) -> None:
        self.position = position
        self.library = library

    @property
    def has_lines(self) -> bool:
        return bool(self.library.savings.get(self.position.pk))

    @cached_property
    def portfolios(self) -> list[Portfolio]:
        """Those the position has programmes in; where it publishes no programmes, all of them."""
        placed = self.library.programme_counts.get(self.position.pk)
        if placed is None:
            return self.library.portfolios
        return [p for p in self.library.portfolios if p.name in placed]

    @property
    def programmes(self) -> list[ProgrammeFigure]:
        """Its programmes in report order, with the saving of each."""
        return self.library.programmes_at(self.position)

    def figure(self, quantity: Quantity) -> int | None:
        """What the book says of a quantity: computed, else stated, else ``None``."""
        made = self.compute(quantity)
        if made is not None:
            return made.value if isinstance(made.value, int) else None
        return self.stated(quantity)

    def stated(self, quantity: Quantity) -> int | None:
        """What the papers say of it. A council-wide figure is not one portfolio's reader's."""
        if not quantity.portfolio and not self.library.sees_all:
            parts = [
                self.stated(replace(quantity, portfolio=portfolio.name))
                for portfolio in self.portfolios
            ]
            return None if None in parts or not parts else sum(p for p in parts if p is not None)
        figure = self.library.references.get((self.position.pk, quantity))
        return figure.value if figure else None

    def compute(self, quantity: Quantity) -> Computed | None:
        """What we make of a quantity from our own rows, or ``None`` where we hold none."""
        match quantity.measure:
            case Measure.SAVING:
                value = self._saving(quantity)
            case Measure.PROGRAMMES | Measure.PORTFOLIOS:
                value = self._count(quantity)
            case Measure.TRANSFERRED_IN | Measure.TRANSFERRED_OUT:
                value = self._transferred(quantity)
            case Measure.ESTABLISHMENT:
                establishment = self.library.establishments.get(self.position.pk)
                value = establishment.fte if establishment else None
            case _:
                value = self._posts(quantity)
        return None if value is None else Computed(value, self._inputs(quantity))

    def _inputs(self, quantity: Quantity) -> int:
        typed_to_the_penny = quantity.measure == Measure.SAVING and self.library.bases.get(
            self.position.pk
        ) == {SavingsLine.Basis.ENTERED}
        return 0 if typed_to_the_penny else self._rounded_inputs.beneath(quantity)

    @cached_property
    def _rounded_inputs(self) -> Inputs:
        stated = self.library.stated_quantities.get(self.position.pk, set())
        return Inputs(stated, self.position.first_year)

    def _saving(self, quantity: Quantity) -> int | str | None:
        if quantity.programme:
            return self._programme_saving(quantity)
        if not self.has_lines:
            return None
        return sum(
            pence
            for (portfolio, year, confidence), pence in self.library.savings[
                self.position.pk
            ].items()
            if quantity.portfolio in ("", portfolio)
            and quantity.confidence in (None, confidence)
            and (
                quantity.year is None
                or year == quantity.year
                or (quantity.cumulative and year < quantity.year)
            )
        )

    def _programme_saving(self, quantity: Quantity) -> int | str | None:
        if quantity.year or quantity.confidence:
            return None  # no paper prints these, and a line may only be apportioned
        found = self._by_programme.get((quantity.portfolio, quantity.programme))
        if found is None:
            return None
        if found.shows != ProgrammePlace.Shows.MONEY:
            return found.shows
        return found.pence if self.has_lines else None

    @cached_property
    def _by_programme(self) -> dict[tuple[str, str], ProgrammeFigure]:
        return {(p.portfolio, p.name): p for p in self.programmes}

    def _count(self, quantity: Quantity) -> int | None:
        counts = self.library.programme_counts.get(self.position.pk)
        if counts is None:
            return None
        if quantity.measure == Measure.PORTFOLIOS:
            return len(counts)
        return counts.get(quantity.portfolio, 0) if quantity.portfolio else sum(counts.values())

    def _transferred(self, quantity: Quantity) -> int | None:
        moved = self.library.transfers.get(self.position.pk, [])
        into = quantity.measure == Measure.TRANSFERRED_IN
        return sum(
            t.amount
            for t in moved
            if (t.to_programme if into else t.from_programme).name == quantity.programme
        )

    def _posts(self, quantity: Quantity) -> int | None:
        rows = self.library.posts.get(self.position.pk)
        if rows is None:
            return None
        attribute = str(quantity.measure).replace("-", "_")
        if quantity.programme:
            rows = {
                name: row
                for name, row in rows.items()
                if row.delivered_by and row.delivered_by.name == quantity.programme
            }
            if quantity.measure in POSTS or not rows:
                return None
        return sum(
            getattr(row, attribute)
            for name, row in rows.items()
            if quantity.portfolio in ("", name)
        )
