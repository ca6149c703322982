"""The log of a position's changes, and of what lives on, filtered by a link that can be shared."""

from collections import Counter

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from reports.history import KINDS, MOST, Entry, log
from reports.living_log import kinds_for, living_log
from reports.pages.base import FiguresPage

ENTRIES_A_PAGE = 50


class HistoryPage(FiguresPage, TemplateView):
    stays_nowhere = True
    template_name = "reports/history.html"

    def breadcrumbs(self):
        return [{"label": "History", "url": ""}]

    def get_context_data(self, **kwargs):
        asked = {key: self.request.GET.get(key, "").strip() for key in ("kind", "who", "search")}
        living = kinds_for(self.reader)
        entries = self.entries(asked["kind"], living)
        page = Paginator([e for e in entries if matches(e, asked)], ENTRIES_A_PAGE)
        return {
            **super().get_context_data(**kwargs),
            "entries": page.get_page(self.request.GET.get("page")),
            "asked": asked,
            "kinds": KINDS,
            "living": living,
            "of_living": asked["kind"] in living,
            "cut_at": MOST if not asked["kind"] and is_cut(entries) else 0,
            "people": sorted({entry.who for entry in entries} | ({asked["who"]} - {""})),
        }

    def entries(self, kind: str, living: list[str]) -> list[Entry]:
        if kind in living:
            return living_log(self.position, self.reader, kind)
        return log(self.position, self.reader, kind)


def is_cut(entries: list[Entry]) -> bool:
    """Whether a kind may have more changes than one page of every kind looks back for."""
    return max(Counter(entry.kind for entry in entries).values(), default=0) >= MOST


def matches(entry: Entry, asked: dict[str, str]) -> bool:
    """Whether an entry is of the kind, by the person and about the words asked for."""
    words = f"{entry.what} {entry.why}".lower()
    return (
        asked["kind"] in ("", entry.kind)
        and asked["who"] in ("", entry.who)
        and asked["search"].lower() in words
    )
