"""What is done from a terminal: report, export_pack, reconcile, load_published, demo_users."""

import io
import json
import uuid

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from accounts.demo import PASSWORD, USERS
from accounts.models import User
from accounts.roles import Role as Person
from portfolios.models import Portfolio, Position, Programme
from reports.actions.explain_break import explain_break
from reports.management.commands.demo_large import build
from reports.models import Explanation, StatedFigure
from reports.reconciliation import State
from reports.registry import REPORTS
from reports.renderers import as_csv, as_json, as_text
from savings.models import SavingsLine
from tests.reports import papers

pytestmark = pytest.mark.django_db


def said(*command, **options) -> str:
    out = io.StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


# --- report --------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", REPORTS)
def test_report_prints_the_newest_published_position(slug, ask):
    table = REPORTS[slug].build(ask)
    assert said("report", slug) == as_text.render(table) + "\n"
    assert said("report", slug, format="json").encode() == as_json.render(table)
    assert said("report", slug, format="csv") == as_csv.render(table).decode("utf-8-sig")


@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "text"])
def test_report_writes_a_file(form, tmp_path, ask):
    path = tmp_path / f"table.{form}"
    assert said("report", "finance-confidence", format=form, output=str(path)) == ""
    content = path.read_bytes()
    table = REPORTS["finance-confidence"].build(ask)
    if form == "xlsx":
        assert load_workbook(path).sheetnames == [table.title]
    elif form == "text":
        assert content.decode() == as_text.render(table) + "\n"
    else:
        assert content == {"json": as_json, "csv": as_csv}[form].render(table)


def test_report_writes_no_workbook_to_a_terminal():
    with pytest.raises(CommandError, match="name a file with -o"):
        said("report", "finance-confidence", format="xlsx")


def test_report_takes_a_position_by_name_or_slug_in_any_case():
    by_name = said("report", "finance-confidence", position="OCTOBER 2024")
    assert by_name == said("report", "finance-confidence", position="october-2024")
    assert by_name.splitlines()[1] == "October 2024, as at October 2024. All portfolios."


def test_report_takes_one_portfolio_and_another_position_to_compare():
    printed = said("report", "savings-by-portfolio", portfolio="schools-send", compare="July 2024")
    assert "Schools & SEND only" in printed
    assert "Resident Services" not in printed
    printed = said("report", "savings-by-portfolio", compare="October 2024")
    assert "October 2024 Expected Saving" in printed
    assert "not published" in printed


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"slug": "nonsense"}, "There is no report “nonsense”. The reports are: savings-by-port"),
        ({"position": "March 1999"}, "There is no position “March 1999”. The positions are: Wor"),
        ({"portfolio": "Nowhere"}, "There is no portfolio “Nowhere”. The portfolios are: Adult S"),
        ({"compare": "Working position"}, "There is no position “Working position”. The positi"),
    ],
)
def test_report_names_what_there_is_when_asked_for_what_there_is_not(options, message):
    slug = options.pop("slug", "finance-confidence")
    with pytest.raises(CommandError) as error:
        said("report", slug, **options)
    assert str(error.value).startswith(message)


def test_report_refuses_a_format_it_does_not_know():
    with pytest.raises(CommandError, match="invalid choice: 'pdf'"):
        call_command("report", "finance-confidence", "--format", "pdf")


def test_export_pack_writes_the_workbook(tmp_path):
    path = tmp_path / "pack.xlsx"
    printed = said("export_pack", output=str(path))
    assert printed == f"February 2025: written to {path}\n"
    assert load_workbook(path).sheetnames == [
        "Cover",
        *(r.title for r in REPORTS.values() if not r.is_below_portfolio),
    ]
    with pytest.raises(CommandError, match="There is no position “nonsense”"):
        said("export_pack", position="nonsense", output=str(path))


# --- reconcile -----------------------------------------------------------------------------------

BREAKS = {
    ("July 2024", "001", "Portfolio structure", "Total", "July 2024 expected saving", "£42.64m"),
    ("February 2025", "000", "Executive summary, text", "Total", "Annual 2025/26", "£34.5m"),
    (
        "February 2025",
        "000",
        "Programme overview, text",
        "Total",
        "Current expected saving",
        "£50m",
    ),
    (
        "February 2025",
        "000",
        "Portfolio status, text",
        "Customer & Community",
        "Cumulative 2024/25",
        "£0.33m",
    ),
    (
        "February 2025",
        "000",
        "Portfolio status, text",
        "Enabling Excellence",
        "Cumulative 2024/25",
        "£0.37m",
    ),
}


def reconciled(**options) -> tuple[int, str]:
    """The exit code, and what was printed."""
    out = io.StringIO()
    try:
        call_command("reconcile", stdout=out, **options)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_reconcile_finds_the_five_breaks_and_exits_1():
    code, printed = reconciled(format="json")
    rows = json.loads(printed)
    assert code == 1
    assert len(rows) == len(papers.figures())
    found = {
        (r["position"], r["document"], r["place"], r["row"], r["column"], r["stated"])
        for r in rows
        if r["state"] == "break"
    }
    assert found == BREAKS


