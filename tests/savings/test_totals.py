"""The roll-up of savings lines: equal after any edits, and checked by command."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolios.models import Portfolio, ProgrammePlace
from reports.rollups import differences, rebuild
from savings.models import Confidence, Fund, Saving, SavingsLine, SavingsTotal

pytestmark = pytest.mark.django_db


class Undo(Exception):
    """Ends a trial and takes it back."""


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["add", "amount", "cell", "place", "move", "remove", "move none"]),
        st.integers(0, 3),  # which place
        st.integers(0, 2),  # which year, confidence, portfolio
        st.integers(-5, 5).filter(bool),
    ),
    max_size=25,
)


@settings(max_examples=60)
@given(edits=EDITS)
def test_totals_are_the_sums_of_their_lines_after_any_edits(edits):
    try:
        with transaction.atomic():
            play(edits)
            assert differences() == []
            raise Undo
    except Undo:
        pass


def play(edits) -> None:
    """Play edits over four programmes of the working position."""
    places = list(ProgrammePlace.objects.filter(position__slug="working").order_by("pk")[:4])
    savings = [Saving.objects.filter(programme=p.programme).order_by("pk").first() for p in places]
    portfolios = list(Portfolio.objects.order_by("pk")[:3])
    for what, which, other, amount in edits:
        place, saving = places[which], savings[which]
        lines = SavingsLine.objects.filter(place=place)
        line = lines.order_by("pk").first()
        if what == "add" and saving:
            cell = {
                "year": place.position.first_year + other,
                "confidence": Confidence.values[other],
                "fund": Fund.values[other],
            }
            SavingsLine.objects.update_or_create(
                place=place, saving=saving, **cell, defaults={"amount": amount}
            )
        elif what == "amount":
            lines.update(amount=amount, basis=SavingsLine.Basis.ENTERED)
        elif what == "cell" and line:
            taken = lines.filter(year=line.year, saving=line.saving, fund=line.fund)
            if not taken.filter(confidence=Confidence.values[other]).exists():
                SavingsLine.objects.filter(pk=line.pk).update(confidence=Confidence.values[other])
        elif what == "place" and line:
            SavingsLine.objects.filter(pk=line.pk).update(place=places[other])
        elif what == "move":
            ProgrammePlace.objects.filter(pk=place.pk).update(portfolio=portfolios[other])
        elif what == "move none":
            ProgrammePlace.objects.filter(pk=place.pk).update(portfolio=place.portfolio)
        elif what == "remove":
            lines.delete()


def test_a_total_of_no_lines_is_gone(working):
    SavingsLine.objects.at(working).delete()
    assert not SavingsTotal.objects.filter(position=working).exists()


def run() -> str:
    out = io.StringIO()
    call_command("check_rollups", stdout=out)
    return out.getvalue()


def test_the_command_finds_a_total_that_is_not_the_sum_of_its_lines(working):
    assert "Every total is the sum of its lines" in run()
    wrong = SavingsTotal.objects.filter(position=working).first()
    SavingsTotal.objects.filter(pk=wrong.pk).update(amount=wrong.amount + 1)
    with pytest.raises(CommandError, match="Working position"):
        run()


def test_the_command_makes_the_totals_anew(working):
    SavingsTotal.objects.filter(position=working).delete()
    out = io.StringIO()
    call_command("check_rollups", rebuild=True, stdout=out)
    assert f"{SavingsTotal.objects.count()} totals made from their lines" in out.getvalue()
    assert differences() == []


def test_a_rebuild_changes_nothing_that_is_right():
    before = list(SavingsTotal.objects.order_by("position", "portfolio").values_list("amount"))
    assert rebuild() == len(before)
    assert differences() == []
