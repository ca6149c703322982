"""The page of feeds: where each is, what is in it, and how to paste it into Power Query."""

from django.urls import reverse
from django.views.generic import TemplateView

from accounts.access import Exports
from reports.feeds.feed import Feed
from reports.feeds.registry import feeds_for
from reports.pages.base import FiguresPage

POWER_QUERY = """let
    Source = Json.Document(Web.Contents("{address}")),
    Rows = Table.FromRecords(Source),
    Typed = Table.TransformColumnTypes(Rows, {{{types}}})
in
    Typed"""
_TYPES = {"text": "type text", "financial year": "type text", "day": "type date"} | {
    "yes or no": "type logical"
}


class FeedListPage(Exports, FiguresPage, TemplateView):
    template_name = "feeds/feed_list.html"

    def breadcrumbs(self):
        reports = {"label": "Reports", "url": reverse("report-list") + self.query()}
        return [reports, {"label": "Feeds", "url": ""}]

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "feeds": [self._shown(feed) for feed in feeds_for(self.reader).values()],
            "description": self.request.build_absolute_uri(reverse("feed-openapi")),
        }

    def _shown(self, feed: Feed) -> dict:
        csv, json, xlsx = (
            self.request.build_absolute_uri(reverse("feed", args=[feed.name, suffix]))
            for suffix in ("csv", "json", "xlsx")
        )
        return {
            "feed": feed,
            "csv": csv,
            "json": json,
            "xlsx": xlsx,
            "power_query": power_query(feed, json),
            "curl": f'curl -H "Authorization: Bearer $TOKEN" {csv}',
        }


def power_query(feed: Feed, address: str) -> str:
    """What to paste into the advanced editor of Power Query."""
    types = ", ".join(
        f'{{"{column.name}", {_TYPES.get(column.kind, "type number")}}}' for column in feed.columns
    )
    return POWER_QUERY.format(address=address, types=types)
