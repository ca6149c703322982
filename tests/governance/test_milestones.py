"""Milestones: slip and what it costs, exactly; re-baselining; plans; lists of five thousand."""

import csv
import io
import json
import uuid
from fractions import Fraction
from html import unescape

import plotly.graph_objects as go
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role
from accounts.viewer import SYSTEM
from agt.words.money import divide_half_up, in_millions
from governance.actions.rebaseline import rebaseline
from governance.models import Milestone
from governance.slip import pence_years, slip_days
from portfolios.actions.hold_row import version_of
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import Programme, ProgrammePlace
from reports.definitions.milestones_at_risk import MOST, REPORT, delay_cell
from reports.definitions.plan import plan
from reports.kept import SHELF
from reports.renderers import plan_chart
from reports.table import Ask
from reports.table import Role as RowRole
from tests.governance.conftest import TODAY, day, milestone

# --- arithmetic ----------------------------------------------------------------------------------


@given(pence=st.integers(0, 10**13), days=st.integers(-4000, 4000))
def test_a_delay_is_exact_and_rounded_half_up_only_in_print(pence, days):
    delay = pence_years(pence, days)
    assert delay == Fraction(pence * max(days, 0), 365)
    exact = divide_half_up(pence * max(days, 0), 365 * 1_000_000)  # hundredths of a £m-year
    assert in_millions(delay_cell(delay).value) == in_millions(exact * 1_000_000)


@given(pence=st.integers(1, 10**13), one=st.integers(0, 2000), more=st.integers(0, 2000))
def test_delays_add_up_and_never_shrink_with_time(pence, one, more):
    assert pence_years(pence, one) + pence_years(pence, more) == pence_years(pence, one + more)
    assert pence_years(pence, one + more) >= pence_years(pence, one)


@given(days=st.integers(-5000, 5000))
def test_slip_counts_days(days):
    assert slip_days(TODAY, day(days)) == days


def test_a_year_late_delays_all_of_it_and_early_or_empty_nothing():
    assert pence_years(100, 365) == 100
    assert pence_years(100, -10) == pence_years(None, 10) == 0


@pytest.mark.parametrize(
    ("fields", "slip", "words"),
    [
        ({"baseline": day(0), "forecast": day(0)}, 0, "on time, due today"),
        ({"baseline": day(1), "forecast": day(1)}, 0, "on time, due in 1 day"),
        ({"baseline": day(9), "forecast": day(2)}, -7, "on time, due in 2 days"),
        ({"baseline": day(-3), "forecast": day(2)}, 5, "late by 5 days, due in 2 days"),
        ({"baseline": day(-3), "forecast": day(-1)}, 2, "overdue by 1 day"),
        ({"baseline": day(-3), "forecast": day(-3), "actual": day(-3)}, 0, "done, on time"),
        ({"baseline": day(-9), "forecast": day(9), "actual": day(-1)}, 8, "done, late by 8 days"),
        ({"baseline": day(-1500), "forecast": day(0)}, 1500, "late by 1,500 days, due today"),
    ],
)
def test_where_it_stands_is_said_in_words(fields, slip, words):
    held = Milestone(**fields, carries=100)
    assert held.slip_days == slip
    assert held.state(TODAY) == words
    assert held.is_flagged == (slip > 0)
    assert held.is_at_risk(TODAY) == (not held.actual and (slip > 0 or fields["forecast"] < TODAY))


def test_the_queries_say_the_same_as_the_rows(programme):
    spans = [
        (-9, 9, None),
        (-9, -9, -9),
        (-9, -1, -1),
        (3, 3, None),
        (-3, -3, None),
        (40, 45, None),
    ]
    for at, (base, ahead, done) in enumerate(spans):
        milestone(
            programme,
            f"M{at}",
            baseline=day(base),
            forecast=day(ahead),
            actual=None if done is None else day(done),
        )
    held = Milestone.objects.all()
    assert set(held.at_risk(TODAY)) == {m for m in held if m.is_at_risk(TODAY)}
    assert {m.title for m in held.overdue(TODAY)} == {"M4"}
    assert {m.title for m in held.due_within(30, TODAY)} == {"M0", "M3"}
    assert [m.slip.days for m in held.with_slip()] == [m.slip_days for m in held]
    assert [m.title for m in held.in_order()] == ["M4", "M3", "M0", "M5", "M2", "M1"]


