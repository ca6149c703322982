"""Returns on their pages: download, send back, look at what would change, apply."""

import datetime
import io
import re
import uuid
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import Submission
from accounts.roles import Role
from accounts.viewer import SYSTEM
from agt.words import clock
from portfolios.models import LockException, Portfolio, Position, ProgrammePlace
from reports.actions.publish_position import publish_position
from savings.models import SavingsLine
from savings.returns import child
from savings.returns.holding import Holding, holdings
from tests.conftest import MOMENT
from tests.savings import workbooks as w

pytestmark = pytest.mark.django_db

SLUG = "homelessness-prevention"  # of the portfolio lead's portfolio
LATER = MOMENT + datetime.timedelta(hours=1)


class Fields(HTMLParser):
    """What a browser would send of the form that applies, and where to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.boxes: list[str] = []
        self._in = False
        self.can_be_sent = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        of = dict(attrs)
        if tag == "form":
            self._in = of.get("action", "").startswith("/returns/apply/")
        elif self._in and tag == "input" and of.get("type") == "checkbox":
            self.boxes.append(of["name"])
            if "checked" in of:
                self.sent[of["name"]] = "on"
        elif self._in and tag == "input":
            self.sent[of["name"]] = of.get("value", "")
        elif self._in and tag == "button":
            self.can_be_sent = True

    def handle_endtag(self, tag):
        self._in = self._in and tag != "form"


@pytest.fixture
def editor(client, people) -> Client:
    client.force_login(people[Role.PMO_EDITOR])
    return client


@pytest.fixture
def other(people) -> Client:
    browser = Client()
    browser.force_login(people[Role.PORTFOLIO_LEAD])
    return browser


@pytest.fixture
def held(working, led) -> list[Holding]:
    """The lead's programmes, in the order of the file's sheets."""
    return holdings(working, SYSTEM, portfolio=led)


def text(response) -> str:
    page = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page.replace("&#x27;", "'")).split())


def download(browser: Client, url: str = f"/programmes/{SLUG}/return.xlsx") -> bytes:
    response = browser.get(url)
    assert response.status_code == 200
    return response.content


def send(browser: Client, content: bytes, *, url: str = "/returns/"):
    return browser.post(url, {"file": SimpleUploadedFile("return.xlsx", content)})


def apply(browser: Client, page, **more):
    sent = {**Fields(page.content.decode()).sent, **more}
    return browser.post("/returns/apply/", {k: v for k, v in sent.items() if v is not None})


def one(held: list[Holding], slug: str = SLUG) -> Holding:
    return next(h for h in held if h.place.programme.slug == slug)


def amounts(place) -> dict:
    return dict(SavingsLine.objects.filter(place=place).values_list("pk", "amount"))


def everything() -> tuple:
    return (
        list(SavingsLine.objects.order_by("pk").values_list()),
        list(SavingsLine.history.order_by("history_id").values_list()),
        list(ProgrammePlace.objects.order_by("pk").values_list()),
        list(Submission.objects.values_list()),
    )


def cell_of(holding: Holding) -> tuple[str, int]:
    """The place in the file of an amount that is held, and its pounds."""
    years = holding.place.position.years
    for number, row in enumerate(holding.rows, start=w.BODY):
        for column, cell in enumerate(row.cells(years)):
            if cell in holding.grid.amounts:
                return f"{'DEFGH'[column]}{number}", holding.grid.amounts[cell] // 100
    raise LookupError("The programme has no amounts.")


def grown(content: bytes, holding: Holding, *, note: str = "", sheet: int = 0, by: int = 500_000):
    at, pounds = cell_of(holding)
    return w.filled(content, {at: pounds + by, w.NOTE: note or None}, sheet)


# --- the file ------------------------------------------------------------------------------------


def test_a_programmes_return_is_linked_from_its_page(editor, working):
    page = editor.get(f"/programmes/{SLUG}/").content.decode()
    assert f'href="/programmes/{SLUG}/return.xlsx"' in page
    assert 'href="/returns/"' in page
    response = editor.get(f"/programmes/{SLUG}/return.xlsx")
    assert "return-homelessness-prevention-working-position.xlsx" in response["Content-Disposition"]
    book = load_workbook(io.BytesIO(response.content))
    assert book.worksheets[0]["D7"].number_format == '£#,##0.0#,,"m";−£#,##0.0#,,"m"'


def test_a_portfolios_return_has_a_sheet_for_each_programme(editor, led, held):
    page = editor.get(f"/portfolios/{led.slug}/").content.decode()
    assert f'href="/portfolios/{led.slug}/return.xlsx"' in page
    book = load_workbook(io.BytesIO(download(editor, f"/portfolios/{led.slug}/return.xlsx")))
    assert [sheet["A1"].value for sheet in book.worksheets[:-1]] == [
        one.place.printed_label for one in held
    ]
    assert book.worksheets[-1].sheet_state == "veryHidden"


def test_those_who_may_not_edit_see_no_link(client, people, led):
    client.force_login(people[Role.ANALYST])
    for url in (f"/programmes/{SLUG}/", f"/portfolios/{led.slug}/"):
        assert "return.xlsx" not in client.get(f"{url}?position=working").content.decode()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("url", ["/programmes/{}/return.xlsx", "/returns/", "/returns/apply/"])
def test_only_those_who_may_edit_are_let_in(role, url, client, people, led, held):
    client.force_login(people[role])
    url = url.format(SLUG) + "?position=working"
    edits = role in (Role.PMO_EDITOR, Role.PORTFOLIO_LEAD)
    allowed = 405 if "apply" in url else 200
    assert client.get(url).status_code == (allowed if edits else 403)
    if "return.xlsx" not in url and not edits:
        before = everything()
        assert send(client, b"x", url=url).status_code == 403
        assert everything() == before


def test_a_lead_takes_nothing_from_another_portfolio(other, working, led):
    place = ProgrammePlace.objects.filter(position=working).exclude(portfolio=led).first()
    for url in (f"/programmes/{place.programme.slug}", f"/portfolios/{place.portfolio.slug}"):
        assert other.get(f"{url}/return.xlsx").status_code == 404


def test_a_lead_sends_nothing_for_another_portfolio(editor, other, working, led):
    place = ProgrammePlace.objects.filter(position=working).exclude(portfolio=led).first()
    content = download(editor, f"/programmes/{place.programme.slug}/return.xlsx")
    response = send(other, content)
    assert response.status_code == 422
    assert "is of no programme that Working position has in your portfolios" in text(response)


def test_a_published_position_has_no_return(editor):
    for url in (f"/programmes/{SLUG}/return.xlsx", "/returns/"):
        response = editor.get(f"{url}?position=february-2025")
        assert response["Location"] == "/positions/"
        assert "February 2025 is published and can no longer be changed" in text(
            editor.get("/positions/")
        )


def test_a_file_has_no_more_sheets_than_are_read(editor, led, monkeypatch):
    monkeypatch.setattr("reports.pages.return_files.MOST", 2)
    assert editor.get(f"/portfolios/{led.slug}/return.xlsx").status_code == 404


# --- the preview ---------------------------------------------------------------------------------


def test_a_file_sent_back_unchanged_has_nothing_to_save(editor, led):
    response = send(editor, download(editor, f"/portfolios/{led.slug}/return.xlsx"))
    assert response.status_code == 200
    assert "there is nothing to save" in text(response)
    assert not Fields(response.content.decode()).can_be_sent


def test_the_preview_shows_each_change_and_saves_nothing(editor, held):
    before = everything()
    response = send(editor, grown(download(editor), one(held), note="Faster"))
    assert response.status_code == 200
    said = text(response)
    _, pounds = cell_of(one(held))
    assert f"£{pounds:,} £{pounds + 500_000:,}" in said
    assert "The total goes from" in said
    assert Fields(response.content.decode()).sent[f"note-{one(held).place.pk}"] == "Faster"
    assert everything() == before


def test_an_amount_that_may_be_in_millions_is_pointed_out(editor, held):
    at, _ = cell_of(one(held))
    response = send(editor, w.filled(download(editor), {at: 1.25}))
    assert "under £1,000: was it typed in millions?" in text(response)


def test_one_bad_cell_and_nothing_can_be_saved(editor, held, led):
    content = download(editor, f"/portfolios/{led.slug}/return.xlsx")
    content = w.filled(grown(content, held[0], note="x"), {"E8": "soon"}, sheet=1)
    response = send(editor, content)
    assert response.status_code == 422
    assert "Correct 1 cell in the file" in text(response)
    name = load_workbook(io.BytesIO(content)).sheetnames[1]
    assert f"{name}, E8 : “soon” is not an amount of money" in text(response).replace("&amp;", "&")
    assert not Fields(response.content.decode()).can_be_sent
    assert held[1].place.printed_label not in [
        one.of.place.printed_label for one in response.context["programmes"]
    ]  # the cell stays as it is, it does not become nothing


@pytest.mark.parametrize("content", [b"nothing like it", b"PK\x03\x04 nor this"])
def test_what_cannot_be_read_is_refused_beside_the_field(content, editor):
    response = send(editor, content)
    assert response.status_code == 422
    assert "There is a problem" in text(response)
    assert child.NOT_EXCEL in text(response)


def test_a_file_that_is_too_large_or_none_is_refused(editor):
    assert "larger than 5 MB" in text(send(editor, b"PK\x03\x04" + b"x" * 5 * 1024**2))
    assert "Choose a file." in text(editor.post("/returns/"))


# --- applying ------------------------------------------------------------------------------------


def test_what_the_preview_showed_is_saved_with_its_reason(editor, held, people):
    response = apply(editor, send(editor, grown(download(editor), one(held), note="Faster")))
    assert response.status_code == 302
    assert response["Location"] == f"/programmes/{SLUG}/"
    assert "1 cell of 1 programme saved." in text(editor.get(response["Location"]))
    before = sum(one(held).grid.amounts.values())
    assert sum(amounts(one(held).place).values()) == before + 50_000_000
    record = SavingsLine.history.filter(place=one(held).place).latest("history_id")
    assert record.history_change_reason == "Faster"
    assert record.history_user == people[Role.PMO_EDITOR]


def test_a_lead_fills_in_the_return_of_their_portfolio(other, led, held):
    content = download(other, f"/portfolios/{led.slug}/return.xlsx")
    for sheet in (0, 1, 2):
        if held[sheet].grid.amounts:
            content = grown(content, held[sheet], note=f"Reason {sheet}", sheet=sheet)
    response = apply(other, send(other, content))
    assert response["Location"] == f"/portfolios/{led.slug}/"
    reasons = SavingsLine.history.filter(history_change_reason__startswith="Reason")
    assert {r.place_id for r in reasons} == {h.place.pk for h in held[:3] if h.grid.amounts}


def test_a_total_that_changes_needs_a_reason(editor, held):
    page = send(editor, grown(download(editor), one(held)))
    before = everything()
    response = apply(editor, page)
    assert response.status_code == 422
    assert "say why" in text(response)
    assert everything() == before
    name = f"note-{one(held).place.pk}"
    assert apply(editor, response, **{name: "x" * 101}).status_code == 422
    assert apply(editor, response, **{name: "Because"}).status_code == 302
    record = SavingsLine.history.filter(place=one(held).place).latest("history_id")
    assert record.history_change_reason == "Because"


def test_a_preview_sent_twice_is_applied_once(editor, held):
    page = send(editor, grown(download(editor), one(held), note="x"))
    apply(editor, page)
    after = everything()
    response = apply(editor, page)
    assert response.status_code == 302
    assert everything() == after
    assert "That was applied already" in text(editor.get("/returns/"))


@pytest.mark.parametrize("carried", [None, "", "x", "eyJieSI6MX0:1:x"])
def test_what_was_not_signed_here_is_not_applied(carried, editor, held):
    page = send(editor, grown(download(editor), one(held), note="x"))
    before = everything()
    response = apply(editor, page, carried=carried)
    assert response["Location"] == "/returns/"
    assert everything() == before
    assert "This preview is no longer valid" in text(editor.get("/returns/"))


def test_a_preview_of_somebody_elses_is_not_applied(editor, other, held):
    page = send(editor, grown(download(editor), one(held), note="x"))
    before = everything()
    assert apply(other, page)["Location"] == "/returns/"
    assert everything() == before


def test_a_token_is_needed(editor, held):
    page = send(editor, grown(download(editor), one(held), note="x"))
    before = everything()
    response = apply(editor, page, token="nonsense")
    assert response.status_code == 422
    assert "Send the file again" in text(response)
    assert everything() == before


def test_a_file_of_a_position_published_since_is_refused(editor, held, working, people):
    content = download(editor)
    page = send(editor, grown(content, one(held), note="x"))
    publish_position(
        position=Position.objects.get(pk=working.pk),
        by=None,
        details={"name": "March 2025", "slug": "march-2025", "as_at": MOMENT.date()},
    )
    before = everything()
    for sent in (lambda: send(editor, content), lambda: apply(editor, page)):
        assert sent()["Location"] == "/positions/"
        assert "March 2025 is published and can no longer" in text(editor.get("/positions/"))
    assert everything() == before


# --- others came first ---------------------------------------------------------------------------


def saved_by(browser: Client, held: list[Holding], *, by: int = 100, note: str = "Theirs") -> None:
    with clock.stopped_at(LATER):
        page = send(browser, grown(download(browser), one(held), note=note, by=by))
        assert apply(browser, page).status_code == 302


def test_what_others_saved_since_stands_unless_mine_is_put_over_it(editor, other, held):
    mine = grown(download(editor), one(held), note="Mine")
    saved_by(other, held)
    with clock.stopped_at(LATER):
        page = send(editor, mine)
    said = text(page)
    assert "Others saved this programme after you downloaded the file" in said
    assert "Theirs" in said
    box = f"over-{one(held).place.pk}"
    assert Fields(page.content.decode()).boxes == [box]
    before = everything()
    response = apply(editor, page)
    assert response.status_code == 422
    assert "Nothing would be saved: others saved these programmes since" in text(response)
    assert everything() == before
    assert apply(editor, page, **{box: "on"}).status_code == 302
    total = sum(one(held).grid.amounts.values())
    assert sum(amounts(one(held).place).values()) == total + 50_000_000


def test_the_others_programmes_are_saved_and_the_conflict_is_left(editor, other, held, led):
    content = download(editor, f"/portfolios/{led.slug}/return.xlsx")
    at = held.index(one(held))
    beside = next(n for n, h in enumerate(held) if n != at and h.grid.amounts)
    for sheet in (at, beside):
        content = grown(content, held[sheet], note="Mine", sheet=sheet)
    saved_by(other, held)
    theirs = amounts(one(held).place)
    response = apply(editor, send(editor, content))
    assert response.status_code == 302
    said = text(editor.get(response["Location"]))
    assert f"Left as others saved it: {one(held).place.printed_label}." in said
    assert amounts(one(held).place) == theirs
    total = sum(held[beside].grid.amounts.values())
    assert sum(amounts(held[beside].place).values()) == total + 50_000_000


def test_what_was_saved_between_the_preview_and_the_button_is_shown_first(editor, other, held, led):
    content = download(editor, f"/portfolios/{led.slug}/return.xlsx")
    at = held.index(one(held))
    beside = next(n for n, h in enumerate(held) if n != at and h.grid.amounts)
    for sheet in (at, beside):
        content = grown(content, held[sheet], note="Mine", sheet=sheet)
    page = send(editor, content)
    saved_by(other, held)
    before = everything()
    response = apply(editor, page)
    assert response.status_code == 409
    assert "Someone saved one of these programmes while you were looking" in text(response)
    assert everything() == before
    fields = Fields(response.content.decode())
    assert fields.boxes == [f"over-{one(held).place.pk}"]
    # a second race is met as well, though the box is ticked
    saved_by(other, held, by=300)
    again = apply(editor, response, **{fields.boxes[0]: "on"})
    assert again.status_code == 409
    assert apply(editor, again, **{fields.boxes[0]: "on"}).status_code == 302


def test_applying_costs_few_queries_for_each_programme(editor, held, led):
    content = download(editor, f"/portfolios/{led.slug}/return.xlsx")
    changing = [n for n, h in enumerate(held) if h.grid.amounts]
    counts = []
    for sheets in (changing[:1], changing):
        filled = download(editor, f"/portfolios/{led.slug}/return.xlsx")
        for sheet in sheets:
            fresh = holdings(held[0].place.position, SYSTEM, portfolio=led)
            filled = grown(filled, fresh[sheet], note="x", sheet=sheet)
        page = send(editor, filled)
        with CaptureQueriesContext(connection) as asked:
            assert apply(editor, page).status_code == 302
        counts.append(len(asked))
    assert content
    assert counts[0] <= 35
    assert counts[1] - counts[0] <= 16 * (len(changing) - 1)


def test_every_preview_has_its_own_token(editor, held):
    content = grown(download(editor), one(held), note="x")
    tokens = {uuid.UUID(Fields(send(editor, content).content.decode()).sent["token"]) for _ in "ab"}
    assert len(tokens) == 2


def test_a_return_applied_after_the_lock_is_shown_again_with_the_sentence(
    editor, held, working, led, people
):
    page = send(editor, grown(download(editor), one(held), note="x"))
    yesterday = MOMENT.date() - datetime.timedelta(days=1)
    Position.objects.filter(pk=working.pk).update(locks_on=yesterday)
    LockException.objects.create(
        position=working,
        portfolio=Portfolio.objects.exclude(pk=led.pk).first(),
        until=MOMENT.date(),
        why="x",
        granted_by=people[Role.PMO_EDITOR],
        granted_at=MOMENT,
    )
    before = everything()
    response = apply(editor, page)
    assert response.status_code == 422
    assert "Working position locked at the end of 13 March 2025" in text(response)
    assert everything() == before
