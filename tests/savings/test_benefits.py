"""Benefits, measures and readings: what cannot be, who may, and what they never add to."""

import csv
import datetime
import uuid
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role
from portfolios.actions.hold_row import version_of
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import Outcome, Portfolio, Programme
from reports.registry import REPORTS
from reports.table import Ask
from savings.actions.approve_unit_value import approve_unit_value
from savings.actions.link_benefit import link_benefit
from savings.actions.move_benefit import move_benefit
from savings.actions.record_readings import Entry, record_readings
from savings.actions.verify_benefit import verify_benefit, withdraw_verification
from savings.measured import measured
from savings.models import (
    Benefit,
    BenefitActivity,
    Measure,
    Reading,
    TargetPoint,
    UnitValue,
)
from savings.trajectory import Standing
from tests.conftest import MOMENT

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()


def day(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=days)


def new(**fields) -> Benefit:
    return Benefit(
        **{"title": "Less waiting", "category": "cashable", "owner_role": "Head", **fields}
    )


@pytest.fixture
def benefit(led) -> Benefit:
    row = new(portfolio=led, full_year_value=5_000_000)
    row.save()
    return row


@pytest.fixture
def measure(benefit) -> Measure:
    return Measure.objects.create(
        benefit=benefit, name="Waits", unit="people", good="down", baseline=41_000
    )


WRONG = {
    "benefit_has_owner": lambda b, m: new(owner_role=""),
    "benefit_releases_cash_if_cashable": lambda b, m: new(category="demand", cash_releasing=True),
    "benefit_amounts_not_below_zero": lambda b, m: new(full_year_value=-1),
    "benefit_verified_value_not_below_zero": lambda b, m: new(
        verified_value=-1, state="verified", verified_on=TODAY, illustrative=True
    ),
    "benefit_timescale_in_order": lambda b, m: new(starts_on=TODAY, ends_on=day(-1)),
    "benefit_verified_by_someone_on_a_day": lambda b, m: new(state="verified"),
    "benefit_words_known": lambda b, m: new(category="luck"),
    "measure_of_one": lambda b, m: Measure(benefit=b, portfolio=b.portfolio, name="x", unit="y"),
    "measure_baseline_of_a_day": lambda b, m: Measure(name="x", unit="y", baseline_on=TODAY),
    "measure_thresholds_in_order": lambda b, m: Measure(
        name="x", unit="y", amber_past=2, red_past=1
    ),
    "measure_words_known": lambda b, m: Measure(name="x", unit="y", good="left"),
    "unit_value_above_zero": lambda b, m: UnitValue(
        measure=m, since=TODAY, pence=0, source="s", approved_on=TODAY, illustrative=True
    ),
    "unit_value_says_how": lambda b, m: UnitValue(
        measure=m, since=TODAY, pence=1, source="", approved_on=TODAY, illustrative=True
    ),
    "unit_value_approved_by_someone": lambda b, m: UnitValue(
        measure=m, since=TODAY, pence=1, source="s", approved_on=TODAY
    ),
    "reading_taken_back_with_reason": lambda b, m: Reading(measure=m, on=TODAY),
    "reading_qualifier_known": lambda b, m: Reading(measure=m, on=TODAY, value=1, qualifier="so"),
}


@pytest.mark.parametrize("constraint", WRONG)
def test_what_cannot_be_is_refused_by_the_form_and_by_the_database(constraint, benefit, measure):
    row = WRONG[constraint](benefit, measure)
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(row)._default_manager.bulk_create([row])


@pytest.mark.parametrize(
    "make",
    [
        lambda b, m: new(portfolio=b.portfolio),
        lambda b, m: Measure(benefit=b, name=m.name, unit="y"),
    ],
)
def test_names_are_given_once(make, benefit, measure):
    row = make(benefit, measure)
    with pytest.raises(ValidationError, match="of that name already"):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_days_ahead_are_refused(measure):
    for row, field in (
        (Reading(measure=measure, on=day(1), value=1), "on"),
        (Measure(name="x", unit="y", baseline=1, baseline_on=day(1)), "baseline_on"),
        (new(state="verified", verified_on=day(1), illustrative=True), "verified_on"),
    ):
        with pytest.raises(ValidationError) as refusal:
            row.full_clean()
        assert list(refusal.value.message_dict) == [field]


# --- what happens to a benefit --------------------------------------------------------------------


