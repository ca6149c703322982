"""A synthetic organisation of any size: for measuring, and for seeing pages with a lot on them."""

import datetime
from itertools import cycle, islice

from django.core.management.base import BaseCommand, CommandError

from accounts.roles import State
from agt.words import clock
from agt.words.fte import HUNDREDTHS
from agt.words.money import PENCE_PER_MILLION, in_millions
from governance.models import (
    DeliveryStatus,
    Dependency,
    Milestone,
    Risk,
)
from portfolios.models import (
    BusinessCase,
    Highlight,
    Improvement,
    Organisation,
    Portfolio,
    PortfolioPlace,
    Position,
    Programme,
    ProgrammePlace,
)
from reports.actions.open_position import open_position
from reports.freeze import thawed
from reports.models import StatedFigure
from reports.synthetic_lists import (
    BATCH,
    FIRST_YEAR,
    NEWEST,
    PORTFOLIOS,
    UNIT,
    add_governance,
    add_people,
)
from reports.synthetic_savings import add_savings
from savings.models import Confidence, Saving, SavingsLine, Transfer
from workforce.models import (
    Establishment,
    PostPhase,
    PostReduction,
    ProgrammePosts,
)

YEARS, YEARS_LONG = 5, 10
POSITIONS = 3  # two published and a working one
EARLIER = datetime.date(2024, 9, 30)


@thawed()
def build(*, programmes: int, crowded: bool = False, positions: int = POSITIONS) -> dict[str, int]:
    """Build the organisation and say how many rows of each kind it has.

    Two published positions and a working one, each programme with a line for every year and, taken
    in turn, for one, two or three confidence ratings in each. Every amount is a whole £10k, so that
    what the papers are made to print agrees, but for one figure that is meant to break. ``crowded``
    gives however many programmes the risks, dependencies and milestones of a whole council. With
    more ``positions`` there are ten years in each, and in each year a line, of one programme in
    nine two: 28,000 of 2,800 programmes.
    """
    long = positions > POSITIONS
    portfolios = _portfolios()
    made = Programme.objects.bulk_create(
        (
            Programme(name=f"Programme {n}", slug=f"programme-{n}", description=f"Synthetic, {n}.")
            for n in range(1, programmes + 1)
        ),
        batch_size=BATCH,
    )
    savings = Saving.objects.bulk_create(
        (Saving(programme=p, name=p.name) for p in made), batch_size=BATCH
    )
    add_governance(made, crowded=crowded)
    for n in range(positions - POSITIONS, 0, -1):
        day = EARLIER - datetime.timedelta(days=30 * n)
        _position(f"Position {n} before", f"-{n}", day, portfolios, savings, growth=0, long=long)
    _position("Earlier position", "Earlier", EARLIER, portfolios, savings, growth=0, long=long)
    newest = _position(
        "Newest position", "Newest", NEWEST, portfolios, savings, growth=1, long=long
    )
    if len(made) > 1:
        Transfer.objects.create(
            position=newest, from_programme=made[0], to_programme=made[1], amount=UNIT
        )
    open_position(
        by=None,
        source=newest,
        name="Working position",
        slug="working-position",
        short_name="Working",
        kind=Position.Kind.MONTHLY_BOARD,
    )
    add_people(made, portfolios)
    add_savings(made, portfolios)
    models = (
        *(Portfolio, Programme, Position, SavingsLine, StatedFigure),
        *(Risk, Dependency, Milestone, DeliveryStatus),
    )
    return {str(m._meta.verbose_name_plural): m.objects.count() for m in models}


def _portfolios() -> list[Portfolio]:
    Organisation.objects.create(
        name="Example Council", short_name="EC", programme_name="Example transformation programme"
    )
    return Portfolio.objects.bulk_create(
        Portfolio(name=f"Portfolio {n}", slug=f"portfolio-{n}", colour=n)
        for n in range(1, PORTFOLIOS + 1)
    )


