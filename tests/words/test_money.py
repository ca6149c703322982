import pytest
from django.db.models import F, Max, Min, Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from agt.words.money import (
    LARGEST,
    as_pounds,
    divide_half_up,
    in_millions,
    in_pounds,
    parse_money,
)
from portfolios.models import ProgrammePlace
from savings.actions.apportion_portfolio import default_saving
from savings.models import SavingsLine

PENCE = st.integers(-LARGEST, LARGEST)


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("£1,200", 120_000),
        ("1.2m", 120_000_000),
        ("1200k", 120_000_000),
        ("£1.5bn", 150_000_000_000),
        ("1.2M", 120_000_000),
        ("(50)", -5_000),
        ("(£1.2m)", -120_000_000),
        ("-50", -5_000),
        ("−50", -5_000),
        ("-£50", -5_000),
        ("£-50", -5_000),
        ("  12.34 ", 1_234),
        ("£ 1 200", 120_000),
        (".5", 50),
        ("12.", 1_200),
        ("0", 0),
        ("-0", 0),
        ("10000bn", LARGEST),
    ],
)
def test_money_is_read_as_people_type_it(typed, pence):
    assert parse_money(typed) == pence


@pytest.mark.parametrize(
    ("typed", "unit", "pence"),
    [
        ("2", "m", 200_000_000),
        ("2", "k", 200_000),
        ("2", "", 200),
        ("2k", "m", 200_000),
        ("(0.25)", "m", -25_000_000),
    ],
)
def test_a_bare_number_counts_in_the_unit_of_its_column(typed, unit, pence):
    assert parse_money(typed, unit=unit) == pence


NOT_MONEY = "“{}” is not an amount of money. Type it like 1.2m, 1200k or £1,200."


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "tbc",
        "n/a",
        "1.2.3",
        "1.2x",
        "m",
        "£",
        "-",
        "()",
        ".",
        ",",
        "NaN",
        "Infinity",
        "1e5",
        "--5",
        "−−5",
        "(50",
        "50)",
        "((50))",
        "-(50)",
        "(-50)",
        "50-",
        "+-50",
    ],
)
def test_what_is_not_money_is_refused_in_a_sentence(typed):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared
        parse_money(typed)
    assert str(refusal.value) == NOT_MONEY.format(typed.strip())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1.234", "“1.234” is finer than a penny. Round it to whole pence."),
        ("0.000001k", "“0.000001k” is finer than a penny. Round it to whole pence."),
        ("10000.001bn", "“10000.001bn” is too large. Check the k or m at its end."),
        ("-10001bn", "“-10001bn” is too large. Check the k or m at its end."),
        ("x" * 50, NOT_MONEY.format("x" * 40)),
    ],
)
def test_each_refusal_says_what_to_do(typed, sentence):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared
        parse_money(typed)
    assert str(refusal.value) == sentence


def test_no_digit_is_too_far_down_to_be_noticed():
    with pytest.raises(ValueError, match="finer than a penny"):
        parse_money("1." + "0" * 40 + "1")


@pytest.mark.parametrize(
    ("pence", "printed"),
    [
        (1_725_000_000, "£17.25m"),
        (940_000_000, "£9.4m"),
        (100_000_000, "£1.0m"),
        (0, "£0.0m"),
        (499_999, "£0.0m"),
        (500_000, "£0.01m"),
        (1_499_999, "£0.01m"),
        (1_500_000, "£0.02m"),
        (-20_000_000, "−£0.2m"),
        (-499_999, "£0.0m"),
        (-500_000, "−£0.01m"),
        (123_456_700_000_000, "£1,234,567.0m"),
    ],
)
def test_millions_are_printed_as_cabinet_prints_them(pence, printed):
    assert in_millions(pence) == printed


@pytest.mark.parametrize(
    ("pence", "printed"),
    [(260_000_000, "+£2.6m"), (0, "£0.0m"), (499_999, "£0.0m"), (-20_000_000, "−£0.2m")],
)
def test_a_change_carries_its_sign_and_none_has_none(pence, printed):
    assert in_millions(pence, sign=True) == printed


@pytest.mark.parametrize(
    ("pence", "printed", "number"),
    [
        (125_000_000, "£1,250,000", 1_250_000),
        (1_234, "£12.34", 12.34),
        (5, "£0.05", 0.05),
        (0, "£0", 0),
        (-5_000, "−£50", -50),
        (-1_234, "−£12.34", -12.34),
    ],
)
def test_pounds_are_printed_in_full_and_given_as_numbers(pence, printed, number):
    assert in_pounds(pence) == printed
    assert as_pounds(pence) == number
    assert type(as_pounds(pence)) is type(number)


@pytest.mark.parametrize(
    ("number", "by", "quotient"),
    [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (-4, 3, -1), (5, 3, 2), (0, 7, 0), (-1, 3, 0), (6, 3, 2)],
)
def test_halves_are_rounded_away_from_zero(number, by, quotient):
    assert divide_half_up(number, by) == quotient


@given(PENCE)
@settings(deadline=None)
def test_printed_pounds_are_read_back_as_they_were(pence):
    assert parse_money(in_pounds(pence)) == pence


@given(PENCE, st.booleans())
@settings(deadline=None)
def test_printed_millions_are_read_back_to_the_last_printed_place(pence, sign):
    printed = in_millions(pence, sign=sign)
    back = parse_money(printed.removeprefix("+"))
    assert abs(back - pence) <= 500_000
    assert in_millions(back, sign=sign) == printed


@given(PENCE, PENCE)
@settings(deadline=None)
def test_more_money_never_prints_as_less(one, other):
    less, more = sorted([one, other])
    assert parse_money(in_millions(less)) <= parse_money(in_millions(more))


@given(PENCE)
@settings(deadline=None)
def test_below_zero_prints_as_above_zero_does_but_for_its_minus(pence):
    printed = in_millions(pence)
    assert printed.removeprefix("−") == in_millions(-pence).removeprefix("−")
    assert printed != "−£0.0m"


@pytest.mark.parametrize(
    "amounts",
    [
        [10, 20],
        [10] * 9 + [-90, 1],
        [LARGEST, 1, -1, LARGEST],
        [LARGEST] * 9 + [-1],
        [-LARGEST, 10, 20],
    ],
)
def test_the_database_adds_money_exactly(working, amounts):
    place = ProgrammePlace.objects.at(working).select_related("programme").first()
    place.lines.all().delete()
    cells = [
        (year, confidence, fund)
        for year in working.years
        for confidence in ("green", "amber", "red")
        for fund in ("general_fund", "hra")
    ]
    saving = default_saving(place.programme)
    SavingsLine.objects.bulk_create(
        SavingsLine(
            place=place,
            saving=saving,
            year=year,
            confidence=confidence,
            fund=fund,
            amount=amount,
        )
        for (year, confidence, fund), amount in zip(cells, amounts, strict=False)
    )
    assert place.lines.aggregate(
        sum=Sum("amount"), least=Min("amount"), most=Max("amount"), double=Sum(F("amount") * 2)
    ) == {
        "sum": sum(amounts),
        "least": min(amounts),
        "most": max(amounts),
        "double": 2 * sum(amounts),
    }
    assert sorted(place.lines.values_list("amount", flat=True)) == sorted(amounts)
    assert place.lines.filter(amount=amounts[0]).exists()
