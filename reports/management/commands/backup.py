from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from reports.safekeeping.backups import back_up
from reports.safekeeping.engines import CannotCopy


class Command(BaseCommand):
    help = "Write all of the database to one file, as it is at this moment, while people edit."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a new file, like tracker-2025-03-14.zip")

    def handle(self, *args, file: Path, **options):
        target = file.absolute()
        if target.exists():
            raise CommandError(f"{target} is there already: name a new file.")
        if not target.parent.is_dir():
            raise CommandError(f"There is no folder {target.parent}.")
        try:
            made = back_up(target)
        except CannotCopy as cannot:
            raise CommandError(str(cannot)) from cannot
        except (OSError, DatabaseError) as error:  # its disk is full, most often
            raise CommandError(f"{target} was not written: {error}.") from error
        rows = sum(made.tables.values())
        self.stdout.write(f"{target}: {rows} rows of {len(made.tables)} tables.")
