"""The log of a position's changes, filtered by a link that can be shared."""

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from reports.history import KINDS, Entry, log
from reports.pages.base import FiguresPage

ENTRIES_A_PAGE = 50


class HistoryPage(FiguresPage, TemplateView):
    stays_nowhere = True
    template_name = "reports/history.html"

    def breadcrumbs(self):
        return [{"label": "History", "url": ""}]

    def get_context_data(self, **kwargs):
        entries = log(self.position, self.reader)
        asked = {key: self.request.GET.get(key, "").strip() for key in ("kind", "who", "search")}
        page = Paginator([e for e in entries if matches(e, asked)], ENTRIES_A_PAGE)
        return {
            **super().get_context_data(**kwargs),
            "entries": page.get_page(self.request.GET.get("page")),
            "asked": asked,
            "kinds": KINDS,
            "people": sorted({entry.who for entry in entries}),
        }


def matches(entry: Entry, asked: dict[str, str]) -> bool:
    """Whether an entry is of the kind, by the person and about the words asked for."""
    words = f"{entry.what} {entry.why}".lower()
    return (
        asked["kind"] in ("", entry.kind)
        and asked["who"] in ("", entry.who)
        and asked["search"].lower() in words
    )
