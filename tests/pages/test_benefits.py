"""The pages of benefits: a month's readings at once, what happens to a benefit, and the lists."""

import uuid

import plotly.graph_objects as go
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from portfolios.actions.hold_row import version_of
from reports.illustrative import load
from savings.actions.record_readings import Entry, record_readings
from savings.measured import measured
from savings.models import Benefit, BenefitActivity, Measure, Reading, TargetPoint, UnitValue
from tests.conftest import MOMENT

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()


@pytest.fixture
def editor(client, people):
    client.force_login(people[Role.PMO_EDITOR])
    return client


@pytest.fixture
def benefit(led) -> Benefit:
    return Benefit.objects.create(
        title="Less waiting", category="cashable", portfolio=led, owner_role="Head"
    )


@pytest.fixture
def measures(benefit) -> list[Measure]:
    return [
        Measure.objects.create(benefit=benefit, name=name, unit="people", baseline=10_000)
        for name in ("First", "Second", "Third")
    ]


def sheet(measures, typed, **more):
    """A month's sheet as a browser sends it: nothing seen where nothing is given."""
    data = {"token": str(uuid.uuid4()), "why": ""}
    for measure, value in zip(measures, typed, strict=True):
        pk = measure.pk
        data |= {f"value_{pk}": value, f"evidence_{pk}": "", f"seen_{pk}": "0"}
    return data | more


def page_of(led) -> str:
    return f"/benefits/readings/?portfolio={led.slug}"


@pytest.fixture
def mine(led, measures) -> list[Measure]:
    """Every measure of the portfolio, the published ones among them."""
    held = Measure.objects.filter(benefit__portfolio=led)
    return list(held.exclude(pk__in=[m.pk for m in measures])) + measures


def test_a_months_readings_are_entered_at_once(editor, led, mine, measures):
    blank = [""] * (len(mine) - 3)
    before = Reading.objects.count()
    answer = editor.post(page_of(led), sheet(mine, [*blank, "0", "", "1,250.5"]), follow=True)
    assert "2 readings recorded for March 2025" in answer.content.decode()
    assert [measured(m).newest and measured(m).newest.value for m in measures] == [
        0,
        None,
        1_250_500,
    ]
    assert Reading.objects.count() == before + 2
    assert measured(measures[0]).newest.on == TODAY
    editor.post(f"{page_of(led)}&month=2025-02", sheet(mine, [*blank, "", "4", ""]))
    assert measured(measures[1]).newest.on.isoformat() == "2025-02-28"


def test_nonsense_stands_beside_its_field_and_nothing_is_half_saved(editor, led, mine, measures):
    blank = [""] * (len(mine) - 3)
    before = Reading.objects.count()
    wrong = sheet(mine, [*blank, "3", "lots", ""], **{f"evidence_{mine[-1].pk}": "Return"})
    page = editor.post(page_of(led), wrong).content.decode()
    assert "“lots” is not a number" in page
    assert "evidence of no reading" in page
    assert 'value="lots"' in page
    assert 'value="3"' in page
    assert (
        "Nothing was typed"
        in editor.post(page_of(led), sheet(mine, [*blank, "", "", ""])).content.decode()
    )
    assert Reading.objects.count() == before


def test_who_wrote_meanwhile_is_not_written_over(editor, led, mine, measures, people):
    blank = [""] * (len(mine) - 3)
    opened = sheet(mine, [*blank, "3", "", ""])
    first = measures[0]
    entry = Entry(first, TODAY, 7_000)
    record_readings(entries=[entry], why="", token=uuid.uuid4(), by=people[Role.PMO_EDITOR])
    page = editor.post(page_of(led), opened).content.decode()
    assert "meanwhile" in page
    held = measured(first).newest
    assert f'name="seen_{first.pk}" value="{held.pk}"' in page
    again = {**opened, f"seen_{first.pk}": str(held.pk), "token": str(uuid.uuid4())}
    assert "say why" in editor.post(page_of(led), again).content.decode()
    again |= {"why": "A slip.", "token": str(uuid.uuid4())}
    assert editor.post(page_of(led), again).status_code == 302
    first = Measure.objects.get(pk=first.pk)
    assert measured(first).newest.value == 3_000
    editor.post(page_of(led), again)
    assert Reading.objects.filter(measure=first).count() == 2


