import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.roles import Role
from accounts.viewer import SYSTEM
from agt.words.years import FinancialYear
from portfolios.models import Portfolio, Position, Programme, ProgrammePlace
from savings.actions.apportion_portfolio import apportion_portfolio, default_saving
from savings.apportioning import Margins, MarginsDisagree
from savings.models import (
    Confidence,
    Fund,
    RePresentation,
    Saving,
    SavingsLine,
    SavingsTotal,
    Transfer,
)
from tests.portfolios.test_position import new_position

pytestmark = pytest.mark.django_db

FIRST = FinancialYear(2024)
GREEN, AMBER, RED = Confidence
Basis = SavingsLine.Basis
M = 100_000_000


@pytest.fixture
def scenario() -> Position:
    position = new_position()
    position.save()
    return position


@pytest.fixture
def another(scenario) -> Position:
    position = new_position(name="Another", slug="another")
    position.save()
    return position


@pytest.fixture
def programmes() -> list[Programme]:
    return list(Programme.objects.order_by("pk")[:3])


@pytest.fixture
def portfolios() -> list[Portfolio]:
    return list(Portfolio.objects.all()[:2])


def place_of(position, programme, portfolio) -> ProgrammePlace:
    place, _ = ProgrammePlace.objects.get_or_create(
        position=position,
        programme=programme,
        defaults={"portfolio": portfolio, "order": 1, "printed_label": programme.name},
    )
    return place


def new_line(place, **fields) -> SavingsLine:
    held = {"year": FIRST, "confidence": GREEN, "amount": M}
    return SavingsLine(place=place, saving=default_saving(place.programme), **{**held, **fields})


@pytest.fixture
def place(scenario, programmes, portfolios) -> ProgrammePlace:
    return place_of(scenario, programmes[0], portfolios[0])


# --- what must never be --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "offence"),
    [
        ({}, "place_id, .*saving_id, .*year, .*confidence, .*fund"),
        ({"confidence": "blue"}, "line_confidence_known"),
        ({"confidence": ""}, "line_confidence_known"),
        ({"fund": "pension"}, "line_fund_known"),
        ({"fund": ""}, "line_fund_known"),
        ({"year": FIRST + 1, "amount": 0}, "line_not_zero"),
        ({"year": None}, "(?i)not.null"),
        ({"year": FIRST + 1, "amount": None}, "(?i)not.null"),
    ],
)
def test_the_database_refuses_a_line_that_cannot_be(place, fields, offence):
    new_line(place).save()
    with pytest.raises(IntegrityError, match=offence), transaction.atomic():
        SavingsLine.objects.bulk_create([new_line(place, **fields)])


@pytest.mark.parametrize(
    "fields",
    [
        {"year": FIRST + 1},
        {"confidence": AMBER},
        {"fund": Fund.HRA},
        {"year": FIRST + 1, "amount": -M},
    ],
)
def test_a_line_differs_from_another_in_year_confidence_or_fund(place, fields):
    new_line(place).save()
    line = new_line(place, **fields)
    line.full_clean()
    line.save()


def test_a_saving_is_named_once_in_a_programme(programmes):
    Saving.objects.create(programme=programmes[0], name="New")
    Saving.objects.create(programme=programmes[1], name="New")
    with pytest.raises(IntegrityError, match=r"programme_id, .*name"), transaction.atomic():
        Saving.objects.create(programme=programmes[0], name="New")


@pytest.mark.parametrize(
    ("fields", "constraint", "sentence"),
    [
        (
            {"amount": 0},
            "transfer_above_zero",
            "A transfer is above zero; swap the programmes instead.",
        ),
        (
            {"amount": -1},
            "transfer_above_zero",
            "A transfer is above zero; swap the programmes instead.",
        ),
        (
            {"to": 0},
            "transfer_between_two",
            "A transfer goes from one programme to another.",
        ),
    ],
)
def test_a_transfer_that_cannot_be_is_refused(scenario, programmes, fields, constraint, sentence):
    transfer = Transfer(
        position=scenario,
        from_programme=programmes[0],
        to_programme=programmes[fields.get("to", 1)],
        amount=fields.get("amount", M),
    )
    with pytest.raises(ValidationError) as refusal:
        transfer.full_clean()
    assert refusal.value.messages == [sentence]
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Transfer.objects.bulk_create([transfer])


