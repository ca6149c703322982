import json
import uuid
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import CommandError
from django.db import transaction

from accounts.models import User
from accounts.roles import State
from portfolios.models import Position
from reports.actions.import_register import import_register
from reports.exchange.account import Use
from reports.exchange.filling import Filling
from reports.exchange.meanings import labels_of
from reports.exchange.register import Register, RegisterMapping, guess_register, read_register
from reports.exchange.registers import REGISTERS
from reports.exchange.sheet import Sheet, sheets_of
from reports.management.base import ReportCommand
from reports.models import ImportMapping
from savings.returns.child import Refused
from savings.returns.opening import content_of, open_tables


class Command(ReportCommand):
    help = "Add the rows of a register kept elsewhere: all of them, or none."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("register", choices=REGISTERS)
        parser.add_argument("file", help="the register: .csv, .xlsx, .xls, .xlsb or .ods")
        parser.add_argument("--mapping", help="a mapping file, or the name of a kept one")
        parser.add_argument("--guess", action="store_true", help="print a guessed mapping, and end")
        parser.add_argument("--dry-run", action="store_true", help="look, and save nothing")
        parser.add_argument("--by", help="the user name of who imports it")

    def handle(self, *args, **options):
        name, path = options["register"], Path(options["file"])
        kind, position = REGISTERS[name].kind, self.position(options)
        try:
            sheets = sheets_of(open_tables(content_of(path)))
            mapping = self.mapping(name, options["mapping"], sheets, position)
            if options["guess"]:
                self.stdout.write(mapping.as_text(), ending="")
                return
            register = read_register(sheets, mapping)
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from error
        except (Refused, ValueError) as error:
            raise CommandError(str(error)) from error
        by = User.objects.filter(username=options["by"] or "", is_active=True).first()
        if by is None:
            raise CommandError("Say who imports it: --by and the name of an active user.")
        self.tell(Filling(kind, position, mapping), register)
        try:
            with transaction.atomic():
                made = import_register(
                    kind=kind,
                    register=register,
                    position=position,
                    document=path.name,
                    token=uuid.uuid4(),
                    by=by,
                )
                transaction.set_rollback(options["dry_run"])
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made:,} {name}.")
        if options["dry_run"]:
            self.stdout.write("Nothing is saved: it was a dry run.")

    def mapping(
        self, name: str, named: str | None, sheets: list[Sheet], position: Position
    ) -> RegisterMapping:
        """A mapping by its file or the name it is kept under; without one, a guess."""
        kind = REGISTERS[name].kind
        fields = labels_of(kind)
        if named is None:
            guessed = guess_register(sheets, fields, register=name)
            return Filling(kind, position, guessed).guessed(read_register(sheets, guessed))
        if (path := Path(named)).is_file():
            text = path.read_text(encoding="utf-8-sig")
            return RegisterMapping.from_text(text, fields, name)
        kept = ImportMapping.objects.filter(name=named).first()
        if kept is None:
            raise CommandError(f"There is no mapping file and no kept mapping “{named}”.")
        return RegisterMapping.from_text(json.dumps(kept.content), fields, name)

    def tell(self, filling: Filling, register: Register) -> None:
        """What becomes of the file's cells, and each that says nothing."""
        looked = filling.look(register)
        counts = ", ".join(f"{number:,} {use}" for use, number in looked.counts.items())
        self.stdout.write(f"{len(looked.cells):,} cells: {counts}.")
        for cell in looked.cells:
            if cell.use is Use.UNCOVERED:
                self.stdout.write(f"Uncovered, {cell.at}: “{cell.text}”. {cell.why}")

    def position(self, options) -> Position:
        """The position asked for; without one, the working one, where rows are added."""
        working = Position.objects.filter(state=State.WORKING).exclude(kind="scenario").first()
        return self.ask(options).position if options["position"] or not working else working