def act(action, benefit, by, **given):
    held = {"version": version_of(benefit), "token": uuid.uuid4(), "why": "because"}
    return action(benefit=benefit, by=by, **held | given)


def realised(benefit, people):
    act(move_benefit, benefit, people[Role.PMO_EDITOR], to="realised")


def test_it_is_moved_by_editors_and_verified_by_finance_alone(benefit, people):
    finance, editor = people[Role.FINANCE_PARTNER], people[Role.PMO_EDITOR]
    verify = {"on": TODAY, "value": 4_000_000}
    with pytest.raises(ValidationError, match="Only what is realised"):
        act(verify_benefit, benefit, finance, **verify)
    benefit.refresh_from_db()
    realised(benefit, people)
    for role in set(Role) - {Role.FINANCE_PARTNER, Role.SECTION_151}:
        with pytest.raises(PermissionDenied):
            act(verify_benefit, benefit, people[role], **verify)
    for wrong, field in (
        ({"on": day(1)}, "on"),
        ({"value": None}, "value"),
        ({"value": -1}, "value"),
    ):
        with pytest.raises(ValidationError) as refusal:
            act(verify_benefit, benefit, finance, **verify | wrong)
        assert list(refusal.value.message_dict) == [field]
    act(verify_benefit, benefit, finance, **verify)
    benefit.refresh_from_db()
    held = (benefit.state, benefit.verified_by, benefit.verified_on, benefit.verified_value)
    assert held == ("verified", finance, TODAY, 4_000_000)
    newest = benefit.history.latest()
    assert (newest.history_user, newest.history_change_reason) == (finance, "because")
    with pytest.raises(ValidationError, match="Finance withdraws"):
        act(move_benefit, benefit, editor, to="planned")
    act(withdraw_verification, benefit, finance)
    benefit.refresh_from_db()
    assert (benefit.state, benefit.verified_by, benefit.verified_value) == ("realised", None, None)
    with pytest.raises(ValidationError, match="not verified"):
        act(withdraw_verification, benefit, finance)


def test_its_owner_does_not_verify_it(benefit, people):
    benefit.owner = people[Role.FINANCE_PARTNER]
    benefit.save()
    realised(benefit, people)
    with pytest.raises(PermissionDenied, match="Whoever owns"):
        act(verify_benefit, benefit, people[Role.FINANCE_PARTNER], on=TODAY, value=1)


def test_it_is_moved_once_by_who_may_and_as_they_saw_it(benefit, people):
    token, lead = uuid.uuid4(), people[Role.PORTFOLIO_LEAD]
    version = version_of(benefit)
    act(move_benefit, benefit, lead, to="delivering", token=token)
    with pytest.raises(AlreadySubmitted):
        act(move_benefit, benefit, lead, to="realised", token=token)
    with pytest.raises(SomebodyElseSaved):
        act(move_benefit, benefit, lead, to="realised", version=version)
    for to in ("delivering", "verified"):
        with pytest.raises(ValidationError):
            act(move_benefit, benefit, lead, to=to)
    Benefit.objects.filter(pk=benefit.pk).update(portfolio=None)
    benefit.refresh_from_db()
    with pytest.raises(PermissionDenied, match="whole council"):
        act(move_benefit, benefit, lead, to="planned")


def test_its_links_are_told_by_its_history(benefit, people):
    programme, outcome = Programme.objects.first(), Outcome.objects.first()
    links = {"programmes": [programme], "outcomes": [outcome], "themes": []}
    act(link_benefit, benefit, people[Role.PMO_EDITOR], links=links)
    assert (benefit.programmes.get(), benefit.outcomes.get()) == (programme, outcome)
    told = benefit.history.latest().history_change_reason
    assert told == f"because (programmes: {programme}; outcomes: {outcome}; themes: none)"


# --- readings -------------------------------------------------------------------------------------


def read(measure, by, value, on=TODAY, *, seen=0, why="", token=None):
    entry = Entry(measure, on, value, "The return", seen)
    return record_readings(entries=[entry], why=why, token=token or uuid.uuid4(), by=by)