# --- what must never be --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"owner_role": ""}, "someone who answers for it"),
        ({"carries": 100}, "give both or neither"),
        ({"carries_year": "2025/26"}, "give both or neither"),
        ({"carries": 0, "carries_year": "2025/26"}, "above zero"),
        ({"title": "Taken"}, "of that name already"),
    ],
)
def test_what_must_not_be_is_refused_in_a_sentence_and_by_the_database(fields, sentence, programme):
    milestone(programme, "Taken")
    given_fields = {
        "programme": programme,
        "title": "Go live",
        "baseline": day(1),
        "forecast": day(1),
        "owner_role": "Manager",
        **fields,
    }
    with pytest.raises(ValidationError, match=sentence):
        Milestone(**given_fields).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.create(**given_fields)


def test_what_is_done_was_done_by_today(programme):
    with pytest.raises(ValidationError, match="done by today"):
        Milestone(
            programme=programme,
            title="Go live",
            baseline=day(1),
            forecast=day(1),
            actual=day(1),
            owner_role="Manager",
        ).full_clean()


# --- re-baselining -------------------------------------------------------------------------------


def moved(held, by, **more):
    rebaseline(
        **{
            "milestone": held,
            "baseline": day(30),
            "reason": "The Board agreed on 3 March",
            "version": version_of(held),
            "token": uuid.uuid4(),
            "by": by,
            **more,
        }
    )


def test_a_baseline_moves_for_a_reason_and_the_old_one_is_kept(programme, editor):
    held = milestone(programme)
    moved(held, editor)
    held.refresh_from_db()
    assert (held.baseline, held.first_baseline, held.slip_days) == (day(30), day(-10), -10)
    assert held.was_rebaselined
    newest, first = held.history.order_by("-history_id")
    assert (newest.history_user, newest.history_change_reason) == (
        editor,
        "The Board agreed on 3 March",
    )
    assert first.baseline == day(-10)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [({"reason": " "}, "for a reason"), ({"baseline": day(-10)}, "its baseline already")],
)
def test_a_baseline_does_not_move_without_reason_or_nowhere(more, sentence, programme, editor):
    with pytest.raises(ValidationError, match=sentence):
        moved(milestone(programme), editor, **more)


def test_what_is_done_keeps_its_baseline(programme, editor):
    with pytest.raises(ValidationError, match="It is done"):
        moved(milestone(programme, actual=day(-1)), editor)


def test_two_editors_a_double_click_and_the_wrong_person(programme, other, editor, people):
    held, token = milestone(programme), uuid.uuid4()
    moved(held, editor, token=token)
    with pytest.raises(AlreadySubmitted):
        moved(held, editor, token=token)
    with pytest.raises(SomebodyElseSaved):
        moved(held, editor, version=1)
    for role in (Role.VIEWER, Role.ANALYST, Role.FINANCE_PARTNER, Role.PORTFOLIO_LEAD):
        with pytest.raises(PermissionDenied):
            moved(milestone(other, f"{role}"), people[role])


# --- pages ---------------------------------------------------------------------------------------


@pytest.fixture
def site(client, editor):
    client.force_login(editor)
    return client


def text(response) -> str:
    return unescape(response.content.decode())


def hidden(site, url: str) -> dict[str, str]:
    form = site.get(url).context["form"]
    return {name: str(form[name].value()) for name in ("token", "version")}


def test_one_is_added_edited_with_its_baseline_settled_and_rebaselined(site, programme):
    url = f"/edit/milestone/add/?programme={programme.slug}"
    typed = {
        "title": "Go live",
        "baseline": "01/03/2025",
        "forecast": "01/04/2025",
        "owner_role": "Manager",
        "carries": "1.2m",
        "carries_year": "2025/26",
        "why": "new",
    }
    site.post(url, hidden(site, url) | typed)
    held = Milestone.objects.get()
    assert (held.carries, held.slip_days) == (120_000_000, 31)
    edit = f"/edit/milestone/{held.pk}/"
    site.post(edit, hidden(site, edit) | typed | {"baseline": "01/09/2025", "critical": "on"})
    held.refresh_from_db()
    assert (held.critical, held.baseline.isoformat()) == (True, "2025-03-01")
    again = f"/milestones/{held.pk}/rebaseline/"
    answer = site.post(again, hidden(site, again) | {"baseline": "32/09/2025", "reason": "x"})
    assert "Enter a valid date." in text(answer)
    site.post(again, hidden(site, again) | {"baseline": "08/03/2025", "reason": "Agreed"})
    shown = text(site.get(f"/milestones/{held.pk}/"))
    assert "first 1 March 2025" in shown
    assert "baseline: 1 March 2025 → 8 March 2025" in shown
    assert "£1.2m × 24 ÷ 365" in shown
    assert f"a delay of {in_millions(int(held.delay * 24 / 31))}-years" in shown