def _position(
    name: str,
    short_name: str,
    as_at: datetime.date,
    portfolios: list[Portfolio],
    savings: list[Saving],
    *,
    growth: int,
    long: bool,
) -> Position:
    """One published position with all that belongs to it; ``growth`` sets its amounts apart."""
    years = YEARS_LONG if long else YEARS
    position = Position.objects.create(
        name=name,
        slug=name.lower().replace(" ", "-"),
        short_name=short_name,
        kind=Position.Kind.QUARTERLY_CABINET,
        state=State.PUBLISHED,
        as_at=as_at,
        first_year=FIRST_YEAR,
        last_year=FIRST_YEAR + (years - 1),
        published_at=datetime.datetime.combine(as_at, datetime.time(12), clock.LONDON),
    )
    PortfolioPlace.objects.bulk_create(
        PortfolioPlace(
            position=position,
            portfolio=portfolio,
            printed_label=portfolio.name,
            short_name=f"P{n}",
            order=n,
            section_order=PORTFOLIOS + 1 - n,
            description="Synthetic.",
        )
        for n, portfolio in enumerate(portfolios, start=1)
    )
    places = ProgrammePlace.objects.bulk_create(
        (
            ProgrammePlace(
                position=position,
                programme=saving.programme,
                portfolio=portfolio,
                order=n // PORTFOLIOS + 1,
                printed_label=saving.programme.name,
                shows=_shows(n),
            )
            for n, (saving, portfolio) in enumerate(zip(savings, cycle(portfolios), strict=False))
        ),
        batch_size=BATCH,
    )
    lines = [
        SavingsLine(
            place=place,
            saving=saving,
            year=FIRST_YEAR + year,
            confidence=confidence,
            amount=UNIT * (1 + (n + year) % 9 + growth),
        )
        for n, (place, saving) in enumerate(zip(places, savings, strict=True))
        if place.shows == ProgrammePlace.Shows.MONEY
        for year in range(years)
        for confidence in islice(
            Confidence, 1 + (n % 9 == 0 if long else (n + year) % len(Confidence))
        )
    ]
    SavingsLine.objects.bulk_create(lines, batch_size=BATCH)
    BusinessCase.objects.bulk_create(
        (
            BusinessCase(
                position=position,
                programme=place.programme,
                level=BusinessCase.Level.FULL,
                state=BusinessCase.State.APPROVED,
                body="The board",
                decided_on=as_at,
            )
            for place in places[::2]
        ),
        batch_size=BATCH,
    )
    _add_rest(position, portfolios)
    _add_parts(position, places)
    _state(position, lines, portfolios)
    return position


def _shows(n: int) -> str:
    """Most programmes save money; one in ten does not, and one in twenty saves for another fund."""
    if n % 20 == 19:
        return ProgrammePlace.Shows.HRA
    return ProgrammePlace.Shows.NONE if n % 10 == 9 else ProgrammePlace.Shows.MONEY


def _add_rest(position: Position, portfolios: list[Portfolio]) -> None:
    Establishment.objects.create(position=position, fte=4000 * HUNDREDTHS)
    for order, portfolio in enumerate(portfolios, start=1):
        of = {"position": position, "portfolio": portfolio, "order": order}
        PostReduction.objects.create(
            **of, low=10 * HUNDREDTHS, high=12 * HUNDREDTHS, vacant=4 * HUNDREDTHS
        )
        Improvement.objects.create(**of, title="Improvement", text="What it will do.")
        Highlight.objects.create(**of, text="What was done.")


def _add_parts(position: Position, places: list[ProgrammePlace]) -> None:
    """Each programme's part of its portfolio's posts, and the years they go in."""
    of: dict[Portfolio, list[ProgrammePlace]] = {}
    for place in places:
        of.setdefault(place.portfolio, []).append(place)
    for portfolio, held in of.items():
        posts = 10 * HUNDREDTHS // len(held)
        ProgrammePosts.objects.bulk_create(
            ProgrammePosts(
                position=position,
                portfolio=portfolio,
                programme=place.programme,
                low=posts,
                high=posts,
            )
            for place in held
        )
        PostPhase.objects.create(
            position=position,
            portfolio=portfolio,
            year=FIRST_YEAR,
            low=10 * HUNDREDTHS,
            high=12 * HUNDREDTHS,
        )


def _state(position: Position, lines: list[SavingsLine], portfolios: list[Portfolio]) -> None:
    """What a paper prints of the position: each portfolio, a total, and a total that is wrong."""
    totals = dict.fromkeys((p.name for p in portfolios), 0)
    for line in lines:
        totals[line.place.portfolio.name] += line.amount
    whole = sum(totals.values())
    printed = [*(("Savings", name, pence) for name, pence in totals.items())]
    printed += [("Savings", "Total", whole), ("Text", "Total", whole + PENCE_PER_MILLION)]
    StatedFigure.objects.bulk_create(
        StatedFigure(
            position=position,
            order=order,
            document="000",
            place="Summary",
            table=table,
            row=row,
            printed_row=row,
            column="Expected saving",
            printed_column="Expected saving",
            unit=StatedFigure.Unit.MONEY,
            value=pence,
            printed=in_millions(pence),
            decimals=2,
        )
        for order, (table, row, pence) in enumerate(printed, start=1)
    )


class Command(BaseCommand):
    help = "Fill an empty database with a synthetic organisation, many times the usual size."

    def add_arguments(self, parser):
        parser.add_argument("--programmes", type=int, default=2800, help="how many (2800)")
        parser.add_argument(
            "--crowded",
            action="store_true",
            help="500 risks, 2,000 dependencies and 5,000 milestones among them",
        )

        parser.add_argument(
            "--positions",
            type=int,
            default=POSITIONS,
            help=f"how many ({POSITIONS}); with more of them each has ten years",
        )

    def handle(self, *args, **options):
        if Position.objects.exists():
            raise CommandError(
                "This database holds positions already. demo_large fills an empty one: "
                "name another in DATABASE_URL and run migrate first."
            )
        if options["programmes"] < 1:
            raise CommandError("Give one programme or more: --programmes 2800")
        if options["positions"] < POSITIONS:
            raise CommandError(f"Give {POSITIONS} positions or more: --positions 24")
        for what, number in build(
            programmes=options["programmes"],
            crowded=options["crowded"],
            positions=options["positions"],
        ).items():
            self.stdout.write(f"{number:>7,} {what}")
