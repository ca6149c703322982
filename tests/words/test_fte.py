import pytest
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from agt.words.fte import as_fte, in_fte, parse_fte
from workforce.models import PostReduction


@pytest.mark.parametrize(
    ("typed", "hundredths"),
    [
        ("24", 2_400),
        ("24.5", 2_450),
        ("24.05", 2_405),
        ("3,100", 310_000),
        (" 0 ", 0),
        ("-1.5", -150),
        ("24.500", 2_450),
    ],
)
def test_fte_is_read_as_people_type_it(typed, hundredths):
    assert parse_fte(typed) == hundredths


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "tbc", "24.555", "0.001", "1.2.3", "--5", "(5)", "NaN", "sNaN", "Infinity",
     "-Infinity", "1e999999", "1e5", "1_000", "£5"],
)  # fmt: skip
def test_what_is_not_fte_is_refused_in_a_sentence(typed):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared
        parse_fte(typed)
    assert str(refusal.value) == (
        f"“{typed.strip()}” is not a number of FTE. Type it like 24 or 24.5, "
        "with two decimal places at most."
    )


@pytest.mark.parametrize(
    ("hundredths", "printed", "number"),
    [
        (2_400, "24", 24),
        (2_450, "24.5", 24.5),
        (2_405, "24.05", 24.05),
        (310_000, "3,100", 3_100),
        (0, "0", 0),
        (-50, "−0.5", -0.5),
    ],
)
def test_fte_is_printed_as_a_paper_prints_it(hundredths, printed, number):
    assert in_fte(hundredths) == printed
    assert as_fte(hundredths) == number
    assert type(as_fte(hundredths)) is type(number)


@given(st.integers(-10_000_000, 10_000_000))
@settings(deadline=None)
def test_printed_fte_is_read_back_as_it_was(hundredths):
    assert parse_fte(in_fte(hundredths)) == hundredths


def test_the_database_adds_fte_exactly(working):
    rows = list(PostReduction.objects.at(working)[:2])
    for row, low in zip(rows, [10, 20], strict=True):
        PostReduction.objects.filter(pk=row.pk).update(
            low=low, high=low, vacant=0, delivered=0, delivered_vacant=0
        )
    both = PostReduction.objects.filter(pk__in=[row.pk for row in rows])
    assert both.aggregate(low=Sum("low")) == {"low": 30}
