from django.core.management.base import BaseCommand, CommandError

from reports.illustrative import Named, remove


class Command(BaseCommand):
    help = "Remove every illustrative sample, and nothing else."

    def handle(self, *args, **options):
        try:
            removed = remove()
        except Named as why:
            raise CommandError(
                f"No sample is removed. {why} Remove these, or let them name something else."
            ) from why
        self.stdout.write(f"{removed} illustrative rows removed.")
