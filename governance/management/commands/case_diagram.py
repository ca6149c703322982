from django.conf import settings
from django.core.management.base import BaseCommand

from governance.case_moves import as_markdown


class Command(BaseCommand):
    help = "Write docs/business-case-moves.md from the table of legal moves."

    def handle(self, *args, **options):
        path = settings.BASE_DIR / "docs" / "business-case-moves.md"
        path.write_text(as_markdown(), encoding="utf-8")
        self.stdout.write("docs/business-case-moves.md is written.")
