"""Every report at every position, for everyone: it is built, and it stays in its reader's scope."""

import pytest

from accounts.roles import Role as Person
from portfolios.models import PortfolioPlace, Position
from reports.library import Library
from reports.quantities import Quantity
from reports.registry import REPORTS
from reports.table import Ask, Role

OURS = sorted(REPORTS)


@pytest.fixture
def theirs(people, february) -> Ask:
    """What the portfolio lead asks, who is named for posts and so meets every report."""
    people[Person.PORTFOLIO_LEAD].named_for_posts = True
    positions = Position.objects.select_related("establishment").newest_first()
    return Ask(Library(people[Person.PORTFOLIO_LEAD], positions), february)


@pytest.mark.parametrize("slug", OURS)
def test_it_is_built_for_every_position_and_portfolio(slug, library):
    built = 0
    for position in library.positions:
        for portfolio in [None, *library.book(position).portfolios]:
            table = REPORTS[slug].build(Ask(library, position, portfolio=portfolio))
            keys = {column.key for column in table.columns}
            assert all(set(row.cells) == keys for row in table.rows)
            assert table.finding
            assert table.scope == (f"{portfolio.name} only" if portfolio else "All portfolios")
            built += 1
    assert built == 4 * 8


@pytest.mark.parametrize("slug", OURS)
def test_the_same_question_has_the_same_answer(slug, library, february):
    again = Library(library.viewer, library.positions)
    assert REPORTS[slug].build(Ask(library, february)) == REPORTS[slug].build(Ask(again, february))


@pytest.mark.parametrize("slug", OURS)
def test_a_lead_meets_no_other_portfolio(slug, theirs, led):
    table = REPORTS[slug].build(theirs)
    others = {
        name
        for p in PortfolioPlace.objects.exclude(portfolio=led)
        for name in (p.name, p.short_name, f"{p.short_name} Total")
    }
    words = {
        word
        for row in table.rows
        for cell in row.cells.values()
        for word in (cell.value, cell.label)
        if isinstance(word, str)
    }
    assert not words & others
    assert not {word.partition(" / ")[0] for word in words} & others
    assert not {name for name in others for note in table.notes if name in note}
    assert table.scope == f"{led.name} only"
    assert table.caption.endswith(f"{led.name} only.")


@pytest.mark.parametrize(
    "slug", ["savings-by-portfolio", "finance-confidence", "savings-in-year", "post-reductions"]
)
def test_a_leads_total_is_of_their_rows(slug, theirs, led):
    table = REPORTS[slug].build(theirs)
    body = list(table.of_role(Role.BODY))
    assert len(body) == 1
    total = next(table.of_role(Role.TOTAL))
    numbers = [c.key for c in table.columns if c.kind.is_number]
    assert [total.cells[k].value for k in numbers] == [body[0].cells[k].value for k in numbers]
    assert any(isinstance(total.cells[k].value, int) for k in numbers)


def test_a_leads_total_is_that_of_the_portfolio(theirs, ask, led):
    mine = theirs.book.figure(Quantity())
    assert mine == ask.book.figure(Quantity(portfolio=led.name))
    assert mine < ask.book.figure(Quantity())


def test_a_council_wide_statement_is_not_one_portfolios(theirs, library, october, ask):
    """October was published as one total: its lead is told nothing rather than everyone's."""
    assert library.book(october).figure(Quantity()) == 4_966_000_000
    assert theirs.library.book(october).figure(Quantity()) is None


def test_one_portfolio_asked_for_is_what_its_lead_sees(theirs, ask, led):
    for slug in ("savings-by-portfolio", "savings-profile", "savings-in-year"):
        chosen = REPORTS[slug].build(Ask(ask.library, ask.position, portfolio=led))
        seen = REPORTS[slug].build(theirs)
        assert [r.cells for r in chosen.of_role(Role.BODY)] == [
            r.cells for r in seen.of_role(Role.BODY)
        ]
        assert [c.value for c in next(chosen.of_role(Role.TOTAL)).cells.values()] == [
            c.value for c in next(seen.of_role(Role.TOTAL)).cells.values()
        ]


@pytest.mark.parametrize("slug", OURS)
def test_a_report_offers_to_compare_where_it_does(slug, library, working):
    """What may be chosen on its page makes another table of it, and of no other report."""
    report = REPORTS[slug]
    positions = {position.slug: position for position in library.positions}
    one, other = (
        report.build(Ask(library, working, compare=positions[earlier]))
        for earlier in ("february-2025", "july-2024")
    )
    assert (one != other) == report.compares
