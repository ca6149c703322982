"""The files a paper is made as, each with its renderer. A new one is one line here."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from reports.papers.value import Paper

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file; its renderer is imported when it is needed."""

    label: str
    module: str
    content_type: str

    @property
    def is_there(self) -> bool:
        return find_spec(self.module) is not None

    @property
    def render(self) -> Callable[[Paper], bytes]:
        return import_module(self.module).render


FORMATS: dict[str, Format] = {
    suffix: made
    for suffix, made in {
        "docx": Format("Word", "reports.renderers.as_word", f"{OFFICE}.wordprocessingml.document"),
        "pptx": Format(
            "PowerPoint",
            "reports.renderers.as_powerpoint",
            f"{OFFICE}.presentationml.presentation",
        ),
    }.items()
    if made.is_there
}