def test_a_reading_is_appended_and_corrected_by_a_later_one(measure, people):
    editor = people[Role.PMO_EDITOR]
    (first,) = read(measure, editor, 0)
    with pytest.raises(ValidationError, match="meanwhile"):
        read(measure, editor, 5_000)
    with pytest.raises(ValidationError, match="say why"):
        read(measure, editor, 5_000, seen=first.pk)
    (second,) = read(measure, editor, 5_000, seen=first.pk, why="A slip.")
    assert [r.value for r in measured(measure).readings] == [5_000]
    read(measure, editor, None, seen=second.pk, why="Of another measure.")
    assert measured(measure).newest is None
    assert measured(measure).standing is Standing.MISSING
    with pytest.raises(ValidationError, match="no reading to take back"):
        read(measure, editor, None)
    with pytest.raises(ValidationError, match="today or of a day before"):
        read(measure, editor, 1, on=day(1))
    assert Reading.objects.filter(measure=measure).count() == 3
    for write in (
        lambda: Reading.objects.filter(pk=first.pk).update(value=9),
        lambda: Reading.objects.filter(pk=first.pk).delete(),
    ):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            write()


def test_many_are_recorded_together_or_none(measure, people, led):
    editor, lead = people[Role.PMO_EDITOR], people[Role.PORTFOLIO_LEAD]
    elsewhere = Portfolio.objects.exclude(pk=led.pk).first()
    free = Measure.objects.create(portfolio=elsewhere, name="Free", unit="y")
    fine, ahead = Entry(measure, TODAY, 0), Entry(free, day(2), 1)
    with pytest.raises(ValidationError) as refusal:
        record_readings(entries=[fine, ahead], why="", token=uuid.uuid4(), by=editor)
    assert list(refusal.value.message_dict) == [ahead.field]
    with pytest.raises(PermissionDenied):
        record_readings(entries=[fine, Entry(free, TODAY, 1)], why="", token=uuid.uuid4(), by=lead)
    assert not Reading.objects.filter(measure__in=[measure, free]).exists()
    record_readings(entries=[fine], why="", token=uuid.uuid4(), by=lead)
    assert measured(measure).reading_in(TODAY).value == 0
    assert measured(measure).reading_in(day(-40)) is None
    assert set(Measure.objects.visible_to(lead)) >= {measure}
    assert free not in Measure.objects.visible_to(lead)


def test_finance_approves_a_unit_value_and_the_one_in_force_on_the_day_counts(measure, people):
    finance, editor = people[Role.FINANCE_PARTNER], people[Role.PMO_EDITOR]

    def approve(pence, since, by=finance, source="Study"):
        given = {"since": since, "pence": pence, "source": source}
        return approve_unit_value(measure=measure, token=uuid.uuid4(), by=by, **given)

    with pytest.raises(PermissionDenied):
        approve(100, day(-50), by=editor)
    with pytest.raises(ValidationError):
        approve(0, day(-50))
    read(measure, editor, 40_000, on=day(-60))
    read(measure, editor, 36_500, on=day(-20))
    read(measure, editor, 43_000)
    approve(99, day(-50))
    approve(100, day(-50))
    approve(1_000, day(0))
    held = measured(measure)
    assert [held.worth_of(r) for r in held.readings] == [None, 450, -2_000]
    measure.baseline = None
    assert measured(measure).worth is None


def test_the_trajectory_begins_at_a_dated_baseline(measure, people):
    TargetPoint.objects.create(measure=measure, on=day(10), value=31_000)
    assert measured(measure).target_on(TODAY) is None
    measure.baseline_on = day(-10)
    assert measured(measure).target_on(TODAY) == 36_000
    read(measure, people[Role.PMO_EDITOR], 37_000)
    assert measured(measure).standing is Standing.BEHIND


def test_no_total_of_savings_moves_for_all_that_is_read_or_verified(
    measure, benefit, people, library, working
):
    def tables():
        own = ("benefit-measures", "benefits-summary")
        ask = Ask(library, working)
        return {slug: r.build(ask) for slug, r in REPORTS.items() if slug not in own}

    before = tables()
    read(measure, people[Role.PMO_EDITOR], 1_000)
    finance = people[Role.FINANCE_PARTNER]
    given = {"since": day(-1), "pence": 10**9, "source": "s"}
    approve_unit_value(measure=measure, token=uuid.uuid4(), by=finance, **given)
    realised(benefit, people)
    act(verify_benefit, benefit, finance, on=TODAY, value=10**9)
    assert measured(Measure.objects.get(pk=measure.pk)).worth == 40 * 10**9
    assert tables() == before
    rows = REPORTS["benefit-measures"].build(Ask(library, working)).rows
    assert {row.role for row in rows} == {"body"}
    total = REPORTS["benefits-summary"].build(Ask(library, working)).rows[-1]
    assert total.cells["promised"].value == "not added"


