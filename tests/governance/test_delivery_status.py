"""Delivery status: appended and never changed, prefilled, on the board, always on track, stale."""

import uuid
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role
from agt.words import clock
from governance.actions.append_status import append_status, newest_id
from governance.models import Delivery, DeliveryStatus
from governance.models.delivery_status import first_of, months_back
from portfolios.actions.step_version import SomebodyElseSaved
from portfolios.models import Programme, ProgrammePlace
from reports import triggers
from reports.definitions.delivery_status import REPORT
from reports.freeze import APPENDED, thawed
from reports.table import Ask
from tests.governance.conftest import TODAY, day, milestone

THIS = first_of(TODAY)
GOOD = dict.fromkeys(DeliveryStatus.RATINGS, "on_track")
BAD = GOOD | {"overall": "at_risk", "reason": "Two posts are vacant.", "path": "Interviews in May."}


def written(programme: Programme, by, *, month=THIS, after=None, token=None, **fields):
    status = DeliveryStatus(programme=programme, month=month, **{**GOOD, **fields})
    append_status(
        status=status,
        after=newest_id(programme) if after is None else after,
        token=token or uuid.uuid4(),
        by=by,
    )
    return status


def sample(programme: Programme, back: int, **fields) -> DeliveryStatus:
    return DeliveryStatus.objects.create(
        programme=programme, month=months_back(THIS, back), illustrative=True, **{**GOOD, **fields}
    )


# --- appending -----------------------------------------------------------------------------------


def test_months_are_counted_across_years():
    assert [months_back(THIS, n).isoformat()[:7] for n in (0, 2, 3, 15)] == [
        "2025-03",
        "2025-01",
        "2024-12",
        "2023-12",
    ]


