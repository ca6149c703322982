"""Loading the published figures: words from ``published.json``, figures from ``source/*.csv``.

Everything is found by its natural key and left alone when it is there: loading again changes
nothing, and what was edited stays.
"""

import csv
import datetime
import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.roles import State
from agt.words import clock
from agt.words.fte import parse_fte
from agt.words.money import parse_money
from agt.words.years import FinancialYear
from governance.models import Gate
from portfolios.models import (
    BusinessCase,
    DesignPrinciple,
    Highlight,
    Improvement,
    Organisation,
    Outcome,
    Portfolio,
    PortfolioPlace,
    Position,
    Programme,
    ProgrammePlace,
    Theme,
    Workstream,
)
from portfolios.models.reference import ReferenceItem
from reports.actions.open_position import open_position
from reports.actions.publish_position import publish_position
from reports.models import StatedFigure
from reports.published_benefits import load_benefits
from reports.published_boards import load_boards
from reports.published_papers import load_blocks, read_papers
from reports.published_workforce import load_workforce
from reports.quantities import Measure, Quantity
from reports.reconciliation import PROSE, SCALE, Unit
from savings.actions.apportion_portfolio import apportion_portfolio, default_saving
from savings.apportioning import Margins
from savings.models import Confidence, FundingSource, RePresentation, Transfer
from workforce.models import Establishment, PostReduction


def load(folder: Path) -> Iterator[str]:
    """Load what ``folder`` holds and say, line by line, what was done."""
    words = json.loads((folder / "published.json").read_text(encoding="utf-8"))
    with (folder / "source" / "stated_figures.csv").open(encoding="utf-8", newline="") as file:
        printed = list(csv.DictReader(file))
    blocks = read_papers(folder)
    with transaction.atomic():
        _load_references(words)
        programmes = _load_portfolios(words)
        load_workforce(folder, words)
        load_benefits(folder, words)
        for stated in words["positions"]:
            if Position.objects.filter(slug=stated["slug"]).exists():
                yield f"{stated['name']}: already loaded, left as it is."
                continue
            position = _load_position(stated)
            rows = [row for row in printed if row["position"] == position.name]
            _load_stated_figures(position, rows, printed)
            _load_portfolio_places(position, words)
            _load_places(position, rows, words, programmes)
            _load_rest(position, words, programmes)
            _load_posts(position, words, programmes)
            load_blocks(position, blocks)
            lines = _apportion(position, stated)
            noon = datetime.datetime.combine(position.as_at, datetime.time(12), clock.LONDON)
            publish_position(position=position, by=None, at=noon)
            yield f"{position.name}: {len(rows)} stated figures, {lines} savings lines."
        yield _open_working(words["working_position"])


def _load_references(words: dict[str, Any]) -> None:
    if not Organisation.objects.exists():
        Organisation.objects.create(**words["organisation"])
    load_lists(words)


def load_lists(words: dict[str, Any]) -> None:
    """The lists that a council defines for itself: by name, and left alone where they are there."""
    lists: dict[str, type[ReferenceItem]] = {
        "themes": Theme,
        "outcomes": Outcome,
        "design_principles": DesignPrinciple,
        "workstreams": Workstream,
    }
    for key, model in lists.items():
        for order, item in enumerate(words[key], start=1):
            model._default_manager.get_or_create(
                name=item["name"], defaults={"order": order, "description": item["description"]}
            )
    for order, gate in enumerate(words["gates"], start=1):
        Gate.objects.get_or_create(name=gate["name"], defaults={**gate, "order": order})
    for order, name in enumerate(words["funding_sources"], start=1):
        FundingSource.objects.get_or_create(name=name, defaults={"order": order})
    load_boards(words)


def _load_portfolios(words: dict[str, Any]) -> dict[str, Programme]:
    """Portfolios and programmes; the programmes come back by slug."""
    programmes = {}
    for item in words["portfolios"]:
        own = {"name": item["name"], "colour": item["order"]}
        Portfolio.objects.get_or_create(slug=item["slug"], defaults=own)
        for programme in item["programmes"]:
            fields = {"name": programme["name"], "description": programme["description"]}
            programmes[programme["slug"]], _ = Programme.objects.get_or_create(
                slug=programme["slug"], defaults=fields
            )
    for without in Programme.objects.filter(savings=None):
        default_saving(without)
    return programmes


