"""A correction of a published figure: beside it everywhere, over it nowhere."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role
from accounts.viewer import SYSTEM
from portfolios.models import Position
from reports.actions.restate_figure import restate_figure
from reports.history import RESTATEMENT, log
from reports.library import Library
from reports.models import Restatement
from reports.quantities import Measure, Quantity
from reports.registry import REPORTS
from reports.renderers import as_csv, as_excel, as_json
from reports.table import Ask
from savings.models import Confidence
from tests.reports.reading import read_html

M = 100_000_000
TOTAL = Quantity()
CHANGED = "is never changed"


@pytest.fixture
def editor(people):
    return people[Role.PMO_EDITOR]


def restate(position: Position, by, **given) -> Restatement:
    return restate_figure(
        **{
            "position": position,
            "quantity": TOTAL,
            "value": 50 * M,
            "why": "A programme was counted twice",
            "reported_in": "Cabinet, 12 March 2025",
            "token": uuid.uuid4(),
            "by": by,
            **given,
        }
    )


def asked(position: Position) -> Ask:
    return Ask(Library(SYSTEM, Position.objects.select_related("establishment")), position)


def test_it_keeps_what_was_published_who_when_why_and_where(february, ask, editor):
    published = ask.book.figure(TOTAL)
    made = restate(february, editor)
    made.refresh_from_db()
    assert (made.of, made.published, made.value) == (TOTAL, published, 50 * M)
    assert str(made) == "Saving, whole programme, February 2025"
    assert (made.by, made.why) == (editor, "A programme was counted twice")
    assert (made.reported_in, made.on) == ("Cabinet, 12 March 2025", "14 March 2025")


@pytest.mark.parametrize(
    "quantity",
    [
        Quantity(confidence=Confidence.GREEN),
        Quantity(measure=Measure.HIGH),
        Quantity(measure=Measure.PROGRAMMES),
    ],
)
def test_any_figure_the_position_has_can_be_restated(quantity, february, editor, ask):
    restate(february, editor, quantity=quantity, value=1)
    held = asked(february).library.restatements[february.slug, quantity]
    assert (held.published, held.value) == (ask.book.figure(quantity), 1)


def test_one_follows_another_and_the_newest_counts_even_back_to_what_was_published(
    february, editor, ask
):
    published = ask.book.figure(TOTAL)
    first = restate(february, editor)
    second = restate(february, editor, value=published, why="It was right")
    assert list(Restatement.objects.all()) == [first, second]
    assert second.published == published
    assert asked(february).library.restatements == {(february.slug, TOTAL): second}


def test_what_the_figure_says_already_is_refused(february, editor, ask):
    with pytest.raises(ValidationError, match="says already"):
        restate(february, editor, value=ask.book.figure(TOTAL))
    restate(february, editor)
    with pytest.raises(ValidationError, match="says already"):
        restate(february, editor)
    assert Restatement.objects.count() == 1


@pytest.mark.parametrize(
    ("slug", "given", "sentence"),
    [
        ("working", {}, "is not published: edit the figure itself"),
        ("october-2024", {"quantity": Quantity(programme="Nothing")}, "has no such figure"),
        ("february-2025", {"why": ""}, "cannot be blank"),
        ("february-2025", {"reported_in": ""}, "cannot be blank"),
        ("february-2025", {"value": 10**20}, "less than or equal"),
    ],
)
def test_what_cannot_be_restated_is_refused_and_nothing_is_kept(slug, given, sentence, editor):
    with pytest.raises(ValidationError, match=sentence):
        restate(Position.objects.get(slug=slug), editor, **given)
    assert not Restatement.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PMO_EDITOR])
def test_only_those_who_publish_restate(role, february, people):
    with pytest.raises(PermissionDenied):
        restate(february, people[role])


def test_who_is_limited_to_some_portfolios_restates_only_theirs(february, editor, led):
    editor.all_portfolios = False
    editor.save()
    led.people.add(editor)
    with pytest.raises(PermissionDenied, match="not of your portfolios alone"):
        restate(february, editor)
    assert restate(february, editor, quantity=Quantity(portfolio=led.name))


def test_a_form_sent_twice_restates_once(february, editor):
    token = uuid.uuid4()
    restate(february, editor, token=token)
    with pytest.raises(AlreadySubmitted):
        restate(february, editor, token=token, value=1)


def test_the_database_keeps_every_restatement_and_takes_none_of_what_is_not_published(
    february, working, editor
):
    made = restate(february, editor)
    rows = Restatement.objects.filter(pk=made.pk)
    for write in (
        lambda: rows.update(value=1),
        rows.delete,
        lambda: rows.update(position=working),
        lambda: Restatement.objects.create(
            position=working,
            quantity={"measure": "saving"},
            published=1,
            value=2,
            why="x",
            reported_in="x",
            by=editor,
            at=made.at,
        ),
    ):
        with pytest.raises(IntegrityError, match=CHANGED), transaction.atomic():
            write()


def test_every_output_that_is_drawn_says_it_beside_the_figure(february, editor, client, people):
    restate(february, editor)
    table = REPORTS["savings-by-portfolio"].build(asked(february))
    total = table.rows[-1].cells
    assert total["expected"].mark == "R1"
    assert total["expected"].value != 50 * M
    (note,) = [note for note in table.notes if note.startswith("R1 ")]
    assert note == (
        "R1 Saving, whole programme, February 2025: published as £50.83m, restated to £50.0m on "
        f"14 March 2025 by {editor}, reported in Cabinet, 12 March 2025: "
        "A programme was counted twice."
    )
    lines = as_csv.render(table).decode("utf-8-sig").splitlines()
    assert [note in line for line in lines] == [False] * (len(lines) - 1) + [True]
    assert note in as_json.as_dict(table)["notes"]
    assert as_excel.render(table) != as_excel.render(
        REPORTS["savings-by-portfolio"].build(asked(Position.objects.get(slug="working")))
    )
    client.force_login(people[Role.VIEWER])
    page = client.get("/reports/savings-by-portfolio/?position=february-2025").content.decode()
    html = read_html(page, "savings-by-portfolio")
    assert html.marks[len(html.rows) - 1, 1] == "R1"
    assert note in html.notes


def test_a_later_position_marks_the_earlier_figure_beside_a_mark_of_the_paper(
    working, july, editor
):
    funded = next(
        row
        for row in REPORTS["savings-by-portfolio"].build(asked(working)).rows
        if row.cells["earlier"].mark
    )
    name = str(funded.cells["portfolio"].value)
    source = funded.cells["earlier"].source
    earlier = Position.objects.get(slug=source.position)
    restate(earlier, editor, quantity=source.quantity, value=1)
    table = REPORTS["savings-by-portfolio"].build(asked(working))
    row = next(r for r in table.rows if r.cells["portfolio"].value == name)
    assert row.cells["earlier"].mark == f"{funded.cells['earlier'].mark} R1"


def test_what_was_published_stays_the_very_bytes_it_was(february, editor, client):
    kept = february.files.get(name="savings-by-portfolio-february-2025.csv")
    table = february.tables.get(slug="savings-by-portfolio")
    restate(february, editor)
    client.force_login(editor)
    url = "/reports/savings-by-portfolio.csv?position=february-2025"
    assert client.get(url).content == bytes(kept.content)
    assert kept.is_intact
    assert february.tables.get(pk=table.pk).content == table.content


def test_a_difference_that_print_would_hide_is_told_in_full(february, editor, ask):
    published = ask.book.figure(TOTAL)
    restate(february, editor, value=published + 100)
    notes = REPORTS["savings-by-portfolio"].build(asked(february)).notes
    (note,) = [note for note in notes if note.startswith("R1 ")]
    assert "published as £50,830,000, restated to £50,830,001" in note


def test_the_log_tells_it_to_those_who_see_the_figure(february, editor, people, led):
    other = next(p for p in asked(february).portfolios if p != led)
    for portfolio in (led, other):
        restate(february, editor, quantity=Quantity(portfolio=portfolio.name), value=M)
    told = [e for e in log(february, SYSTEM) if e.kind == RESTATEMENT]
    assert {e.what for e in told} == {f"Saving, {led.name}", f"Saving, {other.name}"}
    assert {(e.did, e.fields[0].after, e.who) for e in told} == {("restated", "£1.0m", str(editor))}
    lead = [e for e in log(february, people[Role.PORTFOLIO_LEAD]) if e.kind == RESTATEMENT]
    assert [e.what for e in lead] == [f"Saving, {led.name}"]