def test_removing_one_leads_to_the_plan(site, programme):
    held = milestone(programme)
    url = f"/edit/milestone/{held.pk}/remove/"
    answer = site.post(url, hidden(site, url) | {"why": "twice"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/programmes/{programme.slug}/plan/"
    assert "No milestone is recorded" in text(answer)


def test_who_comes_second_to_a_baseline_is_told(site, programme, editor):
    held = milestone(programme)
    url = f"/milestones/{held.pk}/rebaseline/"
    mine = hidden(site, url)
    moved(held, editor)
    answer = site.post(url, mine | {"baseline": "01/09/2025", "reason": "mine"})
    assert answer.status_code == 409
    assert 'value="mine"' in text(answer)
    assert "13 April 2025" in text(answer)  # what stands now


def test_a_lead_reads_and_edits_their_own_and_meets_no_other(client, people, programme, other):
    client.force_login(people[Role.PORTFOLIO_LEAD])
    mine, theirs = milestone(programme, "Mine"), milestone(other, "Theirs")
    listed = text(client.get("/milestones/"))
    assert "Mine" in listed
    assert "Theirs" not in listed
    assert "1 of 1 milestone," in listed
    assert client.get(f"/milestones/{mine.pk}/rebaseline/").status_code == 200
    for url in ("milestones/{}/", "milestones/{}/rebaseline/", "edit/milestone/{}/"):
        assert client.get("/" + url.format(theirs.pk)).status_code == 404
    assert client.get(f"/programmes/{other.slug}/plan/").status_code == 404
    assert client.get("/milestones/999999/rebaseline/").status_code == 404


def rows(client, query: str = "") -> list[dict[str, str]]:
    content = client.get(f"/milestones.csv{query}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


@pytest.fixture
def several(programme, other):
    milestone(programme, "Late", carries=100_000_000, carries_year="2025/26", critical=True)
    milestone(programme, "Soon", baseline=day(9), forecast=day(9), benefit="Fewer calls")
    milestone(programme, "Done", forecast=day(-9), actual=day(-9))
    milestone(other, "Overdue", forecast=day(-1), illustrative=True)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Overdue", "Soon", "Late", "Done"]),
        ("?state=at-risk", ["Overdue", "Late"]),
        ("?state=overdue", ["Overdue"]),
        ("?state=soon", ["Soon", "Late"]),
        ("?state=open", ["Overdue", "Soon", "Late"]),
        ("?state=done", ["Done"]),
        ("?carries=saving", ["Late"]),
        ("?carries=benefit", ["Soon"]),
        ("?carries=none", ["Overdue", "Done"]),
        ("?critical=yes", ["Late"]),
        ("?search=SOO", ["Soon"]),
    ],
)
def test_each_filter_and_its_file(query, titles, site, several):
    found = rows(site, query)
    assert [row["Milestone"] for row in found] == titles
    shown = text(site.get(f"/milestones/{query}"))
    assert f"{len(titles)} of 4 milestones" in shown


def test_a_portfolio_and_a_sort_and_the_mark_of_a_sample(site, several, led):
    assert {r["Milestone"] for r in rows(site, f"?portfolio={led.slug}")} == {
        "Late",
        "Soon",
        "Done",
    }
    shown = text(site.get("/milestones/?sort=-slip"))
    assert shown.index("Late") < shown.index("Overdue") < shown.index(">Done<")
    assert shown.count("tag--illustrative") == 1
    assert [r["Basis"] for r in rows(site, "?state=overdue")] == ["illustrative"]
    late = rows(site, "?critical=yes")[0]
    assert (late["Slip (days)"], late["Baseline"]) == ("30", "2025-03-04")
    assert late["Delay (£m-years) (£)"] == str(100_000_000 * 30 // 365 / 100)
    assert site.get("/milestones.csv?state=nonsense").status_code == 404


def test_the_plan_of_a_programme_and_of_a_portfolio(site, several, programme, led):
    of_one = site.get(f"/programmes/{programme.slug}/plan/").context
    assert [r.cells[0].text for r in of_one["table"].rows] == ["Done", "Soon", "Late"]
    assert (
        "1 milestone is late or overdue, delaying saving by £0.08m-years" in of_one["chart"].finding
    )
    of_all = site.get(f"/portfolios/{led.slug}/plan/?position=working").context
    assert len(of_all["table"].rows) == 3
    label = ProgrammePlace.objects.filter(programme=programme).first().printed_label
    titles = of_all["chart"].figure["layout"]["yaxis"]["ticktext"]
    assert all(label[:10] in title for title in titles)


def test_a_chart_is_a_plain_dict_that_plotly_takes(several, programme, library, working):
    held = Milestone.objects.placed_at(working, visible_to=SYSTEM)
    table = plan(Ask(library, working), list(held.filter(programme=programme)), of="x", total=3)
    drawn = plan_chart.figure(table)
    assert json.loads(json.dumps(drawn, allow_nan=False)) == drawn
    assert len(go.Figure(drawn).data) == 5
    slips, baseline, forecast, done, today = drawn["data"]
    assert slips["base"] == baseline["x"] == [day(-10).isoformat()] * 2 + [day(9).isoformat()]
    assert [x / plan_chart.DAY for x in slips["x"]] == [30, 1, 0]
    assert forecast["x"] == [day(20).isoformat(), day(9).isoformat()]
    assert done["x"] == [day(-9).isoformat()]
    assert today["x"] == [TODAY.isoformat()] * 2
    assert drawn["layout"]["dragmode"] is False


def test_a_long_title_is_cut_beside_the_chart(programme, library, working):
    milestone(programme, "x" * 160)
    held = list(Milestone.objects.placed_at(working, visible_to=SYSTEM))
    drawn = plan_chart.figure(plan(Ask(library, working), held, of="x", total=1))
    (tick,) = drawn["layout"]["yaxis"]["ticktext"]
    assert len(tick) == plan_chart.LONGEST
    assert tick.endswith("…")


def test_five_thousand_milestones_cost_no_more_queries(site, programme, working, led, library):
    urls = [
        "/milestones/",
        "/milestones/?page=3&sort=-slip",
        f"/programmes/{programme.slug}/",
        f"/programmes/{programme.slug}/plan/",
        f"/portfolios/{led.slug}/",
        f"/portfolios/{led.slug}/plan/",
        "/reports/milestones-at-risk/",
    ]

    def counted() -> list[int]:
        found = []
        for url in urls:
            SHELF.clear()
            with CaptureQueriesContext(connection) as made:
                assert site.get(url).status_code == 200
            found.append(len(made))
        return found

    def fill(many: int) -> None:
        programmes = list(Programme.objects.all())
        Milestone.objects.all().delete()
        Milestone.objects.bulk_create(
            Milestone(
                programme=programmes[n % len(programmes)],
                title=f"Milestone {n}",
                baseline=day(n % 90 - 45),
                first_baseline=day(n % 90 - 45),
                forecast=day(n % 90 - 45 + n % 7),
                owner_role="Manager",
                carries=n * 100_000,
                carries_year="2025/26",
            )
            for n in range(1, many + 1)
        )

    fill(28 * 70)  # plans and pages are full from here
    few = counted()
    fill(5000)
    assert counted() == few
    table = REPORT.build(Ask(library, working))
    assert len(list(table.of_role(RowRole.BODY))) == MOST
    assert table.notes[0].startswith(f"The {MOST} that delay most, of ")
    delays = [row.cells["delay"].value for row in table.rows]
    assert delays == sorted(delays, reverse=True)
    notes = site.get(f"/portfolios/{led.slug}/plan/?position=working").context["table"].notes
    assert notes[0].startswith("The 60 that are due first, of ")
    assert "51–100 of 5000" in text(site.get("/milestones/?page=2"))
