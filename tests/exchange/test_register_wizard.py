"""The same steps for a register: sent, mapped, looked at and taken in, by page and by command."""

import io
import json
import uuid

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Submission
from accounts.roles import Role
from governance.models import Milestone, Risk, RiskFramework
from portfolios.models import Position, ProgrammePlace
from reports.exchange.filling import Filling
from reports.exchange.meanings import labels_of
from reports.exchange.register import RegisterMapping, guess_register, read_register
from reports.exchange.registers import REGISTERS
from reports.exchange.sheet import letters, sheets_of
from reports.models import ImportMapping, Upload
from savings.models import Benefit
from savings.returns.opening import open_tables
from tests.pages.test_changes import browser, text
from workforce.models import PostReduction, ProgrammePosts

pytestmark = pytest.mark.django_db


def csv(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def sent(user, holds: str, content: bytes, name: str = "register.csv", **more) -> Upload:
    file = io.BytesIO(content)
    file.name = name
    answer = user.post("/import/", {"holds": holds, "file": file, **more})
    assert answer.status_code == 302, text(answer)
    return Upload.objects.get(pk=answer["Location"].split("/")[2])


def form_of(page) -> dict:
    said = {field.html_name: field.value() for field in page.context["form"]}
    return {name: value for name, value in said.items() if value not in (None, False)}


def named(page, label: str) -> str:
    """The field of a form that has a label."""
    return next(f.html_name for f in page.context["form"] if f.label == label)


def taken(user, upload: Upload):
    page = user.get(f"/import/{upload.pk}/preview/")
    return user.post(f"/import/{upload.pk}/take/", form_of(page), follow=True)


def cells(content: bytes) -> int:
    return sum(1 for one in sheets_of(open_tables(content)) for _ in one.filled)


def risks(place) -> bytes:
    return csv(
        "Risk register of the programme office,,,,,,,,",
        "Ref,Risk,Scheme,Risk owner,Probability,Severity,Response,Date raised,Review",
        f"R1,Supplier fails,{place.printed_label},Head of IT,3.5,High,Mitigate,1 May 2024,TBC",
        "R2,Demand grows,The old name,Director,Low,4 - Major,Treat,03/06/2024,n/a",
        "R3,Staff leave,,Director,VH,2.5,Panic,2024-06-04,",
        "Total,3 risks,,,,,,,",
    )


def test_risks_come_in_by_the_wizard_with_words_mapped_and_fractions_kept(editor, place, people):
    content = risks(place)
    before = Risk.objects.count()
    upload = sent(editor, "risks", content, "risks.csv")
    page = editor.get(f"/import/{upload.pk}/")
    assert "3 rows are seen in it so far" in text(page)
    said = form_of(page)
    assert said["E-is"] == "likelihood"
    assert said["headings"] == 2
    assert said[named(page, "“High” as impact")] == "4"
    assert said[named(page, "“Low” as likelihood")] == "2"
    assert said[named(page, "“VH” as likelihood")] == "5"
    assert said[named(page, "“Mitigate” as response")] == "treat"
    # What nobody can guess keeps all out, by cell and with a sentence.
    preview = editor.get(f"/import/{upload.pk}/preview/")
    shown = text(preview)
    assert "“The old name” is no programme" in shown
    assert "“Panic” is not among: Treat" in shown
    assert "Nothing can be taken in while 2 cells cannot be read" in shown
    assert preview.context["cells"] == cells(content)
    refused = editor.post(
        f"/import/{upload.pk}/take/",
        {"token": str(uuid.uuid4()), "mark": preview.context["form"]["mark"].value()},
    )
    assert refused.status_code == 422
    assert "Nothing was taken in" in text(refused)
    assert Risk.objects.count() == before
    # Said by hand, and kept for the next file.
    said[named(page, "“The old name” as programme")] = place.printed_label
    said[named(page, "“Panic” as response")] = "tolerate"
    assert editor.post(f"/import/{upload.pk}/", said)["Location"].endswith("preview/")
    preview = editor.get(f"/import/{upload.pk}/preview/")
    counts = {use: number for use, number, _ in preview.context["counts"]}
    assert counts == {"taken": 20, "heading": 10, "uncovered": 2, "ignored": 5, "refused": 0}
    assert sum(counts.values()) == cells(content)
    assert "Its row is a total" in text(preview)
    editor.post(f"/import/{upload.pk}/keep/", {"name": "Our risks"})
    sent_form = form_of(preview)
    done = editor.post(f"/import/{upload.pk}/take/", sent_form, follow=True)
    assert "3 rows are added to the risks and issues." in text(done)
    assert done.redirect_chain[-1][0].startswith("/governance/risks/")
    risk = Risk.objects.get(title="Supplier fails")
    assert (risk.likelihood, risk.impact, risk.response) == (35, 40, "treat")
    assert (risk.owner_role, risk.review_on, str(risk.raised_on)) == (
        "Head of IT",
        None,
        "2024-05-01",
    )
    entry = risk.history.earliest()
    assert entry.history_user == people[Role.PMO_EDITOR]
    assert entry.history_change_reason == "imported from risks.csv"
    assert Risk.objects.get(title="Staff leave").likelihood == 50
    again = editor.post(f"/import/{upload.pk}/take/", sent_form, follow=True)
    assert "nothing was done again" in text(again)
    assert Risk.objects.count() == before + 3
    assert Submission.objects.filter(token=sent_form["token"]).exists()


def test_the_command_takes_the_same_file_under_the_kept_mapping(editor, place, people, tmp_path):
    content = risks(place)
    upload = sent(editor, "risks", content)
    said = form_of(page := editor.get(f"/import/{upload.pk}/"))
    said[named(page, "“The old name” as programme")] = place.printed_label
    said[named(page, "“Panic” as response")] = "-"
    editor.post(f"/import/{upload.pk}/", said)
    editor.post(f"/import/{upload.pk}/keep/", {"name": "Our risks"})
    kept = ImportMapping.objects.get(name="Our risks")
    assert kept.content["words"]["response"]["Panic"] == ""
    (tmp_path / "risks.csv").write_bytes(content)
    told = io.StringIO()
    by = {"by": people[Role.PMO_EDITOR].username, "stdout": told}
    before = Risk.objects.count()
    call_command("import_register", "risks", str(tmp_path / "risks.csv"), mapping="Our risks", **by)
    assert "37 cells: 19 taken, 10 heading, 3 uncovered, 5 ignored, 0 refused." in told.getvalue()
    assert "Uncovered, I3: “TBC”" in told.getvalue()
    assert Risk.objects.count() == before + 3
    assert Risk.objects.get(title="Staff leave").response == "treat"  # what nobody says is usual
    for name, sentence in [("Nothing", "no kept mapping"), ("Our risks", "not of benefits")]:
        with pytest.raises(CommandError, match=sentence):
            call_command(
                "import_register", "benefits", str(tmp_path / "risks.csv"), mapping=name, **by
            )
    # And the next file starts from it.
    again = sent(editor, "risks", content, mapping="Our risks")
    assert again.mapping == kept.content
    file = io.BytesIO(content)
    wrong = editor.post("/import/", {"holds": "benefits", "file": file, "mapping": "Our risks"})
    assert wrong.status_code == 422
    assert "The mapping is of risks, not of benefits" in text(wrong)


def test_milestones_take_what_the_file_does_not_say_from_the_form(editor, place):
    content = csv(
        "Milestone,Workstream,Due,Critical", f"Go live,{place.printed_label},1st Sept 2025,Y"
    )
    upload = sent(editor, "milestones", content)
    page = editor.get(f"/import/{upload.pk}/")
    said = form_of(page) | {named(page, "Owner (role)"): "Programme manager"}
    editor.post(f"/import/{upload.pk}/", said)
    assert "1 row is added to the milestones." in text(taken(editor, upload))
    made = Milestone.objects.get(title="Go live")
    assert (str(made.baseline), str(made.forecast)) == ("2025-09-01", "2025-09-01")
    assert (made.owner_role, made.critical) == ("Programme manager", True)


def test_benefits_come_in_with_money_in_the_files_unit(editor, led):
    content = csv(
        "Benefit,Directorate,Owner,Type,Annual value £000",
        f'Fewer visits,{led.name},Head of service,Cash,"1,250*"',
        f"Happier people,{led.name},Head of service,Non-cashable,TBC",
    )
    upload = sent(editor, "benefits", content)
    page = editor.get(f"/import/{upload.pk}/")
    said = form_of(page) | {"E-is": "full_year_value", "unit": "k"}
    editor.post(f"/import/{upload.pk}/", said)
    assert "2 rows are added to the benefits." in text(taken(editor, upload))
    visits = Benefit.objects.get(title="Fewer visits")
    assert (visits.category, visits.full_year_value) == ("cashable", 125_000_000)
    assert Benefit.objects.get(title="Happier people").full_year_value is None


def test_posts_are_for_those_who_edit_posts_and_never_more_than_the_portfolio_loses(
    editor, people, place, working
):
    ProgrammePosts.objects.filter(position=working).delete()
    whole = PostReduction.objects.get(position=working, portfolio=place.portfolio)
    content = csv(
        "Directorate,Scheme,FTE",
        f"{place.portfolio_place.printed_label},{place.printed_label},2.5",
    )
    assert "posts" not in dict(editor.get("/import/").context["form"].fields["holds"].choices)
    refused = editor.post("/import/", {"holds": "posts", "file": io.BytesIO(content)})
    assert refused.status_code == 422
    partner = browser(people[Role.HR_PARTNER])
    offered = dict(partner.get("/import/").context["form"].fields["holds"].choices)
    assert set(offered) == {"posts", "restructures"}
    upload = sent(partner, "posts", content)
    assert editor.get(f"/import/{upload.pk}/").status_code == 404
    done = taken(partner, upload)
    assert "1 row is added" in text(done), done.context["form"].errors
    made = ProgrammePosts.objects.get(position=working)
    assert (made.low, made.high) == (250, 250)
    # A second one of the same programme is said to be one, not an error of the database.
    twice = sent(partner, "posts", content)
    page = partner.get(f"/import/{twice.pk}/preview/")
    assert "This programme has its posts already" in text(page)
    many = content.replace(b"2.5", str(whole.high // 100 + 50).encode())
    ProgrammePosts.objects.all().delete()
    page = partner.get(f"/import/{sent(partner, 'posts', many).pk}/preview/")
    assert "FTE of these left" in text(page)


def test_the_lists_lead_to_the_import_for_who_may(editor, people):
    pages = {
        "risks": "/governance/risks/",
        "benefits": "/benefits/register/",
        "milestones": "/milestones/",
    }
    lead = browser(people[Role.PORTFOLIO_LEAD])
    for holds, page in pages.items():
        shown = editor.get(page).content.decode()
        assert f"/import/?holds={holds}" in shown
        assert "/import/" not in lead.get(page).content.decode()
        chosen = editor.get(f"/import/?holds={holds}").context["form"]["holds"].value()
        assert chosen == holds
    partner = browser(people[Role.HR_PARTNER])
    assert "/import/?holds=posts" in partner.get("/workforce/posts/").content.decode()


def test_an_upload_of_posts_is_closed_to_who_lost_the_right(people, place, working):
    partner = people[Role.HR_PARTNER]
    upload = sent(browser(partner), "posts", b"Portfolio,Scheme,FTE\nA,B,1\n")
    partner.role = Role.PMO_EDITOR
    partner.save()
    assert browser(partner).get(f"/import/{upload.pk}/preview/").status_code == 403


def test_what_belongs_to_a_position_needs_a_working_one(editor):
    Position.objects.filter(state="working").delete()
    answer = editor.post(
        "/import/", {"holds": "reductions", "file": io.BytesIO(b"Portfolio,Low\nA,1\n")}
    )
    assert answer.status_code == 422
    assert "Open a working position first" in text(answer)


def test_names_that_are_two_programmes_are_told_apart_by_their_portfolio(working):
    first, second = ProgrammePlace.objects.filter(position=working).select_related(
        "portfolio_place"
    )[:2]
    other = next(
        p
        for p in ProgrammePlace.objects.filter(position=working).select_related("portfolio_place")
        if p.portfolio_id != first.portfolio_id
    )
    for place in (first, other):
        place.printed_label = "Common name"
        place.save()
    mapping = RegisterMapping(columns={"A": "title", "B": "programme"})
    filling = Filling(REGISTERS["milestones"].kind, working, mapping)
    offered = [name for name, _ in filling.means.choices("programme")]
    long = [f"{p.portfolio_place.printed_label} / Common name" for p in (first, other)]
    assert set(long) <= set(offered)
    assert "Common name" not in offered
    sheets = sheets_of({"": [["Milestone", "Programme"], ["A", "Common name"], ["B", long[1]]]})
    looked = filling.look(read_register(sheets, mapping))
    assert "is the name of 2" in next(str(one) for one in looked.refusals)
    assert not [one for one in looked.refusals if one.row == 3 and one.at == "B3"]
    assert second.pk


def test_rows_are_left_out_by_number_and_a_column_means_one_thing(editor, place):
    upload = sent(editor, "risks", risks(place))
    page = editor.get(f"/import/{upload.pk}/")
    said = form_of(page) | {"left_out": "4, 5-5"}
    editor.post(f"/import/{upload.pk}/", said)
    assert Upload.objects.get(pk=upload.pk).mapping["rows"] == {"4": "ignored", "5": "ignored"}
    assert editor.get(f"/import/{upload.pk}/").context["form"]["left_out"].value() == "4, 5"
    assert "1 row is added" in text(taken(editor, upload))
    for wrong, sentence in [
        ({"left_out": "x"}, "no number of a row"),
        ({"C-is": "title"}, "Column B is that already"),
    ]:
        answer = editor.post(f"/import/{upload.pk}/", said | wrong)
        assert answer.status_code == 422
        assert sentence in text(answer)
    turned = editor.post(f"/import/{upload.pk}/", said | {"turned": "on"})
    assert turned["Location"] == f"/import/{upload.pk}/"
    assert Upload.objects.get(pk=upload.pk).mapping["turned"] is True


@pytest.mark.parametrize(
    ("labels", "means"),
    [
        ("A\nB\nC", {"low": "1", "medium": "2", "high": "3"}),
        ("A\nB\nC\nD", {"low": "1", "medium": "3", "high": "4", "very high": "4"}),
        ("A\nB\nC\nD\nE", {"very low": "1", "low": "2", "medium": "3", "high": "4", "vh": "5"}),
        ("A\nB\nC\nHigh", {"high": None}),
    ],
)
def test_high_medium_and_low_are_guessed_on_the_councils_scale(working, labels, means):
    RiskFramework.objects.update_or_create(pk=1, defaults={"likelihood_labels": labels})
    rows = [["Risk", "Likelihood"], *([["A risk", word]] for word in ())]
    rows += [["A risk", word] for word in means]
    sheets = sheets_of({"": rows})
    kind = REGISTERS["risks"].kind
    mapping = guess_register(sheets, labels_of(kind), register="risks")
    guessed = Filling(kind, working, mapping).guessed(read_register(sheets, mapping))
    said = guessed.words.get("likelihood", {})
    assert said == {word: step for word, step in means.items() if step}


@pytest.mark.parametrize(
    ("register", "headings", "fields"),
    [
        ("risks", ["Risk title", "Risk", "Risk owner"], ["title", None, "owner_role"]),
        ("milestones", ["Milestone", "Milestone due date"], ["title", "baseline"]),
        ("benefits", ["Benefit title", "Risk title"], ["title", None]),
    ],
)
def test_a_heading_may_say_what_the_register_is_of(register, headings, fields):
    kind = REGISTERS[register].kind
    found = guess_register(sheets_of({"": [headings]}), labels_of(kind), register=register)
    assert [found.columns.get(letters(at)) for at in range(len(headings))] == fields


def test_a_mapping_says_what_is_wrong_with_it():
    fields = labels_of(REGISTERS["risks"].kind)
    for told, sentence in [
        ({"unit": "bn"}, "“unit” is"),
        ({"rows": {"x": "ignored"}}, "names rows by their numbers"),
        ({"values": {"title": 1}}, "are objects"),
        ({"values": {"colour": "1"}}, "no field “colour”"),
        ({"headings": -1}, "number of a row"),
        ({"register": 3}, "are texts"),
    ]:
        with pytest.raises(ValueError, match=sentence):
            RegisterMapping.from_text(json.dumps(told), fields)
    with pytest.raises(ValueError, match="too long"):
        RegisterMapping.from_text(" " * 300_000, fields)
    mapping = RegisterMapping(rows={}, columns={"A": "title"}, values={"owner_role": "Head"})
    assert RegisterMapping.from_text(mapping.as_text(), fields) == mapping
