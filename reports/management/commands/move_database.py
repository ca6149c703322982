from django.core.management.base import BaseCommand, CommandError

from reports.safekeeping.moving import CannotMove, close_old, move, open_old


class Command(BaseCommand):
    help = "Move everything from another database into the empty one that DATABASE_URL names."

    # The new one has no tables yet, which Django's checks would stumble over.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="old", required=True, help="sqlite:////folder/file")

    def handle(self, *args, old: str, **options):
        open_old(old)
        try:
            arrived = move()
        except CannotMove as cannot:
            raise CommandError(str(cannot)) from cannot
        finally:
            close_old()
        for table, (rows, checksum) in arrived.items():
            self.stdout.write(f"{table:<48} {rows:>9} {checksum[:16]}")
        total = sum(rows for rows, _ in arrived.values())
        self.stdout.write(f"{total} rows of {len(arrived)} tables arrived, each as it was.")
