"""What must never be: refused by the database, and by the form in a sentence."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from governance.models import (
    Band,
    Dependency,
    Escalation,
    Level,
    MitigatingAction,
    Risk,
    RiskFramework,
    RiskScore,
)
from governance.register import COLUMNS
from tests.governance.conftest import day, new_dependency, new_risk, rated

pytestmark = pytest.mark.django_db


def refused(row, sentence: str) -> None:
    """Both say no: the form's check with a sentence, the database without."""
    with pytest.raises(ValidationError) as told:
        row.full_clean()
    assert sentence in " ".join(told.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"owner_role": ""}, "Name who owns it"),
        ({"likelihood": 40}, "A rating needs both"),
        ({"inherent_impact": 40}, "A rating needs both"),
        ({"target_likelihood": 40}, "A rating needs both"),
        ({"likelihood": 110, "impact": 10}, "11 is off the scale"),
        ({"likelihood": 0, "impact": 10}, "0 is off the scale"),
        ({"closed_on": day(0)}, "What is closed says when and why"),
        ({"closed_why": "over"}, "What is closed says when and why"),
        ({"closed_on": day(-90), "closed_why": "over"}, "before it was raised"),
        ({"kind": "wish"}, "not a valid choice"),
        ({"response": "hope"}, "not a valid choice"),
        ({"level": 5}, "not a valid choice"),
    ],
)
def test_a_risk_that_cannot_be(fields, sentence):
    held = {"title": "A", "owner_role": "Manager", "raised_on": day(-60)}
    refused(Risk(**held | fields), sentence)


def test_a_risk_is_of_a_programme_or_a_portfolio(programmes, led):
    row = Risk(title="A", owner_role="M", programme=programmes[0], portfolio=led)
    refused(row, "Name the programme or the portfolio, not both")


def test_a_rating_off_the_councils_own_scale_says_what_the_scale_is():
    row = Risk(title="A", owner_role="M", target_likelihood=60, target_impact=50)
    with pytest.raises(ValidationError) as told:
        row.full_clean()
    sentence = "6 is off the scale, which goes from 1 (Rare) to 5 (Almost certain)."
    assert told.value.message_dict["target_likelihood"] == [sentence]


def test_a_risk_is_not_raised_tomorrow():
    with pytest.raises(ValidationError, match="today or was before"):
        Risk(title="A", owner_role="M", raised_on=day(1)).full_clean()


def test_a_wider_risk_starts_at_a_higher_level(programmes, led):
    for of, level in [
        ({"programme": programmes[0]}, Level.PROGRAMME),
        ({"portfolio": led}, Level.PORTFOLIO),
        ({}, Level.BOARD),
    ]:
        row = Risk(title="A", owner_role="M", **of)
        row.full_clean()
        assert row.level == level


def test_what_a_risk_says_of_itself(programmes, led, people):
    risk = rated(4, 3, programme=programmes[0], target_likelihood=25, target_impact=30)
    assert (risk.score, risk.target_score, risk.inherent_score) == (1200, 750, None)
    assert risk.ref == f"R{risk.pk}"
    assert Risk(kind="issue", pk=7).ref == "I7"
    assert (risk.of, str(risk)) == (programmes[0].name, "A risk")
    assert new_risk(portfolio=led).of == led.name
    assert new_risk().of == "The whole programme"
    assert new_risk(owner=people["viewer"], owner_role="").owned_by == str(people["viewer"])
    assert (Risk().strikes, Risk(proximity="now").strikes) == ("", "Now")
    assert Risk(proximity_on=day(0)).strikes == "14 March 2025"


def test_an_open_risk_past_its_review_is_overdue():
    assert new_risk(review_on=day(-1)).is_overdue
    assert not new_risk(review_on=day(0)).is_overdue
    assert not new_risk().is_overdue
    assert not new_risk(review_on=day(-1), closed_on=day(0), closed_why="over").is_overdue


@pytest.mark.parametrize(
    ("moves", "sentence"),
    [
        ({"from_level": 3, "to_level": 2}, "An escalation goes to a higher level"),
        ({"from_level": 2, "to_level": 2}, "An escalation goes to a higher level"),
        ({"from_level": 1, "to_level": 2, "handed_back": True}, "goes to a higher level"),
        ({"from_level": 4, "to_level": 5}, "not a valid choice"),
        ({"from_level": 1, "to_level": 2, "why": ""}, "cannot be blank"),
    ],
)
def test_an_escalation_that_cannot_be(moves, sentence):
    refused(Escalation(risk=new_risk(), on=day(0), **{"why": "because", **moves}), sentence)


def test_a_reading_off_any_scale_and_an_action_of_nobody():
    risk = new_risk()
    score = RiskScore(risk=risk, on=day(0), likelihood=101, impact=10, why="x")
    refused(score, "A rating is from 1 to 10")
    refused(MitigatingAction(risk=risk, text="Do it", due=day(5)), "Name who does it")


