"""Scenarios: what-ifs beside the working position, compared with any, published never."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.roles import Role
from accounts.viewer import SYSTEM
from portfolios.models import Position, ProgrammePlace
from reports import pack
from reports.actions.close_scenario import close_scenario
from reports.actions.open_position import open_position
from reports.actions.publish_position import NotReady, publish_position
from reports.actions.sign import sign_position
from reports.asking import ask_for
from reports.library import Library
from reports.registry import REPORTS
from reports.renderers import as_csv
from reports.table import Ask
from reports.table import Role as Row
from savings.models import SavingsLine, Transfer

M = 100_000_000


@pytest.fixture
def editor(people):
    return people[Role.PMO_EDITOR]


def opened(source: Position, by, name: str = "What if", **given) -> Position:
    slug = name.lower().replace(" ", "-")
    details = {"name": name, "slug": slug, "short_name": name, "kind": Position.Kind.SCENARIO}
    return open_position(source=source, by=by, **{**details, **given})


def library() -> Library:
    return Library(SYSTEM, Position.objects.select_related("establishment").newest_first())


def total(position: Position, compare: Position) -> dict[str, int]:
    table = REPORTS["movement"].build(Ask(library(), position, compare=compare))
    row = next(table.of_role(Row.TOTAL))
    return {key: cell.number for key, cell in row.cells.items() if cell.number is not None}


def test_several_open_from_published_positions_and_from_the_working_one(
    working, february, july, editor
):
    SavingsLine.objects.at(working).filter(pk=SavingsLine.objects.at(working)[0].pk).update(
        amount=7 * M
    )
    scenarios = [
        opened(source, editor, f"If {source.slug}")
        for source in (
            working,
            february,
            july,
        )
    ]
    assert [s.opened_from for s in scenarios] == [working, february, july]
    assert {s.standing for s in scenarios} == {"Scenario"}
    assert not any(s.is_working or s.is_published for s in scenarios)
    assert SavingsLine.objects.at(scenarios[0]).filter(amount=7 * M).exists()


def test_only_a_scenario_opens_from_what_is_not_published(working, editor):
    scenario = opened(working, editor)
    for source, kind in [
        (working, Position.Kind.MONTHLY_BOARD),
        (scenario, Position.Kind.SCENARIO),
        (scenario, Position.Kind.MONTHLY_BOARD),
    ]:
        with pytest.raises(ValidationError, match="open from a published position"):
            opened(source, editor, "Another", kind=kind)


def test_it_is_compared_with_what_it_was_opened_from_and_with_any_other(
    working, february, july, editor
):
    scenario = opened(working, editor)
    other = opened(february, editor, "What else")
    held = library()
    assert held.before(scenario)[0].position == working
    assert working not in [book.position for book in held.before(other)]
    assert {book.position for book in held.comparable(scenario)} == set(
        Position.objects.exclude(pk=scenario.pk)
    )
    assert scenario not in [book.position for book in held.comparable(working)]
    assert ask_for(held, scenario, {"compare": "what-else"}).compare == other


@pytest.mark.parametrize("source", ["working", "february-2025"])
def test_what_moves_in_it_closes_against_every_other_position(source, february, july, editor):
    scenario = opened(Position.objects.get(slug=source), editor)
    line = SavingsLine.objects.at(scenario).first()
    SavingsLine.objects.filter(pk=line.pk).update(amount=line.amount + M)
    opened(february, editor, "What else")
    assert total(scenario, scenario.opened_from)["re_estimated"] == M
    for other in Position.objects.exclude(pk=scenario.pk):
        row = total(scenario, other)
        parts = row["transfers"] + row["new"] + row["stopped"] + row["re_estimated"]
        assert row["change"] == parts == row["expected"] - row["earlier"]


def test_it_shows_the_transfers_of_the_working_position_it_came_from(working, february, editor):
    ends = working.places.filter(lines__isnull=False).distinct()[:2]
    transfer = Transfer.objects.create(
        position=working,
        from_programme=ends[0].programme,
        to_programme=ends[1].programme,
        amount=M,
        state="reflected",
        stated_in="x",
    )
    scenario = opened(working, editor)

    def told(compare: Position) -> bool:
        notes = REPORTS["movement"].build(Ask(library(), scenario, compare=compare)).notes
        return any(str(transfer) in note for note in notes)

    assert told(february)
    assert not told(working)


def test_no_name_makes_it_publishable_and_nobody_signs_it(working, editor, people):
    scenario = opened(working, editor)
    for details in ({}, {"kind": Position.Kind.MONTHLY_BOARD}):
        with pytest.raises(NotReady, match="what-if"):
            publish_position(position=scenario, by=editor, note="why", details=details)
        scenario.refresh_from_db()
        assert (scenario.state, scenario.kind) == ("working", Position.Kind.SCENARIO)
    with pytest.raises(ValidationError, match="nothing to sign"):
        sign_position(position=scenario, by=people[Role.SECTION_151])


def test_the_files_that_are_taken_away_say_what_it_is(working, editor):
    scenario = opened(working, editor)
    ask = Ask(library(), scenario)
    table = REPORTS["savings-profile"].build(ask)
    assert table.caption.startswith("What if (scenario), as at ")
    assert ",What if (scenario)," in as_csv.render(table).decode()
    assert pack.render(ask)


def test_it_is_closed_with_all_that_is_its_own_and_its_history_stays(working, editor):
    scenario = opened(working, editor)
    pk, lines = scenario.pk, SavingsLine.objects.at(working).count()
    close_scenario(position=scenario, why="It has served", token=uuid.uuid4(), by=editor)
    assert not Position.objects.filter(pk=pk).exists()
    assert not ProgrammePlace.objects.filter(position=pk).exists()
    assert SavingsLine.objects.at(working).count() == lines
    last = Position.history.filter(id=pk).latest()
    assert (last.history_type, last.history_user) == ("-", editor)
    assert last.history_change_reason == "It has served"


def test_nothing_else_is_closed_and_nobody_else_closes(working, february, editor, people):
    closing = {"why": "x", "token": uuid.uuid4()}
    with pytest.raises(ValidationError, match="is not a scenario"):
        close_scenario(position=working, by=editor, **closing)
    with pytest.raises(PermissionDenied):
        close_scenario(position=february, by=editor, **closing)
    with pytest.raises(PermissionDenied):
        close_scenario(position=opened(working, editor), by=people[Role.PORTFOLIO_LEAD], **closing)
