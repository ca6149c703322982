"""The pages of an import: each step, what it refuses, and what it keeps between steps."""

import datetime

import pytest

from accounts.roles import Role
from reports.models import ImportMapping, Upload
from tests.exchange.conftest import PLANS, reading_of
from tests.exchange.test_import_plan import counts
from tests.pages.test_changes import browser, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(people):
    return browser(people[Role.PMO_EDITOR])


def sent(editor, name: str = "oakhampton-1.csv", **more) -> Upload:
    with (PLANS / name).open("rb") as file:
        answer = editor.post("/import/", {"holds": "plan", "file": file, **more})
    assert answer.status_code == 302, text(answer)
    return Upload.objects.get(pk=answer["Location"].split("/")[2])


def test_a_file_that_cannot_be_read_is_refused_beside_the_field(editor):
    import io

    for content, mapping_file, sentence in [
        (b"\x89PNG\0", None, "not a table that can be read"),
        (b"x" * (6 * 1024**2), None, "larger than 5 MB"),
        (b"Scheme,2026/27\nA,1\n", b'{"unit": "bn"}', "says “bn”"),
        (b"Scheme,2026/27\nA,1\n", b'{"sheet": "Plan"}', "no sheet “Plan”"),
        (b"Scheme,2026/27\nA,1\n", b" " * 300_000, "far smaller"),
    ]:
        said = {"holds": "plan", "file": io.BytesIO(content)}
        if mapping_file:
            said["mapping_file"] = io.BytesIO(mapping_file)
        answer = editor.post("/import/", said)
        assert answer.status_code == 422
        assert sentence in text(answer)
    assert not Upload.objects.exists()


def form_of(editor, upload: Upload) -> dict:
    form = editor.get(f"/import/{upload.pk}/").context["form"]
    said = {field.html_name: field.value() for field in form}
    return {name: value for name, value in said.items() if value not in (None, False)}


def test_a_wrong_guess_is_corrected_by_hand_and_kept_for_the_next_file(editor, people):
    upload = sent(editor)
    said = form_of(editor, upload) | {"E-is": "ignored", "unit": "k", "look": "1"}
    said |= {name: "amber" for name, value in said.items() if name.startswith("confidences-")}
    answer = editor.post(f"/import/{upload.pk}/", said)
    assert answer["Location"] == f"/import/{upload.pk}/"
    page = editor.get(f"/import/{upload.pk}/preview/")
    assert page.context["reading"].total == 220_000 * 1000 * 100
    assert {c for (c,) in page.context["reading"].totals("confidence")} == {"amber"}
    assert "Its column was given no meaning" in text(page)
    answer = editor.post(f"/import/{upload.pk}/keep/", {"name": "Oakhampton"}, follow=True)
    assert "kept as “Oakhampton”" in text(answer)
    again = sent(editor, mapping="Oakhampton")
    assert again.mapping == ImportMapping.objects.get().content
    assert "Give the mapping a name" in text(
        editor.post(f"/import/{upload.pk}/keep/", {"name": ""}, follow=True)
    )


def test_a_form_that_is_wrong_says_so_and_keeps_what_was_typed(editor):
    upload = sent(editor)
    said = form_of(editor, upload) | {"D-year": "soon", "portfolio": "Everything"}
    answer = editor.post(f"/import/{upload.pk}/", said)
    assert answer.status_code == 422
    assert "“soon” is not a financial year" in text(answer)
    assert 'value="Everything"' in answer.content.decode()


def test_another_sheet_or_side_is_guessed_anew(editor):
    upload = sent(editor, "fernleigh.xlsb")
    editor.post(f"/import/{upload.pk}/", form_of(editor, upload) | {"sheet": "Cover"})
    assert Upload.objects.get().mapping["sheet"] == "Cover"
    editor.post(f"/import/{upload.pk}/", form_of(editor, upload) | {"turned": "on"})
    assert Upload.objects.get().mapping["turned"] is True
    assert editor.get(f"/import/{upload.pk}/").status_code == 200
    page = editor.get(f"/import/{upload.pk}/preview/")
    assert page.status_code == 200
    answer = editor.post(f"/import/{upload.pk}/take/", take_form(page))
    assert answer.status_code == 422
    assert "holds no figure" in text(answer)


def take_form(page) -> dict:
    return {field.html_name: field.value() for field in page.context["form"]}


def test_a_portfolio_is_said_to_be_another_of_another_name(editor, take):
    take(reading_of("oakhampton-1.csv"), "Oakhampton 1")
    upload = sent(editor, "oakhampton-2.csv")
    said = form_of(editor, upload)
    (asked,) = [name for name in said if name.startswith("portfolios-")]
    editor.post(f"/import/{upload.pk}/", said | {asked: "Adults and Health"})
    page = editor.get(f"/import/{upload.pk}/preview/")
    assert "portfolio, known as Adults and Health" in text(page)
    assert "portfolio, new" not in text(page)


def test_what_is_taken_in_is_what_was_shown(editor):
    upload = sent(editor)
    said = take_form(editor.get(f"/import/{upload.pk}/preview/"))
    editor.post(f"/import/{upload.pk}/", form_of(editor, upload) | {"unit": "k"})
    answer = editor.post(f"/import/{upload.pk}/take/", said, follow=True)
    assert "The mapping changed meanwhile" in text(answer)
    said = take_form(answer)
    wrong = editor.post(f"/import/{upload.pk}/take/", said | {"as_at": "soon"})
    assert wrong.status_code == 422
    taken = editor.post(f"/import/{upload.pk}/take/", said | {"name": "Working position"})
    assert taken.status_code == 422
    assert "already exists" in text(taken)
    done = editor.post(f"/import/{upload.pk}/take/", said, follow=True)
    assert "is open: 3 programmes, 6 savings lines" in text(done)
    before = counts()
    again = editor.post(f"/import/{upload.pk}/take/", said | {"name": "Again"}, follow=True)
    assert "nothing was done again" in text(again)
    assert counts() == before


def test_a_file_is_kept_for_its_sender_for_a_day(editor, people, monkeypatch):
    from agt.words import clock

    upload = sent(editor)
    assert str(upload) == "oakhampton-1.csv"
    later = clock.now() + datetime.timedelta(days=1, minutes=1)
    with clock.stopped_at(later):
        assert editor.get(f"/import/{upload.pk}/").status_code in (302, 404)
        other = Upload.objects.keep(name="x", content=b"x", by=people[Role.PMO_EDITOR])
    assert list(Upload.objects.all()) == [other]
    assert editor.get(f"/import/{other.pk}/").status_code == 200


def test_without_any_position_the_first_plan_is_taken_in(editor, db):
    from reports.freeze import thawed
    from tests.reports.emptying import empty

    with thawed():
        empty()
    assert editor.get("/import/").status_code == 200
