"""The pages of papers: read, written, checked, searched, compared, taken away."""

import re
import uuid
from html import unescape
from itertools import pairwise

import pytest
from django.urls import reverse

from accounts.roles import Role
from portfolios.actions.hold_row import version_of
from reports.models import PaperBlock
from reports.pages.papers import files as pages_of_files
from reports.papers.formats import Format
from tests.papers.conftest import block_of, editor, saves  # noqa: F401

WRITE = "/papers/cabinet/write/summary/?position=working"


@pytest.fixture
def open_as(client, people):
    def ask(role: Role, url: str, **post):
        client.force_login(people[role])
        return client.post(url, post) if post else client.get(url)

    return ask


def words(page) -> str:
    """What a page says, without its marks."""
    cells = re.sub(r"</t[hd]>", " ", page.content.decode())
    told = re.sub(r"<[^>]+>", "", cells)
    return re.sub(r"\s+", " ", unescape(told))


def typed(working, text: str, **more) -> dict:
    """A form of the summary as it would be sent."""
    held = PaperBlock.objects.filter(position=working, paper="cabinet", section="summary").first()
    return {
        "text": text,
        "state": "draft",
        "why": "Because.",
        "kept": "",
        "version": version_of(held) if held else 0,
        "token": str(uuid.uuid4()),
        "do": "save",
    } | more


def test_the_papers_of_a_position_are_listed(open_as):
    page = words(open_as(Role.VIEWER, "/papers/?position=february-2025"))
    assert "Cabinet report" in page
    assert "parts written." in page
    assert "Write" not in page
    page = words(open_as(Role.PMO_EDITOR, "/papers/?position=working"))
    assert "of them draft" in page
    assert "Write the Cabinet report" in page


def test_each_figure_of_the_page_leads_to_why_this_number(open_as):
    page = open_as(Role.VIEWER, "/papers/cabinet/?position=february-2025").content.decode()
    body = page[page.index('id="summary"') : page.index('id="introduction"')]
    chips = re.findall(r'<a class="figure chip" href="([^"]+)"[^>]*>([^<]+)</a>', body)
    assert (
        "/figures/?position=february-2025&amp;measure=saving&amp;confidence=green",
        "£43.27m",
    ) in (chips)
    for link, _ in chips:
        assert open_as(Role.VIEWER, unescape(link)).status_code == 200


def test_headings_go_down_one_by_one_and_contents_lead_to_them(open_as):
    page = open_as(Role.VIEWER, "/papers/cabinet/?position=february-2025").content.decode()
    main = page[page.index("<main") : page.index("</main")]
    levels = [int(level) for level in re.findall(r"<h(\d)", main)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    contents = page[page.index('class="paper__contents"') : page.index('class="paper__body"')]
    assert set(re.findall(r'href="#([^"]+)"', contents)) <= set(ids)
    assert "Table 14: Programmes and their expected saving" in contents


def test_what_is_typed_is_never_markup(open_as, saves):  # noqa: F811
    saves("summary", "<script>alert(1)</script> {{ x }} {% load y %}")
    page = open_as(Role.PMO_EDITOR, "/papers/cabinet/?position=working").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ x }} {% load y %}" in page


def test_an_empty_part_says_to_editors_what_to_write(open_as, saves):  # noqa: F811
    saves("introduction", "")
    told = "Not written yet: Why the council does this"
    assert told in words(open_as(Role.PMO_EDITOR, "/papers/cabinet/?position=working"))
    assert told not in words(open_as(Role.VIEWER, "/papers/cabinet/?position=working"))
    assert "not written" in words(open_as(Role.PMO_EDITOR, "/papers/cabinet/write/"))


def test_a_token_that_stopped_answering_is_shown_where_it_stands(open_as, working):
    rows = PaperBlock.objects.filter(position=working, section="summary")
    rows.update(text="It is [[portfolio.gone.saving.total]].")
    page = words(open_as(Role.PMO_EDITOR, "/papers/cabinet/?position=working"))
    told = "The whole programme in a paragraph, line 1: [[portfolio.gone.saving.total]]"
    assert told in page
    assert "It is [[portfolio.gone.saving.total]]." in page
    assert told not in words(open_as(Role.VIEWER, "/papers/cabinet/?position=working"))
    assert "a figure is not there" in words(open_as(Role.PMO_EDITOR, "/papers/cabinet/write/"))


