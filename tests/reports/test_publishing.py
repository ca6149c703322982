"""Publishing: what stops it, what it keeps, and that nothing of it can be written afterwards."""

import datetime
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from accounts.roles import Role, State
from agt.words import clock
from portfolios.actions.step_version import step_version
from portfolios.models import BusinessCase, Highlight, Portfolio, Position, ProgrammePlace
from reports import triggers
from reports.actions.open_position import open_position
from reports.actions.publish_position import NotReady, publish_position
from reports.actions.sign import confirm_programme, sign_position
from reports.checklist import checklist
from reports.freeze import BESIDE, FROZEN, install, thawed
from reports.models import PublishedFile, PublishedTable, StatedFigure
from reports.registry import REPORTS
from reports.renderers import as_json
from reports.table import Ask
from savings.models import SavingsLine, Transfer
from workforce.models import Establishment, PostReduction

DETAILS = {
    "name": "March 2025",
    "slug": "march-2025",
    "short_name": "Mar 2025",
    "kind": Position.Kind.MONTHLY_BOARD,
    "as_at": datetime.date(2025, 3, 31),
}


@pytest.fixture
def editor(people):
    return people[Role.PMO_EDITOR]


@pytest.fixture
def march(working, editor) -> Position:
    return publish_position(position=working, by=editor, note="Board agreed", details=DETAILS)


def found(library, position) -> dict[str, tuple[str, ...]]:
    return {point.title: point.found for point in checklist(library, position)}


def test_a_position_published_with_a_reason_is_published_by_name_at_the_moment(march, editor):
    march.refresh_from_db()
    assert march.state == State.PUBLISHED
    assert (march.name, march.as_at) == ("March 2025", datetime.date(2025, 3, 31))
    assert (march.published_by, march.published_at) == (editor, clock.now())
    assert march.publication_note == "Board agreed"


def test_its_tables_are_the_tables_of_the_moment_with_checksums(march, library):
    kept = {table.slug: table.content for table in march.tables.all()}
    assert list(kept) == list(REPORTS)
    fresh = Ask(type(library)(library.viewer, Position.objects.all()), march)
    assert kept["savings-profile"] == as_json.as_dict(REPORTS["savings-profile"].build(fresh))


def test_every_file_is_kept_byte_for_byte(march):
    names = [file.name for file in march.files.all()]
    assert names[0] == "cabinet-pack-march-2025.xlsx"
    assert len(names) == 1 + 3 * len(REPORTS)
    assert all(file.is_intact for file in march.files.all())
    pack = march.files.get(name=names[0])
    book = load_workbook(io.BytesIO(bytes(pack.content)))
    assert book.sheetnames == [
        "Cover",
        *(r.title[:31] for r in REPORTS.values() if not r.is_below_portfolio),
    ]
    assert "March 2025" in {cell.value for cell in book["Cover"]["B"]}


def test_a_changed_byte_is_noticed(february):
    file = february.files.first()
    file.content = bytes(file.content) + b"x"
    assert not file.is_intact


def test_a_checklist_that_is_not_clear_wants_a_reason(working, editor):
    with pytest.raises(NotReady, match="say why"):
        publish_position(position=working, by=editor, details=DETAILS)
    working.refresh_from_db()
    assert working.state == State.WORKING
    assert not PublishedFile.objects.filter(position=working).exists()


def test_a_cabinet_position_waits_for_the_section_151_officer(working, editor, people):
    cabinet = DETAILS | {"kind": Position.Kind.QUARTERLY_CABINET}
    with pytest.raises(NotReady, match="section 151 officer has not signed"):
        publish_position(position=working, by=editor, note="why", details=cabinet)
    fresh = Position.objects.get(pk=working.pk)
    sign_position(position=fresh, by=people[Role.SECTION_151])
    assert (fresh.signed_by, fresh.signed_at) == (people[Role.SECTION_151], clock.now())
    assert publish_position(position=fresh, by=editor, note="why", details=cabinet).is_published


def test_it_is_signed_once_and_by_that_officer_only(working, people):
    with pytest.raises(PermissionDenied):
        sign_position(position=working, by=people[Role.FINANCE_PARTNER])
    sign_position(position=working, by=people[Role.SECTION_151])
    with pytest.raises(ValidationError, match="signed already"):
        sign_position(position=working, by=people[Role.SECTION_151])


def test_a_scenario_is_never_published(february, editor):
    scenario = open_position(
        source=february,
        name="What if",
        slug="what-if",
        short_name="What if",
        kind=Position.Kind.SCENARIO,
        by=editor,
    )
    with pytest.raises(NotReady, match="what-if"):
        publish_position(position=scenario, by=editor, note="why")


def test_a_name_that_is_taken_is_refused_and_nothing_is_kept(working, editor):
    with pytest.raises(ValidationError, match="already exists"):
        publish_position(
            position=working, by=editor, note="why", details=DETAILS | {"name": "February 2025"}
        )
    assert not PublishedTable.objects.filter(position=working).exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PMO_EDITOR])
def test_only_a_pmo_editor_publishes(role, working, people):
    with pytest.raises(PermissionDenied):
        publish_position(position=working, by=people[role], note="why")


def test_what_is_published_is_not_published_again(february, editor):
    with pytest.raises(PermissionDenied, match="published position"):
        publish_position(position=february, by=editor, note="why")


# --- the checklist -----------------------------------------------------------------------------


