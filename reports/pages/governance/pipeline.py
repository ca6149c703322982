"""The pipeline: the board by stage, its lists with their files, and a page for each row."""

from functools import cached_property
from typing import Any

from django.db.models import Case, When
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.access import Exports
from agt.words.days import long_day
from agt.words.fte import in_fte
from agt.words.money import in_pounds
from governance.models import Closure, Pilot, Proposal, ServiceReview
from governance.proposal_moves import Does, Stage, moves_from
from portfolios.models import ProgrammePlace
from reports.history import changes_of
from reports.kinds import KINDS
from reports.pages.again import Again
from reports.pages.downloads import attachment
from reports.pages.governance.base import GovernancePage
from reports.pages.governance.pipeline_lists import LISTS, ProposalFilter
from reports.renderers import as_html
from reports.table import ReportTable

STAGES = Case(*(When(stage=stage, then=n) for n, stage in enumerate(Stage)))
ADDS = {"proposals": "proposal", "reviews": "service-review", "pilots": "pilot"}


class Pipeline(GovernancePage):
    title = "Pipeline"

    @cached_property
    def filter(self) -> ProposalFilter:
        rows = Proposal.objects.visible_to(self.reader).for_reading()
        rows = rows.order_by(STAGES, "title")
        return ProposalFilter(
            self.request.GET, queryset=rows, request=self.request, homes=self.portfolios
        )

    def rows(self, name: str) -> Any:
        """The rows of a list in the reader's scope."""
        if name == "proposals":
            return self.filter.qs
        if name == "closures":
            here = ProgrammePlace.objects.at(self.position).visible_to(self.reader)
            held = Closure.objects.filter(programme__in=here.order_by().values("programme"))
            return held.select_related("programme")
        model: Any = {"reviews": ServiceReview, "pilots": Pilot}[name]
        return model.objects.visible_to(self.reader).for_reading()

    def listed(self, name: str) -> ReportTable:
        asked = self.filter.in_words if name == "proposals" else ""
        return LISTS[name].table(self.ask, self.rows(name), self.portfolios, asked)


class PipelinePage(Again, Pipeline, TemplateView):
    template_name = "governance/pipeline.html"

    def get_context_data(self, **kwargs):
        tables = {name: self.listed(name) for name in LISTS}
        board = self.table("pipeline")
        return {
            **super().get_context_data(**kwargs),
            "board": self.draw(board),
            "finding": board.finding,
            "filter": self.filter,
            "lists": [
                {
                    "name": name,
                    "title": table.title,
                    "table": as_html.render(table, query=self.query()),
                    "count": len(table.rows),
                    "add": ADDS.get(name, ""),
                    "singular": KINDS[ADDS[name]].name if name in ADDS else "",
                    "asked": self.request.GET.urlencode(),
                }
                for name, table in tables.items()
            ],
            "samples": any(
                row.cells["basis"].value == "illustrative"
                for table in tables.values()
                for row in table.rows
            ),
        }


class PipelineFile(Exports, Pipeline):
    """One list, as filtered, in a file."""

    def get(self, request, of: str, suffix: str) -> HttpResponse:
        if of not in LISTS or not self.filter.is_valid():
            raise Http404("There is no such list, or its filter is not known.")
        return attachment(self.listed(of), suffix)


class PipelineRowPage(GovernancePage, TemplateView):
    """One row: what is held of it, what may happen to it, and its history."""

    template_name = "governance/pipeline_row.html"
    model: Any
    kind: str

    @cached_property
    def row(self) -> Any:
        rows = self.model.objects.visible_to(self.reader).for_reading()
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404("There is no such thing in the pipeline of your portfolios.")
        return found

    @property
    def title(self) -> str:  # type: ignore[override]
        return str(self.row)

    @property
    def crumbs(self):
        return [{"label": "Pipeline", "url": reverse("pipeline") + self.query()}]

    def facts(self) -> list[tuple[str, str]]:
        """(label, words) of every field that is typed, as its form has them."""
        facts = []
        for name in KINDS[self.kind].fields:
            if name in ("title", "owner_role"):
                continue
            field = self.model._meta.get_field(name)
            words = self.row.owned_by if name == "owner" else self.words(name)
            label = str(field.verbose_name)
            facts.append((label[:1].upper() + label[1:], words))
        return facts

    def words(self, name: str) -> str:
        row, value = self.row, getattr(self.row, name)
        if value is None or value == "":
            return "not stated"
        if hasattr(row, f"get_{name}_display"):
            return getattr(row, f"get_{name}_display")()
        if name.startswith("saving_l") or name.startswith("saving_h"):
            return f"{in_pounds(value)}, indicative"
        if name.startswith("posts_"):
            return f"{in_fte(value)} FTE, indicative"
        return long_day(value) if hasattr(value, "isoformat") else str(value)

    def acts(self) -> list[dict[str, str]]:
        """What may be done to it: (address, words)."""
        return []

    def get_context_data(self, **kwargs):
        row = self.row
        may = self.adds and self.library.covers(row.portfolio)
        return {
            **super().get_context_data(**kwargs),
            "row": row,
            "kind": self.kind,
            "facts": self.facts(),
            "acts": self.acts() if may else [],
            "may_change": may,
            "changes": changes_of(KINDS[self.kind], row)[::-1],
            "samples": row.illustrative,
        }


class ProposalPage(PipelineRowPage):
    model, kind = Proposal, "proposal"

    def acts(self):
        return [
            {
                "url": reverse("pipeline-proposal-act", args=[self.row.pk, m.does]) + self.query(),
                "words": f"{Does(m.does).label}: {m.to.label.lower()}"
                if m.does in (Does.FORWARD, Does.BACK)
                else Does(m.does).label,
            }
            for m in moves_from(self.row.stage)
        ]


class ReviewPage(PipelineRowPage):
    model, kind = ServiceReview, "service-review"


class PilotPage(PipelineRowPage):
    model, kind = Pilot, "pilot"
