"""Registers kept elsewhere come in row by row as their own forms would save them, or not at all."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given

from accounts.roles import Role
from governance.models import Milestone, Risk, RiskFramework
from reports.exchange.meanings import labels_of
from reports.exchange.register import RegisterMapping, guess_register, read_register
from reports.exchange.sheet import Sheet
from reports.kinds import KINDS
from savings.models import Benefit
from tests.exchange.test_reading import TABLES, clean
from workforce.models import ProgrammePosts

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(working):
    return working.places.select_related("programme").first()


@pytest.fixture
def run(tmp_path, people, working):
    def run_with(register: str, text: str, role: Role = Role.PMO_EDITOR, **options) -> str:
        file, told = tmp_path / f"{register}.csv", io.StringIO()
        file.write_text(text, encoding="utf-8")
        if "mapping" in options:
            (tmp_path / "m.json").write_text(json.dumps(options["mapping"]), encoding="utf-8")
            options["mapping"] = str(tmp_path / "m.json")
        options.setdefault("by", people[role].username)
        call_command("import_register", register, str(file), stdout=told, **options)
        return told.getvalue()

    return run_with


def risks(programme) -> str:
    return (
        "Risk register,,,,,,\nRisk,Scheme,Owner,Likelihood,Impact,Response,Date raised,Comments\n"
        f"Supplier fails,{programme.printed_label},Head of service,3.5,4,Treat,01/02/2025,None\n"
        "Demand grows,,Director,2,2.5,Tolerate,03/02/2025,\n"
    )


def test_fractional_scores_of_risks_are_kept(run, programme, people):
    RiskFramework.objects.update_or_create(pk=1, defaults={"fractions": True})
    before = Risk.objects.count()
    told = run("risks", risks(programme), dry_run=True)
    assert "23 cells: 13 taken, 9 heading, 0 uncovered, 1 ignored, 0 refused." in told
    assert "2 risks." in told
    assert Risk.objects.count() == before
    run("risks", risks(programme))
    risk = Risk.objects.get(title="Supplier fails")
    assert (risk.likelihood, risk.impact, risk.programme) == (35, 40, programme.programme)
    assert (risk.owner_role, risk.response) == ("Head of service", "treat")
    assert risk.scores.get().likelihood == 35
    entry = risk.history.earliest()
    assert entry.history_user == people[Role.PMO_EDITOR]
    assert entry.history_change_reason == "imported from risks.csv"


def test_one_wrong_cell_keeps_all_out_and_every_one_is_named(run, programme):
    before = Risk.objects.count()
    text = risks(programme).replace("3.5", "9").replace("03/02/2025", "soon")
    with pytest.raises(CommandError) as refused:
        run("risks", text + "No such,Nowhere,Director,,,Treat,,\n")
    told = str(refused.value)
    assert "Row 3: " in told
    assert "Row 4: G4: Enter a valid date." in told
    assert "Row 5: B5: “Nowhere” is no programme." in told
    assert Risk.objects.count() == before


def test_milestones_and_benefits_come_in(run, programme, led):
    head = "Milestone,Project,Due,Forecast,Lead,Critical\n"
    row = f"Go,{programme.printed_label},01/05/2025,08/05/2025,PM,"
    run("milestones", f"{head}{row}Yes\n")
    made = Milestone.objects.get(title="Go")
    assert (str(made.baseline), made.critical) == ("2025-05-01", True)
    assert made.programme == programme.programme
    with pytest.raises(CommandError, match="neither yes nor no"):
        run("milestones", f"{head}{row}maybe\n")
    mapping = {
        "columns": {"A": "title", "B": "portfolio", "C": "owner_role", "D": "category"},
        "words": {"category": {"Money": Benefit._meta.get_field("category").choices[0][0]}},
    }
    run("benefits", f"What,Where,Who,Kind\nFewer visits,{led.name},Head,Money\n", mapping=mapping)
    assert Benefit.objects.get(title="Fewer visits").portfolio == led


def test_posts_come_in_for_those_who_edit_posts(run, programme, working):
    ProgrammePosts.objects.filter(position=working).delete()
    place = programme.portfolio_place
    text = "Portfolio,Scheme,FTE low,FTE high,Vacant\n"
    text += f"{place.printed_label},{programme.printed_label},2.5,3,1\n"
    with pytest.raises(CommandError, match="does not let you"):
        run("posts", text)
    run("posts", text, role=Role.HR_PARTNER)
    made = ProgrammePosts.objects.get(position=working)
    assert (made.low, made.high, made.vacant) == (250, 300, 100)


def test_the_command_says_no_in_a_sentence(run, programme, tmp_path):
    for options, sentence in [
        ({"by": "nobody"}, "active user"),
        ({"mapping": {"columns": {"A": "colour"}}}, "no field “colour”"),
        ({"mapping": {"colums": {}}}, "nothing else"),
        ({"mapping": {"headings": "x"}}, "number of a row"),
        ({"mapping": {"columns": []}}, "are objects"),
        ({"mapping": {"words": {"title": 3}}}, "for each field"),
        ({"mapping": {"columns": {"1": "title"}}}, "not a column"),
        ({"mapping": {"columns": {}}}, "holds no row"),
    ]:
        with pytest.raises(CommandError, match=sentence):
            run("risks", risks(programme), **options)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_register", "risks", str(tmp_path / "none.csv"))
    with pytest.raises(ValueError, match="not JSON"):
        RegisterMapping.from_text("{", [])
    told = run("risks", risks(programme), guess=True)
    fields = labels_of(KINDS["risk"])
    assert RegisterMapping.from_text(told, fields).columns["D"] == "likelihood"


@given(TABLES)
def test_every_cell_of_any_register_is_accounted_for(rows):
    sheets = [Sheet("R", clean(rows)), Sheet("Other", (("x",),))]
    mapping = guess_register(sheets, {"title": "title", "programme": "programme"})
    register = read_register(sheets, mapping)
    assert len(register.cells) == sum(1 for one in sheets for _ in one.filled)
    given_at = [at for row in register.rows for at in row.at.values()]
    assert len(given_at) == sum(cell.use == "taken" for cell in register.cells)


def test_headings_are_known_by_label_name_and_habit():
    fields = {"title": "title", "owner_role": "owner (role)", "raised_on": "raised on"}
    sheet = Sheet("", (("Owner", "Risk", "RAISED ON"),))
    assert guess_register([sheet], fields).columns == {
        "A": "owner_role",
        "B": "title",
        "C": "raised_on",
    }