@pytest.mark.parametrize("month", ["2025-04", "2020-01", "nonsense"])
def test_a_month_that_cannot_be_entered_is_not_there(month, editor):
    assert editor.get(f"/benefits/readings/?month={month}").status_code == 404


def test_a_programmes_measures_alone(editor):
    page = editor.get("/benefits/readings/?programme=service-centre").content.decode()
    assert "Postage cost" in page
    assert "Children in residential homes" not in page
    assert (
        "No measure is recorded here"
        in editor.get("/benefits/readings/?programme=good-landlord").content.decode()
    )


def act(client, address, **data):
    held = {"token": str(uuid.uuid4()), "why": "because"}
    return client.post(address, held | data)


def test_a_benefit_is_moved_linked_verified_and_withdrawn(editor, benefit, people, client):
    at = f"/benefits/{benefit.pk}"
    old = version_of(benefit)
    assert act(editor, f"{at}/move/", to="realised", version=old).status_code == 302
    late = act(editor, f"{at}/move/", to="planned", version=old)
    assert late.status_code == 409
    assert "Someone changed this" in late.content.decode()
    assert act(editor, f"{at}/move/", to="realised", version=version_of(benefit)).status_code == 200
    token = str(uuid.uuid4())
    for _ in range(2):
        linked = act(editor, f"{at}/link/", version=version_of(benefit), outcomes=[1], token=token)
        assert linked.status_code == 302
    assert benefit.outcomes.count() == 1
    client.force_login(people[Role.FINANCE_PARTNER])
    ahead = act(client, f"{at}/verify/", on="01/01/2030", value="2m", version=version_of(benefit))
    assert "It is verified today or was before" in ahead.content.decode()
    act(client, f"{at}/verify/", on="01/03/2025", value="2m", version=version_of(benefit))
    benefit.refresh_from_db()
    assert (benefit.state, benefit.verified_value) == ("verified", 200_000_000)
    assert (
        f"on 1 March 2025 by {people[Role.FINANCE_PARTNER]}"
        in client.get(f"{at}/").content.decode()
    )
    act(client, f"{at}/withdraw/", version=version_of(benefit))
    benefit.refresh_from_db()
    assert benefit.state == "realised"


def test_a_measure_is_read_and_valued(editor, measures, people, client):
    at = f"/benefits/measures/{measures[0].pk}"
    assert act(editor, f"{at}/reading/", on=TODAY, value="12.5", why="").status_code == 302
    refused = act(editor, f"{at}/reading/", on=TODAY, value="13", why="").content.decode()
    assert "say why" in refused
    client.force_login(people[Role.FINANCE_PARTNER])
    act(client, f"{at}/unit-value/", since=TODAY, pence="£100", source="Study")
    assert UnitValue.objects.get().pence == 10_000
    TargetPoint.objects.create(measure=measures[0], on=TODAY, value=15_000)
    page = client.get(f"{at}/").content.decode()
    assert "delivery--at-risk" in page
    assert "£100" in page


def test_rows_that_hang_on_others_are_added_once(editor, benefit, measures):
    """What is unique within a benefit or a measure is refused by the form, not by the database."""
    held = {"version": 0, "why": "because"}
    activity = {"activity": "Do it", "output": "It is done"}
    point = {"on": "31/03/2026", "value": "12"}
    for kind, of, row, data in (
        ("benefit-activity", "benefit", benefit, activity),
        ("target-point", "measure", measures[0], point),
        ("benefit-measure", "benefit", benefit, {"name": "New", "unit": "x", "good": "up"}),
    ):
        address = f"/edit/{kind}/add/?{of}={row.pk}"
        tokens = [{"token": str(uuid.uuid4())} for _ in range(2)]
        assert editor.post(address, held | data | tokens[0]).status_code == 302
        again = editor.post(address, held | data | tokens[1])
        assert again.status_code == 200
        assert "already" in again.content.decode()
    assert BenefitActivity.objects.count() == 1


