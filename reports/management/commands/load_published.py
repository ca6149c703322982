from django.conf import settings
from django.core.management.base import BaseCommand

from reports.published import load


class Command(BaseCommand):
    help = (
        "Load the published figures from fixtures/. What is there already is left as it is, "
        "so edits are kept and running it again changes nothing."
    )

    def handle(self, *args, **options):
        for line in load(settings.PUBLISHED_FIXTURES):
            self.stdout.write(line)
