from django.conf import settings
from django.core.management.base import BaseCommand

from reports.illustrative import counts, load, worked_with


class Command(BaseCommand):
    help = (
        "Load illustrative samples of what no paper published (risks, milestones, consultations), "
        "marked as such wherever they show. Running it again loads them afresh, unless somebody "
        "has worked with them: then they stay as they are."
    )

    def handle(self, *args, **options):
        stay = worked_with()
        if not stay:
            load(settings.ILLUSTRATIVE_FIXTURES)
        held = ", ".join(f"{count} {name}" for name, count in counts()) or "none"
        self.stdout.write(f"Illustrative samples: {held}.")
        if stay:
            self.stdout.write("Somebody has worked with them, so they were not loaded afresh.")