# --- reads that are sentences --------------------------------------------------------------------


@pytest.fixture
def lines(scenario, another, programmes, portfolios) -> dict[str, SavingsLine]:
    """One line, and beside it another that differs in each thing a reader may ask for."""
    mine, other = portfolios
    here = place_of(scenario, programmes[0], mine)
    beside = place_of(scenario, programmes[1], mine)
    elsewhere = place_of(scenario, programmes[2], other)
    later = place_of(another, programmes[0], mine)
    found = {
        "first": new_line(here, amount=1, basis=Basis.PUBLISHED),
        "another year": new_line(here, year=FIRST + 1, amount=2),
        "another confidence": new_line(here, confidence=RED, amount=4),
        "another fund": new_line(here, fund=Fund.HRA, amount=8),
        "another basis": new_line(here, confidence=AMBER, amount=16, basis=Basis.APPORTIONED),
        "another programme": new_line(beside, amount=32),
        "another portfolio": new_line(elsewhere, amount=64),
        "another position": new_line(later, amount=128),
    }
    for line in found.values():
        line.save()
    return found


def without(lines, *names) -> set[SavingsLine]:
    return {line for name, line in lines.items() if name not in names}


def test_lines_are_found_by_position(lines, scenario, another):
    assert set(SavingsLine.objects.at(scenario)) == without(lines, "another position")
    assert set(SavingsLine.objects.at(another)) == {lines["another position"]}


def test_lines_are_seen_by_those_in_scope(lines, scenario, portfolios):
    viewer = User.objects.create_user("mine", role=Role.VIEWER, all_portfolios=False)
    at = SavingsLine.objects.at(scenario)
    assert set(at.visible_to(viewer)) == set()
    portfolios[0].people.add(viewer)
    assert set(at.visible_to(viewer)) == without(lines, "another position", "another portfolio")
    assert set(at.visible_to(SYSTEM)) == without(lines, "another position")


def test_hra_and_dsg_do_not_count_towards_the_deficit(lines, scenario, place):
    new_line(place, fund=Fund.DSG, amount=256).save()
    found = SavingsLine.objects.at(scenario).on_the_general_fund()
    assert set(found) == without(lines, "another position", "another fund")


def test_sums_are_the_sums_of_what_they_name(lines, scenario, another, portfolios, programmes):
    mine, other = portfolios
    found = SavingsLine.objects.filter(pk__in=[line.pk for line in lines.values()])
    totals = SavingsTotal.objects.at_any([scenario.pk, another.pk]).on_the_general_fund()
    assert sorted(totals.by_position_and_basis()) == sorted(
        [
            (scenario.pk, mine.name, FIRST, GREEN, Basis.PUBLISHED, 1),
            (scenario.pk, mine.name, FIRST, GREEN, Basis.ENTERED, 32),
            (scenario.pk, mine.name, FIRST + 1, GREEN, Basis.ENTERED, 2),
            (scenario.pk, mine.name, FIRST, RED, Basis.ENTERED, 4),
            (scenario.pk, mine.name, FIRST, AMBER, Basis.APPORTIONED, 16),
            (scenario.pk, other.name, FIRST, GREEN, Basis.ENTERED, 64),
            (another.pk, mine.name, FIRST, GREEN, Basis.ENTERED, 128),
        ]
    )
    first, second, third = (programme.pk for programme in programmes)
    assert sorted(found.by_programme_and_year()) == sorted(
        [
            (scenario.pk, first, FIRST, Basis.PUBLISHED, 1),
            (scenario.pk, first, FIRST, Basis.ENTERED, 4 + 8),
            (scenario.pk, first, FIRST, Basis.APPORTIONED, 16),
            (scenario.pk, first, FIRST + 1, Basis.ENTERED, 2),
            (scenario.pk, second, FIRST, Basis.ENTERED, 32),
            (scenario.pk, third, FIRST, Basis.ENTERED, 64),
            (another.pk, first, FIRST, Basis.ENTERED, 128),
        ]
    )


