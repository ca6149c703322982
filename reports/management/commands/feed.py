from django.core.management.base import BaseCommand, CommandError

from accounts.viewer import SYSTEM
from reports.asking import Unknown
from reports.feeds.asking import feed_ask
from reports.feeds.registry import FEEDS
from reports.feeds.renderers import RENDERERS


class Command(BaseCommand):
    help = f"Write one feed, as other tools read it: {', '.join(FEEDS)}."

    def add_arguments(self, parser):
        parser.add_argument("name")
        parser.add_argument("--position", default="", help="one position, by name or slug")
        parser.add_argument("--format", choices=RENDERERS, default="csv")
        parser.add_argument("-o", "--output", help="write to this file")

    def handle(self, *args, **options):
        feed = FEEDS.get(options["name"])
        if feed is None:
            names = ", ".join(FEEDS)
            raise CommandError(f"There is no feed “{options['name']}”. The feeds are: {names}.")
        try:
            ask = feed_ask(viewer=SYSTEM, position=options["position"])
        except Unknown as error:
            raise CommandError(str(error)) from error
        if options["format"] == "xlsx" and not options["output"]:
            raise CommandError("A workbook is written to a file: name it with --output.")
        chunks = RENDERERS[options["format"]][0](feed, feed.values(ask))
        if options["output"]:
            with open(options["output"], "wb") as file:
                file.writelines(chunks)
        else:
            for chunk in chunks:
                self.stdout.write(chunk.decode(), ending="")
