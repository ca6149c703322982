"""The pages of delivered savings: claims by month, Finance's word, the ledger, rulings, cost."""

import uuid

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from accounts.roles import Role
from agt.words.years import FinancialYear
from portfolios.actions.hold_row import version_of
from portfolios.models import LockException, ProgrammePlace
from reports.pages.delivery.ledger import SALT
from savings.actions.claim_months import claims_version
from savings.models import (
    Benefit,
    BudgetLine,
    BudgetRemoval,
    DeliveredSaving,
    FundingSource,
    Investment,
    LedgerEntry,
    LedgerFile,
    Ruling,
    Saving,
    SavingBudgetLine,
)
from tests.conftest import MOMENT
from tests.pages.test_edit import form_of
from tests.savings.test_delivered import CSV, FEBRUARY, MARCH, claim, judge
from workforce.models import (
    Consultation,
    PostReduction,
    ProgrammePosts,
    RedundancyEstablishment,
    RedundancyProposal,
)

pytestmark = pytest.mark.django_db
YEAR = FinancialYear(2024)


@pytest.fixture
def place(led, working) -> ProgrammePlace:
    places = ProgrammePlace.objects.at(working).filter(portfolio=led)
    return places.select_related("programme").first()


@pytest.fixture
def signed_in(client, people):
    """A client signed in as somebody of a role."""

    def as_role(role: Role):
        client.force_login(people[role])
        return client

    return as_role


def typed(place, **fields) -> dict:
    """The months as a browser sends them: blank where nothing is given."""
    version = claims_version(place.programme)
    return {"token": str(uuid.uuid4()), "version": str(version), **fields}


def words(response) -> str:
    return response.content.decode()


# --- claims --------------------------------------------------------------------------------------


def claims_of(place) -> str:
    return f"/savings/delivery/{place.programme.slug}/claim/?year=2024"


def test_a_year_of_claims_is_typed_on_one_page_and_a_month_left_out_stays_out(place, signed_in):
    lead, url = signed_in(Role.PORTFOLIO_LEAD), claims_of(place)
    assert "March 2025" in words(lead.get(url))
    sent = typed(
        place,
        **{f"amount_{FEBRUARY}": "12.5k", f"evidence_{FEBRUARY}": "Payroll", "cashable_": "on"},
        **{f"amount_{MARCH}": "0", f"evidence_{MARCH}": "Nothing yet", f"cashable_{MARCH}": "on"},
    )
    done = lead.post(url, sent, follow=True)
    assert "2 months saved." in words(done)
    held = DeliveredSaving.objects.filter(programme=place.programme).order_by("month")
    assert [(c.month, c.amount, c.cashable) for c in held] == [
        (FEBRUARY, 12_500_00, False),
        (MARCH, 0, True),
    ]
    assert "was done already" in words(lead.post(url, sent, follow=True))


def test_what_is_wrong_stands_by_its_cell_and_nothing_typed_is_lost(place, signed_in):
    lead, url = signed_in(Role.PORTFOLIO_LEAD), claims_of(place)
    sent = typed(
        place,
        **{f"amount_{FEBRUARY}": "plenty", f"evidence_{FEBRUARY}": "Payroll"},
        **{f"amount_{MARCH}": "10"},
        **{"evidence_2025-01-01": "Of what?"},
    )
    page = lead.post(url, sent)
    assert page.status_code == 422
    errors = page.context["form"].errors
    assert set(errors) == {f"amount_{FEBRUARY}", f"evidence_{MARCH}", "amount_2025-01-01"}
    assert errors[f"evidence_{MARCH}"] == ["Say where it can be seen."]
    assert 'value="plenty"' in words(page)
    assert not DeliveredSaving.objects.filter(programme=place.programme).exists()


def test_somebody_elses_claims_are_shown_first_and_what_finance_agreed_is_not_typed(
    place, signed_in, people
):
    url = claims_of(place)
    lead = signed_in(Role.PORTFOLIO_LEAD)
    sent = typed(place, **{f"amount_{FEBRUARY}": "7", f"evidence_{FEBRUARY}": "Mine"})
    claim(place.programme, people[Role.PMO_EDITOR])
    page = lead.post(url, sent)
    assert page.status_code == 409
    assert "Someone saved this while you were typing" in words(page)
    assert 'value="7"' in words(page)
    (march,) = DeliveredSaving.objects.filter(programme=place.programme)
    judge(march, "validate", people[Role.FINANCE_PARTNER])
    rows = {row["month"]: row for row in lead.get(url).context["form"].rows}
    assert rows[MARCH]["fields"] == []
    assert len(rows[FEBRUARY]["fields"]) == 3
    # what is typed over a month that Finance has agreed is not read
    more = {f"amount_{MARCH}": "99", f"evidence_{MARCH}": "x", f"amount_{FEBRUARY}": "7"}
    more |= {f"evidence_{FEBRUARY}": "Mine"}
    lead.post(url, typed(place, **more))
    held = DeliveredSaving.objects.filter(programme=place.programme).order_by("month")
    assert [c.amount for c in held] == [7_00, 10_00]


