"""The pages of governance: who sees what, filters, exports, and what each leads to."""

import csv
import io
import re
import uuid
from html import unescape

import pytest
from openpyxl import load_workbook

from governance.models import Dependency, Level, MitigatingAction, Risk, RiskFramework
from governance.register import COLUMNS
from portfolios.actions.hold_row import version_of
from portfolios.models import PortfolioPlace
from tests.governance.conftest import act, day, new_dependency, new_risk, rated, review


def text(response) -> str:
    return unescape(response.content.decode())


def listed(response) -> list[str]:
    """The titles a list shows, in order."""
    return re.findall(
        r'<a class="" href="/governance/[a-z]+/\d+/[^"]*">([^<]*)</a>', text(response)
    )


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def register(mine, others, led):
    """One risk of each sort."""
    rated(5, 5, title="critical", programme=mine, cause="zebra")
    rated(2, 2, title="small", programme=others, inherent_likelihood=40, inherent_impact=40)
    rated(3, 4, title="issue", portfolio=led, kind="issue", level=3, review_on=day(-1))
    new_risk(title="unscored")
    rated(4, 4, title="closed", programme=mine, closed_on=day(-1), closed_why="over")


# --- the register --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["critical", "issue", "small", "unscored"]),
        ("?state=closed", ["closed"]),
        ("?state=all", ["critical", "closed", "issue", "small", "unscored"]),
        ("?state=overdue", ["issue"]),
        ("?kind=issue", ["issue"]),
        ("?level=3", ["issue"]),
        ("?band=very_high", ["critical"]),
        ("?band=low", ["small"]),
        ("?band=very_high&rating=inherent", ["small"]),
        ("?likelihood=3&impact=4", ["issue"]),
        ("?likelihood=4&rating=inherent", ["small"]),
        ("?rating=target&impact=1", []),
        ("?search=ZEBRA", ["critical"]),
        ("?portfolio={led}", ["critical", "issue"]),
        ("?sort=title", ["critical", "issue", "small", "unscored"]),
        ("?sort=-title", ["unscored", "small", "issue", "critical"]),
    ],
)
def test_the_register_filters_and_sorts(query, expected, as_editor, register, led):
    page = as_editor.get("/governance/risks/" + query.format(led=led.slug))
    assert listed(page) == expected
    assert f"{len(expected)} of 5 risks and issues" in text(page)


def test_a_filter_that_is_not_known_is_said_beside_it(as_editor, register):
    page = as_editor.get("/governance/risks/?likelihood=9")
    assert "Select a valid choice" in text(page)
    assert as_editor.get("/governance/risks.csv?likelihood=9").status_code == 404
    assert as_editor.get("/governance/dependencies.csv?state=lost").status_code == 404


def test_without_a_risk_the_register_says_what_to_do(as_editor):
    assert "An editor or a portfolio lead adds the first" in text(
        as_editor.get("/governance/risks/")
    )


def test_a_lead_reads_and_finds_their_own_risks_alone(as_lead, register, lead, others):
    assert listed(as_lead.get("/governance/risks/?state=all")) == ["critical", "closed", "issue"]
    for risk in Risk.objects.all():
        hidden = risk.title in ("small", "unscored")
        page = as_lead.get(f"/governance/risks/{risk.pk}/")
        assert (page.status_code == 404) is hidden
    table = text(as_lead.get("/reports/top-risks/"))
    assert "critical" in table
    assert "small" not in table


def test_the_register_goes_to_excel_in_the_councils_own_columns(as_editor, register):
    headings = ["Title", "Current score", "Ref", "Next review", "Inherent likelihood"]
    RiskFramework(register_columns="\n".join(headings)).save()
    answer = as_editor.get("/governance/risks.xlsx?kind=issue")
    assert answer["Content-Disposition"] == (
        'attachment; filename="risk-register-working-position.xlsx"'
    )
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=5)]
    assert rows == [
        headings,
        ["issue", 12, Risk.objects.get(title="issue").ref, "13 March 2025", None],
    ]
    assert sheet["A2"].value.startswith("As at 14 March 2025, with the portfolios of Working")
    assert "Risk or issue: Issue; By its rating: Current; State: Open" in sheet["A2"].value


