"""Since last time: what happened since a day, by portfolio, in sentences and in three lines."""

# ruff: noqa: F401, F811 - the fixtures of governance

import datetime
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from agt.words import clock
from governance.models import (
    Board,
    BoardAction,
    Decision,
    Escalation,
    Gate,
    GateDecision,
    Meeting,
)
from portfolios.models import Position, ProgrammePlace
from reports.library import Library
from reports.occasions import Occasion, last_met, last_time, occasions
from reports.since import Since
from reports.since_words import lines, sentence
from savings.models import ChangeRequest, Transfer
from tests.governance.conftest import (
    TODAY,
    day,
    editor,
    lead,
    milestone,
    mine,
    new_dependency,
    new_risk,
    others,
)
from tests.reports.test_attention import rate

THEN = day(-10)
PAGE = f"/governance/since/?since={day(-10):%d/%m/%Y}"


def at(days: int):
    """The clock, at ten on a day counted from today."""
    moment = datetime.datetime.combine(day(days), datetime.time(10), clock.LONDON)
    return clock.stopped_at(moment)


def since(viewer, position) -> Since:
    positions = Position.objects.readable_by(viewer).select_related("establishment")
    return Since(Library(viewer, positions.newest_first()), position, THEN)


def told(viewer, position) -> set[str]:
    return {sentence(h) for h in since(viewer, position).happened}


@pytest.fixture
def eventful(mine, others, editor, working):
    """Something of each kind in the lead's portfolio, before the day and after it."""
    with at(-30):
        old = milestone(
            mine, "Old", baseline=day(5), forecast=day(5), carries=10**8, carries_year="2025/26"
        )
        moved = milestone(mine, "Moved", baseline=day(5), forecast=day(5))
        finished = milestone(mine, "Finished", baseline=day(-5), forecast=day(-5))
        milestone(others, "Still", baseline=day(5), forecast=day(40))
        needed = new_dependency(mine, others, what="Data", needed_by=day(5), promised_for=day(4))
        new_dependency(mine, others, what="Late before", needed_by=day(-11))
        new_risk(title="Before", programme=mine, raised_on=THEN)
        rate(mine, "on_track", 1, by=editor)
        rate(others, "off_track", 1, by=editor)
    with at(-1):
        old.forecast = day(15)
        old.save()
        moved.baseline = moved.forecast = day(8)
        moved.save()
        finished.actual = day(-2)
        finished.save()
        needed.promised_for = day(7)
        needed.save()
        milestone(mine, "New", baseline=day(1), forecast=day(30))
        new_dependency(
            mine, service="Libraries", what="Keys", state="met", met_on=day(-1), illustrative=True
        )
        risk = new_risk(title="After", programme=mine, raised_on=day(-9), level=3)
        Escalation.objects.create(
            risk=risk, from_level=1, to_level=3, on=day(-1), why="x", by=editor
        )
        Escalation.objects.create(
            risk=risk, from_level=4, to_level=3, on=day(-1), why="x", by=editor, handed_back=True
        )
        new_risk(title="Gone", kind="issue", programme=mine, closed_on=day(-3), closed_why="over")
        rate(mine, "off_track", by=editor)
        rate(others, "on_track", by=editor)
        gate = Gate.objects.order_by("order").first()
        for on in (THEN, day(-1)):
            GateDecision.objects.create(
                programme=mine,
                gate=gate,
                outcome="approved",
                body="B",
                decided_on=on,
                pence=10**8,
                recorded_by=editor,
            )
        place = ProgrammePlace.objects.get(position=working, programme=mine)
        ChangeRequest.objects.create(
            place=place,
            before=[],
            after=[],
            total_before=10**8,
            total_after=3 * 10**8,
            why="x",
            by=others_eyes(editor),
            at=clock.now(),
            state="agreed",
            decided_by=editor,
            decided_at=clock.now(),
        )
        Transfer.objects.create(
            position=working,
            from_programme=mine,
            to_programme=others,
            amount=10**8,
            state="agreed",
            agreed_by="The board",
            agreed_on=day(-1),
        )
    return gate


def others_eyes(person):
    """Anybody else: nobody decides on their own request."""
    return type(person).objects.exclude(pk=person.pk).first()