def test_a_claim_is_of_a_saving_of_the_programme_or_of_no_other(place, signed_in):
    own = Saving.objects.create(programme=place.programme, name="Two vans")
    other = Saving.objects.exclude(programme=place.programme).first()
    lead, url = signed_in(Role.PORTFOLIO_LEAD), claims_of(place)
    assert "Two vans" in words(lead.get(f"{url}&saving={own.pk}"))
    assert lead.get(f"{url}&saving={other.pk}").status_code == 404
    assert lead.get(f"{url}&saving=x").status_code == 404
    assert lead.get(url.replace("2024", "1066")).status_code == 404
    sent = typed(place, **{f"amount_{MARCH}": "5", f"evidence_{MARCH}": "Sold"})
    lead.post(f"{url}&saving={own.pk}", sent)
    assert DeliveredSaving.objects.get(saving=own).amount == 5_00


def test_finance_judges_a_claim_with_a_reason_where_it_is_refused(
    place, working, signed_in, people
):
    claim(place.programme, people[Role.PORTFOLIO_LEAD])
    (row,) = DeliveredSaving.objects.filter(programme=place.programme)
    finance = signed_in(Role.FINANCE_PARTNER)
    url = f"/savings/delivery/claims/{row.pk}/reject/?position={working.slug}"
    page = finance.get(url)
    assert "Payroll" in words(page)
    sent = {"version": version_of(row), "token": str(uuid.uuid4()), "reason": ""}
    assert "reason" in finance.post(url, sent).context["form"].errors
    done = finance.post(url, sent | {"reason": "Not in the ledger."}, follow=True)
    assert "Not in the ledger." in words(done)
    row.refresh_from_db()
    assert row.state == "rejected"
    assert finance.get(url.replace("reject", "praise")).status_code == 404
    assert finance.get(f"/savings/delivery/claims/{row.pk + 99}/reject/").status_code == 404


# --- the ledger ----------------------------------------------------------------------------------