def test_every_column_of_the_register_is_filled(as_editor, mine, editor):
    risk = rated(3, 4, programme=mine, cause="=1+1", event="e", effect="f", proximity="now")
    Risk.objects.update(
        inherent_likelihood=45,
        inherent_impact=40,
        target_likelihood=10,
        target_impact=10,
        review_on=day(9),
        closed_on=day(0),
        closed_why="over",
        illustrative=True,
    )
    risk.actions.create(text="Ask", owner_role="Clerk", due=day(3))
    risk.actions.create(text="Look", owner=editor, due=day(-3), done_on=day(-4))
    answer = as_editor.get("/governance/risks.csv?state=all").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(answer))
    assert all(row[heading] for heading in COLUMNS.values())
    assert row["Cause"] == "'=1+1"
    assert (row["Inherent likelihood"], row["Inherent score"]) == ("4.5", "18")
    assert row["Mitigating actions"] == (
        f"Look ({editor}, done 10/03/2025); Ask (Clerk, due 17/03/2025)"
    )


# --- one risk ------------------------------------------------------------------------------------


def sent(client, risk: Risk, what: str, **typed) -> object:
    form = {"token": str(uuid.uuid4()), "version": str(version_of(risk)), "why": "because"}
    return client.post(f"/governance/risks/{risk.pk}/{what}/", form | typed, follow=True)


def test_a_risk_is_reviewed_escalated_closed_and_opened_again_on_its_pages(as_editor, mine):
    risk = new_risk(programme=mine, title="Flood")
    page = sent(as_editor, risk, "review", on="10/03/2025", likelihood="3.5", impact="4")
    assert "“Flood” is reviewed." in text(page)
    assert "14 High" in text(page)
    assert "3.5 × 4" in text(page)
    page = sent(as_editor, risk, "escalate", to_level="3")
    assert "Programme → Transformation Board" in text(page)
    page = sent(as_editor, risk, "escalate", to_level="2", hand_back="on")
    assert "Handed back: Transformation Board → Portfolio" in text(page)
    page = sent(as_editor, risk, "close", on="14/03/2025", why="dry again")
    assert "closed on 14 March 2025: dry again" in text(page)
    assert "(closed)" in text(as_editor.get("/governance/risks/?state=closed"))
    assert as_editor.get(f"/governance/risks/{risk.pk}/review/").status_code == 404
    page = sent(as_editor, risk, "reopen")
    assert "“Flood” is open again." in text(page)
    assert [e.why for e in page.context["changes"]][:2] == ["because", "dry again"]


def test_what_cannot_be_is_said_beside_the_field_and_nothing_typed_is_lost(as_editor, mine):
    risk = new_risk(programme=mine, level=3)
    page = sent(as_editor, risk, "review", on="10/03/2025", likelihood="7", impact="4", why="so it")
    assert page.status_code == 200
    assert "7 is off the scale, which goes from 1 (Rare) to 5 (Almost certain)." in text(page)
    assert 'value="so it"' in text(page)
    page = sent(as_editor, risk, "review", on="soon", likelihood="high", impact="4")
    assert "“high” is not a step of a scale" in text(page)
    page = sent(as_editor, risk, "escalate", to_level="1")
    assert "From Transformation Board it is escalated to Cabinet." in text(page)
    risk.refresh_from_db()
    assert (risk.level, risk.scores.count()) == (3, 0)


def test_a_second_editor_is_told_and_may_send_theirs_all_the_same(as_editor, editor, mine):
    risk = new_risk(programme=mine)
    stale = str(version_of(risk))
    review(risk, editor, 20, 20, day(-3), why="I was first")
    typed = {"on": "14/03/2025", "likelihood": "4", "impact": "4", "why": "second"}
    page = sent(as_editor, risk, "review", version=stale, **typed)
    assert page.status_code == 409
    assert "I was first" in text(page)
    assert page.context["form"]["version"].value() == str(version_of(risk))
    token = str(uuid.uuid4())
    assert "is reviewed" in text(sent(as_editor, risk, "review", token=token, **typed))
    assert "nothing was done again" in text(sent(as_editor, risk, "review", token=token, **typed))


