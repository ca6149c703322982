import datetime

import pytest

from agt.words import clock
from tests.conftest import MOMENT


def test_the_clock_stops_and_goes_on():
    inner = datetime.datetime(2024, 7, 1, 12, 0, tzinfo=clock.LONDON)
    with clock.stopped_at(inner):
        assert clock.now() == inner
        assert clock.today() == datetime.date(2024, 7, 1)
    assert clock.now() == MOMENT


def test_the_clock_goes_on_after_an_error():
    with pytest.raises(RuntimeError), clock.stopped_at(MOMENT + datetime.timedelta(days=1)):
        raise RuntimeError
    assert clock.now() == MOMENT


def test_the_day_is_the_day_in_london():
    late = datetime.datetime(2025, 6, 30, 23, 30, tzinfo=datetime.UTC)
    with clock.stopped_at(late):
        assert clock.now().tzinfo is clock.LONDON
        assert clock.now().isoformat() == "2025-07-01T00:30:00+01:00"
        assert clock.today() == datetime.date(2025, 7, 1)


def test_a_naive_moment_is_refused():
    naive = datetime.datetime(2025, 3, 14, 10, 30)
    with pytest.raises(ValueError, match="Give the clock an aware moment"), clock.stopped_at(naive):
        pass
