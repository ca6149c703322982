"""Rows straight from the database, a few at a time."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim

from portfolios.models import Portfolio
from reports.feeds.feed import Row

AT_A_TIME = 1_000


def one_by_one(rows: QuerySet[Any], *fields: str) -> Iterator[Row]:
    """The named fields of each row: one query, and no more than a thousand rows held."""
    return rows.values_list(*fields).iterator(chunk_size=AT_A_TIME)


def name_of_portfolio(reference: str) -> Subquery:
    """The key of the portfolio whose id is in ``reference``."""
    return Subquery(Portfolio.objects.filter(pk=OuterRef(reference)).values("name")[:1])


def owner_said() -> Coalesce:
    """The person who owns a row, else the role it waits for."""
    full = Trim(Concat(F("owner__first_name"), Value(" "), F("owner__last_name")))
    named = NullIf(full, Value(""))
    return Coalesce(named, F("owner__username"), NullIf(F("owner_role"), Value("")))