def test_a_lead_cannot_act_where_they_only_read(as_lead, mine, others, october):
    risk = new_risk(programme=mine)
    assert as_lead.get(f"/governance/risks/{risk.pk}/review/").status_code == 200
    assert as_lead.get(f"/governance/risks/{risk.pk}/nonsense/").status_code == 404
    not_theirs = new_risk(programme=others)
    assert as_lead.get(f"/governance/risks/{not_theirs.pk}/review/").status_code == 404


# --- editing -------------------------------------------------------------------------------------


def form_of(client, url: str, **typed) -> dict[str, str]:
    form = client.get(url).context["form"]
    filled = {}
    for name, field in form.fields.items():
        value = field.prepare_value(form[name].value())
        filled[name] = "" if value is None else str(value)
    return {**filled, "why": "because", **typed}


def test_an_editor_adds_and_edits_a_risk_and_an_action(as_editor, mine):
    url = f"/edit/risk/add/?programme={mine.slug}"
    typed = form_of(as_editor, url, title="Flood", owner_role="Clerk", target_likelihood="1.5")
    assert typed["programme"] == str(mine.pk)
    page = as_editor.post(url, typed)
    assert "A rating needs both a likelihood and an impact." in text(page)
    page = as_editor.post(url, typed | {"target_impact": "2"}, follow=True)
    risk = Risk.objects.get(title="Flood")
    assert page.redirect_chain[-1][0] == f"/governance/risks/{risk.pk}/"
    assert risk.target_score == 300
    url = f"/edit/mitigating-action/add/?risk={risk.pk}"
    page = as_editor.post(
        url, form_of(as_editor, url, text="Dig", owner_role="Clerk", due="01/03/2025"), follow=True
    )
    assert "(late)" in text(page)
    action = MitigatingAction.objects.get()
    url = f"/edit/mitigating-action/{action.pk}/remove/"
    typed = {"token": str(uuid.uuid4()), "version": str(version_of(action)), "why": "no"}
    as_editor.post(url, typed)
    assert not MitigatingAction.objects.exists()
    url = f"/edit/risk/{risk.pk}/"
    as_editor.post(url, form_of(as_editor, url, target_likelihood="2"))
    changes = text(as_editor.get(f"/governance/risks/{risk.pk}/"))
    assert "Likelihood aimed at: 1.5 → 2" in changes
    assert as_editor.get(f"/edit/risk/{risk.pk}/remove/").status_code == 403


def test_a_lead_adds_to_their_own_portfolios_alone(as_lead, mine, others, led):
    url = "/edit/risk/add/"
    typed = form_of(as_lead, url, title="Mine", owner_role="Clerk")
    assert "Select a valid choice" in text(as_lead.post(url, typed | {"programme": others.pk}))
    assert "not among your portfolios" in text(as_lead.post(url, typed))
    as_lead.post(url, typed | {"portfolio": led.pk})
    assert Risk.objects.get().portfolio == led
    url = "/edit/dependency/add/"
    between_others = form_of(as_lead, url, what="It", needed_by="01/04/2025", service="Libraries")
    refused = as_lead.post(url, between_others | {"giver": others.pk})
    assert "is not among your portfolios" in text(refused)
    as_lead.post(url, between_others | {"giver": others.pk, "taker": mine.pk, "service": ""})
    assert Dependency.objects.get().taker == mine


def test_either_end_of_a_dependency_edits_it_and_no_one_else(as_lead, mine, others, programmes):
    gives, takes = new_dependency(mine, others), new_dependency(others, mine)
    far = next(p for p in programmes if p not in (mine, others))
    neither = new_dependency(others, service="Libraries")
    for row, code in [(gives, 200), (takes, 200), (neither, 404)]:
        assert as_lead.get(f"/edit/dependency/{row.pk}/").status_code == code
        assert as_lead.get(f"/governance/dependencies/{row.pk}/").status_code == code
    assert far


