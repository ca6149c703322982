from django.conf import settings
from django.core.management.base import BaseCommand

from reports.illustrative import counts, load


class Command(BaseCommand):
    help = (
        "Load illustrative samples of what no paper published (risks, milestones, consultations), "
        "marked as such wherever they show. Running it again loads them afresh."
    )

    def handle(self, *args, **options):
        load(settings.ILLUSTRATIVE_FIXTURES)
        held = ", ".join(f"{count} {name}" for name, count in counts()) or "none"
        self.stdout.write(f"Illustrative samples: {held}.")
