from reports.management.base import ReportCommand
from reports.pack import render


class Command(ReportCommand):
    help = "Write the Cabinet pack, every table in one Excel workbook."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("-o", "--output", required=True, help="the .xlsx file to write")

    def handle(self, *args, **options):
        ask = self.ask(options)
        with open(options["output"], "wb") as file:
            file.write(render(ask))
        self.stdout.write(f"{ask.position.name}: written to {options['output']}")