SECRET = "One contract ends early"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST, Role.PORTFOLIO_LEAD])
def test_exempt_words_are_on_no_page_of_others(role, open_as, saves):  # noqa: F811
    saves("summary", SECRET, exempt=True)
    for url in (
        "/papers/",
        "/papers/cabinet/",
        "/papers/cabinet/changes/",
        "/history/",
        "/papers/figures/",
        *(["/papers/cabinet/write/"] if role is Role.PORTFOLIO_LEAD else []),
    ):
        assert SECRET not in words(open_as(role, f"{url}?position=working")), url
    page = words(open_as(Role.PMO_EDITOR, "/papers/cabinet/?position=working"))
    assert f"Executive summary: exempt from publication {SECRET}" in page
    assert "This is not the public paper" in page


def test_a_file_is_the_public_paper_unless_asked_for_whole(
    open_as,
    saves,  # noqa: F811
    monkeypatch,
):
    plain = {"txt": Format("Plain", "tests.papers.plain", "text/plain")}
    monkeypatch.setattr(pages_of_files, "FORMATS", plain)
    saves("summary", SECRET, exempt=True)
    at = "/papers/cabinet.txt?position=working"
    public = open_as(Role.PMO_EDITOR, at)
    assert SECRET not in public.content.decode()
    assert "cabinet-paper-working-position.txt" in public["Content-Disposition"]
    assert SECRET in open_as(Role.PMO_EDITOR, f"{at}&exempt=yes").content.decode()
    assert SECRET not in open_as(Role.ANALYST, f"{at}&exempt=yes").content.decode()
    assert open_as(Role.VIEWER, at).status_code == 403


# --- writing -------------------------------------------------------------------------------------


def test_it_is_written_and_led_back(open_as, working):
    answer = open_as(Role.PMO_EDITOR, WRITE, **typed(working, "Now [[savings.total]]."))
    assert answer["Location"] == reverse("report-paper-places", args=["cabinet"])
    assert block_of(working, "summary").text == "Now [[savings.total]]."


def test_an_unknown_token_stands_beside_the_field_and_nothing_is_lost(open_as, working):
    before = block_of(working, "summary").text
    page = open_as(Role.PMO_EDITOR, WRITE, **typed(working, "So [[savings.totl]] it is."))
    assert page.status_code == 200
    assert "Text: Line 1: [[savings.totl]]: “totl” is not a financial year" in words(page)
    assert "So [[savings.totl]] it is.</textarea>" in page.content.decode()
    assert block_of(working, "summary").text == before


def test_without_a_reason_nothing_is_saved_or_lost(open_as, working):
    page = open_as(Role.PMO_EDITOR, WRITE, **typed(working, "My text.", why=""))
    assert "There is a problem" in words(page)
    assert "My text.</textarea>" in page.content.decode()


def test_a_figure_typed_by_hand_is_offered_its_token_once(open_as, working):
    text = "We save £43.27m of £50.83m, and £7.77m besides."
    page = open_as(Role.PMO_EDITOR, WRITE, **typed(working, text))
    told = words(page)
    assert "Typed by hand, and a figure of the tracker: £43.27m, £50.83m." in told
    assert "[[savings.total.green]]: Saving, Green, whole programme" in told
    assert "£7.77m, line 1: typed by hand, no figure of the tracker prints so" in told
    assert block_of(working, "summary").text != text
    kept = re.search(r'name="kept" value="([^"]*)"', page.content.decode())[1]
    chosen = {"figure-0": "savings.total.green", "figure-1": "savings.total", "figure-2": ""}
    page = open_as(Role.PMO_EDITOR, WRITE, **typed(working, text, kept=kept, do="check", **chosen))
    mended = "We save [[savings.total.green]] of [[savings.total]], and £7.77m besides."
    assert f"{mended}</textarea>" in page.content.decode()
    assert "Nothing is saved yet" in words(page)
    assert "We save £43.27m of £50.83m, and £7.77m besides." in words(page)
    assert block_of(working, "summary").text != mended
    open_as(Role.PMO_EDITOR, WRITE, **typed(working, mended))
    assert block_of(working, "summary").text == mended


