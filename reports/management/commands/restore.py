import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.safekeeping.archive import Broken
from reports.safekeeping.backups import Restoring, in_use
from reports.safekeeping.engines import CannotCopy


class Command(BaseCommand):
    help = "Put a backup in the place of the database, whole or not at all. Stop the service first."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="write over what is there unasked")

    def handle(self, *args, file: Path, yes: bool, **options):
        with tempfile.TemporaryDirectory(prefix="tracker-restore-") as folder:
            try:
                backup = Restoring(file, Path(folder))
                self._ask(yes)
                backup.run()
            except (Broken, CannotCopy) as wrong:
                raise CommandError(str(wrong)) from wrong
        told = backup.manifest
        rows = sum(told.tables.values())
        self.stdout.write(f"Restored {rows} rows, as they were at {told.made_at}.")

    def _ask(self, yes: bool) -> None:
        there = in_use()
        if there and not yes:
            self.stdout.write(f"The database holds {there} rows, and all of them will be gone.")
            if input("Type yes to go on: ") != "yes":
                raise CommandError("Nothing has changed.")
