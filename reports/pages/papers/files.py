"""Papers as files to take away."""

from django.http import Http404, HttpResponse

from accounts.access import Exports
from reports.pages.downloads import file_response, kept
from reports.pages.papers.base import OnePaper
from reports.papers.compose import public, trimmed
from reports.papers.files import name_of
from reports.papers.formats import FORMATS


class PaperFile(Exports, OnePaper):
    """A paper as a file: the public one; ``?exempt=yes`` with what is exempt that one may read."""

    def get(self, request, paper: str, suffix: str) -> HttpResponse:
        made = FORMATS.get(suffix)
        if made is None:
            raise Http404(f"A paper is not made as “{suffix[:20]}”.")
        whole = self.composed.paper
        asked = request.GET.get("exempt") == "yes"
        exempt = asked and any(section.exempt for section in whole.sections)
        name = name_of(self.outline, self.position, suffix, exempt=exempt)
        held = kept(self.ask, name)
        if held:
            return held
        out = trimmed(whole) if exempt else public(whole)
        return file_response(made.render(out), made.content_type, name)