def test_lines_are_read_in_one_order(lines, scenario):
    found = SavingsLine.objects.at(scenario).for_reading()
    assert list(found) == list(found.reverse())[::-1]
    assert list(found)[-1] == lines["another portfolio"]
    assert str(lines["first"]) == f"{lines['first'].place}, 2024/25, Green"


def test_transfers_are_found_where_they_are_reflected(scenario, another, programmes):
    def transfer(position, **fields) -> Transfer:
        return Transfer.objects.create(
            position=position,
            from_programme=programmes[0],
            to_programme=programmes[1],
            amount=M,
            **{"state": "reflected", "stated_in": "000", **fields},
        )

    unphased = transfer(scenario)
    phased = transfer(scenario, year=FIRST, confidence=GREEN)
    transfer(another)
    transfer(scenario, state="proposed")
    transfer(scenario, state="agreed")
    assert list(Transfer.objects.filter(position=scenario).in_the_figures()) == [unphased, phased]
    assert (unphased.is_unphased, phased.is_unphased) == (True, False)
    assert str(unphased) == f"{programmes[0]} to {programmes[1]}"


def test_groups_are_told_where_all_their_programmes_are_shown(
    scenario, another, programmes, portfolios
):
    def tell(position, label, members, note="") -> None:
        RePresentation.objects.create(
            position=position, portfolio=portfolios[0], label=label, note=note
        ).programmes.set(members)

    tell(scenario, "whole", programmes[:2], "One total before.")
    tell(scenario, "partly shown", programmes)
    tell(another, "another position", programmes[:2])
    shown = {programme.pk for programme in programmes[:2]}
    told = RePresentation.objects.told_in([scenario.pk], among=shown)
    assert {label: (group.programmes, group.note) for label, group in told.items()} == {
        "whole": (frozenset(shown), "One total before.")
    }
    assert set(RePresentation.objects.told_in([scenario.pk, another.pk], among=shown)) == {
        "whole",
        "another position",
    }
    assert RePresentation.objects.told_in([], among=shown) == {}


# --- the action ----------------------------------------------------------------------------------


def test_margins_become_lines_that_say_what_they_rest_on(scenario, programmes, portfolios):
    one, other = (place_of(scenario, p, portfolios[0]) for p in programmes[:2])
    apportion_portfolio(
        margins=Margins(
            programmes={one: 2 * M, other: M},
            years={FIRST: M, FIRST + 1: 2 * M},
            confidences={GREEN: 3 * M},
        ),
        by=None,
    )
    made = SavingsLine.objects.at(scenario)
    assert set(made.values_list("place", "saving__name", "year", "amount")) == {
        (one.pk, one.programme.name, FIRST, 67_000_000),
        (one.pk, one.programme.name, FIRST + 1, 133_000_000),
        (other.pk, other.programme.name, FIRST, 33_000_000),
        (other.pk, other.programme.name, FIRST + 1, 67_000_000),
    }
    assert set(made.values_list("confidence", "fund", "basis")) == {
        (GREEN, Fund.GENERAL_FUND, Basis.APPORTIONED)
    }


def test_margins_that_disagree_make_nothing(scenario, programmes, portfolios):
    place = place_of(scenario, programmes[0], portfolios[0])
    Saving.objects.filter(programme=programmes[0]).exclude(lines__isnull=False).delete()
    savings = Saving.objects.count()
    with pytest.raises(MarginsDisagree):
        apportion_portfolio(margins=Margins({place: M}, {FIRST: 2 * M}, {GREEN: M}), by=None)
    assert not SavingsLine.objects.at(scenario).exists()
    assert Saving.objects.count() == savings


def test_a_programme_has_one_default_saving_that_carries_its_name():
    programme = Programme.objects.create(name="New", slug="new")
    saving = default_saving(programme)
    assert default_saving(programme) == saving
    assert (saving.name, saving.programme, str(saving)) == ("New", programme, "New")
    assert (saving.kind, saving.recurrence, saving.budget) == ("cashable", "recurrent", "revenue")
