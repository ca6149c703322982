"""My work, by role; and a programme's lines as they stood on a day."""

# ruff: noqa: F401, F811 - the fixtures of governance

import datetime
import uuid

import pytest

from accounts.roles import Role
from agt.words import clock
from governance.models import MitigatingAction
from portfolios.models import Organisation, Position, ReturnDue
from reports.actions.return_unchanged import return_unchanged
from reports.actions.sign import confirm_programme
from savings.actions.decide_request import refuse_request
from savings.actions.save_grid import save_grid
from savings.grid import Grid
from savings.models import SavingsLine
from tests.conftest import MOMENT
from tests.governance.conftest import TODAY, day, milestone, mine, new_risk, others
from tests.savings.test_tolerance import save

DAY = datetime.timedelta(days=1)
CHANGES = "Changes above the tolerance to decide"


def text(response) -> str:
    return response.content.decode()


def work_of(client, person) -> str:
    client.force_login(person)
    return text(client.get("/my-work/"))


def test_an_editor_has_every_untouched_programme_and_every_break(client, people):
    page = work_of(client, people[Role.PMO_EDITOR])
    assert "Breaks to explain (5)" in page
    assert "look at their figures (21)" in page
    assert "Programmes to confirm" not in page


def test_a_lead_has_the_programmes_of_their_portfolio(client, people, led, working):
    page = work_of(client, people[Role.PORTFOLIO_LEAD])
    mine = working.places.filter(portfolio=led, shows="money").count()
    assert f"look at their figures ({mine})" in page
    assert "Breaks to explain" not in page


def test_a_finance_partner_has_what_is_not_confirmed(client, people, working):
    partner = people[Role.FINANCE_PARTNER]
    assert "Programmes to confirm (21)" in work_of(client, partner)
    place = working.places.filter(shows="money").first()
    confirm_programme(place=place, version=place.version, by=partner)
    assert "Programmes to confirm (20)" in work_of(client, partner)


def test_the_section_151_officer_has_a_cabinet_position_to_sign(client, people, working):
    officer = people[Role.SECTION_151]
    assert "Positions to sign" not in work_of(client, officer)
    Position.objects.filter(pk=working.pk).update(kind="quarterly_cabinet")
    assert "Positions to sign (1)" in work_of(client, officer)
    Position.objects.filter(pk=working.pk).update(signed_by=officer, signed_at=clock.now())
    assert "Nothing waits to be signed." in work_of(client, officer)


def test_who_is_named_on_a_programme_has_that_one(client, people, working):
    place = working.places.filter(shows="money").first()
    place.programme.manager = people[Role.PMO_EDITOR]
    place.programme.save()
    assert "look at their figures (1)" in work_of(client, people[Role.PMO_EDITOR])


def piles_of(client, person) -> dict[str, list]:
    client.force_login(person)
    return {pile.title: pile.tasks for pile in client.get("/my-work/").context["piles"]}


def test_what_is_late_comes_first_with_its_date_and_days(client, people, working):
    partner = people[Role.FINANCE_PARTNER]
    titles = list(piles_of(client, partner))
    assert titles == ["Programmes to confirm", "Breaks to explain", CHANGES]
    ReturnDue.objects.create(position=working, confirmation_due=MOMENT.date() - DAY)
    assert "due 13 March 2025, 1 day late" in work_of(client, partner)
    place = working.places.filter(shows="money").last()
    return_unchanged(place=place, version=1, by=people[Role.PMO_EDITOR])
    first, second, *_ = piles_of(client, partner)["Programmes to confirm"]
    assert (first.late, first.when) == (1, "due 13 March 2025, 1 day late")
    # what has been returned goes before what has not
    assert first.text == f"{place.printed_label}, {place.portfolio_short_name}"
    assert second.text.endswith("(not returned)")


def test_what_is_due_first_comes_first(client, people, working, led):
    ReturnDue.objects.create(position=working, portfolio=led, figures_due=MOMENT.date() + DAY)
    tasks = piles_of(client, people[Role.PMO_EDITOR])[
        f"Programmes as {working} was opened: look at their figures"
    ]
    mine = working.places.filter(portfolio=led, shows="money").count()
    assert [task.when for task in tasks] == ["due 15 March 2025"] * mine + [""] * (21 - mine)


def test_an_approver_has_the_changes_they_decide_and_who_asked_sees_how_it_fared(
    client, people, working
):
    place = working.places.filter(shows="money").first()
    officer, author = people[Role.SECTION_151], people[Role.PMO_EDITOR]
    Organisation.objects.update(tolerance=1, approver=officer)
    asked = save(place, Grid({}), author)
    assert [t.url for t in piles_of(client, officer)[CHANGES]] == [f"/changes/{asked.pk}/"]
    assert piles_of(client, people[Role.FINANCE_PARTNER])[CHANGES] == []
    assert "No change waits for you." in work_of(client, people[Role.FINANCE_PARTNER])
    assert CHANGES not in piles_of(client, author)
    assert f"waits for {officer}" in work_of(client, author)
    refuse_request(request=asked, note="Not yet.", token=uuid.uuid4(), by=officer)
    assert f"refused, {officer}, 14 March 2025: Not yet." in work_of(client, author)
    assert "What you asked for" not in work_of(client, officer)