def expected(mine, others, gate) -> set[str]:
    a, b = f"{mine}", f"{others}"
    return {
        f"{a}: approved at “{gate}”, with a saving of £1.0m, 13 March 2025.",
        f"{a}: delivery went off track; it was on track.",
        f"Risk raised: After ({a}), 5 March 2025.",
        f"Escalated to Transformation Board: After ({a}), 13 March 2025.",
        f"Issue closed: Gone ({a}), 11 March 2025.",
        f"{a}: “Old” slipped by 10 days, to 29 March 2025; it carries £1.0m.",
        f"{a}: “Moved” slipped by 3 days, to 22 March 2025.",
        f"{a}: “Moved” was re-baselined from 19 March 2025 to 22 March 2025.",
        f"{a}: “Finished” was done on 12 March 2025, 3 days late.",
        f"{a} to {b}: “Data” is late, needed by 19 March 2025, promised for 21 March 2025.",
        f"{a} to Libraries: “Keys” was met, 13 March 2025.",
        f"{a}: the change £1.0m → £3.0m was agreed, 13 March 2025.",
        f"{a} to {b}: a transfer of £1.0m was agreed by The board, 13 March 2025.",
    }


def test_every_kind_is_told_once_and_what_was_so_before_is_not(
    eventful,
    editor,
    lead,
    mine,
    others,
    working,
):
    of_mine = expected(mine, others, eventful)
    of_others = f"{others}: delivery is back on track; it was off track."
    assert told(editor, working) == of_mine | {of_others}
    assert told(lead, working) == of_mine
    assert len(since(editor, working).happened) == len(of_mine) + 1


def test_it_counts_as_many_as_it_tells(eventful, editor, working):
    found = since(editor, working)
    counts = found.counts
    assert sum(n for n, _ in counts.values()) == len(found.happened)
    assert [line.text for line in lines(counts)] == [
        "Decided: 1 gate decision, 1 change request, 1 transfer.",
        "Delivery: 1 milestone done, 2 slipped, 1 re-baselined, 1 programme gone off track, "
        "1 programme back on track, 1 dependency met, 1 gone late.",
        "Risks and issues: 1 raised, 1 closed, 1 escalated.",
    ]
    assert [line.illustrative for line in lines(counts)] == [False, True, False]
    assert lines({}) == []


def test_everything_together_is_one_query(eventful, editor, working):
    found = since(editor, working)
    with CaptureQueriesContext(connection) as made:
        found.happened  # noqa: B018
    assert len(made) == 1
    with CaptureQueriesContext(connection) as made:
        found.counts  # noqa: B018
    assert len(made) == 1


def test_the_page_says_it_by_portfolio_and_leads_on(eventful, client, editor, led, working):
    client.force_login(editor)
    page = client.get(PAGE)
    groups = page.context["groups"]
    mine_ = next(g for g in groups if g.title == led.name)
    assert len(mine_.told) == 13
    assert all(client.get(told.url).status_code == 200 for told in mine_.told)
    assert "14 things happened since 4 March 2025" in page.content.decode()
    assert [told.illustrative for told in mine_.told].count(True) == 1


def test_what_another_may_not_read_is_not_told(eventful, people, february, settings):
    """A transfer and a change of the working position are for those who may see it."""
    viewer = people[Role.VIEWER]
    assert {"requested", "transferred"} <= set(since(viewer, february).counts)
    settings.VIEWERS_SEE_WORKING = False
    assert {"requested", "transferred"} & set(since(viewer, february).counts) == set()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("soon", "Give a day like 31/03/2025."),
        ("01/01/2026", "Give a day that has been"),
        ("01/01/0001", "Give a day that has been"),
    ],
)
def test_a_day_that_is_none_is_said_beside_the_field(asked, sentence, client, editor):
    client.force_login(editor)
    page = client.get(f"/governance/since/?since={asked}")
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert page.context["since"] == "28 February 2025"


def test_without_a_day_it_is_since_the_position_before_was_published(
    library, working, february, july
):
    assert last_time(library, working) == february.published_at.date()
    assert last_time(library, february) == datetime.date(2024, 10, 31)
    assert last_time(library, july) == july.as_at


@pytest.fixture
def board(db) -> Board:
    """The first of the boards of the whole council."""
    return Board.objects.filter(of_portfolios=False).order_by("order")[0]


