"""Delivered savings: claims, Finance's word, the ledger, double counting, cost and gap."""

import datetime
import io
import uuid
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role
from agt.words import clock
from agt.words.years import FinancialYear
from portfolios.actions.hold_row import version_of
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import Programme, ProgrammePlace
from savings.actions.claim_months import Achieved, ClaimsRefused, claim_months, claims_version
from savings.actions.import_ledger import import_ledger
from savings.actions.judge_claim import judge_claim
from savings.actions.rule_on import claims_on, ids_of, rule_on
from savings.claims import BY_FINANCE, ClaimState, moves_from
from savings.delivery import Standing
from savings.double_counting import Claimed, clashes
from savings.investing import effect_by_year, net_by_year, payback, weighted
from savings.ledger_file import read_ledger
from savings.models import BudgetLine, DeliveredSaving, LedgerEntry, Saving, SavingBudgetLine
from savings.models.delivered_saving import months_of
from savings.returns.child import Refused

MARCH, FEBRUARY = datetime.date(2025, 3, 1), datetime.date(2025, 2, 1)
Y = FinancialYear(2024)


@pytest.fixture
def programme(led, working) -> Programme:
    return ProgrammePlace.objects.at(working).filter(portfolio=led).first().programme


def claim(programme, by, months=None, **said) -> int:
    given = {
        "saving": None,
        "version": claims_version(programme),
        "token": uuid.uuid4(),
        "months": months or {MARCH: Achieved(10_00, True, "Payroll")},
        **said,
    }
    return claim_months(programme=programme, by=by, **given)


def judge(row, move, by, reason="", **said) -> None:
    given = {"version": version_of(row), "token": uuid.uuid4(), **said}
    judge_claim(claim=row, move=move, reason=reason, by=by, **given)


def test_a_claim_is_judged_by_finance_along_the_one_table(programme, people):
    lead, finance = people[Role.PORTFOLIO_LEAD], people[Role.FINANCE_PARTNER]
    assert claim(programme, lead) == 1
    row = DeliveredSaving.objects.get()
    assert (row.state, row.claimed_by) == ("claimed", lead)
    with pytest.raises(ValidationError, match="The claim is claimed"):
        judge(row, "bank", finance)
    judge(row, "validate", finance)
    with pytest.raises(ClaimsRefused) as refused:
        claim(programme, lead, {MARCH: Achieved(20_00, True, "Payroll")})
    assert "Finance has validated" in refused.value.sentences[MARCH][0]
    with pytest.raises(ValidationError, match="Say why it is rejected"):
        judge(row, "reject", finance)
    judge(row, "bank", finance)
    row.refresh_from_db()
    assert (row.state, row.validated_by) == ("banked", finance)
    assert [r.state for r in row.history.all()] == ["banked", "validated", "claimed"]
    assert moves_from("banked") == []
    with pytest.raises(ValueError, match="no move of Finance"):
        judge(row, "claim", finance)


def test_a_rejected_claim_is_made_anew_and_a_blank_month_is_withdrawn(programme, people):
    lead, finance = people[Role.PORTFOLIO_LEAD], people[Role.FINANCE_PARTNER]
    claim(programme, lead, {m: Achieved(0, False, "None yet") for m in (FEBRUARY, MARCH)})
    row = DeliveredSaving.objects.get(month=MARCH)
    judge(row, "reject", finance, "Another cost centre.")
    claim(programme, lead, {MARCH: Achieved(5, True, "Ledger"), FEBRUARY: None})
    row = DeliveredSaving.objects.get()
    assert (row.amount, row.state, row.reason, row.validated_by) == (5, "claimed", "", None)
    assert claim(programme, lead, {MARCH: Achieved(5, True, "Ledger")}) == 0


