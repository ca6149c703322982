"""Portfolios of a position: added, renamed, retired and brought back on its pages."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models.submission import AlreadySubmitted
from accounts.roles import Role
from portfolios.models import Highlight, Improvement, Portfolio, PortfolioPlace, ProgrammePlace
from reports.actions.add_portfolio import add_portfolio
from reports.actions.add_programme import add_programme
from tests.pages.test_edit import form_of, new_programme, text
from workforce.models import PostReduction

WORDS = {"printed_label": "Night & Day", "short_name": "N&D", "description": "Two words."}
TYPED = {"version": "0", **WORDS}


@pytest.fixture
def editor(client, people):
    client.force_login(people[Role.PMO_EDITOR])
    return client


@pytest.fixture
def place(working) -> PortfolioPlace:
    return working.portfolio_places.select_related("portfolio").order_by("order").first()


@pytest.fixture
def emptied(place, working) -> PortfolioPlace:
    """One with nothing in it but its words."""
    ProgrammePlace.objects.filter(position=working, portfolio=place.portfolio).delete()
    PostReduction.objects.filter(position=working, portfolio=place.portfolio).delete()
    return place


def remove(client, place, **typed):
    url = f"/edit/portfolio/{place.pk}/remove/"
    return client.post(url, form_of(client, url, **typed), follow=True)


def add(client, url: str = "/portfolios/add/", **typed):
    return client.post(url, form_of(client, url, **{**TYPED, **typed}), follow=True)


def test_a_portfolio_is_added_from_this_position_on(editor, working, people):
    page = add(editor)
    assert page.redirect_chain[-1][0] == "/portfolios/night-day/"
    assert "<h1>Night & Day</h1>" in text(page)
    made = working.portfolio_places.get(portfolio__slug="night-day")
    assert (made.name, made.order, made.section_order, made.colour) == ("Night & Day", 8, 8, 8)
    assert (made.lead_role, made.description) == ("Executive Director", "Two words.")
    newest = made.history.get()
    assert (newest.history_user, newest.history_change_reason) == (
        people[Role.PMO_EDITOR],
        "because",
    )
    earlier = editor.get("/portfolios/night-day/?position=february-2025")
    assert earlier.status_code == 404
    assert "The newest position that has it is Working position." in text(earlier)


def test_every_list_offers_the_portfolios_of_the_position_shown(editor, place):
    url = f"/edit/portfolio/{place.pk}/"
    editor.post(url, form_of(editor, url, printed_label="Renamed"))
    add(editor)
    pages = (
        "/portfolios/",
        "/programmes/",
        "/programmes/add/",
        "/reports/savings-by-portfolio/",
        "/returns/",
        f"/edit/programme/{ProgrammePlace.objects.filter(position=place.position).first().pk}/",
    )
    for page in pages:
        shown = text(editor.get(page))
        assert "Renamed" in shown, page
        assert "Night & Day" in shown, page
        assert place.name not in shown, page
    for page in ("/portfolios/", "/programmes/", "/reports/savings-by-portfolio/", "/"):
        shown = text(editor.get(f"{page}?position=february-2025"))
        assert "Renamed" not in shown, page
        assert "Night & Day" not in shown, page


def test_a_programmes_pages_name_its_portfolio_as_the_position_does(editor, place, working):
    PortfolioPlace.objects.filter(pk=place.pk).update(printed_label="Renamed", short_name="Rn")
    programme = working.places.filter(portfolio=place.portfolio).first()
    pages = {
        f"/programmes/{programme.programme.slug}/": "Renamed",
        "/programmes/": "Renamed",
        f"/figures/?portfolio={place.name.replace('&', '%26')}": "Rn",
        "/figures/?measure=high": "Renamed",
        "/my-work/": "Rn",
        f"/edit/programme/{programme.pk}/": "Renamed",
    }
    for page, printed in pages.items():
        shown = text(editor.get(page))
        assert printed in shown, page
        unseen = f'name="portfolio" value="{place.name}"'  # the link's own key, in the switch
        assert place.name not in shown.replace(unseen, ""), page
        if "edit" not in page and "my-work" not in page:
            joined = page + ("&" if "?" in page else "?") + "position=february-2025"
            assert "Renamed" not in text(editor.get(joined))


def test_a_programme_renamed_keeps_its_label_in_earlier_positions(editor, working, february):
    """On every page that names it, the history of the position and its transfers among them."""
    transfer = february.transfers.first()
    slug = transfer.to_programme.slug
    place = working.places.select_related("portfolio").get(programme__slug=slug)
    working.transfers.create(
        from_programme=transfer.from_programme, to_programme=transfer.to_programme, amount=100
    )
    url = f"/edit/programme/{place.pk}/"
    old = place.printed_label
    editor.post(url, form_of(editor, url, printed_label="A new label"))
    pages = (
        f"/programmes/{slug}/",
        "/programmes/?search=label",
        "/transfers/",
        f"/portfolios/{place.portfolio.slug}/",
        "/reports/portfolio-programmes/",
        "/reports/business-cases/",
    )
    for page in pages:
        assert "A new label" in text(editor.get(page)), page
        joined = page.replace("?search=label", "") + "?position=february-2025"
        earlier = text(editor.get(joined))
        assert "A new label" not in earlier, page
        assert old in earlier, page
    log = text(editor.get("/history/"))
    assert f"{old} → A new label" in log


def test_the_log_tells_of_a_rename(editor, place):
    url = f"/edit/portfolio/{place.pk}/"
    editor.post(url, form_of(editor, url, printed_label="Renamed", why="Council agreed"))
    log = text(editor.get("/history/?kind=portfolio"))
    assert f"{place.name} → Renamed" in log
    assert "Council agreed" in log


def test_a_name_is_printed_once_in_a_position(editor, place, working):
    other = working.portfolio_places.exclude(pk=place.pk).first()
    sentence = "This position has a portfolio of that name already."
    url = f"/edit/portfolio/{place.pk}/"
    page = editor.post(url, form_of(editor, url, printed_label=other.printed_label))
    assert sentence in text(page)
    with pytest.raises(IntegrityError, match="printed_label"), transaction.atomic():
        PortfolioPlace.objects.filter(pk=place.pk).update(printed_label=other.printed_label)
    again = PortfolioPlace(position=working, portfolio=place.portfolio, order=1, section_order=1)
    with pytest.raises(IntegrityError, match=r"position_id, .*portfolio_id"), transaction.atomic():
        PortfolioPlace.objects.bulk_create([again])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Fill this in."),
        ("!!", "A name needs letters or figures."),
        ("Total", "choose a name."),
        ("This / that", "choose a name."),
        ("{held}", "A portfolio is known by that name already"),
        ("x" * 121, "at most 120 characters"),
    ],
)
def test_a_name_that_cannot_be_is_refused_beside_the_field(name, sentence, editor, place):
    PortfolioPlace.objects.filter(pk=place.pk).update(printed_label="Renamed")
    before = Portfolio.objects.count()
    page = add(editor, printed_label=name.format(held=place.name.upper()))
    assert sentence in " ".join(page.context["form"].errors["printed_label"])
    assert "Two words." in text(page)
    assert Portfolio.objects.count() == before


def test_a_slug_is_never_one_that_is_taken(editor, working):
    add(editor, printed_label="Add")
    add(editor, printed_label="Add!")
    assert set(working.portfolio_places.filter(order__gte=8).values_list("portfolio__slug")) == {
        ("add-2",),
        ("add-3",),
    }


def test_a_form_sent_twice_adds_once(editor, working):
    form = form_of(editor, "/portfolios/add/", **TYPED)
    for _ in range(2):
        page = editor.post("/portfolios/add/", form, follow=True)
    assert "That was done already; nothing was done again." in text(page)
    assert working.portfolio_places.count() == 8


def test_a_portfolio_with_programmes_or_posts_is_not_retired(editor, place, working):
    page = remove(editor, place)
    label = working.places.filter(portfolio=place.portfolio).first().printed_label
    assert f"Move or remove what is in it first: {label}," in text(page)
    assert ", its post reductions." in text(page)
    assert PortfolioPlace.objects.filter(pk=place.pk).exists()
    ProgrammePlace.objects.filter(position=working, portfolio=place.portfolio).delete()
    assert "what is in it first: its post reductions." in text(remove(editor, place))


def test_a_retired_portfolio_takes_its_words_along_and_comes_back(editor, emptied, working):
    here = {"position": working, "portfolio": emptied.portfolio}
    words = Improvement.objects.filter(**here).count()
    asked = text(editor.get(f"/edit/portfolio/{emptied.pk}/remove/"))
    points = words + Highlight.objects.filter(**here).count()
    assert f"{points} points of improvements and highlights" in asked
    page = remove(editor, emptied, why="merged")
    assert page.redirect_chain[-1][0] == "/portfolios/"
    assert f"{emptied.name}, last in February 2025" in text(page)
    assert not Improvement.objects.filter(**here).exists()
    assert not Highlight.objects.filter(**here).exists()
    gone = Improvement.history.filter(position=working, history_type="-")
    assert words == gone.filter(history_change_reason="merged").count() > 0
    refused = editor.get(f"/portfolios/{emptied.slug}/")
    assert refused.status_code == 404
    assert "The newest position that has it is February 2025." in text(refused)
    assert editor.get(f"/portfolios/{emptied.slug}/?position=february-2025").status_code == 200

    url = f"/portfolios/add/?position=working&again={emptied.slug}"
    assert "<h1>Bring a portfolio back</h1>" in text(editor.get(url))
    editor.post(url, form_of(editor, url, version="0"))
    back = working.portfolio_places.get(portfolio=emptied.portfolio)
    assert (back.printed_label, back.colour) == (emptied.name, emptied.colour)
    assert back.description == emptied.description
    assert editor.get(url).status_code == 404


def test_one_that_is_unknown_is_not_brought_back(editor, working):
    page = editor.get("/portfolios/add/?position=working&again=nonsense")
    assert page.status_code == 404
    assert "has no such portfolio to bring back" in text(page)


def test_portfolios_are_the_whole_councils_to_change(client, people, led, working):
    lead = people[Role.PORTFOLIO_LEAD]
    client.force_login(lead)
    mine = working.portfolio_places.get(portfolio=led)
    assert client.get(f"/edit/portfolio/{mine.pk}/").status_code == 404
    assert "Add a portfolio" not in text(client.get("/portfolios/"))
    assert "Edit the portfolio" not in text(client.get(f"/portfolios/{led.slug}/"))
    new = PortfolioPlace(position=working, order=1, section_order=1, **WORDS)
    with pytest.raises(PermissionDenied, match="the whole council's"):
        add_portfolio(place=new, why="", token=uuid.uuid4(), by=lead)


def test_a_published_position_gets_no_portfolio(people, february):
    new = PortfolioPlace(position=february, order=1, section_order=1, **WORDS)
    with pytest.raises(PermissionDenied):
        add_portfolio(place=new, why="", token=uuid.uuid4(), by=people[Role.PMO_EDITOR])


def test_a_token_is_used_once(people, working):
    token, by = uuid.uuid4(), people[Role.PMO_EDITOR]
    for name in ("First", "Second"):
        place = PortfolioPlace(
            position=working, order=1, section_order=1, printed_label=name, short_name=name
        )
        if name == "First":
            assert str(add_portfolio(place=place, why="", token=token, by=by)).startswith("First")
        else:
            with pytest.raises(AlreadySubmitted):
                add_portfolio(place=place, why="", token=token, by=by)


def test_no_programme_is_put_into_a_portfolio_the_position_has_not(editor, emptied, people):
    remove(editor, emptied)
    page = editor.post("/programmes/add/", new_programme(portfolio=emptied.slug))
    assert "portfolio" in page.context["form"].errors
    with pytest.raises(ValidationError, match="is no portfolio of Working position"):
        add_programme(
            position=emptied.position,
            portfolio=emptied.portfolio,
            name="New",
            description="",
            shows=ProgrammePlace.Shows.MONEY,
            why="",
            token=uuid.uuid4(),
            by=people[Role.PMO_EDITOR],
        )
    other = emptied.position.places.first()
    url = f"/edit/programme/{other.pk}/"
    page = editor.post(url, form_of(editor, url, portfolio=str(emptied.portfolio_id)))
    assert "portfolio" in page.context["form"].errors


def test_a_row_that_is_there_already_is_refused_at_the_form(editor, place, working):
    """Post reductions stand once for a portfolio in a position; the form says so too."""
    url = f"/edit/post-reduction/add/?position=working&portfolio={place.slug}"
    page = editor.post(url, form_of(editor, url, low="1", high="2", vacant="0", order="1"))
    assert page.status_code == 200
    assert "already exists" in text(page)


def test_the_programme_filter_asks_by_the_portfolio_of_the_position(editor, place):
    PortfolioPlace.objects.filter(pk=place.pk).update(printed_label="Renamed")
    page = editor.get(f"/programmes/?portfolio={place.slug}")
    assert {p.portfolio_id for p in page.context["filter"].qs} == {place.portfolio_id}
    assert "Renamed" in page.context["filter"].in_words
