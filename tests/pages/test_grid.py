"""The savings grid on a programme's page: edit, add up, save, meet whoever saved first."""

import datetime
import re
import uuid
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Submission
from accounts.roles import Role
from agt.words import clock
from portfolios.models import Position, Programme, ProgrammePlace
from reports.kept import SHELF
from savings.grid import Grid
from savings.models import Saving, SavingsLine
from tests.conftest import MOMENT

pytestmark = pytest.mark.django_db

SLUG = "homelessness-prevention"  # of the portfolio lead's portfolio; its lines are apportioned
PAGE, SAVE = f"/programmes/{SLUG}/", f"/programmes/{SLUG}/grid/"
CHECK, TOTALS = f"{SAVE}check/", f"{SAVE}totals/"
M = 100_000_000
LATER = MOMENT + datetime.timedelta(hours=1)
CSRF = {"csrfmiddlewaretoken": ""}  # another one on each page


class Fields(HTMLParser):
    """What a browser would send of the grid on a page, and where to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.action, self.formaction = "", ""
        self._in, self._select = False, ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        of = dict(attrs)
        if tag == "form":
            self._in = "data-grid" in of
            self.action = of["action"] if self._in else self.action
        if not self._in:
            return
        if tag == "input":
            self.sent[of["name"]] = of.get("value", "")
        elif tag == "select":
            self._select = of["name"]
        elif tag == "option" and "selected" in of:
            self.sent[self._select] = of["value"]
        elif tag == "button" and "formaction" in of:
            self.formaction = of["formaction"]

    def handle_endtag(self, tag):
        self._in = self._in and tag != "form"


@pytest.fixture
def editor(client, people) -> Client:
    client.force_login(people[Role.PMO_EDITOR])
    return client


@pytest.fixture
def lead(people) -> Client:
    other = Client()
    other.force_login(people[Role.PORTFOLIO_LEAD])
    return other


@pytest.fixture
def place(working) -> ProgrammePlace:
    return ProgrammePlace.objects.get(position=working, programme__slug=SLUG)


@pytest.fixture
def cell(place) -> str:
    """The name of a cell that is held: Green, in the first year."""
    saving = Saving.objects.get(programme=place.programme)
    return f"cell-{saving.pk}-green-general_fund-2024"


@pytest.fixture
def empty(place) -> str:
    """The name of a cell that is empty."""
    saving = Saving.objects.get(programme=place.programme)
    return f"cell-{saving.pk}-red-general_fund-2024"


def html(answer) -> str:
    return answer.content.decode()


def opened(browser: Client, url: str = PAGE, *, at=MOMENT) -> Fields:
    with clock.stopped_at(at):
        answer = browser.get(url)
    assert answer.status_code == 200
    return Fields(html(answer))


def held(place) -> dict:
    return dict(Grid.of_lines(SavingsLine.objects.filter(place=place)).amounts)


def everything() -> tuple:
    return (
        list(SavingsLine.objects.order_by("pk").values_list()),
        list(SavingsLine.history.order_by("history_id").values_list()),
        list(ProgrammePlace.objects.order_by("pk").values_list()),
        list(Submission.objects.values_list()),
    )


def section(page: str, heading: str) -> str:
    """The text of the section under a heading."""
    found = re.search(rf"<h2[^>]*>{re.escape(heading)}</h2>(.*?)</section>", page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


# --- to whom it shows ----------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_the_grid_is_there_for_those_who_may_edit_and_for_nobody_else(role, client, people):
    client.force_login(people[role])
    for query, edits in [("?position=working", True), ("?position=february-2025", False)]:
        page = html(client.get(PAGE + query))
        expected = edits and role in (Role.PMO_EDITOR, Role.PORTFOLIO_LEAD)
        assert ("data-grid" in page) is expected, query
        assert ("Save the grid" in page) is expected
        assert ("htmx" in page) is expected


def test_a_lead_is_not_shown_the_grid_of_another_portfolio(lead):
    assert lead.get("/programmes/service-centre/").status_code == 404
    assert "data-grid" in html(lead.get(PAGE))


@pytest.mark.parametrize("url", [SAVE, CHECK, TOTALS])
@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.PMO_EDITOR, Role.PORTFOLIO_LEAD)]
)
def test_who_may_not_is_refused(role, url, client, editor, people, cell):
    sent = opened(editor).sent | {cell: "9", "note": "Because."}
    client.force_login(people[role])
    before = everything()
    assert client.post(f"{url}?position=working", sent).status_code == 403
    assert everything() == before


@pytest.mark.parametrize("url", [SAVE, CHECK, TOTALS])
def test_a_published_position_is_refused(url, editor, cell):
    sent = opened(editor).sent | {cell: "9", "note": "Because."}
    before = everything()
    assert editor.post(f"{url}?position=february-2025", sent).status_code == 403
    assert everything() == before


@pytest.mark.parametrize("url", [SAVE, CHECK, TOTALS])
def test_a_programme_of_another_portfolio_is_not_found_by_a_lead(url, lead, editor):
    sent = opened(editor, "/programmes/service-centre/").sent
    before = everything()
    assert lead.post(url.replace(SLUG, "service-centre"), sent).status_code == 404
    assert lead.post(url.replace(SLUG, "nonsense"), sent).status_code == 404
    assert everything() == before


def test_a_form_from_elsewhere_is_refused(people, editor):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people[Role.PMO_EDITOR])
    for url in (SAVE, CHECK, TOTALS):
        assert strict.post(url, opened(editor).sent).status_code == 403
        own = opened(strict).sent
        assert strict.post(url, own).status_code in (200, 302)


# --- saving --------------------------------------------------------------------------------------


def test_what_was_typed_is_saved_and_the_page_says_so(editor, place, cell, empty):
    form = opened(editor)
    assert form.action == SAVE
    before = held(place)
    sent = form.sent | {cell: "1.25m", empty: "(£300k)", "note": "The landlord said so."}
    answer = editor.post(form.action, sent, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    page = html(answer)
    assert "2 cells saved." in page
    now = {line.name: pence for line, pence in held(place).items()}
    assert now == {c.name: p for c, p in before.items()} | {cell: 125_000_000, empty: -30_000_000}
    fields = Fields(page).sent
    assert (fields[cell], fields[empty]) == ("1.25", "-0.3")
    assert fields["version"] == "2"
    # and nothing is called apportioned any more
    assert "apportioned" not in section(page, "Savings lines")


def test_an_untouched_grid_saves_nothing_and_says_so(editor, place):
    before = held(place)
    page = html(editor.post(SAVE, opened(editor).sent, follow=True))
    assert "Nothing was changed, so nothing was saved." in page
    assert held(place) == before
    assert section(page, "What changed in Working position") == ""


def test_the_page_tells_what_changed(editor, place, cell, people):
    was = next(pence for line, pence in held(place).items() if line.name == cell)
    with clock.stopped_at(LATER):
        sent = opened(editor).sent | {cell: "1.25m", "note": "The landlord <b>said</b> so."}
        page = html(editor.post(SAVE, sent, follow=True))
    told = section(page, "What changed in Working position")
    assert "14 March 2025, 11:30 PMO editor General Fund, 2024/25" in told
    assert f"£{was // 100:,} £1,250,000 The landlord &lt;b&gt;said&lt;/b&gt; so." in told
    # everyone who may read the position may read it
    reader = Client()
    reader.force_login(people[Role.VIEWER])
    assert "The landlord" in html(reader.get(f"{PAGE}?position=working"))
    assert "The landlord" not in html(reader.get(f"{PAGE}?position=february-2025"))


def test_a_lead_saves_too(lead, place, cell):
    sent = opened(lead).sent | {cell: "1m", "note": "Because."}
    assert "1 cell saved." in html(lead.post(SAVE, sent, follow=True))


def test_a_form_sent_twice_is_saved_once(editor, place, cell):
    sent = opened(editor).sent | {cell: "1m", "note": "Because."}
    editor.post(SAVE, sent)
    before = everything()
    page = html(editor.post(SAVE, sent, follow=True))
    assert "That was saved already; nothing was changed again." in page
    assert everything() == before


def test_figures_typed_in_thousands(editor, place, cell):
    form = opened(editor, f"{PAGE}?unit=k")
    assert form.sent["unit"] == "k"
    before = held(place)
    whole = {c.name: p for c, p in before.items()}
    assert float(form.sent[cell].replace(",", "")) == whole[cell] / 100_000
    answer = editor.post(form.action, form.sent | {cell: "1,200", "note": "Because."})
    assert answer.status_code == 302
    assert {c.name: p for c, p in held(place).items()} == whole | {cell: 120_000_000}


def test_the_other_funds_are_there_when_asked_for_and_are_saved(editor, place, cell):
    page = html(editor.get(PAGE))
    assert "Housing Revenue Account (HRA), Green" not in page
    link = re.search(r'<a href="([^"]+)">Show HRA and DSG rows', page)[1].replace("&amp;", "&")
    form = opened(editor, link)
    hra = cell.replace("general_fund", "hra")
    assert hra in form.sent
    answer = editor.post(form.action, form.sent | {hra: "2m", "note": "The HRA pays."})
    assert answer.status_code == 302
    assert SavingsLine.objects.get(place=place, fund="hra").amount == 2 * M
    # it stays in sight then
    assert opened(editor).sent[hra] == "2"


def test_the_other_funds_stay_through_an_error_and_adding_up(editor, place, cell):
    hra = cell.replace("general_fund", "hra")
    form = opened(editor, f"{PAGE}?funds=all")
    for url in (form.action, form.formaction):
        again = Fields(html(editor.post(url, form.sent | {hra: "2m", "note": ""})))
        assert again.sent[hra] == "2m"
        assert again.action == form.action


def test_the_rows_can_be_asked_for_on_a_page_with_errors(editor, cell):
    page = html(editor.post(SAVE, opened(editor).sent | {cell: "tbc"}))
    link = re.search(r'<a href="([^"]+)">Show HRA and DSG rows', page)[1].replace("&amp;", "&")
    assert editor.get(link).status_code == 200


@pytest.mark.parametrize("url", [SAVE, CHECK])
def test_the_address_of_a_page_with_errors_leads_back(url, editor):
    """A switch of position, a reload or a sign-in asks for it without a form."""
    answer = editor.get(f"{url}?position=february-2025", follow=True)
    assert answer.redirect_chain == [(f"{PAGE}?position=february-2025", 302)]


@pytest.mark.parametrize("url", [SAVE, CHECK])
def test_and_leads_back_to_the_rows_and_the_unit_it_was_asked_for_in(url, editor):
    answer = editor.get(f"{url}?funds=all&unit=k&other=1")
    assert answer.url == f"{PAGE}?unit=k&funds=all"


def test_what_is_saved_leads_back_to_them_too(editor, cell):
    form = opened(editor, f"{PAGE}?funds=all&unit=k")
    answer = editor.post(form.action, form.sent | {cell: "9", "note": "Because."})
    assert answer.url == f"{PAGE}?unit=k&funds=all"


def test_looking_at_figures_writes_nothing(editor):
    """Not of a programme that never had any either, on its page or in its return."""
    with CaptureQueriesContext(connection) as asked:
        assert len(opened(editor, "/programmes/good-landlord/").sent) > 10
        assert editor.get("/programmes/good-landlord/return.xlsx").status_code == 200
    assert not [q["sql"] for q in asked if not q["sql"].startswith("SELECT")]


def test_a_programme_with_several_savings_names_them(editor, place, cell):
    other = Saving.objects.create(programme=place.programme, name="Fewer nights in hotels")
    page = html(editor.get(PAGE))
    assert "Fewer nights in hotels, General Fund" in page
    sent = Fields(page).sent
    name = f"cell-{other.pk}-amber-general_fund-2026"
    assert sent[name] == ""
    editor.post(SAVE, sent | {name: "40k", "note": "A second one."})
    assert SavingsLine.objects.get(saving=other).amount == 4_000_000


def test_a_programme_without_a_saving_gets_its_first(editor, working):
    programme = Programme.objects.get(slug="good-landlord")
    form = opened(editor, "/programmes/good-landlord/?funds=all")
    name = next(name for name in form.sent if name.endswith("-amber-hra-2026"))
    answer = editor.post(form.action, form.sent | {name: "1.5", "note": "Approved."}, follow=True)
    assert "1 cell saved." in html(answer)
    (line,) = SavingsLine.objects.filter(place__programme=programme, place__position=working)
    assert (line.amount, line.fund, line.confidence) == (150_000_000, "hra", "amber")


# --- errors --------------------------------------------------------------------------------------


def test_an_error_keeps_everything_typed_and_saves_nothing(editor, cell, empty):
    sent = opened(editor).sent | {cell: "tbc", empty: "77k", "note": "Half a reason", "unit": "k"}
    before = everything()
    answer = editor.post(SAVE, sent)
    assert answer.status_code == 422
    page = html(answer)
    assert everything() == before
    again = Fields(page).sent
    assert again | CSRF == sent | CSRF
    # the sentence stands beside its cell, and in a summary that leads to it
    sentence = "“tbc” is not an amount of money. Type it like 1.2m, 1200k or £1,200."
    assert f'id="id_{cell}_error">{sentence}</p></td>' in page
    assert f'<a href="#id_{cell}">General Fund, Green, 2024/25: {sentence}</a>' in page
    assert "Nothing is saved yet" in page
    assert page.count(sentence) == 2


def test_a_new_total_asks_why_and_then_is_saved(editor, place, cell):
    sent = opened(editor).sent | {cell: "9"}
    answer = editor.post(SAVE, sent)
    assert answer.status_code == 422
    assert re.search(r"The total goes from £[\d.]+m to £[\d.]+m: say why\.", html(answer))
    again = Fields(html(answer))
    assert editor.post(again.action, again.sent | {"note": "It is so."}).status_code == 302
    assert {c.name: p for c, p in held(place).items()}[cell] == 9 * M


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "inf",
        "1e400",
        "9" * 30,
        "9" * 5_000,
        "x" * 10_000,
        "1\0",
        "💷",
        "<script>",
        "{{ 1 }}",
    ],
)
@pytest.mark.parametrize("field", ["cell", "note", "version", "opened_at", "unit", "token"])
def test_nonsense_in_any_field_is_never_our_fault(field, text, editor, cell):
    sent = opened(editor).sent | {cell if field == "cell" else field: text}
    before = everything()
    for url in (SAVE, CHECK, TOTALS):
        answer = editor.post(url, sent)
        assert answer.status_code in (200, 302, 409, 422), (url, answer.status_code)
        assert "<script>" not in html(answer).replace("<script src", "")
    if answer.status_code != 302 and field != "note":
        assert everything() == before


@pytest.mark.parametrize("query", ["?unit=bn", "?unit=\0", "?funds=\0", "?funds=none", "?unit="])
def test_nonsense_in_the_address_is_never_our_fault(query, editor):
    form = opened(editor, PAGE + query)
    assert form.sent["unit"] == "m"
    assert editor.post(form.action, form.sent).status_code == 302


def test_an_empty_form_deletes_nothing(editor):
    before = everything()
    for url in (SAVE, CHECK, TOTALS):
        assert editor.post(url, {}).status_code in (200, 422)
    assert everything() == before
    known = {"token", "version", "opened_at", "unit"}
    sent = {name: value for name, value in opened(editor).sent.items() if name in known}
    editor.post(SAVE, sent)
    assert list(SavingsLine.objects.order_by("pk").values_list("amount")) == [
        (row[6],) for row in before[0]
    ]


# --- two editors ---------------------------------------------------------------------------------


@pytest.fixture
def conflict(editor, lead, cell, empty):
    """The lead saved one cell, after another one earlier, while the editor typed in two."""
    with clock.stopped_at(MOMENT - datetime.timedelta(hours=1)):
        lead.post(SAVE, opened(lead).sent | {cell: "3.33m", "note": "Before all this."})
    mine = opened(editor)
    theirs = opened(lead)
    with clock.stopped_at(LATER):
        lead.post(SAVE, theirs.sent | {cell: "4.44m", "note": "The landlord said so."})
        sent = mine.sent | {cell: "1.11m", empty: "77k", "note": "A reason of mine."}
        answer = editor.post(SAVE, sent)
    assert answer.status_code == 409
    return answer, sent


def test_a_conflict_shows_what_the_other_changed_and_keeps_what_was_typed(conflict, cell, empty):
    answer, sent = conflict
    page = html(answer)
    assert "Someone saved this programme while you were typing" in page
    theirs = section(page, "What they changed")
    assert "14 March 2025, 11:30 Portfolio lead General Fund, 2024/25" in theirs
    assert "£3,330,000 £4,440,000 The landlord said so." in theirs
    assert "Before all this." not in theirs
    beside = section(page, "Where your grid differs from what is saved")
    assert re.search(r"2024/25 \S* ?Green £4,440,000 £1,110,000", beside), beside
    assert re.search(r"2024/25 \S* ?Red £0 £77,000", beside), beside
    again = Fields(page).sent
    assert again | CSRF == sent | CSRF | {"version": "3"}


def test_a_conflict_names_the_saving_where_there_are_several(editor, lead, place):
    other = Saving.objects.create(programme=place.programme, name="Fewer nights in hotels")
    name = f"cell-{other.pk}-amber-general_fund-2026"
    mine, theirs = opened(editor), opened(lead)
    with clock.stopped_at(LATER):
        lead.post(SAVE, theirs.sent | {name: "40k", "note": "Theirs."})
        page = html(editor.post(SAVE, mine.sent | {name: "50k", "note": "Mine."}))
    cell = "Fewer nights in hotels, General Fund, 2026/27"
    assert f"Portfolio lead {cell}" in section(page, "What they changed")
    assert cell in section(page, "Where your grid differs from what is saved")


def test_a_conflict_saves_nothing_of_mine(editor, lead, cell):
    mine = opened(editor)
    lead.post(SAVE, opened(lead).sent | {cell: "4.44m", "note": "The landlord said so."})
    before = everything()
    assert editor.post(SAVE, mine.sent | {cell: "1m", "note": "Mine."}).status_code == 409
    assert everything() == before


def test_saving_again_is_a_choice_that_works(conflict, editor, place, cell, empty):
    answer, _ = conflict
    form = Fields(html(answer))
    with clock.stopped_at(LATER + datetime.timedelta(hours=1)):
        page = html(editor.post(form.action, form.sent, follow=True))
    assert "2 cells saved." in page
    now = {c.name: p for c, p in held(place).items()}
    assert (now[cell], now[empty]) == (111_000_000, 7_700_000)
    told = section(page, "What changed in Working position")
    assert "£4,440,000 £1,110,000 A reason of mine." in told


def test_a_second_conflict_is_met_too(conflict, editor, lead, place, cell):
    answer, _ = conflict
    form = Fields(html(answer))
    with clock.stopped_at(LATER + datetime.timedelta(hours=1)):
        theirs = opened(lead)
        lead.post(SAVE, theirs.sent | {cell: "5.55m", "note": "Again."})
        second = editor.post(form.action, form.sent)
    assert second.status_code == 409
    told = section(html(second), "What they changed")
    assert "£4,440,000 £5,550,000 Again." in told
    assert Fields(html(second)).sent[cell] == "1.11m"
    assert {c.name: p for c, p in held(place).items()}[cell] == 555_000_000


def test_taking_over_their_figures_saves_them_beside_mine(conflict, editor, place, cell, empty):
    answer, _ = conflict
    form = Fields(html(answer))
    editor.post(form.action, form.sent | {cell: "4.44m"})
    now = {c.name: p for c, p in held(place).items()}
    assert (now[cell], now[empty]) == (444_000_000, 7_700_000)


def test_two_who_saved_the_same_are_told_so(editor, lead, cell):
    mine, theirs = opened(editor), opened(lead)
    typed = {cell: "4.44m", "note": "Agreed at the meeting."}
    with clock.stopped_at(LATER):
        lead.post(SAVE, theirs.sent | typed)
        page = html(editor.post(SAVE, mine.sent | typed, follow=True))
    assert "Nothing was changed, so nothing was saved." in page


def test_rows_that_the_other_added_are_not_taken_away(editor, lead, place, cell):
    """My page had no rows for the HRA; saving it again must not empty theirs."""
    mine = opened(editor)
    theirs = opened(lead, f"{PAGE}?funds=all")
    hra = cell.replace("general_fund", "hra")
    lead.post(theirs.action, theirs.sent | {hra: "2m", "note": "The HRA pays."})
    answer = editor.post(SAVE, mine.sent | {cell: "1m", "note": "Mine."})
    assert answer.status_code == 409
    again = Fields(html(answer))
    assert editor.post(again.action, again.sent).status_code == 302
    assert SavingsLine.objects.get(place=place, fund="hra").amount == 2 * M


def test_another_programme_is_no_conflict(editor, lead, cell):
    mine = opened(editor)
    other = "/programmes/leisure-strategy/"
    theirs = opened(lead, other)
    name = next(name for name in theirs.sent if name.startswith("cell-"))
    assert lead.post(f"{other}grid/", theirs.sent | {name: "3m", "note": "x"}).status_code == 302
    assert editor.post(SAVE, mine.sent | {cell: "1m", "note": "Mine."}).status_code == 302


# --- totals --------------------------------------------------------------------------------------


def rows_of(page: str) -> dict[str, list[str]]:
    table = re.search(r'<div id="grid-totals".*?</div>', page, re.DOTALL)[0]
    return {
        re.sub(r"<[^>]+>", "", head).strip(): re.findall(r'<td class="num">([^<]*)', cells)
        for head, cells in re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', table, re.DOTALL)
    }


def test_the_totals_of_what_is_typed_are_a_piece_of_the_page(editor, place):
    sent = opened(editor).sent
    cells = [name for name in sent if name.startswith("cell-")]
    typed = dict.fromkeys(cells, "") | {cells[0]: "1", cells[1]: "0.5", cells[5]: "(250k)"}
    before = everything()
    answer = editor.post(TOTALS, sent | typed)
    assert answer.status_code == 200
    page = html(answer)
    assert page.strip().startswith('<div id="grid-totals"')
    assert "<html" not in page
    rows = rows_of(page)
    zero = "£0.0m"
    assert rows["Green"] == ["£1.0m", "£0.5m", zero, zero, zero, "£1.5m"]
    assert rows["Amber"] == ["−£0.25m", zero, zero, zero, zero, "−£0.25m"]
    assert rows["Red"] == [zero] * 6
    assert rows["Total"] == ["£0.75m", "£0.5m", zero, zero, zero, "£1.25m"]
    assert rows["Cumulative"] == ["£0.75m", *["£1.25m"] * 5]
    saved = sum(held(place).values())
    assert rows["Total as saved"][-1] == f"£{saved / M:.2f}m"
    assert everything() == before


def test_before_anything_is_typed_there_is_one_total(editor):
    assert "Total as saved" not in rows_of(html(editor.get(PAGE)))
    assert "Total as saved" not in rows_of(html(editor.post(TOTALS, opened(editor).sent)))


def test_without_javascript_add_up_does_the_same_and_saves_nothing(editor, cell):
    form = opened(editor)
    assert form.formaction == CHECK
    sent = form.sent | {cell: "9.99m", "note": "Not yet."}
    before = everything()
    page = html(editor.post(form.formaction, sent))
    assert rows_of(page) == rows_of(html(editor.post(TOTALS, sent)))
    assert rows_of(page)["Green"][0] == "£9.99m"
    assert everything() == before
    # and the form that comes back can be saved
    again = Fields(page)
    assert again.sent | CSRF == sent | CSRF
    assert editor.post(again.action, again.sent).status_code == 302


def test_the_grid_adds_up_to_the_headline(editor, place):
    page = html(editor.get(PAGE))
    assert f"£{sum(held(place).values()) / M:.2f}m" == rows_of(page)["Total"][-1]
    assert rows_of(page)["Total"][-1] in section(page, "Savings lines")


def test_the_page_costs_few_queries(editor, cell):
    SHELF.clear()  # what other tests kept
    with CaptureQueriesContext(connection) as made:
        form = opened(editor)
    assert len(made) <= 28
    for url, most in [(TOTALS, 10), (CHECK, 27), (SAVE, 28)]:
        SHELF.clear()
        with CaptureQueriesContext(connection) as made:
            editor.post(url, form.sent | {cell: "9m", "note": "Because."})
        assert len(made) <= most, (url, len(made))


def test_a_position_published_while_somebody_typed_is_not_changed(editor, working, cell):
    form = opened(editor)
    Position.objects.filter(pk=working.pk).update(state="published", published_at=MOMENT)
    before = everything()
    answer = editor.post(f"{SAVE}?position=working", form.sent | {cell: "9", "note": "Late."})
    assert answer.status_code == 403
    assert everything() == before


def test_a_token_is_made_for_each_page(editor):
    first, second = (uuid.UUID(opened(editor).sent["token"]) for _ in range(2))
    assert first != second
