"""Two papers compared: figures as figures, words as words."""

from dataclasses import replace

from django.db.models import F

from reports.papers.compare import ADDED, REMOVED, SAME, compare, figures_of
from reports.papers.value import Paper, Section
from reports.quantities import Quantity
from reports.reconciliation import printed, unit_of
from savings.models import SavingsLine
from tests.papers.conftest import asked, cabinet


def paper(*sections: Section) -> Paper:
    return Paper("cabinet", "", "", "", "", "", sections)


def section(position, anchor: str, text: str) -> Section:
    from reports.papers.prose import resolve

    return Section(anchor, anchor.title(), 1, resolve(text, asked(position)))


def test_the_same_paper_of_a_position_opened_from_another_differs_in_nothing(february, working):
    old, new = cabinet(february).paper, cabinet(working, living=False).paper
    compared = compare(old, new, february.slug, working.slug)
    assert compared.figures == ()
    titles = {changed.title for changed in compared.sections}
    assert titles <= {"Benefits realisation group", "Risk management", "Dependencies"}


def test_one_line_is_seen_in_every_figure_it_is_part_of_and_in_no_words(february, working):
    line = SavingsLine.objects.at(working).filter(amount__gt=0).first()
    SavingsLine.objects.filter(pk=line.pk).update(amount=F("amount") + 50 * 10**6)
    old, new = cabinet(february).paper, cabinet(working, living=False).paper
    compared = compare(old, new, february.slug, working.slug)
    total = next(f for f in compared.figures if f.quantity == Quantity())
    assert (total.old, total.new) == ("£50.83m", "£51.33m")
    assert len(compared.figures) > 5
    for figure in compared.figures:  # as the books of both have it, whatever prints it
        unit = unit_of(figure.quantity)
        for position, told in ((february, figure.old), (working, figure.new)):
            assert printed(unit, asked(position).book.figure(figure.quantity)) == told
    assert not any(
        words.state != SAME for s in compared.sections for p in s.paragraphs for words in p
    )


def test_words_are_told_by_what_was_taken_away_and_added(february, working):
    old = paper(
        section(february, "same", "It is [[savings.total]] today."),
        section(february, "edited", "We save [[savings.total]] in all.\n\nThis goes."),
        section(february, "gone", "Nobody reads this."),
    )
    new = paper(
        section(working, "same", "It is [[savings.total]] today."),
        section(working, "edited", "We will save [[savings.total]] in all."),
        section(working, "new", "This is new: [[posts.low]]."),
    )
    edited, added, removed = compare(old, new, february.slug, working.slug).sections
    assert [(w.state, w.text) for w in edited.paragraphs[0]] == [
        (SAME, "We"),
        (ADDED, "will"),
        (SAME, "save £50.83m in all."),
    ]
    assert [(w.state, w.text) for w in edited.paragraphs[1]] == [(REMOVED, "This goes.")]
    assert (added.title, added.state, added.paragraphs[0][0].text) == (
        "New",
        ADDED,
        "This is new: 135.",
    )
    assert (removed.title, removed.state) == ("Gone", REMOVED)


def test_a_figure_that_one_paper_alone_prints_is_named(february, october):
    old = paper(section(october, "a", "It is [[savings.total]]."))
    new = paper(section(february, "a", "It has [[posts.low]], [[savings.total.at.july-2024]]."))
    found = compare(old, new, october.slug, february.slug).figures
    assert [(f.old, f.new) for f in found] == [("", "135"), ("£49.66m", "")]
    assert figures_of(replace(new, sections=()), february.slug) == {}
