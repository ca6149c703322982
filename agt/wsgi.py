"""The door for a web server. Production unless AGT_MODE says otherwise."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from agt.room import with_room

os.environ.setdefault("AGT_MODE", "production")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agt.settings")

WILL_NOT_BOOT = 3  # which gunicorn takes for: do not try again
DRIVER = "psycopg"


@contextmanager
def without_what_is_not_needed() -> Iterator[None]:
    """Within, a worker on SQLite starts as if the driver of PostgreSQL were not installed.

    django-tables2 imports it for a kind of column that only PostgreSQL has: a sixth of a worker's
    memory, and a tenth of the time it takes to start.
    """
    needed = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    if needed or DRIVER in sys.modules:
        yield
        return
    sys.modules[DRIVER] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[DRIVER]


gc.disable()
try:
    with without_what_is_not_needed():
        application = with_room(with_room(get_wsgi_application)())
except ImproperlyConfigured as wrong:
    print(f"The tracker does not start. {wrong}", file=sys.stderr)
    sys.exit(WILL_NOT_BOOT)
# What was made while starting is never let go, and so not searched in requests for what could be.
gc.freeze()
gc.enable()
gc.set_threshold(20_000)  # a page is made within one: what it lets go of is let go without it
