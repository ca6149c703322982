"""The risk register as a table on the page, and as a value for its files."""

from collections.abc import Mapping

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from agt.words.days import short_day
from governance.models import Risk, RiskFramework
from governance.register import COLUMNS
from governance.steps import TENTHS, in_score, in_step
from portfolios.models import PortfolioPlace
from reports.pages.governance.marks import marked
from reports.pages.programme_table import DATED, NUMBER, link
from reports.table import Ask, Cell, Column, Kind, Listing, ReportTable, Role, Row, day

NOT_SCORED = "not scored"
REGISTER = Listing("risk-register", "Risk register")


def rating(framework: RiskFramework, score: int | None) -> str:
    """A score with its band in words: ``16, very high``; a shape goes with each."""
    if score is None:
        return format_html('<span class="muted">{}</span>', NOT_SCORED)
    band = framework.band(score)
    return format_html(
        '<span class="heat heat--{}">{} {}</span>', band.value, in_score(score), band.label
    )


class RegisterTable(tables.Table):
    title = tables.Column(verbose_name="Risk or issue", order_by=("title", "pk"))
    ref = tables.Column(accessor="pk", verbose_name="Ref", order_by=("kind", "pk"))
    of = tables.Column(
        accessor="pk",
        verbose_name="Programme or portfolio",
        order_by=("programme__name", "portfolio__name", "pk"),
    )
    score = tables.Column(
        accessor="score_now",
        verbose_name="Current score",
        empty_values=(),
        order_by=("score_now", "pk"),
    )
    target = tables.Column(
        accessor="target_score",
        verbose_name="Target",
        attrs=NUMBER,
        orderable=False,
        empty_values=(),
    )
    level = tables.Column(order_by=("level", "pk"))
    owner = tables.Column(accessor="owned_by", verbose_name="Owner", orderable=False)
    review = tables.Column(
        accessor="review_on", verbose_name="Next review", attrs=DATED, order_by=("review_on", "pk")
    )

    class Meta:
        attrs = {"class": "report-table"}
        empty_text = "No risk or issue matches. Widen the filter or clear it."

    def __init__(
        self,
        data,
        *,
        caption: str,
        framework: RiskFramework,
        portfolios: Mapping[int, PortfolioPlace],
        query: str,
    ) -> None:
        super().__init__(data)
        self.framework, self.portfolios, self.query = framework, portfolios, query
        self.caption = self.attrs["caption"] = caption

    def render_title(self, record):
        url = reverse("governance-risk", args=[record.pk]) + self.query
        return marked(link(url, record.title), record.illustrative)

    def render_ref(self, record):
        return record.ref

    def render_of(self, record):
        home = self.portfolios.get(record.home)
        if record.programme and home:
            return f"{record.programme}, {home.short_name}"
        return record.of

    def render_score(self, record):
        words = rating(self.framework, record.score)
        return format_html("{} (closed)", words) if record.closed_on else words

    def render_target(self, record):
        return NOT_SCORED if record.target_score is None else in_score(record.target_score)

    def render_review(self, record):
        words = short_day(record.review_on)
        return format_html("<strong>{}, overdue</strong>", words) if record.is_overdue else words


def as_report_table(ask: Ask, filtered, framework: RiskFramework, portfolios) -> ReportTable:
    """The register as filtered, for its files, in the council's own columns."""
    columns = tuple(Column(key, COLUMNS[key], _kind(key)) for key in framework.columns)
    risks = filtered.qs.prefetch_related("actions")
    table = ask.table(
        REGISTER,
        columns=columns,
        rows=tuple(
            Row(Role.BODY, {c.key: cells[c.key] for c in columns})
            for risk in risks
            for cells in [_cells(risk, framework, portfolios)]
        ),
    )
    return table.narrowed(filtered.in_words)


def _kind(key: str) -> Kind:
    numbers = ("likelihood", "impact", "score")
    return Kind.SCORE if key.endswith(numbers) else Kind.TEXT


def _cells(risk: Risk, framework: RiskFramework, portfolios) -> dict[str, Cell]:
    """Every column the register can have, of one risk."""
    home = portfolios.get(risk.home)  # type: ignore[attr-defined]
    cells = {
        "ref": Cell(risk.ref),
        "kind": Cell(risk.get_kind_display()),
        "portfolio": Cell(home.printed_label if home else "All portfolios"),
        "programme": Cell(str(risk.programme or "")),
        "title": Cell(risk.title),
        "cause": Cell(risk.cause),
        "event": Cell(risk.event),
        "effect": Cell(risk.effect),
        "band": Cell("" if risk.score is None else framework.band(risk.score).label),
        "response": Cell(risk.get_response_display()),
        "mitigation": Cell("; ".join(_action(action) for action in risk.actions.all())),
        "owner": Cell(risk.owned_by),
        "proximity": Cell(risk.strikes),
        "level": Cell(risk.get_level_display()),
        "raised_on": day(risk.raised_on),
        "review_on": day(risk.review_on),
        "closed_on": day(risk.closed_on),
        "closed_why": Cell(risk.closed_why),
        "sample": Cell("Illustrative sample" if risk.illustrative else ""),
    }
    for prefix in ("inherent_", "", "target_"):
        for axis in ("likelihood", "impact"):
            tenths = getattr(risk, f"{prefix}{axis}")
            cells[f"{prefix}{axis}"] = Cell("" if tenths is None else tenths * TENTHS)
        score = getattr(risk, f"{prefix}score")
        cells[f"{prefix}score"] = Cell(NOT_SCORED if score is None else score)
    return cells


def _action(action) -> str:
    state = f"done {action.done_on:%d/%m/%Y}" if action.done_on else f"due {action.due:%d/%m/%Y}"
    return f"{action.text} ({action.owned_by}, {state})"


def steps_in_words(likelihood: int | None, impact: int | None) -> str:
    """A rating's two steps: ``4 × 3.5``."""
    if likelihood is None or impact is None:
        return NOT_SCORED
    return f"{in_step(likelihood)} × {in_step(impact)}"
