"""The edit window on its pages: set, excepted, and told wherever figures were changed."""

import datetime
import uuid

import pytest

from accounts.roles import Role
from portfolios.models import LockException, Portfolio, Position
from reports.living import LIVING
from savings.models import SavingsLine, Transfer
from tests.conftest import MOMENT

TODAY = MOMENT.date()
DAY = datetime.timedelta(days=1)
SENTENCE = "Working position locked at the end of 13 March 2025"


@pytest.fixture
def editor(client, people):
    client.force_login(people[Role.PMO_EDITOR])
    return client


@pytest.fixture
def locked(working) -> Position:
    Position.objects.filter(pk=working.pk).update(locks_on=TODAY - DAY)
    return working


@pytest.fixture
def programme(working, led) -> str:
    places = working.places.filter(portfolio=led, lines__isnull=False)
    return places.first().programme.slug


def excepted(position: Position, portfolio: Portfolio, by) -> None:
    LockException.objects.create(
        position=position,
        portfolio=portfolio,
        until=TODAY,
        why="x",
        granted_by=by,
        granted_at=MOMENT,
    )


def sent(**fields) -> dict:
    return {"token": str(uuid.uuid4()), "why": "The return is due", **fields}


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_pmo_sets_the_last_day_and_grants_an_exception(editor, working, led):
    assert "not set" in text(editor.get("/positions/working/"))
    answer = editor.post("/positions/working/lock/", sent(locks_on="13/03/2025"), follow=True)
    assert answer.redirect_chain == [("/positions/working/", 302)]
    assert "13 March 2025" in text(answer)
    assert SENTENCE in text(answer)
    form = sent(portfolio=led.slug, until="20/03/2025")
    answer = editor.post("/positions/working/lock/exception/", form, follow=True)
    assert f"{led} can be changed until 20/03/2025." in text(answer)
    assert "20 March 2025" in text(answer)
    opened = editor.post("/positions/working/lock/", sent(locks_on=""), follow=True)
    assert SENTENCE not in text(opened)


@pytest.mark.parametrize(
    ("page", "fields", "sentence"),
    [
        ("lock/", {"locks_on": "the Ides"}, "Enter a valid date."),
        ("lock/", {"locks_on": "31/03/2025", "why": ""}, "Fill this in."),
        ("lock/exception/", {"until": "13/03/2025"}, "an exception is for later days"),
        ("lock/exception/", {"until": "20/03/2025", "portfolio": "x"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(page, fields, sentence, editor, locked, led):
    form = sent(**{"portfolio": led.slug, **fields})
    answer = editor.post(f"/positions/working/{page}", form)
    assert answer.status_code == 200
    assert sentence in text(answer)
    assert not LockException.objects.exists()


def test_after_the_lock_pages_say_so_and_offer_nothing_that_fails(
    editor, locked, programme, led, people
):
    ends = locked.places.all()[:2]
    Transfer.objects.create(
        position=locked,
        from_programme=ends[0].programme,
        to_programme=ends[1].programme,
        amount=1,
    )
    for url in (
        f"/programmes/{programme}/",
        f"/portfolios/{led.slug}/",
        "/programmes/",
        "/transfers/",
        "/workforce/",
    ):
        page = text(editor.get(url))
        assert SENTENCE in page, url
        for living in LIVING:  # risks and milestones do not lock with the figures
            page = page.replace(f"/edit/{living}/", "")
        for offer in ("/edit/", "Save the grid", "return.xlsx", "/programmes/add/"):
            assert offer not in page, (url, offer)
    assert SENTENCE in text(editor.get("/returns/", follow=True))
    assert SENTENCE not in text(editor.get("/?position=working"))
    editor.force_login(people[Role.VIEWER])
    assert SENTENCE not in text(editor.get(f"/programmes/{programme}/?position=working"))


def test_an_exception_opens_the_pages_of_its_portfolio(editor, locked, programme, led, people):
    excepted(locked, led, people[Role.PMO_EDITOR])
    other = locked.places.exclude(portfolio=led).filter(lines__isnull=False).first()
    assert "Save the grid" in text(editor.get(f"/programmes/{programme}/"))
    assert "Save the grid" not in text(editor.get(f"/programmes/{other.programme.slug}/"))
    assert "/programmes/add/" in text(editor.get("/programmes/"))
    returns = text(editor.get("/returns/"))
    assert f"/portfolios/{led.slug}/return.xlsx" in returns
    assert f"/portfolios/{other.portfolio.slug}/return.xlsx" not in returns
    inside = locked.places.filter(portfolio=led)[:2]
    pairs = [(inside[0], inside[1]), (inside[0], other)]
    mine, others = (
        Transfer.objects.create(
            position=locked, from_programme=a.programme, to_programme=b.programme, amount=1
        )
        for a, b in pairs
    )
    ledger = text(editor.get("/transfers/"))
    assert "Propose a transfer" in ledger
    assert f"/edit/transfer/{mine.pk}/" in ledger
    assert f"/edit/transfer/{others.pk}/" not in ledger


def test_a_grid_typed_while_the_position_locked_is_shown_again_with_the_sentence(
    editor, working, programme
):
    page = editor.get(f"/programmes/{programme}/")
    form = page.context["form"]
    cell = next(name for name in form.fields if name.startswith("cell-"))
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {cell: "9.75m", "note": "Because."}
    Position.objects.filter(pk=working.pk).update(locks_on=TODAY - DAY)
    before = list(SavingsLine.objects.at(working).values_list("pk", "amount"))
    answer = editor.post(f"/programmes/{programme}/grid/", data)
    assert answer.status_code == 409
    assert SENTENCE in text(answer)
    assert 'value="9.75m"' in text(answer)
    assert list(SavingsLine.objects.at(working).values_list("pk", "amount")) == before


def test_a_row_of_what_is_still_open_is_refused_for_what_is_not(editor, locked, led, people):
    excepted(locked, led, people[Role.PMO_EDITOR])
    a, b = locked.places.exclude(portfolio=led)[:2]
    form = sent(
        version="0",
        from_programme=a.programme_id,
        to_programme=b.programme_id,
        amount="1m",
        state="proposed",
        note="Typed and kept",
    )
    answer = editor.post("/edit/transfer/add/", form)
    assert answer.status_code == 200
    assert SENTENCE in text(answer)
    assert "Typed and kept" in text(answer)
    other = Portfolio.objects.exclude(pk=led.pk).first()
    form = sent(name="A new one", portfolio=other.slug, shows="money")
    answer = editor.post("/programmes/add/", form)
    assert f"an exception for {other}, or a later date" in text(answer).replace("&amp;", "&")
    assert 'value="A new one"' in text(answer)
    assert not Transfer.objects.filter(position=locked).exists()


def test_a_page_for_a_locked_row_says_why(editor, locked):
    answer = editor.get(f"/edit/establishment/{locked.establishment.pk}/")
    assert answer.status_code == 403
    assert SENTENCE in text(answer)
    assert editor.get("/edit/transfer/add/").status_code == 403
    assert editor.get("/programmes/add/").status_code == 403
