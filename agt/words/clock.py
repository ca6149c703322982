"""The one clock. Nothing else asks the machine for the time, so a test can stop it."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_stopped: ContextVar[datetime.datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime.datetime:
    """The moment, aware, in London time."""
    return _stopped.get() or datetime.datetime.now(LONDON)


def today() -> datetime.date:
    """The day it is in London."""
    return now().date()


@contextmanager
def stopped_at(moment: datetime.datetime) -> Iterator[None]:
    """Hold the clock at an aware ``moment`` within the block."""
    if moment.tzinfo is None:
        raise ValueError("Give the clock an aware moment, for example with LONDON.")
    token = _stopped.set(moment.astimezone(LONDON))
    try:
        yield
    finally:
        _stopped.reset(token)
