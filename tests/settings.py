"""The product's own settings, in test mode."""

import os

os.environ["AGT_MODE"] = "test"
os.environ.pop("DATABASE_URL", None)

from agt.settings import *  # noqa: F403
