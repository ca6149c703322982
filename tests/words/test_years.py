import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from agt.words.years import FinancialYear, FinancialYearField
from portfolios.models import Position

YEARS = st.integers(1990, 2190).map(FinancialYear)


@pytest.mark.parametrize(
    ("text", "start"),
    [("2024/25", 2024), ("2024-25", 2024), (" 2024/25 ", 2024), ("1999/00", 1999)],
)
def test_a_year_is_read_as_it_is_written(text, start):
    assert FinancialYear.parse(text) == FinancialYear(start)


@pytest.mark.parametrize(
    "text",
    ["", "2024", "24/25", "2024/26", "2024/24", "2024/2025", "2024.25", "year", "2024/25/26"],
)
def test_an_unknown_year_is_refused_in_a_sentence(text):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared
        FinancialYear.parse(text)
    assert str(refusal.value) == f"“{text}” is not a financial year. Write it like 2024/25."


@pytest.mark.parametrize("start", [1989, 2191, 24, 0, -1])
def test_a_year_out_of_reach_is_refused(start):
    with pytest.raises(ValueError, match=f"^{start} is not the start of a financial year.$"):
        FinancialYear(start)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (datetime.date(2025, 3, 31), "2024/25"),
        (datetime.date(2025, 4, 1), "2025/26"),
        (datetime.date(2024, 12, 31), "2024/25"),
        (datetime.date(2025, 1, 1), "2024/25"),
        (datetime.date(2024, 2, 29), "2023/24"),
    ],
)
def test_the_year_turns_on_the_first_of_april(day, year):
    assert str(FinancialYear.of(day)) == year


def test_years_are_ordered_added_and_run_through():
    first, last = FinancialYear(2024), FinancialYear(2028)
    assert first < last
    assert sorted([last, first]) == [first, last]
    assert first + 4 == last
    assert last + -4 == first
    assert [str(year) for year in first.through(last)] == [
        "2024/25",
        "2025/26",
        "2026/27",
        "2027/28",
        "2028/29",
    ]
    assert list(first.through(first)) == [first]
    assert list(last.through(first)) == []


def test_a_year_is_written_in_full_and_short():
    assert (str(FinancialYear(2024)), FinancialYear(2024).short) == ("2024/25", "24/25")
    assert (str(FinancialYear(1999)), FinancialYear(1999).short) == ("1999/00", "99/00")


@given(YEARS)
@settings(deadline=None)
def test_a_written_year_is_read_back_as_it_was(year):
    assert FinancialYear.parse(str(year)) == year


@given(st.dates(datetime.date(1990, 4, 1), datetime.date(2190, 3, 31)))
@settings(deadline=None)
def test_every_day_falls_in_the_year_that_holds_it(day):
    year = FinancialYear.of(day)
    assert datetime.date(year.start, 4, 1) <= day < datetime.date(year.start + 1, 4, 1)


def test_the_field_gives_back_the_year_it_was_given(working):
    Position.objects.filter(pk=working.pk).update(
        first_year=FinancialYear(2030), last_year="2031/32"
    )
    held = Position.objects.get(pk=working.pk)
    assert (held.first_year, held.last_year) == (FinancialYear(2030), FinancialYear(2031))
    assert Position.objects.filter(first_year=FinancialYear(2030)).get() == held
    assert Position.objects.filter(first_year="2030/31").get() == held
    assert not Position.objects.filter(first_year__lt=FinancialYear(2024)).exists()
    assert Position._meta.get_field("first_year").value_to_string(held) == "2030/31"


def test_the_field_keeps_no_year_as_none():
    field = FinancialYearField(null=True)
    assert field.to_python(None) is None
    assert field.get_prep_value(None) is None
    assert field.from_db_value(None) is None


@pytest.mark.parametrize("unknown", ["2024/26", "soon", "", 24])
def test_the_field_refuses_an_unknown_year(unknown):
    with pytest.raises(ValidationError):
        FinancialYearField().to_python(unknown)


def test_a_form_reads_a_year_as_text(working):
    field = FinancialYearField().formfield()
    assert isinstance(field, forms.CharField)

    class YearForm(forms.ModelForm):
        class Meta:
            model = Position
            fields = ["first_year"]

    form = YearForm({"first_year": "2023-24"}, instance=working)
    assert form.is_valid(), form.errors
    assert form.instance.first_year == FinancialYear(2023)
    refused = YearForm({"first_year": "23/24"}, instance=working)
    assert refused.errors == {
        "first_year": ["“23/24” is not a financial year. Write it like 2024/25."]
    }