def _load_position(stated: dict[str, Any]) -> Position:
    as_at = datetime.date.fromisoformat(stated["as_at"])
    return Position.objects.create(
        name=stated["name"],
        slug=stated["slug"],
        short_name=stated["short_name"],
        kind=stated["kind"],
        state=State.WORKING,
        as_at=as_at,
        date_basis=stated["date_basis"],
        date_note=stated["date_note"],
        first_year=FinancialYear.parse(stated["first_year"]),
        last_year=FinancialYear.parse(stated["last_year"]),
    )


def _load_stated_figures(position: Position, rows: list[dict], printed: list[dict]) -> None:
    order = {id(row): number for number, row in enumerate(printed, start=1)}
    same = ("document", "place", "table", "row", "printed_row", "column", "printed_column")
    StatedFigure.objects.bulk_create(
        StatedFigure(
            position=position,
            order=order[id(row)],
            unit=row["unit"],
            value=_value(row),
            printed=row["printed"],
            decimals=int(row["decimals"] or 0),
            qualifier=row["qualifier"],
            footnote=row["footnote"],
            note=row["note"],
            **{key: row[key] for key in same},
        )
        for row in rows
    )


def _value(row: dict[str, str]) -> int | None:
    """The number in whole smallest parts of its unit; words have none."""
    unit = Unit(row["unit"])
    return None if unit == Unit.TEXT else int(Decimal(row["value"]) * SCALE[unit])


def _load_portfolio_places(position: Position, words: dict[str, Any]) -> None:
    """Each portfolio's place: the papers print them alike at every position."""
    portfolios = {p.slug: p for p in Portfolio.objects.all()}
    for item in words["portfolios"]:
        PortfolioPlace.objects.create(
            position=position,
            portfolio=portfolios[item["slug"]],
            printed_label=item["name"],
            short_name=item["short_name"],
            order=item["order"],
            section_order=item["section_order"],
            lead_role=item["lead_role"],
            description=item["description"],
            funding_note=item["funding_note"],
        )


def _load_places(
    position: Position, rows: list[dict], words: dict[str, Any], programmes: dict[str, Programme]
) -> None:
    """Each programme's place, from the tables that list programmes by portfolio."""
    portfolios = {p.name: p for p in Portfolio.objects.all()}
    slugs = {
        (item["name"], programme["name"]): programme["slug"]
        for item in words["portfolios"]
        for programme in item["programmes"]
    }
    seen: dict[str, int] = {}
    for row in rows:
        quantity = Quantity.from_statement(row["row"], row["column"])
        if row["table"] == PROSE or quantity is None or quantity.measure != Measure.SAVING:
            continue
        if not quantity.programme:
            continue
        portfolio = portfolios[quantity.portfolio]
        seen[portfolio.name] = seen.get(portfolio.name, 0) + 1
        is_word = row["unit"] == Unit.TEXT
        ProgrammePlace.objects.create(
            position=position,
            programme=programmes[slugs[portfolio.name, quantity.programme]],
            portfolio=portfolio,
            order=seen[portfolio.name],
            printed_label=row["printed_row"],
            shows=row["value"] if is_word else ProgrammePlace.Shows.MONEY,
            footnote=row["footnote"],
        )


def _load_rest(position: Position, words: dict[str, Any], programmes: dict[str, Programme]) -> None:
    """Business cases, narrative, transfers and re-presentations of this position."""
    portfolios = {p.slug: p for p in Portfolio.objects.all()}

    def of_position(key: str) -> list[dict[str, Any]]:
        return [item for item in words[key] if item["position"] == position.slug]

    for item in of_position("business_cases"):
        BusinessCase.objects.create(
            position=position,
            programme=programmes[item["programme"]],
            **{key: item[key] for key in ("level", "state", "scope_note", "stated_in")},
        )
    for item in of_position("improvements"):
        for order, point in enumerate(item["items"], start=1):
            Improvement.objects.create(
                position=position, portfolio=portfolios[item["portfolio"]], order=order, **point
            )
    for item in of_position("highlights"):
        for order, text in enumerate(item["items"], start=1):
            Highlight.objects.create(
                position=position, portfolio=portfolios[item["portfolio"]], order=order, text=text
            )
    for item in of_position("transfers"):
        Transfer.objects.create(
            position=position,
            from_programme=programmes[item["from_programme"]],
            to_programme=programmes[item["to_programme"]],
            year=FinancialYear.parse(item["year"]) if item["year"] else None,
            confidence=item["confidence"],
            amount=parse_money(item["amount"], unit="m"),
            note=item["note"],
            state=Transfer.State.REFLECTED,
            stated_in=item["stated_in"],
        )
    for item in of_position("re_presentations"):
        RePresentation.objects.create(
            position=position,
            portfolio=portfolios[item["portfolio"]],
            label=item["label"],
            note=item["note"],
        ).programmes.set(programmes[slug] for slug in item["programmes"])


