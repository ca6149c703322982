"""A council with words of its own reads them at every address and in every file, and none of ours.

What people typed is theirs already and stays: it is taken out of a page before ours are looked for.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.http import HttpResponse
from openpyxl import load_workbook

from accounts.roles import Role
from portfolios.models import Organisation, Programme, ProgrammePlace
from reports.models import StatedFigure
from tests.pages.test_changes import settings_of
from tests.pages.test_every_address import CASES, address, things  # noqa: F401

pytestmark = pytest.mark.django_db

OURS = re.compile(r"\b(?:portfolios?|programmes?|green|amber|red)\b", re.IGNORECASE)
# Not one of their portfolios or programmes: the whole transformation, an address, a token, a code.
KEPT = re.compile(
    r"(?:whole|transformation|overall) programme|programme overview|/[\w.?&=/-]*|\[\[[^\]\s]*|\w+…"
    r"|Why this number\? \S+|“[^”]*”|green, amber or red",
    re.IGNORECASE,
)
TOKEN = re.compile(r"\[\[[^\]]*\]\]")
# What is no text, what somebody is typing, and what a machine reads.
HIDDEN = re.compile(r"<(script|style|svg|textarea|code|pre)\b.*?</\1>", re.DOTALL)
HEARD = re.compile(r'\b(?:title|alt|placeholder|aria-label)="([^"]*)"')
CHART = re.compile(r'"(?:name|text)": "([^"]*)"')
TAG = re.compile(r"<[^>]+>")


@pytest.fixture
def theirs(db) -> Organisation:
    held = Organisation.objects.get()
    held.portfolio, held.portfolios = "directorate", "directorates"
    held.programme, held.programmes = "scheme", "schemes"
    held.green, held.amber, held.red = "Firm", "Likely", "At risk"
    held.save()
    # It has said so ever since: what was published before is in the words of then.
    Organisation.history.exclude(pk=Organisation.history.latest().pk).delete()
    return held


@pytest.fixture
def typed(theirs, things) -> re.Pattern[str]:  # noqa: F811
    """Every stored text with one of our words in it, the longest first; cut at its tokens."""
    found = {
        " ".join(part.split())
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        if not field.choices and not isinstance(field, models.SlugField)
        for text in model._default_manager.values_list(field.attname, flat=True)
        for shown in (str(text or ""), str(text or "")[:139])  # where a page shows its beginning
        for line in shown.splitlines()
        for part in TOKEN.split(line.removeprefix("- "))
    }
    ours = {text for text in found if OURS.search(text) and not OURS.fullmatch(text)}
    return re.compile("|".join(map(re.escape, sorted(ours, key=len, reverse=True))))


def left(texts: Iterator[str] | list[str], typed: re.Pattern[str]) -> list[str]:
    """Each of our words that some texts still say, with what stands around it."""
    return [
        text[max(0, found.start() - 50) : found.end() + 50]
        for told in texts
        for text in [KEPT.sub("·", typed.sub("·", " ".join(html.unescape(told).split())))]
        for found in OURS.finditer(text)
    ]


def texts_of(page: str) -> list[str]:
    """What a page shows and says aloud, and what its charts are drawn with."""
    shown = HIDDEN.sub(" ", page)
    return [*HEARD.findall(shown), TAG.sub("\n", shown), *CHART.findall(page)]


def cells_of(answer: HttpResponse) -> list[str]:
    """Every text of a workbook, names of sheets and headers and footers among them."""
    book = load_workbook(io.BytesIO(answer.content))
    stated = set(StatedFigure.objects.values_list("column", flat=True))  # as papers printed them
    return [
        told
        for sheet in book
        for told in (
            sheet.title,
            sheet.oddFooter.left.text or "",
            *(
                cell.value
                for row in sheet
                for cell in row
                if isinstance(cell.value, str) and cell.value not in stated
            ),
        )
        if sheet.sheet_state == "visible"
    ]


@pytest.mark.slow  # it asks for every address there is
def test_no_page_says_a_word_of_ours(typed, things, people, client):  # noqa: F811
    client.force_login(people[Role.PMO_EDITOR])
    found = {}
    for _, at, expected in CASES:
        if expected[Role.PMO_EDITOR] != 200 or at.startswith(("admin:", "/admin/")):
            continue
        answer = client.get(address(at, things, people))
        if answer["Content-Type"].startswith("text/html"):
            told = left(texts_of(answer.content.decode()), typed)
            if told:
                found[at] = told
    assert found == {}


@pytest.mark.parametrize(
    "at", ["/reports/pack.xlsx", "/programmes/{programme_led}/return.xlsx", "/programmes.xlsx"]
)
def test_no_workbook_says_a_word_of_ours(at, typed, things, people, client):  # noqa: F811
    client.force_login(people[Role.PMO_EDITOR])
    answer = client.get(at.format(**things))
    told = cells_of(answer)
    assert len(told) > 10
    assert sorted(set(left(told, typed))) == []


def test_neither_the_word_paper_nor_the_slides_say_a_word_of_ours(typed, people, client):
    client.force_login(people[Role.PMO_EDITOR])
    for suffix in ("docx", "pptx"):
        answer = client.get(f"/papers/cabinet.{suffix}?position=working")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
            told = [
                " ".join(re.findall(r"<[wa]:t(?: [^>]*)?>([^<]*)", paragraph))
                for name in parts.namelist()
                if name.endswith(".xml") and re.search(r"/(document|slide\d+)\.xml$", name)
                for paragraph in re.split(r"</[wa]:p>", parts.read(name).decode())
            ]
        assert any("Firm" in text for text in told)
        assert sorted(set(left(told, typed))) == []


def test_what_is_refused_is_refused_in_their_words(theirs, things, people, client):  # noqa: F811
    """A rule of the database, an action's and a page's, each where it is shown."""
    client.force_login(people[Role.PMO_EDITOR])
    sent = settings_of(
        client.get("/edit/dependency/add/"), giver=1, taker=1, what="x", needed_by="1/4/2025"
    )
    page = client.post("/edit/dependency/add/", sent).content.decode()
    assert "A scheme does not depend on itself: name the other scheme, or the service." in page
    page = client.get("/programmes/nonsense/").content.decode()
    assert "has no such scheme in your directorates." in page
    client.force_login(people[Role.VIEWER])
    page = client.get("/portfolios/add/?position=working").content.decode()
    assert "ask an administrator of the tracker to change your role or your directorates" in page


def test_a_list_to_choose_from_says_their_words_and_leaves_names(theirs, working, people, client):
    """Also in a form: what is one of ours to choose, and what somebody called a scheme."""
    name = {"printed_label": "Green Programme of Works"}
    ProgrammePlace.objects.filter(programme__slug="service-centre", position=working).update(**name)
    Programme.objects.filter(slug="service-centre").update(name=name["printed_label"])
    client.force_login(people[Role.PMO_EDITOR])
    page = client.get("/edit/transfer/add/?position=working").content.decode()
    assert re.search(r'<option value="green">Firm</option>', page)
    page = client.get("/edit/risk/add/").content.decode()
    assert ">Green Programme of Works</option>" in page
    assert "Only where it is of no one scheme." in page