def test_it_is_since_the_board_last_met(board, led, client, editor, library, working, february):
    """The newest meeting before today; a sample only of a board that has not really met."""
    published = february.published_at.date()
    assert occasions(library, working) == [Occasion(published)]
    other = Board.objects.filter(of_portfolios=False).order_by("order")[1]
    of_portfolios = Board.objects.get(of_portfolios=True)
    for on, held in [
        (-40, {"board": board}),
        (-12, {"board": board}),
        (0, {"board": board}),
        (9, {"board": board}),
        (-5, {"board": board, "illustrative": True}),
        (-3, {"board": other, "illustrative": True}),
        (-1, {"board": of_portfolios, "portfolio": led}),
    ]:
        Meeting.objects.create(held_on=day(on), **held)
    assert occasions(library, working) == [
        Occasion(day(-12), board.name),
        Occasion(day(-3), other.name, illustrative=True),
        Occasion(published),
    ]
    client.force_login(editor)
    assert client.get("/").context["since"] == Occasion(day(-12), board.name)
    for page in ("/governance/since/", "/governance/risk-movement/"):
        shown = client.get(page)
        assert f"{board.name} met, 2 March 2025" in shown.content.decode()
        (_, url), *_ = shown.context["occasions"]
        again = client.get(page + url)
        assert again.context["since"] == "2 March 2025"
        assert f"since {board.name}" not in again.content.decode()
    board.retired = True
    board.save()
    assert last_met(library, working) == [Occasion(day(-3), other.name, illustrative=True)]


def test_what_boards_decided_and_what_became_of_their_actions(
    board, mine, others, editor, lead, working
):
    def decision(on: int, programme, **fields) -> Decision:
        held, _ = Meeting.objects.get_or_create(board=board, held_on=day(on))
        return Decision.objects.create(meeting=held, programme=programme, **fields)

    settled = {"outcome": "approved", "decided": "Yes."}
    old = decision(-10, mine, title="Before", **settled)
    decision(-1, mine, title="After", pence=10**8, **settled)
    decision(-1, others, title="Theirs", outcome="deferred", decided="Later.")
    decision(-1, mine, title="Waits")
    gate = GateDecision.objects.create(
        programme=mine,
        gate=Gate.objects.order_by("order").first(),
        outcome="approved",
        body="B",
        decided_on=THEN,
        recorded_by=editor,
    )
    decision(-1, mine, title="At a gate", gate_decision=gate, **settled)
    action = {"decision": old, "owner_role": "Somebody", "raised_on": day(-20)}
    for text, due, done in [
        ("Done before", -11, -10),
        ("Done since", -3, -1),
        ("Late before", -11, None),
        ("Late since", -1, None),
        ("Due", 0, None),
    ]:
        done_on = None if done is None else day(done)
        BoardAction.objects.create(text=text, due=day(due), done_on=done_on, **action)
    of_mine = {
        f"{board}: “After” was approved, with a saving of £1.0m, 13 March 2025.",
        f"{board}: the action “Done since” was done, 13 March 2025.",
        f"{board}: the action “Late since” is late, due 13 March 2025.",
    }
    assert told(lead, working) == of_mine
    theirs = f"{board}: “Theirs” was deferred, 13 March 2025."
    assert told(editor, working) == of_mine | {theirs}
    assert [line.text for line in lines(since(editor, working).counts)] == [
        "Decided: 2 board decisions.",
        "Delivery: 1 action done, 1 action gone late.",
    ]


def test_the_dashboard_has_three_lines_and_the_figures_their_change(eventful, client, editor):
    client.force_login(editor)
    page = client.get("/")
    assert len(page.context["since_lines"]) == 3
    assert 'href="/governance/since/"' in page.content.decode()
    labels = [h.label for h in client.get(PAGE).context["headlines"]]
    assert labels[:4] == ["Expected saving", "Green", "Amber", "Red"]
    assert "In 2025/26" in labels


def test_a_quiet_time_says_so(client, editor):
    client.force_login(editor)
    page = unescape(client.get(PAGE).content.decode())
    assert "Nothing happened" in page
    assert re.search(r"0 things happened since 4 March 2025", page)


def test_many_sentences_of_a_portfolio_fold_until_they_are_asked_for(mine, client, editor, led):
    with at(-1):
        for number in range(20):
            new_risk(title=f"Risk {number}", programme=mine, raised_on=TODAY)
    client.force_login(editor)
    (group,) = (g for g in client.get(PAGE).context["groups"] if g.title == led.name)
    assert (len(group.told), group.more) == (15, 5)
    whole = client.get("/governance/since/" + group.url)
    (group,) = (g for g in whole.context["groups"] if g.title == led.name)
    assert (len(group.told), group.more) == (20, 0)
    assert client.get(PAGE + "&whole=nonsense").status_code == 200
