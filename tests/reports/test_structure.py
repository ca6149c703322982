"""The structure of a position: what is renamed, added, moved and retired from it on.

Every earlier position prints as before; the working one prints the new structure; the two are
compared by what a portfolio is, not by what it is called.
"""

from uuid import uuid4

import pytest

from accounts.roles import Role as Person
from accounts.viewer import SYSTEM
from portfolios.actions.hold_row import version_of
from portfolios.models import Portfolio, PortfolioPlace, Position, ProgrammePlace
from reports.actions.add_portfolio import add_portfolio
from reports.actions.edit_row import remove_row, save_row
from reports.asking import Unknown, all_tables, find_portfolio
from reports.editable import EDITABLE
from reports.library import Library
from reports.quantities import Measure, Quantity
from reports.registry import REPORTS
from reports.renderers import as_csv, as_excel, as_html, as_text
from reports.table import Ask, ReportTable, Role, Row
from tests.reports.reading import read_csv, read_excel
from workforce.models import PostReduction

RENAMED, ADDED, RELABELLED = "A new name", "Brand new", "A programme renamed"


def library() -> Library:
    return Library(SYSTEM, Position.objects.select_related("establishment").newest_first())


def table(slug: str, position: Position, **more) -> ReportTable:
    return REPORTS[slug].build(Ask(library(), position, **more))


def rows(built: ReportTable, *roles: Role) -> dict[str, Row]:
    return {row.cells["portfolio"].value: row for row in built.of_role(*roles or (Role.BODY,))}


def save(kind: str, row, by, **changes) -> None:
    for field, value in changes.items():
        setattr(row, field, value)
    save_row(kind=EDITABLE[kind], row=row, version=version_of(row), why="why", token=uuid4(), by=by)


def remove(kind: str, row, by) -> None:
    remove_row(
        kind=EDITABLE[kind], row=row, version=version_of(row), why="why", token=uuid4(), by=by
    )


def add(position: Position, by, name: str = ADDED, **fields) -> PortfolioPlace:
    place = PortfolioPlace(
        position=position,
        **{
            "printed_label": name,
            "short_name": name,
            "order": 8,
            "section_order": 8,
            "lead_role": "Executive Director",
            **fields,
        },
    )
    return add_portfolio(place=place, why="why", token=uuid4(), by=by)


@pytest.fixture
def editor(people):
    return people[Person.PMO_EDITOR]


@pytest.fixture
def places(working) -> list[PortfolioPlace]:
    """The portfolios of the working position: to rename, to retire, and to move into."""
    return list(working.portfolio_places.select_related("portfolio").order_by("order"))


@pytest.fixture
def renamed(places, editor) -> PortfolioPlace:
    save("portfolio", places[0], editor, printed_label=RENAMED, short_name="AN")
    return places[0]


def retire(place: PortfolioPlace, into: PortfolioPlace, by) -> None:
    """Move its programmes, remove its posts, then itself."""
    mine = ProgrammePlace.objects.filter(position=place.position, portfolio=place.portfolio)
    for programme in mine:
        save("programme", programme, by, portfolio=into.portfolio, order=programme.order + 20)
    remove(
        "post-reduction",
        PostReduction.objects.get(portfolio=place.portfolio, position=place.position),
        by,
    )
    remove("portfolio", place, by)


@pytest.fixture
def restructured(working, places, renamed, editor) -> dict[str, PortfolioPlace]:
    """All of it at once: a name, a new portfolio, a retired one, and a programme's new name."""
    _, retired, kept, *_, into = places
    added = add(working, editor)
    retire(retired, into, editor)
    programme = working.places.filter(portfolio=kept.portfolio).order_by("order").first()
    save("programme", programme, editor, printed_label=RELABELLED)
    return {"renamed": renamed, "added": added, "retired": retired, "into": into, "kept": kept}


@pytest.mark.parametrize("slug", ["february-2025", "october-2024", "july-2024"])
def test_an_earlier_position_prints_what_it_printed(slug, request, working):
    position = Position.objects.get(slug=slug)
    before = all_tables(Ask(library(), position))
    request.getfixturevalue("restructured")
    assert all_tables(Ask(library(), position)) == before


