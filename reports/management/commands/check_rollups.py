from django.core.management.base import BaseCommand, CommandError

from reports.rollups import differences, rebuild


class Command(BaseCommand):
    help = "Compare every rolled-up total with the lines it is made of; --rebuild makes them anew."

    def add_arguments(self, parser):
        parser.add_argument("--rebuild", action="store_true", help="make the totals anew")

    def handle(self, *args, **options):
        if options["rebuild"]:
            self.stdout.write(f"{rebuild()} totals made from their lines.")
        found = differences()
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("Every total is the sum of its lines.")
