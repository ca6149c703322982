"""The product's own settings, in test mode: on SQLite, or where ``make test-postgres`` says."""

import os

os.environ["AGT_MODE"] = "test"
os.environ.pop("DATABASE_URL", None)  # one left over in somebody's shell is not for tests
if "TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

from agt.settings import *  # noqa: F403

DRAWS_CHARTS = False  # tests publish often, and a browser takes seconds
SESSION_IDLE_MINUTES = SESSION_HOURS = 10**6  # tests move the clock by months
