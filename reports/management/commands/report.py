from django.core.management.base import CommandError

from reports.asking import Unknown, find_report
from reports.management.base import ReportCommand
from reports.renderers import as_csv, as_excel, as_json, as_text

RENDERERS = {
    "json": as_json.render,
    "csv": as_csv.render,
    "xlsx": as_excel.render,
    "text": lambda table: as_text.render(table).encode() + b"\n",
}


class Command(ReportCommand):
    help = "Print one Cabinet table."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("slug")
        parser.add_argument("--compare", help="the earlier position, by name or slug")
        parser.add_argument("--portfolio", help="one portfolio, by name or slug")
        parser.add_argument("--format", choices=RENDERERS, default="text")
        parser.add_argument("-o", "--output", help="write to this file")

    def handle(self, *args, **options):
        try:
            report = find_report(options["slug"])
        except Unknown as error:
            raise CommandError(str(error)) from error
        made = RENDERERS[options["format"]](report.build(self.ask(options)))
        if options["output"]:
            with open(options["output"], "wb") as file:
                file.write(made)
        elif options["format"] == "xlsx":
            raise CommandError("A workbook is not for a terminal: name a file with -o.")
        else:
            self.stdout.write(made.decode("utf-8-sig"), ending="")