def test_a_benefit_is_added_and_goes_only_while_nothing_hangs_on_it(editor, benefit, measures, led):
    held = {"version": 0, "why": "because", "title": "New", "category": "demand"}
    held |= {"portfolio": led.pk, "cash_releasing": "unknown"}
    nobody = editor.post("/edit/benefit/add/", held | {"token": str(uuid.uuid4())})
    assert "Name who owns it" in nobody.content.decode()
    sent = held | {"token": str(uuid.uuid4()), "owner_role": "Head"}
    assert editor.post("/edit/benefit/add/", sent).status_code == 302
    made = Benefit.objects.get(title="New")

    def remove(kind, row):
        data = {"version": version_of(row), "why": "because", "token": str(uuid.uuid4())}
        return editor.post(f"/edit/{kind}/{row.pk}/remove/", data)

    assert remove("benefit", made).status_code == 302
    assert "It has measures" in remove("benefit", benefit).content.decode()
    Reading.objects.create(measure=measures[0], on=TODAY, value=1)
    assert "stays: so does the measure" in remove("benefit-measure", measures[0]).content.decode()
    assert remove("benefit-measure", measures[1]).status_code == 302
    Benefit.objects.filter(pk=benefit.pk).update(
        state="verified", verified_on=TODAY, illustrative=True
    )
    assert "it stays" in remove("benefit", benefit).content.decode()
    assert remove("measure", Measure.objects.create(name="Free", unit="x")).status_code == 302


def test_the_register_is_filtered_sorted_and_exported(editor, benefit, led):
    other = Benefit.objects.exclude(portfolio=led).first()
    asked = f"category=cashable&cash_releasing=none&state=planned&portfolio={led.slug}"
    page = editor.get(f"/benefits/register/?search=waiting&{asked}&sort=-value").content.decode()
    assert benefit.title in page
    assert other.title not in page
    told = editor.get(f"/benefits/register.json?{asked}").json()
    assert len(told["rows"]) == 1
    assert benefit.title in str(told["rows"][0])
    assert editor.get("/benefits/register.json?state=nonsense").status_code == 404


def test_the_pages_show_the_samples_and_draw_what_plotly_takes(editor):
    load(settings.ILLUSTRATIVE_FIXTURES)
    index = editor.get("/benefits/").content.decode()
    assert "Side by side, never added" in index
    assert "Off track" in index
    chart = editor.get("/benefits/map/").context["chart"]
    go.Figure(chart.figure)
    names = [trace.get("name") for trace in chart.figure["data"]]
    assert names[1:] == ["Activity", "Output", "Benefit", "Outcome"]
    measure = Measure.objects.filter(illustrative=True).first()
    drawn = editor.get(f"/benefits/measures/{measure.pk}/").context["chart"].figure
    go.Figure(drawn)
    target, readings = drawn["data"]
    assert target["y"][0] == 41
    assert readings["y"][0] == 40


def test_more_measures_make_no_more_queries(editor, benefit, measures):
    def queries(url):
        editor.get(url)
        Benefit.objects.filter(pk=benefit.pk).update(description=str(uuid.uuid4()))
        with CaptureQueriesContext(connection) as made:
            assert editor.get(url).status_code == 200
        return len(made)

    urls = ["/benefits/", "/benefits/map/", "/benefits/readings/", f"/benefits/{benefit.pk}/"]
    urls += ["/benefits/register/", "/reports/benefit-measures/", "/benefits/register.csv"]
    before = [queries(url) for url in urls]
    for n in range(8):
        row = Measure.objects.create(benefit=benefit, name=f"m{n}", unit="x", baseline=1)
        Reading.objects.create(measure=row, on=TODAY, value=n)
        BenefitActivity.objects.create(benefit=benefit, activity=f"a{n}", output="o")
    assert [queries(url) for url in urls] == before


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**400])
def test_a_number_past_what_a_database_counts_is_no_choice(number, editor, benefit):
    at = f"/benefits/{benefit.pk}/link/"
    sent = {"version": version_of(benefit), "why": "Because.", "token": str(uuid.uuid4())}
    page = editor.post(at, sent | {"outcomes": ["1", str(number)]})
    assert page.status_code in (200, 422)
    assert "is not one of the available choices" in page.content.decode()
    assert not benefit.outcomes.exists()
