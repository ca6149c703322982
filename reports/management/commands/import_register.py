import uuid
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import CommandError
from django.db import transaction

from accounts.models import User
from accounts.roles import State
from portfolios.models import Position
from reports.actions.import_register import fields_of, import_register
from reports.exchange.register import RegisterMapping, guess_register, read_register
from reports.exchange.sheet import sheets_of
from reports.kinds import KINDS
from reports.management.base import ReportCommand
from savings.returns.child import Refused
from savings.returns.opening import content_of, open_tables

REGISTERS = {
    "risks": "risk",
    "posts": "programme-posts",
    "milestones": "milestone",
    "benefits": "benefit",
    "gates": "gate",
    "pressures": "budget-pressure",
    "gaps": "funding-gap",
    "measures": "measure",
    "targets": "target-point",
    "restructures": "restructure",
    "reductions": "post-reduction",
}


class Command(ReportCommand):
    help = "Add the rows of a register kept elsewhere: all of them, or none."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("register", choices=REGISTERS)
        parser.add_argument("file", help="the register: .csv, .xlsx, .xls, .xlsb or .ods")
        parser.add_argument("--mapping", help="a mapping file; without it, the headings are read")
        parser.add_argument("--guess", action="store_true", help="print a guessed mapping, and end")
        parser.add_argument("--dry-run", action="store_true", help="look, and save nothing")
        parser.add_argument("--by", help="the user name of who imports it")

    def handle(self, *args, **options):
        kind, path = KINDS[REGISTERS[options["register"]]], Path(options["file"])
        fields = fields_of(kind)
        try:
            sheets = sheets_of(open_tables(content_of(path)))
            mapping = guess_register(sheets, fields)
            if options["guess"]:
                self.stdout.write(mapping.as_text(), ending="")
                return
            if options["mapping"]:
                text = Path(options["mapping"]).read_text(encoding="utf-8-sig")
                mapping = RegisterMapping.from_text(text, fields)
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from error
        except (Refused, ValueError) as error:
            raise CommandError(str(error)) from error
        register = read_register(sheets, mapping)
        by = User.objects.filter(username=options["by"] or "", is_active=True).first()
        if by is None:
            raise CommandError("Say who imports it: --by and the name of an active user.")
        try:
            with transaction.atomic():
                made = import_register(
                    kind=kind,
                    rows=register.rows,
                    position=self.position(options),
                    document=path.name,
                    token=uuid.uuid4(),
                    by=by,
                )
                transaction.set_rollback(options["dry_run"])
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        left = [cell for cell in register.cells if cell.use == "ignored"]
        self.stdout.write(f"{made:,} {options['register']}; {len(left):,} cells left out.")
        if options["dry_run"]:
            self.stdout.write("Nothing is saved: it was a dry run.")

    def position(self, options) -> Position:
        """The position asked for; without one, the working one, where rows are added."""
        working = Position.objects.filter(state=State.WORKING).exclude(kind="scenario").first()
        return self.ask(options).position if options["position"] or not working else working
