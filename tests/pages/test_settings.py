"""The settings page, and what every other page and file then says and looks like."""

import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from accounts.roles import Role
from portfolios.models import Organisation
from savings.models import SavingsLine
from tests.pages.test_changes import settings_of
from tests.portfolios.test_council import png

pytestmark = pytest.mark.django_db
WORDS = {
    "portfolio": "directorate",
    "portfolios": "directorates",
    "programme": "scheme",
    "programmes": "schemes",
}


def save(client, **more):
    return client.post("/settings/", settings_of(client.get("/settings/"), **more))


@pytest.fixture
def editor(client, people):
    client.force_login(people[Role.PMO_EDITOR])
    return client


def test_pages_headings_and_files_say_the_councils_words(editor):
    assert save(editor, **WORDS, green="Sure", green_means="Banked").status_code == 302
    page = editor.get("/portfolios/").content.decode()
    assert "<title>Directorates" in page
    assert ">Directorates</a>" in page  # navigation
    assert "<h1>Directorates</h1>" in page
    page = editor.get("/reports/savings-by-portfolio/").content.decode()
    assert ">Directorate Name</th>" in page
    assert "<h1>Savings by directorate</h1>" in page
    page = editor.get("/reports/finance-confidence/").content.decode()
    assert re.search(r"<th[^>]*>\s*(<span[^>]*>)?\s*Sure\b", page)
    assert "Sure: Banked" in page
    file = editor.get("/reports/savings-by-portfolio.json").content
    assert json.loads(file)["columns"][0]["heading"] == "Directorate Name"
    assert "All directorates" in editor.get("/reports/savings-by-portfolio.csv").content.decode()
    book = load_workbook(io.BytesIO(editor.get("/reports/pack.xlsx").content))
    assert any("directorate" in name for name in book.sheetnames)
    assert ">Scheme</a>" in editor.get("/programmes/").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Fill this in."),
        ("accent", "#ffff00", "contrast against white is 1.1 to 1"),
        ("portfolio", "3", "letters, no figures"),
        ("first_year", "2024", "Write it like 2024/25"),
        ("first_year", "2027/28", "There are savings in 2024/25"),
        ("years", "0", "greater than or equal to 1"),
        ("years", "1", "There are savings in 2025/26"),
        ("version", "7", "Someone else changed the settings"),
    ],
)
def test_bad_input_is_told_and_nothing_is_saved(editor, field, value, says):
    page = save(editor, **{"strapline": "Typed", field: value})
    assert page.status_code == 200
    assert says in page.content.decode()
    assert "Typed" in page.content.decode()


def test_nothing_is_half_saved_when_the_years_are_refused(editor):
    save(editor, strapline="Half", first_year="2027/28")
    assert Organisation.objects.get().strapline == ""


def test_the_years_of_the_working_position_are_set(editor, working):
    assert SavingsLine.objects.at(working).exists()
    save(editor, first_year="2023/24", years="7")
    working.refresh_from_db()
    assert (str(working.first_year), str(working.last_year)) == ("2023/24", "2029/30")
    assert working.history.first().history_change_reason == "Financial years set"


def test_a_form_sent_twice_is_saved_once(editor):
    sent = settings_of(editor.get("/settings/"), strapline="Once")
    editor.post("/settings/", sent)
    page = editor.post("/settings/", sent, follow=True)
    assert "nothing was done again" in page.content.decode()
    assert Organisation.history.filter(strapline="Once").count() == 1


def test_a_logo_is_shown_served_again_and_taken_away(editor):
    svg = SimpleUploadedFile("l.png", b"<svg/>", "image/png")
    assert "An SVG can hold a script" in save(editor, logo=svg).content.decode()
    logo = SimpleUploadedFile("l.svg", png(), "image/svg+xml")  # its name is not believed
    assert save(editor, logo=logo).status_code == 302
    assert 'src="/council/logo"' in editor.get("/reports/").content.decode()
    editor.logout()
    served = editor.get("/council/logo")
    assert (served.content, served["Content-Type"]) == (png(), "image/png")
    assert served["X-Content-Type-Options"] == "nosniff"
    assert editor.get("/council/logo", headers={"If-None-Match": served["ETag"]}).status_code == 304


def test_a_logo_is_taken_away(editor):
    save(editor, logo=SimpleUploadedFile("l.png", png()))
    save(editor, no_logo="on")
    assert editor.get("/council/logo").status_code == 404
    assert "/council/logo" not in editor.get("/reports/").content.decode()


def test_the_accent_colour_is_a_stylesheet_of_its_own(editor):
    assert editor.get("/council.css").content == b""
    assert "/council.css" not in editor.get("/reports/").content.decode()
    save(editor, accent="#7a1f5c")
    assert "/council.css" in editor.get("/reports/").content.decode()
    editor.logout()
    assert "/council.css" in editor.get("/sign-in/").content.decode()
    style = editor.get("/council.css")
    assert b"--accent: #7a1f5c;" in style.content
    assert style["Content-Type"] == "text/css; charset=utf-8"
    again = editor.get("/council.css", headers={"If-None-Match": style["ETag"]})
    assert again.status_code == 304


def test_an_administrator_finds_people_lists_and_tokens(client, people):
    client.force_login(people[Role.ADMINISTRATOR])
    page = client.get("/settings/").content.decode()
    assert "/data/feeds/tokens/" in page
    assert "/admin/accounts/user/" in page
    assert "below 5" in page
    assert "first_year" not in page
    assert 'href="/settings/"' in client.get("/admin/").content.decode()