def test_a_status_has_its_author_and_moment_and_the_newest_of_a_month_counts(programme, editor):
    written(programme, editor)
    newer = written(programme, editor, **BAD)
    assert (newer.author, newer.written_at) == (editor, clock.now())
    assert list(DeliveryStatus.objects.that_count()) == [newer]
    assert DeliveryStatus.objects.count() == 2
    earlier = written(programme, editor, month=months_back(THIS, 1))
    assert set(DeliveryStatus.objects.that_count()) == {newer, earlier}
    assert list(DeliveryStatus.objects.newest_of_each()) == [newer]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"overall": "at_risk"}, "needs a reason and how it gets back"),
        ({"overall": "off_track", "reason": "x"}, "needs a reason and how it gets back"),
        ({"overall": "at_risk", "path": "x"}, "needs a reason and how it gets back"),
        ({"time": "green"}, "not a valid choice"),
        ({"month": day(-20)}, "give its first day"),
    ],
)
def test_what_must_not_be_is_refused_in_a_sentence_and_by_the_database(
    fields, sentence, programme, editor
):
    with pytest.raises(ValidationError, match=sentence):
        written(programme, editor, **fields)
    given = {**GOOD, "month": THIS, "author": editor, "written_at": clock.now(), **fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryStatus.objects.create(programme=programme, **given)


def test_a_month_that_has_not_begun_and_a_status_of_nobody_are_refused(programme, editor):
    with pytest.raises(ValidationError, match="has not begun"):
        written(programme, editor, month=months_back(THIS, -1))
    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryStatus.objects.create(programme=programme, month=THIS, **GOOD)


def test_the_database_refuses_to_change_or_delete_one_but_a_sample_goes(programme, editor):
    held = written(programme, editor)
    for write in (
        lambda: DeliveryStatus.objects.update(overall="off_track", reason="x", path="y"),
        lambda: held.delete(),
        lambda: DeliveryStatus.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="append another"), transaction.atomic():
            write()
    taken = sample(programme, 1)
    with pytest.raises(IntegrityError, match="append another"), transaction.atomic():
        DeliveryStatus.objects.filter(pk=taken.pk).update(illustrative=False)
    taken.delete()
    with thawed():
        held.delete()


def test_every_appended_table_has_its_triggers(db):
    assert {name for name in triggers.present() if name.startswith("append_")} == {
        f"append_{t}_{verb.lower()}" for t, verbs in APPENDED.items() for verb in verbs
    }


def test_two_authors_a_double_click_and_the_wrong_person(programme, other, editor, people):
    token = uuid.uuid4()
    written(programme, editor, token=token)
    with pytest.raises(AlreadySubmitted):
        written(programme, editor, token=token)
    with pytest.raises(SomebodyElseSaved):
        written(programme, editor, after=0)
    for role in (Role.VIEWER, Role.ANALYST, Role.SECTION_151, Role.PORTFOLIO_LEAD):
        with pytest.raises(PermissionDenied):
            written(other, people[role])
    assert written(programme, people[Role.PORTFOLIO_LEAD]).pk


# --- pages ---------------------------------------------------------------------------------------


@pytest.fixture
def site(client, editor):
    client.force_login(editor)
    return client


def text(response) -> str:
    return unescape(response.content.decode())


def typed(site, url: str) -> dict[str, str]:
    form = site.get(url).context["form"]
    return {name: str(form[name].value()) for name in form.fields}


def test_the_form_starts_from_what_was_written_last_and_appends(site, programme, editor):
    url = f"/programmes/{programme.slug}/status/"
    assert "nothing yet" in text(site.get(url))
    written(programme, editor, month=months_back(THIS, 1), **BAD)
    held = typed(site, url)
    assert {key: held[key] for key in BAD} == BAD
    assert held["month"] == "2025-03-01"
    refused = site.post(url, held | {"reason": "", "path": " "})
    assert "needs a reason and how it gets back on track" in text(refused)
    assert DeliveryStatus.objects.count() == 1
    site.post(url, held)
    assert DeliveryStatus.objects.newest_first().first().month == THIS
    shown = text(site.get(f"/programmes/{programme.slug}/"))
    assert "Delivery in March 2025" in shown
    assert "At risk" in shown


def test_who_comes_second_sees_what_was_written_and_loses_nothing(site, programme, editor):
    url = f"/programmes/{programme.slug}/status/"
    held = typed(site, url) | GOOD | {"reason": "my words"}
    written(programme, editor, **BAD)
    answer = site.post(url, held)
    assert answer.status_code == 409
    assert "my words" in text(answer)
    assert "March 2025: at risk" in text(answer)
    assert "Two posts are vacant." in text(answer)
    again = {name: str(answer.context["form"][name].value()) for name in held}
    assert site.post(url, again).status_code == 302
    assert DeliveryStatus.objects.that_count().get().reason == "my words"


def board(site, query: str = ""):
    return site.get(f"/status/{query}")


def test_the_board_its_lists_and_their_numbers(site, working):
    always, wavers, fresh, stale, *rest = Programme.objects.filter(
        places__position=working
    ).order_by("pk")
    for back in range(6):
        sample(always, back)
        sample(wavers, back, **(BAD if back == 4 else {}))
        if back > 1:
            sample(stale, back)
    sample(fresh, 1, **BAD)
    sample(wavers, 0)  # a second of the month is no seventh month
    numbers = {entry["name"]: entry["number"] for entry in board(site).context["lists"]}
    assert numbers == {
        "": 28,
        "not-on-track": 1,
        "off-track": 0,
        "always": 1,
        "stale": 1 + len(rest),
    }

    def named(query: str) -> list[str]:
        return [row.place.programme.slug for row in board(site, query).context["rows"]]

    assert named("?list=always") == [always.slug]
    assert named("?list=not-on-track") == [fresh.slug]
    assert stale.slug in named("?list=stale")
    assert len(named("?list=nonsense")) == 28
    shown = text(board(site, "?list=always"))
    assert shown.count("delivery--on-track") == 6
    assert "tag--illustrative" in shown


def test_the_board_keeps_to_a_portfolio_and_a_scope(client, site, people, led, other):
    rows = board(site, f"?portfolio={led.slug}").context["rows"]
    assert {row.place.portfolio for row in rows} == {led}
    assert board(site, "?portfolio=nonsense").status_code == 404
    client.force_login(people[Role.PORTFOLIO_LEAD])
    assert {row.place.portfolio for row in board(client).context["rows"]} == {led}
    assert client.get(f"/programmes/{other.slug}/status/").status_code == 404
    client.force_login(people[Role.VIEWER])
    assert "Write" not in text(board(client))


def test_the_words_are_not_those_of_confidence(site, programme):
    sample(programme, 0, **BAD)
    assert not set(Delivery.labels) & {"Green", "Amber", "Red"}
    shown = text(board(site, "?list=not-on-track"))
    assert "delivery--at-risk" in shown
    assert "rag--" not in shown


def test_the_portfolio_page_shows_delivery_and_what_is_late(site, programme, led):
    sample(programme, 0, **BAD)
    milestone(programme)
    rows = site.get(f"/portfolios/{led.slug}/").context["delivery"]
    assert [(r.newest_overall, r.late) for r in rows if r.programme == programme] == [
        ("at_risk", 1)
    ]
    assert len(rows) == ProgrammePlace.objects.today().filter(portfolio=led).count()


def test_the_table_says_each_programmes_newest(programme, library, working, editor):
    written(programme, editor, **BAD)
    table = REPORT.build(Ask(library, working))
    assert table.finding == "1 at risk, 27 without a status"
    (row,) = [r for r in table.rows if r.cells["overall"].value == "At risk"]
    assert row.cells["programme"].value == programme.name
    assert row.cells["month"].value == "2025-03"
    assert (row.cells["author"].value, row.cells["basis"].value) == (str(editor), "recorded")
    assert "14 March 2025" in table.notes[-1]
