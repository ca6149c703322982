"""A book: the figures of one position, answered the same way whatever it holds."""

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from portfolios.models import PortfolioPlace, Position, ProgrammePlace
from reports.quantities import POSTS, Measure, Quantity
from reports.reconciliation import Computed, Inputs
from savings.models import SavingsLine

if TYPE_CHECKING:
    from reports.library import Library


class ProgrammeFigure(NamedTuple):
    """A programme at a position: its place, and its saving in pence (``None``: it has none).

    ``name`` and ``portfolio`` are keys, ``label`` is what the position prints.
    """

    programme_id: int
    slug: str
    name: str
    label: str
    portfolio: str
    shows: str
    footnote: str
    pence: int | None

    @property
    def key(self) -> tuple[str, str]:
        """What a quantity calls it by: (portfolio name, programme name)."""
        return self.portfolio, self.name


class Savings:
    """What a position saves on the General Fund: every sum that is asked of its lines."""

    def __init__(self) -> None:
        self.bases: set[str] = set()
        # Pence by the year they begin in, of each (portfolio name, confidence) or all of them.
        self._by_year: dict[tuple[str, str | None], dict[int, int]] = {}

    def add(self, portfolio: str, begins: int, confidence: str, basis: str, pence: int) -> None:
        """Count in what a portfolio saves in the year that ``begins``, at a confidence."""
        self.bases.add(basis)
        for of in (("", None), ("", confidence), (portfolio, None), (portfolio, confidence)):
            by_year = self._by_year.setdefault(of, {})
            by_year[begins] = by_year.get(begins, 0) + pence

    def sum(self, quantity: Quantity) -> int:
        """The pence of a quantity of the council or a portfolio."""
        found = self._by_year.get((quantity.portfolio, quantity.confidence), {})
        if quantity.year is None:
            return sum(found.values())
        asked = quantity.year.start
        if quantity.cumulative:
            return sum(pence for begins, pence in found.items() if begins <= asked)
        return found.get(asked, 0)


class Book:
    """The figures of one position, as its reader may see them."""

    def __init__(self, position: Position, library: "Library") -> None:
        self.position = position
        self.library = library

    @cached_property
    def has_lines(self) -> bool:
        return self.position.pk in self.library.savings

    @property
    def bases(self) -> set[str]:
        """The bases that its lines rest on."""
        held = self.library.savings.get(self.position.pk)
        return held.bases if held else set()

    @property
    def portfolios(self) -> list[PortfolioPlace]:
        """The position's portfolios in its reader's scope, in the order of the savings tables."""
        return self.library.portfolios.get(self.position.pk, [])

    @cached_property
    def by_name(self) -> dict[str, PortfolioPlace]:
        """Its portfolios by their key."""
        return {portfolio.name: portfolio for portfolio in self.portfolios}

    def label(self, portfolio: str, *, before: "Book | None" = None) -> str:
        """What the position prints for a portfolio; for one it has not, what ``before`` printed."""
        if portfolio in self.by_name or before is None:
            return self.by_name[portfolio].printed_label
        return before.label(portfolio)

    @property
    def programmes(self) -> list[ProgrammeFigure]:
        """Its programmes in report order, with the saving of each."""
        return self.library.programmes_at(self.position)[self.position.pk]

    def figure(self, quantity: Quantity) -> int | None:
        """What the book says of a quantity: computed, else stated, else ``None``."""
        value = self._value(quantity)
        if value is not None:
            return value if isinstance(value, int) else None
        return self.stated(quantity)

    def awaits(self, quantity: Quantity) -> bool:
        """Whether a saving is nought because no programme of its portfolio has said one yet."""
        place = self.by_name.get(quantity.portfolio)
        if place is None or quantity.programme or quantity.measure is not Measure.SAVING:
            return False
        return place.to_confirm and self._saving(Quantity(portfolio=place.name)) == 0

    def stated(self, quantity: Quantity) -> int | None:
        """What the papers say of it. A council-wide figure is not one portfolio's reader's."""
        if not quantity.portfolio and not self.library.sees_all:
            parts = [
                self.stated(quantity._replace(portfolio=portfolio.name))
                for portfolio in self.portfolios
            ]
            return None if None in parts or not parts else sum(p for p in parts if p is not None)
        figure = self.library.reference(self.position, quantity)
        return figure.value if figure else None

    def compute(self, quantity: Quantity) -> Computed | None:
        """What we make of a quantity from our own rows, or ``None`` where we hold none."""
        value = self._value(quantity)
        return None if value is None else Computed(value, self._inputs(quantity))

    def _value(self, quantity: Quantity) -> int | str | None:
        of_one = quantity.portfolio and not quantity.programme
        if of_one and quantity.portfolio not in self.by_name:
            return None
        match quantity.measure:
            case Measure.SAVING:
                return self._saving(quantity)
            case Measure.PROGRAMMES | Measure.PORTFOLIOS:
                return self._count(quantity)
            case Measure.TRANSFERRED_IN | Measure.TRANSFERRED_OUT:
                return self._transferred(quantity)
            case Measure.ESTABLISHMENT:
                establishment = self.library.establishments.get(self.position.pk)
                return establishment.fte if establishment else None
            case _:
                return self._posts(quantity)

    def _inputs(self, quantity: Quantity) -> int:
        typed_to_the_penny = quantity.measure == Measure.SAVING and self.bases == {
            SavingsLine.Basis.ENTERED
        }
        return 0 if typed_to_the_penny else self._rounded_inputs.beneath(quantity)

    @cached_property
    def _rounded_inputs(self) -> Inputs:
        return Inputs(self.library.stated_quantities(self.position), self.position.first_year)

    def _saving(self, quantity: Quantity) -> int | str | None:
        if quantity.programme:
            return self._programme_saving(quantity)
        held = self.library.savings.get(self.position.pk)
        return held.sum(quantity) if held else None

    def _programme_saving(self, quantity: Quantity) -> int | str | None:
        if quantity.year or quantity.confidence:
            return None  # no paper prints these, and a line may only be apportioned
        found = self._programmes_for(quantity).get((quantity.portfolio, quantity.programme))
        if found is None:
            return None
        if found.shows != ProgrammePlace.Shows.MONEY:
            return found.shows
        return found.pence if self.has_lines else None

    def _programmes_for(self, quantity: Quantity) -> dict[tuple[str, str], ProgrammeFigure]:
        """Those that a paper prints by name are read apart: they are few among many."""
        in_print = self.library.programmes_in_print.get(self.position.pk)
        if in_print is None or quantity.programme not in self.library.printed_programmes:
            return self._by_programme
        return in_print

    @cached_property
    def _by_programme(self) -> dict[tuple[str, str], ProgrammeFigure]:
        return {p.key: p for p in self.programmes}

    def _count(self, quantity: Quantity) -> int | None:
        counts = self.library.programme_counts.get(self.position.pk)
        if counts is None:
            return None
        if quantity.measure == Measure.PORTFOLIOS:
            return len(self.portfolios)
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