def test_it_may_be_kept_as_typed(open_as, working):
    text = "We save £43.27m."
    open_as(Role.PMO_EDITOR, WRITE, **typed(working, text, kept="£43.27m"))
    assert block_of(working, "summary").text == text
    page = open_as(Role.PMO_EDITOR, WRITE).content.decode()
    assert 'name="kept" value="£43.27m"' in page  # it was said once


def test_checking_names_what_is_wrong(open_as, working):
    page = open_as(Role.PMO_EDITOR, WRITE, **typed(working, "So [[nothing]].", do="check"))
    assert "Line 1: [[nothing]]: no figure is called that" in words(page)


def test_a_second_editor_sees_what_the_first_saved(open_as, working, saves):  # noqa: F811
    form = typed(working, "Mine.")
    saves("summary", "Theirs.")
    page = open_as(Role.PMO_EDITOR, WRITE, **form)
    assert page.status_code == 409
    assert "Someone saved this while you were typing" in words(page)
    assert "→ Theirs." in words(page)
    assert "Mine.</textarea>" in page.content.decode()
    form |= {"version": re.search(r'name="version" value="(\d+)"', page.content.decode())[1]}
    open_as(Role.PMO_EDITOR, WRITE, **form)
    assert block_of(working, "summary").text == "Mine."


def test_sent_twice_it_is_saved_once(open_as, working):
    form = typed(working, "Mine.")
    open_as(Role.PMO_EDITOR, WRITE, **form)
    assert open_as(Role.PMO_EDITOR, WRITE, **form).status_code == 302
    assert block_of(working, "summary").history.filter(text="Mine.").count() == 1


def test_a_locked_position_takes_no_words_and_says_why(open_as, working):
    form = typed(working, "Late.")
    working.locks_on = "2025-03-01"
    working.save()
    page = open_as(Role.PMO_EDITOR, WRITE, **form)
    assert page.status_code == 403
    assert "locked at the end of 1 March 2025" in words(page)
    refused = open_as(Role.PMO_EDITOR, "/papers/cabinet/write/?position=working")
    assert refused.status_code == 403


# --- figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("search=green+whole", ["savings.total.green"]),
        ("search=43.27", ["savings.total.green"]),
        ("search=homelessness", ["programme.homelessness-prevention.saving.total"]),
        ("search=posts.low", None),
        (
            "search=savings.total.green&against=october-2024",
            [f"savings.total.green.{how}.october-2024" for how in ("at", "change", "direction")]
            + ["savings.total.green.moved.october-2024"],
        ),
        ("search=zzz", []),
    ],
)
def test_the_picker_finds(asked, found, open_as):
    for part in ("", "&part=yes"):
        page = open_as(Role.VIEWER, f"/papers/figures/?position=february-2025&{asked}{part}")
        tokens = re.findall(r"<code>\[\[([^\]]+)\]\]</code>", page.content.decode())
        assert tokens == found if found is not None else len(tokens) == 8
    assert "<html" not in page.content.decode()


def test_the_picker_says_when_it_shows_not_all(open_as):
    assert "The first 60 are shown" in words(open_as(Role.VIEWER, "/papers/figures/"))


# --- compared, restated --------------------------------------------------------------------------


def test_two_papers_are_compared(open_as):
    answer = open_as(Role.VIEWER, "/papers/cabinet/changes/?position=february-2025")
    page = words(answer)
    assert "Saving, whole programme £49.66m £50.83m" in page
    assert "<ins>This report is for Cabinet." in answer.content.decode()
    assert "Purpose of this report added" in page.replace("\xa0", " ")
    page = words(
        open_as(Role.VIEWER, "/papers/cabinet/changes/?position=february-2025&with=july-2024")
    )
    assert "Saving, whole programme £42.65m £50.83m" in page
    first = open_as(Role.VIEWER, "/papers/cabinet/changes/?position=july-2024")
    assert "Nothing to compare with" in words(first)
    unknown = "/papers/cabinet/changes/?position=february-2025&with=nowhere"
    assert open_as(Role.VIEWER, unknown).status_code == 404


def test_a_published_paper_says_what_has_been_restated_since(open_as, february, people, led):
    from tests.reports.test_restatements import restate

    restate(february, people[Role.PMO_EDITOR])
    page = words(open_as(Role.VIEWER, "/papers/cabinet/?position=february-2025"))
    assert "Restated since" in page
    assert "Restated since" not in words(open_as(Role.VIEWER, "/papers/cabinet/?position=working"))
