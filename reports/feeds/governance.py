"""Feeds of what lives on beside the positions: risks and issues, and milestones."""

from collections.abc import Iterator
from typing import cast

from django.db.models import F

from governance.models import Milestone, Risk
from governance.models.risk import Level
from reports.feeds.columns import (
    ILLUSTRATIVE,
    OF_PORTFOLIO,
    PORTFOLIO,
    PROGRAMME,
    PROGRAMME_KEY,
)
from reports.feeds.feed import Column, Feed, FeedAsk, Kind, Row
from reports.feeds.reading import name_of_portfolio, one_by_one, owner_said


def risks(ask: FeedAsk) -> Iterator[Row]:
    if ask.home is None:
        return
    found = Risk.objects.at(ask.home).visible_to(ask.viewer)
    rows = found.annotate(
        in_portfolio=name_of_portfolio("home"),
        owned_by_name=owner_said(),
        target=F("target_likelihood") * F("target_impact"),
    ).order_by("pk")
    for *before, level, review_on, closed_on, raised_on, illustrative in one_by_one(
        rows,
        "pk",
        "kind",
        "title",
        "in_portfolio",
        "programme__name",
        "programme__slug",
        "owned_by_name",
        "likelihood",
        "impact",
        "score_now",
        "target",
        "response",
        "level",
        "review_on",
        "closed_on",
        "raised_on",
        "illustrative",
    ):
        late = bool(closed_on is None and review_on and review_on < ask.today)  # type: ignore[operator]
        level = Level(cast(int, level)).label
        yield *before, level, raised_on, review_on, late, closed_on, illustrative


def milestones(ask: FeedAsk) -> Iterator[Row]:
    if ask.home is None:
        return
    found = Milestone.objects.placed_at(ask.home, visible_to=ask.viewer)
    rows = found.annotate(
        in_portfolio=F("place__portfolio__name"), owned_by_name=owner_said()
    ).order_by("baseline", "pk")
    for row in one_by_one(
        rows,
        "pk",
        "title",
        "in_portfolio",
        "programme__name",
        "programme__slug",
        "owned_by_name",
        "critical",
        "first_baseline",
        "baseline",
        "forecast",
        "actual",
        "carries",
        "carries_year",
        "benefit",
        "illustrative",
    ):
        *before, baseline, forecast, actual, carries, year, benefit, illustrative = row
        slip = ((actual or forecast) - baseline).days  # type: ignore[operator]
        after = carries, year, benefit or None, illustrative
        yield *before, baseline, forecast, actual, slip, *after


RISKS = Feed(
    name="risks",
    title="Risks and issues",
    says="The register as at today: what may happen or has, how bad it would be, and who owns it.",
    rows=risks,
    lives_on=True,
    columns=(
        Column("id", "Its number", Kind.NUMBER),
        Column("kind", "risk or issue"),
        Column("title", "What it is"),
        OF_PORTFOLIO,
        Column("programme", "Empty: of no one programme", may_be_empty=True),
        Column("programme_key", "The programme's key, as links name it", may_be_empty=True),
        Column("owner", "A person, or the role it waits for", may_be_empty=True),
        Column("likelihood", "On the council's scale", Kind.STEP, may_be_empty=True),
        Column("impact", "On the council's scale", Kind.STEP, may_be_empty=True),
        Column("score", "Likelihood times impact", Kind.SCORE, may_be_empty=True),
        Column("target_score", "What is aimed at", Kind.SCORE, may_be_empty=True),
        Column("response", "treat, tolerate, transfer or terminate"),
        Column("level", "Who looks at it"),
        Column("raised_on", "The day it was raised", Kind.DAY),
        Column("review_on", "Its next review", Kind.DAY, may_be_empty=True),
        Column("review_overdue", "Whether that day has passed", Kind.YES_NO),
        Column("closed_on", "Empty: it is open", Kind.DAY, may_be_empty=True),
        ILLUSTRATIVE,
    ),
)
MILESTONES = Feed(
    name="milestones",
    title="Milestones",
    says="Dated points in each programme's plan as at today: baseline, forecast and done.",
    rows=milestones,
    lives_on=True,
    columns=(
        Column("id", "Its number", Kind.NUMBER),
        Column("title", "What it is"),
        PORTFOLIO,
        PROGRAMME,
        PROGRAMME_KEY,
        Column("owner", "A person, or the role it waits for", may_be_empty=True),
        Column("critical", "The programme cannot be in time without it", Kind.YES_NO),
        Column("first_baseline", "As first agreed", Kind.DAY),
        Column("baseline", "As agreed now", Kind.DAY),
        Column("forecast", "When it is expected", Kind.DAY),
        Column("done_on", "Empty: it is not done", Kind.DAY, may_be_empty=True),
        Column("days_late", "Later than its baseline; below zero is early", Kind.NUMBER),
        Column("carries", "The saving it carries, a year", Kind.MONEY, may_be_empty=True),
        Column("carries_year", "The year that saving lands", Kind.YEAR, may_be_empty=True),
        Column("benefit", "The benefit it carries", may_be_empty=True),
        ILLUSTRATIVE,
    ),
)