def test_nobody_validates_their_own_claim(programme, people):
    lead, finance = people[Role.PORTFOLIO_LEAD], people[Role.FINANCE_PARTNER]
    claim(programme, lead)
    row = DeliveredSaving.objects.get()
    DeliveredSaving.objects.update(claimed_by=finance)
    with pytest.raises(ValidationError, match="Nobody validates their own claim"):
        judge(row, "validate", finance)
    own = {"state": "validated", "validated_by": finance, "validated_at": clock.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveredSaving.objects.update(**own)


def test_claims_take_the_right_the_scope_the_version_and_the_token(programme, people, led):
    lead, finance = people[Role.PORTFOLIO_LEAD], people[Role.FINANCE_PARTNER]
    other = ProgrammePlace.objects.today().exclude(portfolio=led).first().programme
    for by, of in [(finance, programme), (people[Role.VIEWER], programme), (lead, other)]:
        with pytest.raises(PermissionDenied):
            claim(of, by)
    with pytest.raises(SomebodyElseSaved):
        claim(programme, lead, version=99)
    token = uuid.uuid4()
    claim(programme, lead, token=token)
    with pytest.raises(AlreadySubmitted):
        claim(programme, lead, token=token)
    with pytest.raises(PermissionDenied):
        judge(DeliveredSaving.objects.get(), "validate", lead)


def test_months_are_refused_by_cell_and_nothing_is_half_saved(programme, people):
    lead = people[Role.PORTFOLIO_LEAD]
    april = datetime.date(2025, 4, 1)
    good = Achieved(1_00, True, "Payroll")
    with pytest.raises(ClaimsRefused) as refused:
        claim(programme, lead, {MARCH: good, april: good})
    assert list(refused.value.sentences) == [april]
    assert not DeliveredSaving.objects.exists()
    claim(programme, lead)
    saving = Saving.objects.create(programme=programme, name="A part")
    with pytest.raises(ClaimsRefused) as refused:
        claim(programme, lead, saving=saving)
    assert "it would count twice" in refused.value.sentences[MARCH][0]


def test_the_database_holds_one_claim_a_month(programme):
    row = {"programme": programme, "month": MARCH, "amount": 1, "evidence": "x"}
    DeliveredSaving.objects.create(**row, illustrative=True)
    for wrong in ({}, {"month": datetime.date(2025, 3, 2)}, {"month": FEBRUARY, "evidence": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DeliveredSaving.objects.create(**{**row, "illustrative": True, **wrong})


def test_the_months_of_a_year():
    assert months_of(Y)[0] == datetime.date(2024, 4, 1)
    assert months_of(Y)[-1] == MARCH
    assert {FinancialYear.of(m) for m in months_of(Y)} == {Y}
    assert set(BY_FINANCE) == {"validate", "reject", "bank"}
    assert ClaimState.BANKED.label == "Banked"


# --- the ledger ----------------------------------------------------------------------------------

CSV = "Cost centre,Month,Budget,Actual\nC1,2025-02,1000,900.50\nC1,Mar 2025,1000,(20)\n"


def take(text, by):
    ledger = read_ledger("ledger.csv", text.encode())
    return import_ledger(
        name="ledger.csv", sha256=ledger.sha256, entries=ledger.entries, token=uuid.uuid4(), by=by
    )


def test_the_ledger_is_read_from_csv_and_from_excel_alike(db):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Actual", "Cost centre", "Budget", "Month"])
    book.active.append([900.5, "C1", 1000, datetime.datetime(2025, 2, 1)])
    book.active.append([-20, "C1", 1000, "2025-03"])
    file = io.BytesIO()
    book.save(file)
    told = [read_ledger("a", c).entries for c in (CSV.encode(), file.getvalue())]
    assert told[0] == told[1]
    assert [(e.month, e.budget, e.actual) for e in told[0]] == [
        (FEBRUARY, 1000_00, 900_50),
        (MARCH, 1000_00, -20_00),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a,b\n1,2\n", "no column"),
        (b"Cost centre,Month,Budget,Actual\n", "no rows"),
        (b"\xff\xfe\x00", "neither Excel"),
        (b"Cost centre\x00", "neither Excel"),
        (b"PK\x03\x04nonsense", "not an Excel workbook"),
        (b"x" * (5 * 1024**2 + 1), "larger than"),
        (b"Cost centre,Month,Budget,Actual\n" + b"C,2025-01,1,1\n" * 5001, "in parts"),
        (b'"' + b"x" * 200_000, "not a CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(Refused, match=sentence):
        read_ledger("a", content)


def test_rows_that_cannot_be_taken_are_named():
    wrong = CSV + "C1,2025-02,1,1\n,2025-01,1,1\nC2,soon,1,1\nC2,2025-01,,1\nC2,2025-01,x,1\n,,,\n"
    told = read_ledger("a", wrong.encode()).refusals
    assert [at for at, _ in told] == ["row 4", "row 5", "row 6", "row 7", "row 8"]


def test_the_ledger_is_taken_in_whole_once_and_the_newest_file_counts(people):
    finance = people[Role.FINANCE_PARTNER]
    with pytest.raises(PermissionDenied):
        take(CSV, people[Role.PMO_EDITOR])
    take(CSV, finance)
    with pytest.raises(ValidationError, match="very file is in already"):
        take(CSV, finance)
    take("Cost centre,Month,Budget,Actual\nC1,2025-02,1000,1\n", finance)
    assert LedgerEntry.objects.in_force().by_month() == [
        (FEBRUARY, 1000_00, 1_00),
        (MARCH, 1000_00, -20_00),
    ]


# --- double counting -----------------------------------------------------------------------------

CLAIMS = st.lists(
    st.builds(
        Claimed, st.uuids(), st.sampled_from("ab"), st.sampled_from([1, 2]), st.integers(1, 9)
    )
)


@given(CLAIMS, st.integers(0, 20))
def test_a_clash_is_two_claims_or_one_above_the_budget_and_no_other(claims, budget):
    found = {(c.line, c.year): c for c in clashes(claims, {"a": budget, "b": budget})}
    for key in {(c.line, c.year) for c in claims}:
        own = [c for c in claims if (c.line, c.year) == key]
        total = sum(c.amount for c in own)
        assert (key in found) == (len(own) > 1 or total > budget)
        if key in found:
            assert list(found[key].claims) == own
            assert (found[key].above, found[key].total) == (max(0, total - budget), total)
            assert found[key].is_shared == (len(own) > 1)


def test_a_ruling_is_the_councils_and_of_the_claims_that_were_shown(programme, people, led):
    finance = people[Role.FINANCE_PARTNER]
    line = BudgetLine.objects.create(code="C1", name="Care", annual_budget=100)
    other = ProgrammePlace.objects.today().exclude(portfolio=led).first().programme
    mine, theirs = (
        SavingBudgetLine.objects.create(programme=p, line=line, year=Y, amount=60)
        for p in (programme, other)
    )
    said = {
        "line": line,
        "year": Y,
        "claims": ids_of(claims_on(line, Y)),
        "stands": mine,
        "why": "It came first.",
        "body": "The group",
        "ruled_on": MARCH,
        "by": finance,
    }
    ruling = rule_on(**said, token=uuid.uuid4())
    assert (ruling.stands, ruling.recorded_by, ruling.history.count()) == (mine, finance, 1)
    for wrong, error in [
        ({"by": people[Role.PMO_EDITOR]}, PermissionDenied),
        ({"claims": "1"}, ValidationError),
        ({"ruled_on": datetime.date(2030, 1, 1)}, ValidationError),
    ]:
        with pytest.raises(error):
            rule_on(**{**said, **wrong}, token=uuid.uuid4())
    finance.portfolios.add(led)
    theirs.saving = Saving.objects.create(programme=programme, name="Not theirs")
    with pytest.raises(ValidationError, match="is no saving of"):
        theirs.full_clean()


# --- arithmetic ----------------------------------------------------------------------------------

AMOUNTS = st.lists(st.integers(-1000, 1000), min_size=1, max_size=6)


def balance(net, at: Fraction) -> Fraction:
    whole = int(at)
    rest = (at - whole) * net[whole] if whole < len(net) else 0
    return sum(net[:whole]) + rest


@given(AMOUNTS)
def test_payback_is_when_the_balance_is_back_at_nothing_for_good(net):
    at = payback(net)
    ends = [sum(net[: i + 1]) for i in range(len(net))]
    if at is None:
        assert ends[-1] < 0
        return
    assert balance(net, at) == 0
    assert all(end >= 0 for i, end in enumerate(ends, start=1) if i >= at)
    assert at == 0 or balance(net, at - Fraction(1, 10**9)) < 0


@given(AMOUNTS, AMOUNTS)
def test_net_is_the_effect_less_the_cost(steps, costs):
    years = range(6)
    effect = effect_by_year(dict(enumerate(steps)), years)
    assert [effect[y] for y in years] == [sum(steps[: y + 1]) for y in years]
    net = net_by_year(effect, dict(enumerate(costs)), years)
    assert sum(net) == sum(effect.values()) - sum(costs)


@given(st.lists(st.integers(-1000, 1000), min_size=3, max_size=3))
def test_weights_of_a_hundred_are_the_face_value(amounts):
    held = dict(zip("abc", amounts, strict=True))
    assert weighted(held, dict.fromkeys("abc", 100)) == sum(amounts)
    assert (
        abs(
            weighted(held, {"a": 100, "b": 75, "c": 25}) * 100
            - (amounts[0] * 100 + amounts[1] * 75 + amounts[2] * 25)
        )
        <= 50
    )


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_next_year_never_costs_more_than_the_gap_or_what_recurs(plan, forecast, recurrent, back):
    standing = Standing(plan, forecast, recurrent, back)
    assert standing.gap == plan - forecast
    assert 0 <= standing.next_year <= max(0, min(plan - forecast, recurrent))
    assert Standing(None, forecast, recurrent).next_year is None
