"""Tokens: each figure has one address, and an address says one figure or says why it says none."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from agt.words.money import in_millions
from reports.papers.prose import BrokenTokens, read, resolve
from reports.papers.tokens import (
    MEASURES,
    How,
    NoSuchFigure,
    Token,
    answer,
    catalogue,
    compared,
    parse,
    quantities,
    write,
)
from reports.papers.typed import find, put_in
from reports.quantities import LABELS, Measure, Quantity
from reports.renderers.words import print_cell
from reports.table import Source
from savings.models import Confidence
from tests.papers.conftest import asked


def test_every_measure_has_words_of_its_own():
    assert set(MEASURES.values()) == set(LABELS) - {Measure.SAVING}
    assert len(set(MEASURES)) == len(MEASURES)


@pytest.mark.parametrize("how", [None, *How])
def test_what_is_written_is_read_as_the_same_figure(ask, how):
    for quantity in quantities(ask):
        token = Token(quantity, how, "october-2024" if how else "")
        assert parse(write(token, ask.book), ask) == token


def test_each_figure_of_the_position_has_one_token_and_prints_what_the_book_says(ask):
    entries = catalogue(ask)
    assert len({entry.address for entry in entries}) == len(entries)
    for entry in entries:
        told = answer(entry.address, ask)
        assert (told.text, told.source.quantity) == (entry.text, entry.quantity)
        assert ask.book.figure(entry.quantity) is not None


def test_a_token_prints_as_the_tables_print_it(ask):
    """Every cell of a table that names a figure of this position prints as its token does."""
    from reports.registry import REPORTS

    looked = 0
    for slug in (
        "savings-by-portfolio",
        "finance-confidence",
        "savings-profile",
        "post-reductions",
    ):
        table = REPORTS[slug].build(ask)
        for row in table.rows:
            for column in table.columns:
                cell = row.cells[column.key]
                if cell.source and cell.source.position == ask.position.slug:
                    address = write(Token(cell.source.quantity), ask.book)
                    assert answer(address, ask).text == print_cell(column, cell)
                    looked += 1
    assert looked > 100


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("savings.total", "£50.83m"),
        ("savings.total.green", "£43.27m"),
        ("savings.2025/26", "£34.52m"),
        ("savings.2025/26.annual", "£24.5m"),
        ("portfolio.resident-services.saving.2025/26", "£6.98m"),
        ("portfolio.resident-services.saving.total.red", "£1.5m"),
        ("programme.homelessness-prevention.saving.total", "£3.12m"),
        ("posts.low", "135"),
        ("posts.high", "159"),
        ("portfolio.resident-services.posts.occupied-high", "22"),
        ("establishment", "3,100"),
        ("programmes", "28"),
        ("portfolios", "7"),
        ("savings.total.at.october-2024", "£49.66m"),
        ("savings.total.change.october-2024", "£1.17m"),
        ("savings.total.direction.october-2024", "increased"),
        ("savings.total.moved.july-2024", "increased by £8.18m"),
        ("savings.total.moved.previous", "increased by £1.17m"),
        ("savings.total.red.direction.october-2024", "decreased"),
        ("portfolio.customer-community.saving.total.direction.july-2024", "stayed the same"),
        ("portfolio.customer-community.saving.total.moved.july-2024", "stayed the same"),
        (" Savings.Total ", "£50.83m"),
    ],
)
def test_a_token_says(ask, address, text):
    assert answer(address, ask).text == text


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", "no figure is called that"),
        ("savings", "no figure is called that"),
        ("savings.totl", "“totl” is not a financial year"),
        ("savings.total.purple", "“purple” says nothing of a saving"),
        ("savings.total.annual", "“annual” says nothing of a saving"),
        ("savings.2035/36", "goes from 2024/25 to 2028/29"),
        ("savings.2025/26.green", "“green” says nothing of a saving"),
        ("portfolio.nowhere.saving.total", "no portfolio “nowhere”"),
        ("portfolio", "no portfolio “”"),
        ("programme.nowhere.saving.total", "no programme “nowhere”"),
        ("programme.good-landlord.saving.total", "publishes no such figure"),
        ("savings.total.change.nowhere", "there is no other position “nowhere”"),
        ("savings.total.change.february-2025", "there is no other position “february-2025”"),
        ("savings.2025/26.change.october-2024", "October 2024 publishes no such figure"),
        ("establishment.moved.previous", "no position before February 2025 publishes it"),
        ("__import__('os').system('x')", "no figure is called that"),
    ],
)
def test_one_that_says_nothing_says_why(ask, address, why):
    with pytest.raises(NoSuchFigure, match=re.escape(why)):
        answer(address, ask)


def test_each_way_to_compare_is_offered_only_where_it_answers(ask):
    total = next(entry for entry in catalogue(ask) if entry.quantity == Quantity())
    assert [entry.text for entry in compared(total, ask, "july-2024")] == [
        "£42.65m",
        "£8.18m",
        "increased",
        "increased by £8.18m",
    ]
    assert list(compared(total, ask, "nowhere")) == []
    labels = [entry.label for entry in compared(total, ask, "previous")]
    assert labels[0] == "Saving, whole programme: as it was at the position before"


def test_a_reader_of_some_portfolios_is_told_nothing_of_the_whole(february, people, led):
    ask = asked(february, people[Role.PORTFOLIO_LEAD])
    assert {entry.quantity.portfolio for entry in catalogue(ask)} == {led.name}
    with pytest.raises(NoSuchFigure, match="of the whole council"):
        answer("savings.total", ask)
    paragraphs, problems = read("It is [[savings.total]].", ask)
    assert (paragraphs[0].text, problems) == ("It is (not among your portfolios).", ())


# --- prose ---------------------------------------------------------------------------------------


def test_paragraphs_and_points_are_told_apart(ask):
    text = "One\nline.\n\nTwo:\n- a\n- b\n  goes on\n\nThree."
    told = [(p.bullet, p.text) for p in resolve(text, ask)]
    assert told == [
        (False, "One line."),
        (False, "Two:"),
        (True, "a"),
        (True, "b goes on"),
        (False, "Three."),
    ]


def test_a_figure_is_a_run_that_knows_its_source(ask, february):
    (paragraph,) = resolve("We save [[savings.total.green]] so far.", ask)
    green = Quantity(confidence=Confidence.GREEN)
    assert [(run.text, run.token, run.source) for run in paragraph.runs] == [
        ("We save ", "", None),
        ("£43.27m", "savings.total.green", Source(february.slug, green)),
        (" so far.", "", None),
    ]


def test_every_broken_token_is_named_with_its_section_and_line(ask):
    text = "Fine [[savings.total]].\n\n- [[savings.totl]]\n- [[nothing]] and [[savings"
    with pytest.raises(BrokenTokens) as refused:
        resolve(text, ask, section="Summary")
    assert [(p.section, p.line, p.token) for p in refused.value.problems] == [
        ("Summary", 3, "[[savings.totl]]"),
        ("Summary", 4, "[[nothing]]"),
        ("Summary", 4, "[[savings"),
    ]
    assert "Summary, line 4: [[nothing]]: no figure is called that" in str(refused.value)
    told = "".join(p.text for p in read(text, ask)[0])
    assert "[[savings.totl]]" in told  # it stays for all to see


@given(st.text(alphabet="ab .[]-\n{}<%|$", max_size=60))
def test_whatever_is_typed_is_text_and_loses_nothing(text):
    """No token in it: nothing is run, and every character but white space and points is kept."""
    paragraphs, _ = read(text, None) if "[[" not in text else ((), ())
    if "[[" not in text:
        told = "".join(p.text for p in paragraphs)
        kept = re.sub(r"(?m)^ *- (?= *\S)", "", text)
        assert re.sub(r"\s", "", told) == re.sub(r"\s", "", kept)


# --- typed by hand -------------------------------------------------------------------------------


def typed(text: str, ask, first: str = "") -> list[tuple[str, int, list[str]]]:
    found = find(text, catalogue(ask), first=first)
    return [(one.text, one.line, [entry.address for entry in one.same]) for one in found]


def test_figures_typed_by_hand_are_found_with_the_tokens_that_print_the_same(ask):
    text = (
        "We save £43.27m of [[savings.total]] by 2025/26.\n"
        "Between 135-159 FTE and £50,830,000 in all; 61 to 85 posts, £6,000 a week, 20% more, "
        "£43 million and 3,100 FTE."
    )
    assert typed(text, ask) == [
        ("£43.27m", 1, ["savings.total.green"]),
        ("135", 2, ["posts.low"]),
        ("159", 2, ["posts.high"]),
        ("£50,830,000", 2, ["savings.total", "savings.2028/29"]),
        ("61", 2, ["posts.occupied-low"]),
        ("85", 2, ["posts.occupied-high"]),
        ("£6,000", 2, []),
        ("20%", 2, []),
        ("£43 million", 2, []),
        ("3,100", 2, ["establishment"]),
    ]
    assert typed("£1.123456789m", ask) == [("£1.123456789m", 1, [])]  # finer than a penny


def test_those_of_the_part_written_are_offered_first(ask):
    (one,) = find("£4.95m", catalogue(ask), first="Schools & SEND")
    assert one.same[0].quantity.portfolio == "Schools & SEND"


def test_what_is_chosen_is_put_in_and_nothing_else(ask):
    text = "We save £43.27m and £50.83m."
    found = find(text, catalogue(ask))
    assert put_in(text, found, {0: "savings.total.green", 1: "savings.total"}) == (
        "We save [[savings.total.green]] and [[savings.total]]."
    )
    assert put_in(text, found, {0: "savings.total"}) == text  # it prints something else


@given(st.integers(min_value=1, max_value=10**4))
def test_any_amount_typed_as_it_is_printed_is_matched(hundredths):
    from reports.papers.tokens import Entry

    printed = in_millions(hundredths * 10**6)
    entry = Entry("savings.total", "Saving", printed, Quantity())
    other = replace(entry, text=in_millions(hundredths * 10**6 + 10**6))
    (one,) = find(f"It is {printed}.", [other, entry])
    assert one.same == (entry,)