def test_the_working_position_prints_the_new_structure_everywhere(restructured, working, february):
    old = restructured["renamed"].name
    gone = restructured["retired"].printed_label
    for built in all_tables(Ask(library(), working)):
        if built.slug == "reconciliation":
            continue  # what the papers state is called as it was first known
        for text in (as_text.render(built), as_csv.render(built).decode()):
            assert old not in text, built.slug
    assert next(iter(rows(table("savings-by-portfolio", working)))) == RENAMED
    assert list(rows(table("savings-by-portfolio", working)))[-2:] == [ADDED, gone]
    assert gone not in rows(table("savings-in-year", working))
    printed = {row.cells["programme"].value for row in table("portfolio-programmes", working).rows}
    assert RELABELLED in printed
    assert RENAMED not in as_text.render(table("savings-by-portfolio", february))


def test_narrow_tables_print_the_new_short_name(renamed, working):
    first = next(table("finance-confidence", working).of_role(Role.BODY))
    assert first.cells["portfolio"].label == "AN"
    posts = next(table("post-reductions", working).of_role(Role.BODY))
    assert (posts.cells["portfolio"].value, posts.cells["portfolio"].label) == (RENAMED, "AN Total")


def test_files_hold_the_printed_name(renamed, working):
    built = table("savings-by-portfolio", working)
    assert read_csv(as_csv.render(built))[1][0][0] == RENAMED
    assert read_excel(as_excel.render(built), 4, 1, grouped=False)[0][0] == RENAMED


def test_a_renamed_portfolio_is_compared_with_what_it_was(renamed, working, february):
    book = library().book(february)
    was = book.figure(Quantity(portfolio=renamed.name))
    row = rows(table("savings-by-portfolio", working))[RENAMED]
    assert row.cells["earlier"].number == was
    subtotal = rows(table("movement", working), Role.SUBTOTAL)[RENAMED]
    assert (subtotal.cells["earlier"].number, subtotal.cells["new"].number) == (was, 0)
    assert subtotal.cells["change"].number == 0


def test_what_is_new_and_what_is_retired_count_towards_the_change(restructured, working, february):
    built = table("savings-by-portfolio", working)
    total = next(built.of_role(Role.TOTAL)).cells
    body = rows(built)
    new, gone = body[ADDED].cells, body[restructured["retired"].printed_label].cells
    assert (new["expected"].value, new["earlier"].value) == (0, "n/a")
    was = library().book(february).figure(Quantity(portfolio=restructured["retired"].name))
    assert (gone["expected"].value, gone["earlier"].value) == ("n/a", was)
    assert gone["change"].value == -was
    assert gone["portfolio"].link is None
    for key in ("expected", "earlier", "change"):
        assert sum(r.cells[key].number or 0 for r in body.values()) == total[key].number, key


def test_a_moved_programme_is_compared_with_itself(restructured, working, february):
    """Its earlier figure answers for the portfolio it was in; the totals still close."""
    built = table("movement", working)
    moved = february.places.filter(
        portfolio=restructured["retired"].portfolio, shows="money"
    ).first()
    (row,) = [r for r in built.rows if r.cells["programme"].value == moved.printed_label]
    assert row.cells["portfolio"].value == restructured["into"].printed_label
    assert row.cells["change"].number == 0
    assert row.cells["earlier"].source.quantity.portfolio == restructured["retired"].name
    assert row.cells["expected"].source.quantity.portfolio == restructured["into"].name
    total = next(built.of_role(Role.TOTAL))
    assert total.cells["change"].number == 0
    # a sum that the earlier position does not state for the portfolio does not claim to be it
    into = rows(built, Role.SUBTOTAL)[restructured["into"].printed_label]
    assert into.cells["earlier"].source is None
    assert into.cells["expected"].source is not None


def test_positions_by_total_are_compared_by_portfolio_too(restructured, working, july):
    """July has no lines: its retired portfolio stands beside what the working position has."""
    built = table("portfolio-programmes", working, compare=july)
    assert rows(built, Role.SUBTOTAL)[RENAMED].cells["earlier"].number is not None