# --- what the paper prints ------------------------------------------------------------------------


def test_the_published_measures_are_loaded_as_printed():
    assert Measure.objects.count() == Benefit.objects.count() == 14
    assert all(
        b.category_judged and b.stated_in and b.state == "planned" for b in Benefit.objects.all()
    )
    homes = Measure.objects.get(name="Children in residential homes")
    newest = measured(homes).newest
    assert (homes.baseline, homes.baseline_on) == (41_000, datetime.date(2024, 4, 1))
    assert (homes.good, newest.value, newest.on) == ("down", 32_000, datetime.date(2025, 2, 28))
    qualified = Reading.objects.exclude(qualifier="").values_list("value", "qualifier")
    assert set(qualified) == {(100_000, "over"), (1_000_000, "over"), (20_000, "around")}
    assert Reading.objects.count() == 12
    assert TargetPoint.objects.count() == 0
    worded = Benefit.objects.exclude(target="").values_list("target", flat=True)
    assert set(worded) == {"20 (%)", "10-15 (%)", "1/3 (fraction)"}
    of = set(Benefit.objects.exclude(programmes=None).values_list("programmes__name", flat=True))
    assert of == {"School Travel Service", "Service Centre"}
    assert BenefitActivity.objects.count() == 0


def test_each_published_measure_is_what_its_row_prints():
    """Every cell of the file, read beside what was loaded of it."""
    file = settings.PUBLISHED_FIXTURES / "source" / "benefit_measures.csv"
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == Measure.objects.count()
    for row in rows:
        one = Measure.objects.get(name=row["measure"])
        benefit, read = one.benefit, one.readings.first()
        assert benefit.portfolio.name == row["portfolio"]
        assert [p.name for p in benefit.programmes.all()] == [p for p in [row["programme"]] if p]
        assert benefit.get_category_display().lower() == row["kind_judged"]
        assert (one.unit, one.note) == (row["unit"], row["note"])
        assert (one.baseline is None) == (row["baseline"] == "")
        assert (read is None) == (row["latest"] == "")
        for held, printed in (
            (one.baseline, row["baseline"]),
            (read and read.value, row["latest"]),
        ):
            assert held is None or Decimal(held) / 1000 == Decimal(printed), row
        assert read is None or read.qualifier == row["qualifier"]
        assert benefit.target.startswith(row["target"])


def test_whole_tables(benefit, measure, library, working, led, people):
    """Of one portfolio with decoys outside it."""
    Benefit.objects.filter(portfolio=led).exclude(pk=benefit.pk).update(portfolio=None)
    new(title="Costs", portfolio=led, category="disbenefit", full_year_value=7).save()
    read(measure, people[Role.PMO_EDITOR], 40_500)
    place = next(p for p in library.book(working).portfolios if p.portfolio_id == led.pk)
    ask = Ask(library, working, portfolio=place)

    def values(slug):
        return [
            [cell.value for cell in row.cells.values()] for row in REPORTS[slug].build(ask).rows
        ]

    none = ["not stated"] * 3
    assert values("benefits-summary") == [
        ["Cashable", 1, 1, 0, 0, 0, 5_000_000, "not stated", "not stated"],
        ["Non-cashable", 0, 0, 0, 0, 0, *none],
        ["Demand mitigation", 0, 0, 0, 0, 0, *none],
        ["Disbenefit", 1, 1, 0, 0, 0, -7, "not stated", "not stated"],
        ["All benefits", 2, 2, 0, 0, 0, *["not added"] * 3],
    ]
    assert values("benefit-measures") == [
        [
            "Waits",
            place.printed_label,
            "Less waiting",
            "people",
            "down",
            "not stated",
            41_000,
            "none",
            40_500,
            TODAY.isoformat(),
            "No trajectory",
            "not valued",
            "recorded",
        ]
    ]


def test_a_scoped_reader_sees_their_own(led, benefit):
    viewer = User.objects.create_user("scoped", role=Role.VIEWER, all_portfolios=False)
    led.people.add(viewer)
    new(title="Everyone's").save()
    seen = Benefit.objects.visible_to(viewer)
    assert benefit in seen
    assert {b.portfolio_id for b in seen} == {led.pk}
