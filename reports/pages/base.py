"""What every page of figures shares: who reads, which position, and one library for both."""

from functools import cached_property
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.views.generic.base import ContextMixin, View

from accounts.access import Reads
from accounts.models import User
from accounts.roles import State, Verb, may
from portfolios.council import Held, use
from portfolios.edit_window import excepted, lock, may_edit
from portfolios.models import Portfolio, Position
from portfolios.models.position import readable_states
from reports import versions
from reports.asking import Unknown, ask_for, find_position, find_report
from reports.kept import SHELF, Under
from reports.library import Library
from reports.pages.again import left_nowhere
from reports.pages.frame import shown, worded
from reports.table import Ask, NotForYou, ReportTable

if TYPE_CHECKING:
    from reports.renderers.as_html import PageTable
    from reports.renderers.chart_parts import PageChart

Crumb = dict[str, str]


class FiguresPage(Reads, ContextMixin, View):
    """A page about one position. ``?position=`` names it; it is in every link of the page."""

    stays_nowhere = False  # whether it has posts or consultations, which no browser is to keep

    def dispatch(self, request, *args, **kwargs):
        if self._beside:
            under = Under("council", self._beside)
            use(SHELF.get_or_make({under: under}, lambda _: {under: Held()})[under])
        try:
            response = super().dispatch(request, *args, **kwargs)
            return left_nowhere(response) if self.stays_nowhere else response
        except (Unknown, NotForYou) as error:
            raise Http404(str(error)) from error

    @property
    def reader(self) -> User:
        """The person signed in."""
        return cast(User, self.request.user)

    @cached_property
    def positions(self) -> list[Position]:
        """The positions this person may read, the newest first; kept until one of them is news."""
        states = readable_states(self.reader)
        under = Under(("positions", states), self._beside) if self._beside else None

        def read(_: object) -> dict[tuple, list[Position]]:
            readable = Position.objects.readable_by(self.reader)
            return {states: list(readable.select_related("establishment").newest_first())}

        return list(SHELF.get_or_make({states: under}, read)[states])

    @cached_property
    def home_position(self) -> Position:
        """Where this person lands: editors on the working position, others on the newest."""
        if not self.positions:
            raise Unknown("No position has been published yet. Ask the PMO to publish one.")
        edits = may(self.reader, Verb.EDIT, state=State.WORKING)
        working = next((p for p in self.positions if p.is_working), None) if edits else None
        newest = next((p for p in self.positions if p.is_published), self.positions[0])
        return working or newest

    @cached_property
    def position(self) -> Position:
        asked = self.request.GET.get("position")
        return find_position(asked, self.positions) if asked else self.home_position

    @cached_property
    def tokens(self) -> dict[str, str]:
        """The data versions a page is made from, read before its data; none where it writes."""
        return versions.current() if self.request.method == "GET" else {}

    @cached_property
    def _beside(self) -> tuple[tuple[str, str], ...]:
        """The versions of all but figures, by name; none where the page writes."""
        return versions.beside_figures(self.tokens)

    @cached_property
    def library(self) -> Library:
        return Library(self.reader, self.positions, self.tokens)

    @cached_property
    def ask(self) -> Ask:
        return ask_for(self.library, self.position, self.request.GET)

    def query(self, **more: str) -> str:
        """The query that keeps a link at the position shown; empty at home."""
        asked = {} if self.position == self.home_position else {"position": self.position.slug}
        asked |= {key: value for key, value in more.items() if value}
        return f"?{urlencode(asked)}" if asked else ""

    def breadcrumbs(self) -> list[Crumb]:
        """The way here, the page itself last, without the dashboard."""
        return []

    @property
    def may_export(self) -> bool:
        return bool(may(self.reader, Verb.EXPORT))

    def may_edit(self, portfolio: Portfolio | None = None) -> bool:
        """Whether the reader may change the position shown, in this portfolio of their scope."""
        if portfolio is None and not self.library.sees_all:
            return False
        return bool(may_edit(self.reader, self.position, *([portfolio] if portfolio else [])))

    @property
    def begins(self) -> bool:
        """Whether nothing is there yet that the reader could be shown, and not for their scope."""
        return self.library.sees_all and not self.library.book(self.position).portfolios

    def may_edit_some(self) -> bool:
        """Whether there is anything of the position shown that the reader may change."""
        return bool(may_edit(self.reader, self.position, *excepted(self.position, self.reader)))

    def locked(self, *portfolios: Portfolio) -> str:
        """For those who could change these figures before: that the position has locked."""
        edits = may(self.reader, Verb.EDIT, state=State(self.position.state))
        return lock(self.position, *portfolios) if edits else ""

    def table(self, slug: str, ask: Ask | None = None) -> ReportTable:
        """A registered table, for the position shown."""
        return find_report(slug).build(ask or self.ask)

    def draw(
        self, table: ReportTable, *, hide: tuple[str, ...] = (), hide_total: bool = False
    ) -> "PageTable":
        """A table for the page; its files ask for the position, comparison and portfolio shown."""
        from reports.renderers import as_html  # late, like what draws charts: a list needs neither

        compare, portfolio = self.ask.compare, self.ask.portfolio
        return as_html.render(
            table,
            query=self.query(),
            files_query=self.query(
                compare=compare.slug if compare else "",
                portfolio=portfolio.slug if portfolio else "",
            )
            if self.may_export
            else None,
            hide=frozenset(hide),
            hide_total=hide_total,
        )

    def chart(self, name: str, table: ReportTable) -> "PageChart":
        from reports.renderers import as_chart

        return as_chart.render(name, table)

    def get_context_data(self, **kwargs):
        self.request.position_query = self.query()  # type: ignore[attr-defined]
        crumbs = self.breadcrumbs()
        if crumbs:
            crumbs = [{"label": "Dashboard", "url": f"/{self.query()}"}, *map(worded, crumbs)]
        return {
            **super().get_context_data(**kwargs),
            "shown": shown(self.request, self.position, self.positions),
            "breadcrumbs": crumbs,
            "position": self.position,
            "query": self.query(),
            "may_export": self.may_export,
        }


class SectionPage(FiguresPage):
    """A page below the page of its section: ``title`` is its last breadcrumb."""

    section: tuple[str, str]  # (label, name of its address)
    title: str

    @property
    def crumbs(self) -> list[Crumb]:
        """What stands between the section and the page itself."""
        return []

    def breadcrumbs(self):
        label, address = self.section
        return [
            {"label": label, "url": reverse(address) + self.query()},
            *self.crumbs,
            {"label": self.title, "url": ""},
        ]

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "title": self.title}
