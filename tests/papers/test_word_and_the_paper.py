"""The Word report of February 2025, read back, beside what the published report prints."""

from collections import Counter, defaultdict

import pytest

from reports.models import StatedFigure
from reports.papers.compose import public
from reports.papers.value import Facts, TableBlock
from reports.reconciliation import PROSE, State
from reports.renderers import as_word
from tests.papers.conftest import cabinet
from tests.reports.reading import in_words, read_word

pytestmark = pytest.mark.django_db
REPORT = "000"
PARTS = 100  # pence in a pound, hundredths in an FTE
KINDS = {StatedFigure.Unit.MONEY: "money", StatedFigure.Unit.FTE: "fte"}


@pytest.fixture
def printed(february) -> dict:
    """What each quantity's cells say in the document, wherever it stands in a table."""
    paper = public(cabinet(february).paper)
    content, at = as_word.render(paper), 0
    words = defaultdict(set)
    for block in paper.blocks():
        if not isinstance(block, TableBlock | Facts):
            continue
        if isinstance(block, TableBlock):
            found = read_word(content, at)
            for row, texts in zip(block.table.rows, found.rows, strict=True):
                for column, text in zip(block.table.columns, texts, strict=True):
                    cell = row.cells[column.key]
                    if cell.source and cell.source.position == february.slug:
                        words[cell.source.quantity].add(text)
        at += 1
    return words


def test_its_tables_say_what_the_report_prints_but_where_rounding_or_a_break_is_found(
    printed, library, february
):
    told: Counter[str] = Counter()
    for result in library.reconciled:
        figure = result.figure
        if figure.document != REPORT or figure.position_id != february.pk:
            continue
        if figure.table == PROSE or result.quantity is None:
            continue
        said = printed.get(result.quantity)
        told[f"{result.state}, {'printed' if said else 'not a cell'}"] += 1
        if said and result.state is State.EXACT:
            assert said == {in_words(KINDS[figure.unit], figure.value / PARTS)}, figure
    # No cell of their own: seven words in place of an amount, and four figures that notes tell.
    assert told == {"exact, printed": 193, "rounding, printed": 10, "exact, not a cell": 11}
