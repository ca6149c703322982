"""The files a paper is made as, each with its renderer. A new one is one line here."""

from dataclasses import dataclass
from importlib import import_module

from django.conf import settings

from reports.papers.value import Paper

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file; its renderer is imported when it is needed."""

    label: str
    module: str
    content_type: str
    takes_pictures: bool = False  # of its charts, which it cannot draw itself

    def render(self, paper: Paper, *, drawn: bool = False) -> bytes:
        """The file; ``drawn`` with its charts as pictures, which takes some seconds."""
        renderer = import_module(self.module)
        if not (drawn and self.takes_pictures and settings.DRAWS_CHARTS):
            return renderer.render(paper)
        from reports.renderers.pictures import pictures

        return renderer.render(paper, pictures=pictures(paper))


FORMATS = {
    "docx": Format(
        "Word",
        "reports.renderers.as_word",
        f"{OFFICE}.wordprocessingml.document",
        takes_pictures=True,
    ),
    "pptx": Format(
        "PowerPoint",
        "reports.renderers.as_powerpoint",
        f"{OFFICE}.presentationml.presentation",
    ),
}