def file(text: str, name: str = "march.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_the_ledger_is_shown_and_then_taken_in_whole(signed_in):
    finance = signed_in(Role.FINANCE_PARTNER)
    shown = finance.post("/savings/ledger/", {"file": file(CSV)})
    assert "2 rows. Nothing is saved yet." in words(shown)
    assert not LedgerFile.objects.exists()
    sent = {"carried": shown.context["carried"], "token": str(uuid.uuid4())}
    done = finance.post("/savings/ledger/apply/", sent, follow=True)
    assert "is in: 2 rows." in words(done)
    assert LedgerEntry.objects.count() == 2
    assert "was done already" in words(finance.post("/savings/ledger/apply/", sent, follow=True))
    again = sent | {"token": str(uuid.uuid4())}
    refused = finance.post("/savings/ledger/apply/", again, follow=True)
    assert "very file is in already" in words(refused)
    assert LedgerEntry.objects.count() == 2


def test_a_file_with_a_row_that_cannot_be_taken_is_named_and_cannot_be_sent_on(signed_in):
    finance = signed_in(Role.FINANCE_PARTNER)
    page = finance.post("/savings/ledger/", {"file": file(CSV + "C2,soon,1,1\n")})
    assert page.status_code == 422
    assert "row 4" in words(page)
    assert page.context["carried"] == ""
    assert 'name="carried"' not in words(page)
    page = finance.post("/savings/ledger/", {"file": file("nonsense")})
    assert page.status_code == 422
    assert page.context["form"].errors["file"]
    assert finance.post("/savings/ledger/", {}).status_code == 422


def test_only_an_own_fresh_preview_of_a_likely_size_is_taken_in(signed_in, people, monkeypatch):
    finance = signed_in(Role.FINANCE_PARTNER)
    told = {"by": people[Role.SECTION_151].pk, "name": "x", "sha256": "0" * 64, "entries": []}
    for carried in (
        "",
        "forged",
        signing.dumps(told, salt=SALT, compress=True),
        signing.dumps(told, salt="another", compress=True),
        "x" * (1024 * 1024 + 1),
    ):
        sent = {"carried": carried, "token": str(uuid.uuid4())}
        page = finance.post("/savings/ledger/apply/", sent, follow=True)
        assert "no longer valid" in words(page)
    own = signing.dumps({**told, "by": people[Role.FINANCE_PARTNER].pk}, salt=SALT, compress=True)
    page = finance.post("/savings/ledger/apply/", {"carried": own, "token": "x"}, follow=True)
    assert "no longer valid" in words(page)
    assert not LedgerFile.objects.exists()


# --- double counting, and cost -------------------------------------------------------------------


def test_two_claims_on_a_line_are_shown_side_by_side_until_the_group_rules(
    place, led, signed_in, people
):
    line = BudgetLine.objects.create(code="C1", name="Care", annual_budget=100)
    other = ProgrammePlace.objects.today().exclude(portfolio=led).first().programme
    mine, _ = (
        SavingBudgetLine.objects.create(programme=p, line=line, year=YEAR, amount=60)
        for p in (place.programme, other)
    )
    finance = signed_in(Role.FINANCE_PARTNER)
    page = finance.get("/savings/double-counting/")
    (clash,) = page.context["clashes"]
    assert not clash["holds"]
    url = f"/savings/double-counting/{line.pk}/2024/rule/"
    form = finance.get(url).context["form"]
    sent = {
        "token": str(uuid.uuid4()),
        "claims": form["claims"].value(),
        "stands": mine.pk,
        "why": "It came first.",
        "body": "The group",
        "ruled_on": "32/13/2025",
    }
    assert "ruled_on" in finance.post(url, sent).context["form"].errors
    sent["ruled_on"] = "01/03/2030"
    assert "ruled_on" in finance.post(url, sent).context["form"].errors
    sent["ruled_on"] = "01/03/2025"
    done = finance.post(url, sent, follow=True)
    assert "The ruling is recorded." in words(done)
    (clash,) = done.context["clashes"]
    assert clash["holds"]
    assert Ruling.objects.get().stands == mine
    again = finance.post(url, sent, follow=True)
    assert again.redirect_chain[-1][0].startswith("/savings/double-counting/")
    assert "was done already" in words(again)


def test_a_benefit_and_a_saving_on_one_line_are_found(place, signed_in, people):
    """Each named on its own page, by who edits: the benefit on that of a programme of its own."""
    line = BudgetLine.objects.create(code="C1", name="Care", annual_budget=100_000_00)
    benefit = Benefit.objects.create(
        title="Less print", category="cashable", portfolio=place.portfolio, owner_role="Head"
    )
    saving = Saving.objects.create(programme=place.programme, name="Fewer letters")
    lead = signed_in(Role.PORTFOLIO_LEAD)
    add = f"/edit/saving-budget-line/add/?programme={place.programme.slug}"

    def named(**claim):
        sent = form_of(lead, add, line=str(line.pk), year="2024/25", amount="3,000", version="0")
        return lead.post(add, sent | {k: str(v.pk) for k, v in claim.items()}, follow=True)

    assert "Less print" not in words(lead.get(add))  # not of this programme yet
    assert "not one of the available choices" in words(named(benefit=benefit))
    benefit.programmes.add(place.programme)
    page = words(named(saving=saving, benefit=benefit))
    assert "Name the saving or the benefit, not both" in page
    assert "Less print" in words(named(benefit=benefit))
    assert "claims the line for the year already" in words(named(benefit=benefit))
    assert lead.get("/savings/double-counting/").context["clashes"] == []
    named(saving=saving)
    (clash,) = lead.get("/savings/double-counting/").context["clashes"]
    assert [str(claim.claimant) for claim in clash["claims"]] == ["Less print", "Fewer letters"]
    page = words(lead.get("/savings/double-counting/"))
    assert "the benefit Less print: £3,000" in " ".join(page.replace("</a>", "").split())
    assert "C1 Care</a>, 2024/25: £3,000" in words(lead.get(f"/benefits/{benefit.pk}/"))
    sent = {"version": version_of(benefit), "why": "x", "token": str(uuid.uuid4())}
    refused = lead.post(f"/edit/benefit/{benefit.pk}/remove/", sent)
    assert "It claims budget lines: C1 Care" in words(refused)


def test_a_line_is_claimed_by_one_that_comes_from_the_programme(place):
    line = BudgetLine.objects.create(code="C1", name="Care", annual_budget=100)
    held = {"programme": place.programme, "line": line, "year": YEAR, "amount": 1}
    benefit = Benefit.objects.create(title="Elsewhere", category="demand", owner_role="Head")
    saving = Saving.objects.create(programme=place.programme, name="Fewer letters")
    with pytest.raises(ValidationError, match="does not come from"):
        SavingBudgetLine(**held, benefit=benefit).full_clean()
    SavingBudgetLine.objects.create(**held, benefit=benefit)
    for wrong in ({"benefit": benefit}, {"benefit": benefit, "saving": saving}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavingBudgetLine.objects.bulk_create([SavingBudgetLine(**held, **wrong)])


def test_the_same_posts_claimed_twice_are_shown_to_those_who_see_posts(
    place, working, led, signed_in
):
    whole = PostReduction.objects.get(position=working, portfolio=led)
    part = ProgrammePosts.objects.create(
        position=working,
        portfolio=led,
        programme=place.programme,
        low=100,
        high=100,
        heads_low=10,
        heads_high=12,
    )
    unit = RedundancyEstablishment.objects.create(name="Depot")
    batches = []
    for name, posts in (("First round", 7), ("Second round", 5)):
        held = Consultation.objects.create(name=name, establishment=unit, portfolio=led)
        batches.append(
            RedundancyProposal.objects.create(
                consultation=held, programme=place.programme, posts_low=posts, posts_high=posts
            )
        )
    url = f"/savings/double-counting/?position={working.slug}"
    assert signed_in(Role.HR_PARTNER).get(url).context["posts"] == []
    RedundancyProposal.objects.filter(pk=batches[1].pk).update(posts_high=6)
    page = signed_in(Role.HR_PARTNER).get(url)
    (found,) = page.context["posts"]
    assert (found["whose"], found["has"]) == (place.programme, "12 heads")
    assert [(str(who), many) for who, many in found["claims"]] == [
        ("First round", "7 posts"),
        ("Second round", "6 posts"),
    ]
    assert "Posts claimed twice" in words(page)
    for role in (Role.SECTION_151, Role.PMO_EDITOR):
        told = signed_in(role).get(url)
        assert told.context["posts"] == []
        assert "Posts claimed twice" not in words(told)
    PostReduction.objects.filter(pk=whole.pk).update(low=0, high=50, vacant=0, delivered=0)
    names = [str(f["whose"]) for f in signed_in(Role.HR_PARTNER).get(url).context["posts"]]
    assert names == [str(part.portfolio), str(place.programme)]


def test_the_ledger_stands_beside_the_claims_and_a_removal_is_recorded_by_finance(
    place, working, people, signed_in
):
    line = BudgetLine.objects.create(code="C1", name="Care", annual_budget=10**9)
    claim(place.programme, people[Role.PORTFOLIO_LEAD])
    finance = signed_in(Role.FINANCE_PARTNER)
    shown = finance.post("/savings/ledger/", {"file": file(CSV)})
    sent = {"carried": shown.context["carried"], "token": str(uuid.uuid4())}
    finance.post("/savings/ledger/apply/", sent)
    url = f"/savings/delivery/{place.programme.slug}/months/?position={working.slug}&year=2024"
    assert "Ledger" not in words(finance.get(url))  # of no line that the programme names
    add = f"/edit/budget-removal/add/?programme={place.programme.slug}"
    typed_in = {"line": str(line.pk), "year": "2025/26", "amount": "1,250", "version": "0"}
    sent = form_of(finance, add, removed_on="10/03/2025", evidence="Journal 7", **typed_in)
    assert finance.post(add, sent).status_code == 302
    removal = BudgetRemoval.objects.get()
    assert (removal.amount, removal.history.get().history_user.role) == (
        1_250_00,
        Role.FINANCE_PARTNER,
    )
    page = finance.get(url)
    ledger = {item["month"]: item["ledger"] for item in page.context["months"] if item["ledger"]}
    assert ledger == {FEBRUARY: (1000_00, 900_50), MARCH: (1000_00, -20_00)}
    for told in ("£900.50", "−£20", "£1,250</td>", "Journal 7"):
        assert told in words(page), told
    assert signed_in(Role.PORTFOLIO_LEAD).get(add).status_code == 403


def test_a_lead_with_an_exception_still_changes_the_cost_of_their_own_after_the_lock(
    place, working, led, signed_in, people
):
    Investment.objects.create(
        position=working,
        programme=place.programme,
        year=YEAR,
        amount=100,
        source=FundingSource.objects.first(),
    )
    lead = signed_in(Role.PORTFOLIO_LEAD)
    own = [slug for slug, _ in lead.get("/savings/cost/").context["programmes"]]
    assert place.programme.slug in own
    type(working).objects.filter(pk=working.pk).update(locks_on=FEBRUARY)
    assert lead.get("/savings/cost/").context["programmes"] == []
    LockException.objects.create(
        position=working,
        portfolio=led,
        until=MARCH.replace(day=31),
        why="Late invoices",
        granted_by=people[Role.PMO_EDITOR],
        granted_at=MOMENT,
    )
    assert [slug for slug, _ in lead.get("/savings/cost/").context["programmes"]] == own


def test_an_empty_published_position_leads_to_the_one_being_worked_on(signed_in, settings, working):
    """To whoever may see it: a Board member is not sent to what is not theirs."""
    settings.VIEWERS_SEE_WORKING = False
    leads_on = f'href="?position={working.slug}"'
    for url in ("/savings/delivery/", "/savings/cost/"):
        assert leads_on in words(signed_in(Role.SECTION_151).get(url))
        assert leads_on not in words(signed_in(Role.VIEWER).get(url))
        assert leads_on not in words(signed_in(Role.SECTION_151).get(f"{url}?position=working"))