def test_confirming_and_editing_clear_the_programmes_from_the_checklist(library, working, people):
    place = working.places.filter(shows="money").in_report_order().first()
    untouched = "No programme is as it was opened, neither edited nor confirmed"
    unconfirmed = "Finance has confirmed every programme that was edited"
    before = found(library, working)
    assert place.printed_label in before[untouched]
    assert before[unconfirmed] == ()  # nobody is told of one programme twice
    step_version(place, place.version)
    place.refresh_from_db()
    edited = found(library, working)
    assert set(before[untouched]) - set(edited[untouched]) == {place.printed_label}
    assert edited[unconfirmed] == (place.printed_label,)
    confirm_programme(place=place, version=place.version, by=people[Role.FINANCE_PARTNER])
    after = found(library, working)
    assert after == edited | {unconfirmed: ()}


def test_green_savings_on_a_case_known_not_to_be_approved_are_named_unless_apportioned(
    library, working
):
    point = "No Green saving rests on a case that is not approved"
    assert found(library, working)[point] == ()
    lines = SavingsLine.objects.at(working).filter(confidence="green")
    entered = lines.exclude(basis="apportioned").first()
    apportioned = lines.filter(basis="apportioned").exclude(place=entered.place).first()
    for line in (entered, apportioned):
        BusinessCase.objects.filter(position=working, programme=line.place.programme).update(
            state="submitted"
        )
    (sentence,) = found(library, working)[point]
    assert sentence.startswith(f"{entered.place.printed_label}: £")


def test_an_unexplained_break_of_the_position_is_named(library, february):
    breaks = found(library, february)["Every break is explained"]
    assert len(breaks) == 4
    assert any("£34.5m" in sentence for sentence in breaks)


# --- the freeze --------------------------------------------------------------------------------


def writes(position: Position) -> dict[str, list]:
    """An insert, an update and a delete of each table that belongs to a position."""
    place, portfolio = position.places.first(), Portfolio.objects.first()
    another = Portfolio.objects.create(name="New", slug="new", colour=8)
    line = SavingsLine.objects.filter(place__position=position).first()
    transfer = Transfer.objects.filter(position=position).first()
    highlight = Highlight.objects.filter(position=position).first()
    return {
        "position": [
            lambda: Position.objects.filter(pk=position.pk).update(name="Another"),
            lambda: Position.objects.filter(pk=position.pk)._raw_delete("default"),
        ],
        "portfolio place": [
            lambda: position.portfolio_places.update(order=99),
            lambda: position.portfolio_places.all()._raw_delete("default"),
            lambda: position.portfolio_places.create(
                portfolio=another, printed_label="New", order=8, section_order=8
            ),
        ],
        "place": [
            lambda: ProgrammePlace.objects.filter(pk=place.pk).update(order=99),
            lambda: ProgrammePlace.objects.filter(pk=place.pk)._raw_delete("default"),
        ],
        "line": [
            lambda: SavingsLine.objects.filter(pk=line.pk).update(amount=1),
            lambda: SavingsLine.objects.filter(pk=line.pk).delete(),
            lambda: SavingsLine.objects.create(
                place=line.place, saving=line.saving, year=2028, confidence="red", amount=1
            ),
        ],
        "transfer": [
            lambda: Transfer.objects.filter(pk=transfer.pk).update(amount=1),
            lambda: Transfer.objects.filter(pk=transfer.pk).delete(),
        ],
        "narrative": [
            lambda: Highlight.objects.filter(pk=highlight.pk).update(text="Another"),
            lambda: Highlight.objects.create(
                position=position, portfolio=portfolio, order=9, text="Another"
            ),
        ],
        "workforce": [
            lambda: PostReduction.objects.filter(position=position).update(high=100_000),
            lambda: Establishment.objects.filter(position=position).delete(),
        ],
        "papers": [
            lambda: StatedFigure.objects.filter(position=position).update(note="Another"),
            lambda: PublishedFile.objects.filter(position=position).update(content=b""),
            lambda: PublishedTable.objects.filter(position=position).delete(),
        ],
    }


@pytest.mark.parametrize(
    "what", ["position", "place", "line", "transfer", "narrative", "workforce", "papers"]
)
def test_the_database_refuses_every_write_to_what_is_published(what, february):
    for write in writes(february)[what]:
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            write()


def test_a_line_cannot_be_moved_into_a_published_position(february, working):
    line = SavingsLine.objects.at(working).first()
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        SavingsLine.objects.filter(pk=line.pk).update(place=february.places.first())


def test_the_working_position_stays_open(working):
    assert SavingsLine.objects.at(working).update(basis="entered")


def test_the_maintenance_way_in_closes_behind_itself(february):
    with thawed():
        assert Highlight.objects.filter(position=february).update(text="Mended")
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Highlight.objects.filter(position=february).update(text="Again")


def test_every_frozen_table_has_its_triggers_and_installing_again_is_harmless(db):
    install()
    expected = {
        f"freeze_{table}_{verb}"
        for table in [*FROZEN, *BESIDE]
        for verb in ("insert", "update", "delete")
    } - {"freeze_portfolios_position_insert"}
    assert {name for name in triggers.present() if name.startswith("freeze_")} == expected


# --- the command -------------------------------------------------------------------------------


def test_the_command_publishes_and_says_what_was_kept(working, editor, capsys):
    call_command("publish_position", position="working", by=editor.username, note="why")
    assert f"published, {1 + 3 * len(REPORTS)} files kept" in capsys.readouterr().out
    working.refresh_from_db()
    assert working.is_published


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"by": "nobody"}, "no active user"),
        ({"by": "viewer", "note": "why"}, "does not let you publish"),
        ({"by": "editor"}, "say why"),
    ],
)
def test_the_command_says_why_it_does_not(options, sentence, working, people):
    with pytest.raises(CommandError, match=sentence):
        call_command("publish_position", position="working", **options)
