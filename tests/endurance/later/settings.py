"""The product's own settings, and a migration more."""

from agt.settings import *  # noqa: F403

MIGRATION_MODULES = {app: f"tests.endurance.later.{app}" for app in ("portfolios", "savings")}
