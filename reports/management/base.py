from django.core.management.base import BaseCommand, CommandError

from accounts.viewer import SYSTEM
from portfolios.models import Position
from reports.asking import Unknown, ask_for, find_position
from reports.library import Library
from reports.table import Ask


class ReportCommand(BaseCommand):
    """A command that reads one position, by default the newest published, for all portfolios."""

    def add_arguments(self, parser):
        parser.add_argument("--position", help="its name or slug, like “February 2025”")

    def ask(self, options) -> Ask:
        """What the options ask for; an unknown name ends the command with what is allowed."""
        positions = list(Position.objects.select_related("establishment").newest_first())
        if not positions:
            raise CommandError("There is no position yet. Load one: manage.py load_published")
        try:
            if options["position"]:
                position = find_position(options["position"], positions)
            else:
                position = next((p for p in positions if p.is_published), positions[0])
            return ask_for(Library(SYSTEM, positions), position, options)
        except Unknown as error:
            raise CommandError(str(error)) from error