def _load_posts(
    position: Position, words: dict[str, Any], programmes: dict[str, Programme]
) -> None:
    """Establishment and post reductions, the latter from the workforce table."""
    establishment = words["establishment"]
    if establishment["position"] == position.slug:
        Establishment.objects.create(
            position=position,
            fte=parse_fte(establishment["fte"]),
            qualifier=establishment["qualifier"],
        )
    figures = position.stated_figures.exclude(table=PROSE).filter(unit=Unit.FTE).as_printed()
    posts: dict[str, dict[Measure, StatedFigure]] = {}
    for figure in figures:
        quantity = Quantity.from_statement(figure.row, figure.column)
        if quantity and quantity.portfolio and not quantity.programme:
            posts.setdefault(quantity.portfolio, {})[quantity.measure] = figure
    delivered = words["delivered_posts"]
    for order, (name, stated) in enumerate(posts.items(), start=1):
        portfolio = Portfolio.objects.get(name=name)
        fields: dict[str, Any] = {}
        if (delivered["position"], delivered["portfolio"]) == (position.slug, portfolio.slug):
            fields = {
                "delivered": parse_fte(delivered["fte"]),
                "delivered_vacant": parse_fte(delivered["vacant"]),
                "delivered_by": programmes[delivered["programme"]],
            }
        PostReduction.objects.create(
            position=position,
            portfolio=portfolio,
            order=order,
            low=stated[Measure.LOW].number,
            high=stated[Measure.HIGH].number,
            vacant=stated[Measure.VACANT].number,
            scope_note=stated[Measure.LOW].footnote,
            **fields,
        )


def _apportion(position: Position, stated: dict[str, Any]) -> int:
    """Cross each portfolio's published margins into lines; how many were made.

    Only where the papers print a portfolio's saving by year and by confidence and by programme.
    """
    through = stated["all_green_through"]
    told = {
        quantity: figure.value
        for figure in position.stated_figures.exclude(table=PROSE).as_printed()
        if (quantity := Quantity.from_statement(figure.row, figure.column))
        and figure.value is not None
    }
    made = 0
    for portfolio in Portfolio.objects.all():
        of = Quantity(portfolio=portfolio.name)
        by_year = {year: of._replace(year=year, cumulative=True) for year in position.years}
        by_confidence = {c: of._replace(confidence=c) for c in Confidence}
        if not told.keys() >= {*by_year.values(), *by_confidence.values()}:
            continue
        cumulative = [0, *(told[quantity] for quantity in by_year.values())]
        places = position.places.filter(
            portfolio=portfolio, shows=ProgrammePlace.Shows.MONEY
        ).select_related("programme")
        margins = Margins(
            programmes={
                place: told[of._replace(programme=place.programme.name)] for place in places
            },
            years={
                year: now - before
                for year, (before, now) in zip(position.years, pairwise(cumulative), strict=True)
            },
            confidences={c: told[quantity] for c, quantity in by_confidence.items()},
            green_through=FinancialYear.parse(through) if through else None,
        )
        made += len(apportion_portfolio(margins=margins, by=None))
    return made


def _open_working(stated: dict[str, Any]) -> str:
    if Position.objects.filter(state=State.WORKING).exclude(kind="scenario").exists():
        return "A working position is open, left as it is."
    position = open_position(
        source=Position.objects.get(slug=stated["opened_from"]),
        by=None,
        **{key: stated[key] for key in ("name", "slug", "short_name", "kind")},
    )
    return f"{position.name}: opened from {position.opened_from}."