def test_a_dependency_on_itself_is_refused_in_a_sentence(as_editor, mine):
    url = f"/edit/dependency/add/?giver={mine.slug}"
    typed = form_of(as_editor, url, what="It", needed_by="01/04/2025", taker=str(mine.pk))
    assert "A programme does not depend on itself" in text(as_editor.post(url, typed))


def test_the_framework_is_set_once_then_changed_and_the_map_follows(as_editor, as_lead):
    assert as_lead.get("/edit/risk-framework/add/").status_code == 404


def test_the_pmo_sets_the_scales(as_editor):
    assert "Set scales and bands" in text(as_editor.get("/governance/heat-map/"))
    url = "/edit/risk-framework/add/"
    as_editor.post(url, form_of(as_editor, url, likelihood_labels="No\nMaybe\nYes"))
    page = text(as_editor.get("/governance/heat-map/"))
    assert "Change scales and bands" in page
    assert "3 Yes" in page
    assert "4 Likely" not in page
    assert "set already" in text(as_editor.post(url, form_of(as_editor, url)))


# --- heat map, movement --------------------------------------------------------------------------


@pytest.mark.parametrize("rating", ["current", "inherent", "target"])
def test_a_square_of_the_heat_map_leads_to_as_many_risks_as_it_counts(rating, as_editor, mine):
    prefix = "" if rating == "current" else f"{rating}_"
    for likelihood, impact in [(35, 40), (40, 44), (34, 40), (10, 10)]:
        new_risk(programme=mine, **{f"{prefix}likelihood": likelihood, f"{prefix}impact": impact})
    new_risk(programme=mine)
    page = text(as_editor.get(f"/governance/heat-map/?rating={rating}"))
    squares = re.findall(r'<a href="(/governance/risks/[^"]+)"><strong>(\d+)</strong>', page)
    assert sorted(int(count) for _, count in squares) == [1, 1, 2]
    for url, count in squares:
        assert len(listed(as_editor.get(url))) == int(count)
    assert "4 rated, 1 not yet rated" in page


def test_an_unknown_rating_shows_the_current_one(as_editor):
    page = as_editor.get("/governance/heat-map/?rating=nonsense")
    assert page.context["shown_rating"] == "current"
    assert "Nothing is rated yet" in text(page)


def test_what_moved_since_the_last_report_or_a_day_that_is_given(as_editor, editor, mine):
    risk = new_risk(programme=mine, title="Flood")
    review(risk, editor, 20, 20, day(-40))
    review(risk, editor, 40, 40, day(-5), why="it rained")
    page = text(as_editor.get("/governance/risk-movement/"))
    assert "Since 28 February 2025: 0 new, 1 up, 0 down, 0 closed; 0 escalated" in page
    assert "it rained" in page
    for asked, sentence in [
        ("yesterday", "Give a day like 31/03/2025."),
        ("15/03/2025", "Give a day that has been."),
    ]:
        page = text(as_editor.get(f"/governance/risk-movement/?since={asked}"))
        assert sentence in page
        assert f'value="{asked}"' in page
    page = text(as_editor.get("/governance/risk-movement/?since=13/03/2025"))
    assert "Nothing moved" in page


# --- dependencies --------------------------------------------------------------------------------


@pytest.fixture
def dependencies(mine, others, programmes, led, working):
    within = working.places.filter(portfolio=led).exclude(programme=mine).first().programme
    new_dependency(mine, others, what="between", needed_by=day(-1), amount=1_000_000_00, note="owl")
    new_dependency(mine, within, what="within", state="at_risk", posts=150)
    new_dependency(others, service="Libraries", what="service", promised_for=day(31))
    new_dependency(others, mine, what="met", state="met", met_on=day(-1), amount=5)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"between", "within", "service"}),
        ("?state=all", {"between", "within", "service", "met"}),
        ("?state=late", {"between", "service"}),
        ("?state=met", {"met"}),
        ("?span=within", {"within"}),
        ("?span=between", {"between"}),
        ("?span=operations", {"service"}),
        ("?taker=operations", {"service"}),
        ("?giver={led}", {"between", "within"}),
        ("?taker={led}&state=all", {"within", "met"}),
        ("?search=OWL", {"between"}),
    ],
)
def test_the_list_of_dependencies_filters(query, expected, as_editor, dependencies, led):
    page = as_editor.get("/governance/dependencies/" + query.format(led=led.slug))
    assert set(listed(page)) == expected
    assert f"{len(expected)} of 4 dependencies" in text(page)


