from dataclasses import replace
from pathlib import Path

from django.core.management.base import CommandError

from reports.management.base import ReportCommand
from reports.papers.composers import composers
from reports.renderers.word_template import UnusableTemplate


class Command(ReportCommand):
    help = "Write a paper as a Word document or as slides."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("paper", help="its slug, like “cabinet”")
        parser.add_argument("-o", "--output", required=True, help="the .docx or .pptx to write")
        parser.add_argument("--template", help="the council's own .docx, whose styles are used")
        parser.add_argument(
            "--with-exempt", action="store_true", help="with what is exempt from publication"
        )

    def handle(self, *args, **options):
        held, output = composers(), Path(options["output"])
        if options["paper"] not in held:
            papers = ", ".join(held) or "none yet"
            raise CommandError(f"There is no paper “{options['paper']}”. The papers are: {papers}.")
        if output.suffix not in (".docx", ".pptx"):
            raise CommandError("Name a file that ends in .docx or .pptx with -o.")
        ask = self.ask(options)
        paper = held[options["paper"]](ask)
        if not options["with_exempt"]:
            paper = replace(paper, sections=tuple(s for s in paper.sections if not s.exempt))
        made = self.slides(paper) if output.suffix == ".pptx" else self.word(paper, options)
        output.write_bytes(made)
        self.stdout.write(f"{paper.title}, {ask.position.name}: written to {output}")

    def slides(self, paper) -> bytes:
        from reports.renderers import as_powerpoint

        return as_powerpoint.render(paper)

    def word(self, paper, options) -> bytes:
        """The document, with its charts as pictures where a browser draws them."""
        from reports.renderers import as_word, pictures

        drawn = pictures.pictures(paper)
        if paper.charts and not drawn:
            self.stderr.write("There is no Chromium: the charts are named, not shown.")
        try:
            template = Path(options["template"]).read_bytes() if options["template"] else None
            return as_word.render(paper, template=template, pictures=drawn)
        except OSError as error:
            raise CommandError(f"The template cannot be read: {error.strerror}.") from error
        except UnusableTemplate as error:
            raise CommandError(str(error)) from error
