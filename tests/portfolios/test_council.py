"""The council's own look and words: what is refused, what is said, and where."""

import contextlib
import struct
import zlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from agt.words.colour import BLACK, WHITE, contrast, mixed, parse_colour, written
from portfolios.actions.set_council import may_set
from portfolios.council import council, meanings, read_once, say, say_label
from portfolios.logo import HEAVIEST, WIDEST, kind_of_logo
from portfolios.models import Organisation, Programme
from portfolios.wording import reworded

pytestmark = pytest.mark.django_db
parts = st.integers(0, 255)
colours = st.tuples(parts, parts, parts)


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        checked = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + checked

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = zlib.compress(b"".join(b"\x00" + b"\x10\x20\x30" * 2 for _ in range(2)))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(width: int = 2, height: int = 2) -> bytes:
    first = b"\xff\xe0" + struct.pack(">H", 4) + b"JF"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 8, 8, height, width, 0)
    return b"\xff\xd8" + first + frame + b"\xff\xd9"


# --- colour ---------------------------------------------------------------------------------------


@given(colours, colours)
def test_contrast_is_the_same_both_ways_and_within_its_bounds(one, other):
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.001
    assert parse_colour(written(one)) == one
    assert mixed(one, other, 0) == one
    assert mixed(one, other, 1) == other


def test_contrast_by_the_book():
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(parse_colour("#767676"), WHITE) == pytest.approx(4.54, abs=0.01)
    assert contrast(parse_colour("#777777"), WHITE) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("accent", "says"),
    [
        ("#777777", "contrast against white is 4.5 to 1"),
        ("#ffff00", "contrast against white is 1.1 to 1"),
        ("blue", "Write it like #1b4d89"),
        ("#1b4d8", "Write it like #1b4d89"),
    ],
)
def test_a_colour_that_does_not_read_is_refused_with_its_ratio(accent, says):
    held = Organisation.objects.get()
    held.accent = accent
    with pytest.raises(ValidationError, match=says):
        held.full_clean()


# --- logo ---------------------------------------------------------------------------------------


def test_a_png_and_a_jpeg_are_known_by_their_bytes():
    assert kind_of_logo(png()) == "image/png"
    assert kind_of_logo(jpeg()) == "image/jpeg"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "An SVG can hold a script"),
        (b"GIF89a", "a PNG or a JPEG"),
        (b"", "a PNG or a JPEG"),
        (png() + b"0" * HEAVIEST, "200 kB is the most"),
        (png(WIDEST + 1), "2001 by 2 pixels"),
        (png(0), "0 by 2 pixels"),
        (jpeg(1, 60_000), "1 by 60000 pixels"),
        (png()[:20], "damaged"),
        (jpeg()[:12], "damaged"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_sentence(content, says):
    with pytest.raises(ValueError, match=says):
        kind_of_logo(content)


@given(st.binary(max_size=60))
def test_no_bytes_do_worse_than_a_sentence(rest):
    for start in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"):
        with contextlib.suppress(ValueError):
            assert kind_of_logo(start + rest).startswith("image/")


def test_the_database_holds_a_logo_with_its_kind_or_none():
    for wrong in ({"logo": b"x"}, {"logo_type": "image/png"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.update(**wrong)


# --- words --------------------------------------------------------------------------------------


@pytest.fixture
def theirs(db) -> Organisation:
    held = Organisation.objects.get()
    held.portfolio, held.portfolios = "directorate", "directorates"
    held.programme, held.programmes = "initiative", "initiatives"
    held.green, held.green_means = "Sure", "Delivered or as good as"
    held.save()
    return held


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        ("Portfolios", "Directorates"),
        ("A programme of its portfolio", "An initiative of its directorate"),
        ("an open a portfolio", "an open a directorate"),
        ("Of the whole programme", "Of the whole programme"),
        ("Transformation programme", "Transformation programme"),
        ("programmed, programmer", "programmed, programmer"),
        ("the word for “portfolio”", "the word for “portfolio”"),
        ("Green", "Sure"),
        ("Green spaces", "Green spaces"),
        ("£1m of £2m is Green, as before", "£1m of £2m is Sure, as before"),
        ("Of which Green", "Of which Sure"),
        ("Amber", "Amber"),
    ],
)
def test_our_words_are_said_in_theirs(ours, said, theirs):
    assert say(ours) == said


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        ("Close the Portfolio Office, a programme", "Close the Portfolio Office, an initiative"),
        ("Programme “Programme for all” is closed", "Initiative “Programme for all” is closed"),
        ("[[portfolio.x.saving.green]] is Green", "[[portfolio.x.saving.green]] is Sure"),
        ("a whole portfolio", "a whole directorate"),
        ("General Fund, Green, 2024/25", "General Fund, Sure, 2024/25"),
        ("No Green saving", "No Sure saving"),
        ("Green increased by £1m", "Green increased by £1m"),
    ],
)
def test_names_quotations_and_tokens_in_a_sentence_stay(ours, said, theirs):
    Programme.objects.create(name="Portfolio Office", slug="portfolio-office", description="x")
    assert say(ours) == said


def test_what_is_said_is_not_said_again(theirs):
    """Where a portfolio is called a programme, and a programme a project."""
    Organisation.objects.update(portfolio="programme", programme="project")
    once = say("A portfolio of one programme")
    assert once == "A programme of one project"
    assert say(once) == once
    assert say_label(say_label("Portfolio")) == "Programme"
    assert say_label("Portfolio of trees") == "Portfolio of trees"


def test_without_words_of_its_own_or_without_a_council_nothing_is_changed(db):
    assert say("Portfolios and programmes") == "Portfolios and programmes"
    assert meanings() == ()
    Organisation.objects.all().delete()
    assert say("Portfolios") == "Portfolios"


def test_what_a_rating_means_is_said_where_it_is_defined(theirs):
    assert meanings() == ("Sure: Delivered or as good as",)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("<h1>Portfolios</h1>", '<h1>{% say "Portfolios" %}</h1>'),
        ("{% block title %}A programme{% endblock %}",) * 2,
        ('<a class="portfolio" href="/programmes/">x</a>',) * 2,
        ('<a href="{% url "portfolio-list" %}?programme=1">x</a>',) * 2,
        ('<tr{% if x %} class="portfolio{{ portfolio }}"{% endif %} title="programme">',) * 2,
        ("{{ portfolio.name }}{# a portfolio #}{% if programme %}",) * 2,
        ("a &lt; b <b>x</b> programme", 'a &lt; b <b>x</b> {% say "programme" %}'),
    ],
)
def test_a_template_is_reworded_in_its_text_alone(source, told):
    if "block title" in source:
        told = '{% block title %}{% say "A programme" %}{% endblock %}'
    assert reworded(source) == told


def test_a_page_reads_the_council_once(theirs):
    with CaptureQueriesContext(connection) as made, read_once():
        assert council() == theirs
        with read_once():
            say("Portfolios")
        say("Programme")
    assert len(made) == 2  # it, and the names that hold a word of ours


@pytest.mark.parametrize("word", ["", "1", "dir<b>", "x" * 41, "{{ x }}"])
def test_a_word_is_letters(word, theirs):
    theirs.portfolio = word
    with pytest.raises(ValidationError):
        theirs.full_clean()


def test_who_sets_what(people):
    assert "tolerance" in may_set(people[Role.ADMINISTRATOR])
    assert "tolerance" not in may_set(people[Role.PMO_EDITOR])
    for role in (Role.VIEWER, Role.ANALYST, Role.PORTFOLIO_LEAD, Role.SECTION_151):
        with pytest.raises(PermissionDenied):
            may_set(people[role])