def test_a_lead_sees_a_dependency_of_which_either_end_is_theirs(as_lead, dependencies):
    assert set(listed(as_lead.get("/governance/dependencies/"))) == {"between", "within"}
    answer = as_lead.get("/governance/dependencies.csv").content.decode("utf-8-sig")
    rows = {row["What is needed"]: row for row in csv.DictReader(io.StringIO(answer))}
    assert set(rows) == {"between", "within"}
    assert (rows["between"]["At stake (£)"], rows["within"]["Posts at stake (FTE)"]) == (
        "1000000",
        "1.5",
    )
    assert rows["between"]["Late"] == "Late: the day it was needed has passed"


def test_the_matrix_adds_up_to_the_list_it_leads_to(as_editor, dependencies):
    page = text(as_editor.get("/governance/dependency-map/"))
    squares = re.findall(r'href="(/governance/dependencies/\?[^"]+)">(\d+)</a>', page)
    assert sorted(int(count) for _, count in squares) == [1, 1, 1]
    found = set()
    for url, count in squares:
        held = listed(as_editor.get(url))
        assert len(held) == int(count)
        found |= set(held)
    assert found == {"between", "within", "service"}
    assert (
        "1 of 3 open dependencies cross portfolios, 1 stay within one, 1 go to operations" in page
    )


def test_a_circle_is_a_warning_and_a_busy_giver_is_named(as_editor, mine, others, programmes):
    assert "No open dependency" in text(as_editor.get("/governance/dependency-map/"))
    new_dependency(mine, others)
    new_dependency(others, mine)
    third = next(p for p in programmes if p not in (mine, others))
    new_dependency(mine, third)
    new_dependency(mine, service="Libraries")
    page = as_editor.get("/governance/dependency-map/")
    first, second = sorted((mine, others), key=lambda p: p.pk)
    assert f"{first} → {second} → {first}" in text(page)
    assert f"Most wait on {mine}: it gives to 3" in text(page)
    figure = page.context["network"].figure
    assert len(figure["data"][-1]["x"]) == 4


def test_a_network_of_too_many_is_drawn_between_portfolios(as_editor, programmes, monkeypatch):
    monkeypatch.setattr("reports.pages.governance.dependency_map.MOST_ARROWS", 3)
    for n in range(0, len(programmes) - 1):
        new_dependency(programmes[n], programmes[n + 1])
    new_dependency(programmes[0], service="Libraries")
    network = as_editor.get("/governance/dependency-map/").context["network"]
    named = set(network.figure["data"][-1]["customdata"])
    assert named == {
        p.short_name for p in PortfolioPlace.objects.filter(position__slug="working")
    } | {"Operations"}


def test_a_dependency_of_a_programme_not_placed_then_is_said_to_be_nowhere(as_editor, mine, others):
    new_dependency(mine, others)
    page = text(as_editor.get("/governance/dependency-map/?position=october-2024"))
    assert "Not placed" in page
    table = text(as_editor.get("/reports/dependencies-by-portfolio/?position=october-2024"))
    assert "1 of 1 are given by a programme that October 2024 does not place" in table


# --- where they are seen -------------------------------------------------------------------------


