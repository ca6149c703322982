"""What lives on, as a position shows it: as at its day, without samples once published."""

import datetime
from typing import Any

from django.db import models

from agt.words import clock
from portfolios.models import Illustrative, Position

SAMPLE = " (illustrative)"  # how a sample says so itself, in every output


def shown_on(position: Position) -> datetime.date:
    """The day of a position: its own once it is published, today while it is edited."""
    return position.as_at if position.is_published else clock.today()


def without_samples(rows: Any, position: Position) -> Any:
    """What a position may publish: no samples in what Cabinet sees."""
    return rows.filter(illustrative=False) if position.is_published else rows


def shown_as(row: models.Model, name: str) -> str:
    """A name as every output gives it: a sample says so itself."""
    marked = isinstance(row, Illustrative) and row.illustrative
    return f"{name}{SAMPLE}" if marked else name