# --- the framework -------------------------------------------------------------------------------


def test_until_the_council_sets_one_the_framework_is_five_by_five():
    framework = RiskFramework.objects.held()
    assert str(framework) == "5 × 5"
    assert framework.columns == list(COLUMNS)
    assert [framework.band(score) for score in (499, 500, 999, 1000, 1599, 1600)] == [
        Band.LOW,
        Band.MEDIUM,
        Band.MEDIUM,
        Band.HIGH,
        Band.HIGH,
        Band.VERY_HIGH,
    ]


def test_a_band_and_its_range_say_the_same():
    framework = RiskFramework.objects.held()
    for band in Band:
        least, below = framework.range_of(band)
        assert framework.band(least) == framework.band(below - 1) == band


def test_there_is_one_framework():
    RiskFramework().save()
    with pytest.raises(ValidationError, match="set already"):
        RiskFramework().full_clean()
    assert RiskFramework.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskFramework.objects.update(id=2)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"likelihood_labels": "Only one"}, "Give 2 to 10 labels"),
        ({"impact_labels": "\n".join("abcdefghijk")}, "Give 2 to 10 labels"),
        ({"register_columns": "Ref\nColour"}, "“Colour” is not among them. The columns are: Ref"),
        ({"register_columns": " \n "}, "The columns are: Ref"),
        ({"high_from": 5}, "The bands go up"),
    ],
)
def test_a_framework_that_cannot_be(fields, sentence):
    with pytest.raises(ValidationError) as told:
        RiskFramework(**fields).full_clean()
    assert sentence in " ".join(told.value.messages)


def test_bands_out_of_order_are_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskFramework(very_high_from=3).save()


def test_a_scale_does_not_end_below_what_is_rated_by_it():
    new_risk(target_likelihood=50, target_impact=20)
    with pytest.raises(ValidationError) as told:
        RiskFramework(likelihood_labels="a\nb\nc\nd").full_clean()
    sentence = "A risk is rated 5: rate it anew before the scale ends at 4."
    assert told.value.message_dict["likelihood_labels"] == [sentence]
    RiskFramework(impact_labels="a\nb\nc\nd").full_clean()


def test_a_scale_of_whole_steps_takes_no_fraction():
    framework = RiskFramework(fractions=False)
    framework.refuse_off_scale(likelihood=30, impact=None)
    with pytest.raises(ValidationError, match=r"3.5 is between two steps"):
        framework.refuse_off_scale(likelihood=35)


# --- dependencies --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"taker": 0}, "A programme does not depend on itself"),
        ({"taker": None}, "Name who needs it"),
        ({"service": "Libraries"}, "Name who needs it"),
        ({"state": "agreed"}, "What is agreed says by whom"),
        ({"state": "agreed", "agreed_by": "Board"}, "What is agreed says by whom"),
        ({"state": "met"}, "The day it was met"),
        ({"met_on": day(-1)}, "The day it was met"),
        ({"amount": -1}, "not below zero"),
        ({"posts": -1}, "not below zero"),
        ({"state": "lost"}, "not a valid choice"),
    ],
)
def test_a_dependency_that_cannot_be(fields, sentence, programmes):
    if fields.get("taker") == 0:
        fields = {"taker": programmes[0]}
    held = {"giver": programmes[0], "taker": programmes[1], "needed_by": day(9), "what": "It"}
    refused(Dependency(**held | fields), sentence)


def test_a_dependency_is_not_met_tomorrow(programmes):
    row = new_dependency(programmes[0], programmes[1])
    row.state, row.met_on = "met", day(1)
    with pytest.raises(ValidationError, match="today or before"):
        row.full_clean()


def test_late_in_words_is_late_in_the_database(programmes):
    one, other, *_ = programmes
    cases = [
        ({"needed_by": day(-1)}, True),
        ({"needed_by": day(0)}, False),
        ({"promised_for": day(31)}, True),
        ({"promised_for": day(30)}, False),
        ({"needed_by": day(-1), "state": "withdrawn"}, False),
        ({"needed_by": day(-1), "state": "met", "met_on": day(0)}, False),
    ]
    rows = [(new_dependency(one, other, **fields), late) for fields, late in cases]
    held = set(Dependency.objects.late_on(day(0)))
    for row, late in rows:
        assert (row in held) is bool(row.late) is late
    assert rows[0][0].late != rows[2][0].late


def test_a_dependency_to_a_service(programmes):
    row = new_dependency(programmes[0], service="Libraries")
    row.full_clean()
    assert (row.goes_to, str(row), row.ref) == ("Libraries", "Something", f"D{row.pk}")