def test_the_index_joins_them_and_portfolio_and_programme_pages_list_their_own(
    as_editor, register, dependencies, mine, led
):
    page = text(as_editor.get("/governance/"))
    assert "1 of 3 rated very high, 1 high; 1 review overdue" in page
    assert "critical" in page
    assert "between" in page
    page = text(as_editor.get(f"/programmes/{mine.slug}/"))
    assert ">critical</a>" in page
    assert ">issue</a>" not in page
    assert ">between</a>" in page
    page = text(as_editor.get(f"/portfolios/{led.slug}/"))
    assert ">issue</a>" in page
    assert ">small</a>" not in page
    assert f"/edit/risk/add/?position=working&portfolio={led.slug}" in page
    for n in range(5):
        rated(1, 1, title=f"more {n}", programme=mine)
        new_dependency(mine, service=f"Service {n}")
    page = text(as_editor.get(f"/portfolios/{led.slug}/"))
    assert f"/governance/risks/?position=working&portfolio={led.slug}" in page
    assert "All dependencies it gives" in page


def test_samples_are_marked_wherever_they_show(as_editor, mine, others):
    risk = rated(5, 5, programme=mine, illustrative=True)
    risk.actions.create(text="Dig", owner_role="Clerk", due=day(3), illustrative=True)
    row = new_dependency(mine, others, needed_by=day(-3), illustrative=True)
    for url in [
        "/governance/",
        "/governance/risks/",
        f"/governance/risks/{risk.pk}/",
        "/governance/heat-map/",
        "/governance/risk-movement/?since=01/01/2025",
        "/governance/dependencies/",
        f"/governance/dependencies/{row.pk}/",
        "/governance/dependency-map/",
    ]:
        page = text(as_editor.get(url))
        assert "No paper of the council says it." in page, url
        assert page.count("tag--illustrative") > ("heat-map" not in url), url
    assert "* An illustrative sample" in text(as_editor.get("/reports/top-risks/"))
    assert "1 of 1 are illustrative samples" in text(
        as_editor.get("/reports/dependencies-by-portfolio/")
    )
    Risk.objects.update(illustrative=False)
    assert "No paper of the council says it." not in text(as_editor.get("/governance/risks/"))


# --- the Cabinet tables --------------------------------------------------------------------------


def test_top_risks_are_the_ten_highest_and_say_so(ask, mine):
    from reports.registry import REPORTS

    for n in range(12):
        rated(1 + n % 5, 1 + n % 3, title=f"R{n}", programme=mine)
    new_risk(programme=mine, title="unscored")
    table = REPORTS["top-risks"].build(ask)
    scores = [row.cells["score"].value for row in table.rows]
    every = sorted((r.score for r in Risk.objects.exclude(likelihood=None)), reverse=True)
    assert scores == every[:10]
    assert table.finding.startswith("None of 12 open risks and issues is very high; the highest")
    assert table.caption.startswith("As at 14 March 2025, with the portfolios of February 2025.")
    Risk.objects.update(level=Level.CABINET, likelihood=50, impact=50)
    assert REPORTS["top-risks"].build(ask).finding.startswith("13 of 13 open risks and issues are")


def test_dependencies_by_portfolio_add_up(ask, dependencies, led):
    from reports.registry import REPORTS

    table = REPORTS["dependencies-by-portfolio"].build(ask)
    total = table.rows[-1].cells
    keys = ("within", "others", "operations", "needs", "late", "amount", "posts")
    assert [total[key].value for key in keys] == [1, 1, 1, 1, 2, 1_000_000_00, 150]
    for key in keys:
        assert total[key].value == sum(row.cells[key].value for row in table.rows[:-1])
    assert table.finding == (
        "1 of 3 open dependencies cross from one portfolio to another, 1 to operations; 2 late"
    )


def test_a_kept_position_asked_for_a_living_table_gives_it_as_at_today(as_editor, mine):
    """What was kept when it was published stands on the position's own page."""
    rated(5, 5, programme=mine, title="since then")
    answer = as_editor.get("/reports/top-risks.csv?position=february-2025")
    assert "since then" in answer.content.decode()


def test_acts_need_the_risk_as_it_is(as_editor, editor, mine):
    from governance.actions.close_risk import close_risk

    risk = new_risk(programme=mine)
    act(close_risk, risk, editor, on=day(0))
    assert as_editor.get(f"/governance/risks/{risk.pk}/escalate/").status_code == 404
    assert as_editor.get(f"/governance/risks/{risk.pk}/reopen/").status_code == 200
