"""Movement over generated histories: whatever is done to a position, each pound is classed once."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.viewer import SYSTEM
from portfolios.models import Portfolio, Position, Programme, ProgrammePlace
from reports.library import Library
from reports.registry import REPORTS
from reports.table import Ask, Role
from savings.models import Confidence, Fund, Saving, SavingsLine, Transfer

pytestmark = pytest.mark.django_db

PARTS = ["transfers", "new", "stopped", "re_estimated"]
PENCE = st.integers(-3_000_000, 3_000_000).filter(bool)
WHICH = st.integers(0, 4)

EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("amount"), WHICH, WHICH, PENCE),
        st.tuples(st.just("shift"), WHICH, st.integers(0, 3), PENCE),
        st.tuples(st.just("stop"), WHICH, WHICH, PENCE),
        st.tuples(st.just("retire"), WHICH, WHICH, PENCE),
        st.tuples(st.just("add"), WHICH, WHICH, PENCE),
        st.tuples(st.just("portfolio"), WHICH, WHICH, PENCE),
        st.tuples(st.just("transfer"), WHICH, WHICH, PENCE),
    ),
    max_size=12,
)


class Undo(Exception):
    """Ends a trial and takes it back."""


@settings(max_examples=15)
@given(edits=EDITS)
def test_every_pound_of_change_is_classed_once(edits):
    try:
        with transaction.atomic():
            history(edits)
            check()
            raise Undo
    except Undo:
        pass


def line(place: ProgrammePlace, year: int, pence: int) -> None:
    """Add ``pence`` to a cell of a programme, where it stands."""
    saving, _ = Saving.objects.get_or_create(
        programme=place.programme, defaults={"name": place.programme.name}
    )
    cell = {
        "place": place,
        "saving": saving,
        "year": place.position.first_year + year,
        "confidence": Confidence.AMBER,
        "fund": Fund.GENERAL_FUND,
    }
    held = SavingsLine.objects.filter(**cell).first()
    amount = (held.amount if held else 0) + pence
    SavingsLine.objects.filter(**cell).delete()
    if amount:
        SavingsLine.objects.create(**cell, amount=amount)


def history(edits) -> None:
    """Play the edits over five programmes of the working position, lines entered throughout."""
    working = Position.objects.get(slug="working")
    # Apportioned lines say nothing of a programme's years; entered ones do.
    SavingsLine.objects.at(working).update(basis=SavingsLine.Basis.ENTERED)
    portfolios = list(Portfolio.objects.order_by("pk"))
    first = list(ProgrammePlace.objects.filter(position=working, shows="money").order_by("pk")[:5])
    for number, (what, which, other, pence) in enumerate(edits):
        place = ProgrammePlace.objects.filter(pk=first[which].pk).select_related("position").first()
        if what == "add":
            made = Programme.objects.create(name=f"Generated {number}", slug=f"generated-{number}")
            place = ProgrammePlace.objects.create(
                position=working,
                programme=made,
                portfolio=portfolios[other],
                order=90 + number,
                printed_label=made.name,
            )
            line(place, 0, pence)
        elif place is None:
            continue
        elif what == "amount":
            line(place, other, pence)
        elif what == "shift":
            line(place, other, pence)
            line(place, other + 1, -pence)
        elif what == "stop":
            SavingsLine.objects.filter(place=place).delete()
            ProgrammePlace.objects.filter(pk=place.pk).update(shows="n/a")
        elif what == "retire":
            place.delete()
        elif what == "portfolio":
            ProgrammePlace.objects.filter(pk=place.pk).update(portfolio=portfolios[other])
        elif what == "transfer" and which != other:
            Transfer.objects.create(
                position=working,
                from_programme=first[which].programme,
                to_programme=first[other].programme,
                amount=abs(pence),
                state=Transfer.State.REFLECTED,
                agreed_by="The Board",
                agreed_on=working.as_at,
            )
            line(place, 0, -abs(pence))
            taker = ProgrammePlace.objects.filter(pk=first[other].pk).first()
            if taker:
                line(taker, 0, abs(pence))


def check() -> None:
    positions = list(Position.objects.select_related("establishment").newest_first())
    now, before = (next(p for p in positions if p.slug == s) for s in ("working", "february-2025"))
    table = REPORTS["movement"].build(Ask(Library(SYSTEM, positions), now, compare=before))
    sums = dict.fromkeys([*PARTS, "change"], 0)
    for row in table.of_role(Role.BODY):
        numbers = {key: row.cells[key].value for key in [*PARTS, "change"]}
        was, is_ = (row.cells[key].number or 0 for key in ("earlier", "expected"))
        assert sum(numbers[part] for part in PARTS) == numbers["change"] == is_ - was
        moved = row.cells["re_phased"].number
        assert moved is None or moved >= 0
        for key, pence in numbers.items():
            sums[key] += pence
    [total] = table.of_role(Role.TOTAL)
    assert {key: total.cells[key].value for key in sums} == sums
    assert (total.cells["expected"].number, total.cells["earlier"].number) == (
        in_lines(now),
        in_lines(before),
    )
    assert sums["change"] == in_lines(now) - in_lines(before)


def in_lines(position: Position) -> int:
    """General Fund pence of the programmes that show money, added one by one."""
    lines = SavingsLine.objects.at(position).on_the_general_fund()
    return sum(line.amount for line in lines.filter(place__shows="money"))