def test_what_one_owns_says_who_has_the_next_step(client, people, led):
    lead = people[Role.PORTFOLIO_LEAD]
    assert "You are named on no programme" in work_of(client, lead)
    led.lead = lead
    led.save()
    page = work_of(client, lead)
    assert "What you own (" in page
    assert f"not returned: next step is with {lead}" in page


def test_without_a_working_position_there_are_breaks_alone(client, people, working):
    Position.objects.filter(pk=working.pk).update(kind="scenario")
    assert list(piles_of(client, people[Role.PMO_EDITOR])) == ["Breaks to explain"]
    assert "No position is open for editing." in work_of(client, people[Role.PMO_EDITOR])


def test_a_viewer_has_nothing_to_do(client, people):
    assert "Nothing waits for you" in work_of(client, people[Role.VIEWER])


@pytest.fixture
def edited(working, people):
    """A programme whose first line was halved two days after the position was opened."""
    line = SavingsLine.objects.at(working).filter(fund="general_fund").first()
    lines = SavingsLine.objects.filter(place=line.place)
    grid = Grid.of_lines(lines)
    halved = {c: p // 2 if p == line.amount else p for c, p in grid.amounts.items()}
    with clock.stopped_at(MOMENT + datetime.timedelta(days=2)):
        save_grid(
            place=line.place,
            grid=Grid(halved),
            version=1,
            note="halved",
            token="0" * 31 + "1",
            by=people[Role.PMO_EDITOR],
        )
    return line.place, line.amount


def stood_on(client, place, day: str):
    page = f"/programmes/{place.programme.slug}/?position=working&stood_on={day}"
    return client.get(page)


def test_a_programme_is_shown_as_it_stood_on_a_day(client, people, edited):
    place, amount = edited
    client.force_login(people[Role.VIEWER])
    before = stood_on(client, place, "15/03/2025").context["stood"]
    after = stood_on(client, place, "16/03/2025").context["stood"]
    assert before[0].amount == amount
    assert after[0].amount == amount // 2
    assert sum(line.amount for line in before) > sum(line.amount for line in after)


def test_before_it_was_opened_there_is_nothing_and_nonsense_is_no_day(client, people, edited):
    place, _ = edited
    client.force_login(people[Role.VIEWER])
    assert "had no lines in" in text(stood_on(client, place, "01/03/2025"))
    nonsense = stood_on(client, place, "the Ides")
    assert nonsense.status_code == 200
    assert "Give a day like 31/03/2025." in text(nonsense)


def test_who_is_named_on_a_risk_an_action_or_a_milestone_has_it(client, people, mine, others):
    """Late ones with their days; what is done, closed or another's is not theirs to do."""
    lead, editor = people[Role.PORTFOLIO_LEAD], people[Role.PMO_EDITOR]
    own = {"owner": lead, "owner_role": ""}
    risk = new_risk(title="Flood", programme=mine, review_on=day(-2), **own)
    new_risk(title="Elsewhere", programme=others, review_on=day(-2), **own)
    new_risk(title="Unowned", programme=mine, review_on=day(-2))
    milestone(mine, "Nobody waits")
    gone = new_risk(title="Gone", programme=mine, closed_on=TODAY, closed_why="over", **own)
    for text, of, fields in [
        ("Sandbags", risk, {"owner": lead, "due": day(-3)}),
        ("Pumped", risk, {"owner": lead, "due": day(-3), "done_on": TODAY}),
        ("Too late", gone, {"owner": lead, "due": day(-3)}),
        ("Hers", risk, {"owner": editor, "due": day(-3)}),
    ]:
        MitigatingAction.objects.create(text=text, risk=of, **fields)
    milestone(mine, "Walls stand", forecast=day(-1), **own)
    milestone(mine, "Walls stood", actual=TODAY, **own)
    page = work_of(client, lead)
    for told in ["Flood", "Sandbags", "Walls stand"]:
        assert told in page
    others_and_done = ["Elsewhere", "Unowned", "Hers", "Nobody", "Gone", "Pumped", "Walls stood"]
    for hidden in [*others_and_done, "Too late"]:
        assert hidden not in page
    assert "Milestones you own (1)" in page
    assert "Sandbags" not in work_of(client, editor)
    for pile in client.get("/my-work/").context["piles"]:
        assert all(client.get(task.url).status_code == 200 for task in pile.tasks[:2])
