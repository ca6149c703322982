import getpass
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from agt.words import clock
from agt.words.years import FinancialYear
from portfolios.models import Organisation
from reports.starting import start_council


class Command(BaseCommand):
    help = (
        "Make an empty tracker for a council on an empty database: its name, its first "
        "administrator, the usual gates, scales and boards, and a working position."
    )

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True, help="the council: “Example Council”")
        parser.add_argument("--short-name", default="", help="where space is short")
        parser.add_argument(
            "--programme", default="Transformation programme", help="what the programme is called"
        )
        parser.add_argument("--first-year", default="", help="like 2026/27; without, this year")
        parser.add_argument("--years", type=int, default=5, help="how many financial years")
        parser.add_argument("--admin", default="admin", help="the first administrator's user name")
        parser.add_argument(
            "--ask-password",
            action="store_true",
            help="type the password; without, one is made and printed once",
        )

    def handle(self, *args, **options):
        asked = options["ask_password"]
        password = getpass.getpass("Password: ") if asked else secrets.token_urlsafe(12)
        name = options["name"]
        initials = "".join(word[0] for word in name.split())
        try:
            first = options["first_year"]
            if not 1 <= options["years"] <= 15:
                raise ValidationError("A council plans for 1 to 15 financial years.")
            position = start_council(
                organisation=Organisation(
                    name=name,
                    short_name=options["short_name"] or initials[:40],
                    programme_name=options["programme"],
                ),
                first=FinancialYear.parse(first) if first else FinancialYear.of(clock.today()),
                years=options["years"],
                username=options["admin"],
                password=password,
                folder=settings.PUBLISHED_FIXTURES,
            )
        except (ValidationError, ValueError) as error:
            said = error.messages if isinstance(error, ValidationError) else [str(error)]
            raise CommandError(" ".join(said)) from error
        self.stdout.write(
            f"{name}: {position.name}, {position.first_year} to {position.last_year}, is open."
        )
        if not asked:
            self.stdout.write(
                f"Sign in as {options['admin']} with the password {password} "
                "(it is not shown again)."
            )
        self.stdout.write("Then: Settings, to name colours and words; People, to add an editor.")