def test_reconcile_gives_each_figure_in_the_documented_shape():
    for row in json.loads(reconciled(format="json")[1]):
        assert list(row) == [
            "position",
            "document",
            "place",
            "table",
            "row",
            "column",
            "stated",
            "state",
            "checks",
            "explanation",
        ]
        assert row["state"] in {str(s) for s in State}
        for check in row["checks"]:
            assert list(check) == ["check", "against", "state"]
            assert check["check"] in {"computes", "foots", "agrees"}
        assert row["explanation"] == ""


def test_reconcile_prints_the_counts_and_each_break():
    code, printed = reconciled()
    assert code == 1
    counts = dict(reversed(line.split(maxsplit=1)) for line in printed.splitlines()[:4])
    assert list(counts) == ["break", "not covered", "rounding", "exact"]
    assert counts["break"] == "5"
    assert sum(map(int, counts.values())) == len(papers.figures())
    assert printed.count("explanation: none yet") == 5


def test_reconcile_exits_0_only_when_every_break_is_explained(library, people):
    breaks = [r.figure for r in library.reconciled if r.state is State.BREAK]
    for number, figure in enumerate(breaks, start=1):
        assert reconciled()[0] == 1
        explain_break(
            figure=figure,
            text=f"Reason {number}.",
            token=uuid.uuid4(),
            by=people[Person.PMO_EDITOR],
        )
    code, printed = reconciled()
    assert code == 0
    assert all(f"explanation: Reason {n}." in printed for n in range(1, 6))
    explained = {r["explanation"] for r in json.loads(reconciled(format="json")[1])}
    assert explained == {"", *(f"Reason {n}." for n in range(1, 6))}


def test_reconcile_covers_one_position_when_asked():
    code, printed = reconciled(position="October 2024", format="json")
    assert code == 0
    assert {r["position"] for r in json.loads(printed)} == {"October 2024"}
    assert reconciled(position="July 2024")[0] == 1
    with pytest.raises(CommandError, match="There is no position"):
        reconciled(position="nonsense")


# --- what fills the database ---------------------------------------------------------------------


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_load_published_again_changes_nothing_and_keeps_an_edit():
    programme = Programme.objects.order_by("pk").first()
    programme.description = "Edited by the PMO."
    programme.save()
    portfolio = Portfolio.objects.first()
    portfolio.colour = 8
    portfolio.save()
    before, lines = rows(), sorted(SavingsLine.objects.values_list())
    assert before["savings.SavingsLine"] > 0
    printed = said("load_published")
    assert printed.count("already loaded, left as it is") == 3
    assert "A working position is open, left as it is." in printed
    assert rows() == before
    assert sorted(SavingsLine.objects.values_list()) == lines
    programme.refresh_from_db()
    portfolio.refresh_from_db()
    assert programme.description == "Edited by the PMO."
    assert portfolio.colour == 8


def test_every_printed_figure_is_loaded_once():
    assert StatedFigure.objects.count() == len(papers.figures())
    held = sorted(StatedFigure.objects.values_list("position__name", "row", "column", "printed"))
    assert held == sorted((f.position, f.row, f.column, f.printed) for f in papers.figures())


def test_demo_users_again_changes_nothing():
    user = User.objects.get(username="editor")
    user.set_password("another one")
    user.save()
    before = rows()
    call_command("demo_users")
    assert rows() == before
    user.refresh_from_db()
    assert user.check_password("another one")


def test_demo_users_are_shown_without_being_made():
    User.objects.all().delete()
    printed = said("demo_users", show=True)
    assert [line.split()[:2] for line in printed.splitlines()] == [[n, PASSWORD] for n in USERS]
    assert not User.objects.exists()


def test_demo_users_are_refused_in_production(monkeypatch):
    monkeypatch.setattr(settings, "MODE", "production")
    before = rows()
    with pytest.raises(CommandError, match="not in production"):
        call_command("demo_users")
    assert rows() == before


# --- demo_large ----------------------------------------------------------------------------------


def test_demo_large_refuses_a_database_that_holds_positions():
    before = rows()
    with pytest.raises(CommandError, match="holds positions already"):
        call_command("demo_large", programmes=7)
    assert rows() == before


def test_demo_large_builds_what_it_says(empty_database):
    printed = said("demo_large", programmes=28)
    counts = {
        what: int(n.replace(",", ""))
        for n, what in (x.split(maxsplit=1) for x in printed.splitlines())
    }
    assert counts["portfolios"] == 7
    assert counts["programmes"] == 28
    assert counts["positions"] == 3
    assert counts["savings lines"] == SavingsLine.objects.count() > 28 * 5
    assert set(Position.objects.values_list("state", flat=True)) == {"published", "working"}
    for position in Position.objects.all():
        lines = SavingsLine.objects.at(position)
        assert set(lines.values_list("confidence", flat=True)) == {"green", "amber", "red"}
        assert len(set(lines.values_list("year", flat=True))) == 5


def test_demo_large_prints_one_break_in_each_published_position(empty_database):
    build(programmes=28)
    code, printed = reconciled(format="json")
    assert code == 1
    states = [r["state"] for r in json.loads(printed)]
    assert (states.count("break"), states.count("exact")) == (2, 16)


def test_demo_large_wants_a_programme(empty_database):
    with pytest.raises(CommandError, match="one programme or more"):
        call_command("demo_large", programmes=0)


def test_a_command_without_a_position_says_how_to_load_one(empty_database):
    assert not Explanation.objects.exists()
    with pytest.raises(CommandError, match=r"manage\.py load_published"):
        said("report", "finance-confidence")
