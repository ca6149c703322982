from django.conf import settings
from django.core.management.base import BaseCommand

from reports.illustrative import counts, load, remove


class Command(BaseCommand):
    help = (
        "Load illustrative samples of what no paper published (risks, milestones, consultations), "
        "marked as such wherever they show. --remove takes every one of them away."
    )

    def add_arguments(self, parser):
        parser.add_argument("--remove", action="store_true", help="remove every sample")

    def handle(self, *args, **options):
        if options["remove"]:
            self.stdout.write(f"{remove()} illustrative rows removed.")
            return
        load(settings.ILLUSTRATIVE_FIXTURES)
        held = ", ".join(f"{count} {name}" for name, count in counts()) or "none"
        self.stdout.write(f"Illustrative samples: {held}.")
