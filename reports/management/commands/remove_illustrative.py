from django.core.management.base import BaseCommand

from reports.illustrative import remove


class Command(BaseCommand):
    help = "Remove every illustrative sample, and nothing else."

    def handle(self, *args, **options):
        self.stdout.write(f"{remove()} illustrative rows removed.")
