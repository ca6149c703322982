import json
import uuid
from datetime import date
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify

from accounts.models import User
from agt.words import clock
from agt.words.money import in_pounds
from portfolios.models import Position
from reports.actions.import_plan import Details, import_plan
from reports.exchange.account import Reading
from reports.exchange.guessing import guess
from reports.exchange.mapping import Mapping
from reports.exchange.several import read_plan
from reports.exchange.sheet import Sheet, sheets_of
from reports.exchange.stating import rounding_of, standing
from reports.models import ImportMapping
from reports.reconciliation import State
from savings.returns.child import Refused
from savings.returns.opening import content_of, open_tables

KINDS = Position.Kind.values


class Command(BaseCommand):
    help = "Import a savings plan in any shape as a new position: all of it, or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the plan: .csv, .xlsx, .xls, .xlsb or .ods")
        parser.add_argument("--mapping", help="a mapping file, or the name of a kept one")
        parser.add_argument("--guess", action="store_true", help="print a guessed mapping, and end")
        parser.add_argument("--dry-run", action="store_true", help="say what it would make, only")
        parser.add_argument("--name", help="what the position is called (the file's name)")
        parser.add_argument("--kind", choices=KINDS, default="monthly_board", help="of position")
        parser.add_argument(
            "--as-at", type=date.fromisoformat, help="the day it was so, like 2026-03-31 (today)"
        )
        parser.add_argument("--by", help="the user name of who imports it")

    def handle(self, *args, **options):
        path = Path(options["file"])
        try:
            sheets = sheets_of(open_tables(content_of(path)))
            if options["guess"]:
                self.stdout.write(guess(sheets).as_text(), ending="")
                return
            reading = read_plan(sheets, self.mapping(options["mapping"], sheets))
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except (Refused, ValueError) as error:
            raise CommandError(str(error)) from error
        self.tell(reading)
        if options["dry_run"]:
            self.stdout.write("Nothing is saved: it was a dry run.")
            return
        name = options["name"] or path.stem
        details = Details(
            name=name,
            slug=slugify(name),
            short_name=name[:20],
            kind=Position.Kind(options["kind"]),
            as_at=options["as_at"] or clock.today(),
        )
        try:
            made = import_plan(
                reading=reading,
                details=details,
                document=path.name,
                token=uuid.uuid4(),
                by=self.user(options["by"]),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{made.position}: {made.programmes:,} programmes, {made.lines:,} savings lines."
        )

    def mapping(self, named: str | None, sheets: list[Sheet]) -> Mapping:
        """A mapping by its file or the name it is kept under; without one, a guess."""
        if named is None:
            return guess(sheets)
        if (path := Path(named)).is_file():
            return Mapping.from_text(path.read_text(encoding="utf-8-sig"))
        kept = ImportMapping.objects.filter(name=named).first()
        if kept is None:
            raise CommandError(f"There is no mapping file and no kept mapping “{named}”.")
        return Mapping.from_text(json.dumps(kept.content))

    def user(self, name: str | None) -> User:
        if not name:
            raise CommandError("Say who imports it: --by USER (or only look, with --dry-run).")
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user “{name}”.")
        return user

    def tell(self, reading: Reading) -> None:
        """What the file says, cell counts first; every uncovered cell and every break by name."""
        counts = ", ".join(f"{number:,} {use}" for use, number in reading.counts.items())
        self.stdout.write(f"{len(reading.cells):,} cells: {counts}.")
        for (year,), pence in sorted(reading.totals("year").items()):
            self.stdout.write(f"  {year}: {in_pounds(pence)}")
        self.stdout.write(f"  in all: {in_pounds(reading.total)}")
        for cell in reading.uncovered:
            self.stdout.write(f"Uncovered, {cell.at}: {cell.why}")
        for stated in reading.stated:
            if standing(stated) is State.BREAK:
                self.stdout.write(
                    f"Break, {stated.at}: {stated.label} is printed {stated.printed}, and its "
                    f"figures come to {in_pounds(stated.expected or 0)}. {rounding_of(stated)}"
                )
        for note in reading.notes:
            self.stdout.write(note)