def test_a_removed_programme_stands_in_the_earlier_column(working, february, places, editor):
    kept = places[2]
    gone = working.places.filter(portfolio=kept.portfolio).first()
    remove("programme", gone, editor)
    built = table("portfolio-programmes", working)
    (row,) = [r for r in built.rows if r.cells["programme"].value == gone.printed_label]
    assert row.cells["expected"].value == "n/a"
    assert row.cells["earlier"].value == next(
        r.cells["expected"].value
        for r in table("portfolio-programmes", february).rows
        if r.cells["programme"].value == gone.printed_label
    )
    assert row.cells["programme"].link is None


def test_a_retired_portfolio_closes_the_earlier_columns(working, february, places, editor):
    """Its programmes are removed, not moved: all of its saving stopped."""
    gone = places[1]
    was = library().book(february).figure(Quantity(portfolio=gone.name))
    for programme in working.places.filter(portfolio=gone.portfolio):
        remove("programme", programme, editor)
    remove("post-reduction", working.post_reductions.get(portfolio=gone.portfolio), editor)
    remove("portfolio", gone, editor)
    moved = table("movement", working)
    subtotal = rows(moved, Role.SUBTOTAL)[gone.printed_label].cells
    assert (subtotal["earlier"].number, subtotal["stopped"].number) == (was, -was)
    assert next(moved.of_role(Role.TOTAL)).cells["change"].number == -was
    programmes = table("portfolio-programmes", working)
    last = list(programmes.of_role(Role.SUBTOTAL))[-1].cells
    assert (last["portfolio"].value, last["expected"].value) == (gone.printed_label, "n/a")
    assert last["earlier"].number == was
    migrated = table("confidence-migration", working)
    assert next(migrated.of_role(Role.TOTAL)).cells["dropped"].number == was
    assert any(gone.printed_label in note for note in migrated.notes)


def test_a_new_portfolio_is_compared_with_nothing(working, editor):
    place = add(working, editor)
    built = table("confidence-migration", working, portfolio=place)
    assert next(built.of_role(Role.TOTAL)).cells["total"].number == 0
    book = library().book(working)
    assert book.figure(Quantity(measure=Measure.PORTFOLIOS)) == 8


def test_the_colour_of_a_portfolio_survives_order_and_company(working, february, places, editor):
    was = {
        r.cells["portfolio"].value: r.series for r in table("savings-by-portfolio", february).rows
    }
    save("portfolio", places[0], editor, order=99)
    place = add(working, editor, order=1)
    built = table("savings-by-portfolio", working)
    now = {r.cells["portfolio"].value: r.series for r in built.rows}
    first, *others, total = was
    assert list(now) == [ADDED, *others, first, total]
    assert {name: now[name] for name in was} == was
    assert now[ADDED] == place.colour == 8
    assert "swatch swatch--8" in str(as_html.render(built))


def test_colours_go_round_when_all_are_used(working, places, editor):
    add(working, editor)
    again = add(working, editor, "Yet another")
    assert again.colour == 1
    retire(places[1], places[2], editor)
    assert add(working, editor, "One more").colour == places[1].colour


def test_a_portfolio_is_found_by_what_it_is_and_was_called(renamed, working, february):
    held = library()
    for text in (RENAMED, RENAMED.upper(), renamed.name, renamed.slug):
        assert find_portfolio(text, held, working).portfolio_id == renamed.portfolio_id
    assert find_portfolio(renamed.name, held, february).printed_label == renamed.name
    with pytest.raises(Unknown, match="There is no portfolio “A new name”"):
        find_portfolio(RENAMED, held, february)


def test_one_that_other_positions_have_is_said_to_be_there(restructured, working, february):
    held = library()
    gone, added = restructured["retired"], restructured["added"]
    with pytest.raises(Unknown, match="The newest position that has it is February 2025"):
        find_portfolio(gone.slug, held, working)
    with pytest.raises(Unknown, match="The newest position that has it is Working position"):
        find_portfolio(added.slug, held, february)


def test_the_key_is_the_name_it_was_first_known_by(renamed, working):
    assert Portfolio.objects.get(pk=renamed.portfolio_id).name != RENAMED
    cell = rows(table("savings-by-portfolio", working))[RENAMED].cells["expected"]
    assert cell.source.quantity.portfolio == renamed.name
