"""The product's own settings in demo mode, with the yardsticks' pages."""

import os

os.environ["AGT_MODE"] = "demo"

from agt.settings import *  # noqa: F403

MIDDLEWARE = ["tests.bench.yardsticks.forgetting", *MIDDLEWARE]  # noqa: F405
ROOT_URLCONF = "tests.bench.yardsticks"
