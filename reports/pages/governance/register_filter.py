"""The filter of the risk register: it survives a reload, and a square of the heat map sets it."""

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet

from agt.words import clock
from governance.models import Band, Level, Risk, RiskFramework
from governance.steps import TENTHS
from reports.book import Book
from reports.pages.asked import InWords

RATINGS = {"current": "", "inherent": "inherent_", "target": "target_"}
STATES = [
    ("open", "Open"),
    ("closed", "Closed"),
    ("overdue", "Review overdue"),
    ("acting", "An action is late"),
    ("all", "All"),
]
HALF = TENTHS // 2


class RegisterFilter(InWords, django_filters.FilterSet):
    """Search, kind, portfolio, level, rating (which, its band, its two steps), and state."""

    search = django_filters.CharFilter(
        label="Search", method="by_search", widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = django_filters.ChoiceFilter(choices=Risk.Kind.choices, empty_label="Risks and issues")
    portfolio = django_filters.ChoiceFilter(
        choices=[], method="by_portfolio", label="Portfolio", empty_label="All portfolios"
    )
    level = django_filters.ChoiceFilter(
        choices=[(str(level.value), level.label) for level in Level], empty_label="Any level"
    )
    band = django_filters.ChoiceFilter(
        choices=Band.choices, method="by_band", label="Rated", empty_label="Any rating"
    )
    rating = django_filters.ChoiceFilter(
        choices=[(name, name.capitalize()) for name in RATINGS],
        method="as_it_is",
        label="By its rating",
        empty_label=None,
    )
    likelihood = django_filters.ChoiceFilter(
        choices=[], method="near", label="Likelihood", empty_label="Any likelihood"
    )
    impact = django_filters.ChoiceFilter(
        choices=[], method="near", label="Impact", empty_label="Any impact"
    )
    state = django_filters.ChoiceFilter(
        choices=STATES, method="by_state", label="State", empty_label=None
    )

    class Meta:
        model = Risk
        fields: list[str] = []

    def __init__(self, data, *args, book: Book, framework: RiskFramework, **kwargs) -> None:
        asked = data.copy()
        asked.setdefault("state", "open")
        asked.setdefault("rating", "current")
        super().__init__(asked, *args, **kwargs)
        self.framework = framework
        self.homes = {p.slug: p.portfolio_id for p in book.portfolios}
        here = [(p.slug, p.printed_label) for p in book.portfolios]
        self.filters["portfolio"].extra["choices"] = here
        self.filters["likelihood"].extra["choices"] = _steps(framework.likelihoods)
        self.filters["impact"].extra["choices"] = _steps(framework.impacts)

    @property
    def prefix_asked(self) -> str:
        """Of the rating asked for: "" is the current one."""
        return RATINGS.get(self.data["rating"], "")

    def by_search(self, risks: QuerySet, name: str, value: str) -> QuerySet:
        words = ("title", "cause", "event", "effect", "programme__name", "owner_role")
        asked = Q()
        for field in words:
            asked |= Q(**{f"{field}__icontains": value})
        return risks.filter(asked)

    def by_portfolio(self, risks: QuerySet, name: str, value: str) -> QuerySet:
        return risks.filter(home=self.homes[value])

    def by_band(self, risks: QuerySet, name: str, value: str) -> QuerySet:
        least, below = self.framework.range_of(Band(value))
        prefix = self.prefix_asked
        scored = risks.annotate(rated=F(f"{prefix}likelihood") * F(f"{prefix}impact"))
        return scored.filter(rated__gte=least, rated__lt=below)

    def near(self, risks: QuerySet, axis: str, value: str) -> QuerySet:
        """Those rated nearest to a step, as the heat map shows them."""
        field, at = f"{self.prefix_asked}{axis}", int(value) * TENTHS
        return risks.filter(**{f"{field}__gte": at - HALF, f"{field}__lt": at + HALF})

    def by_state(self, risks, name: str, value: str) -> QuerySet:
        match value:
            case "open":
                return risks.filter(closed_on=None)
            case "closed":
                return risks.exclude(closed_on=None)
            case "overdue":
                return risks.filter(closed_on=None, review_on__lt=clock.today())
            case "acting":
                return risks.with_late_action(clock.today())
        return risks

    def as_it_is(self, risks: QuerySet, name: str, value: str) -> QuerySet:
        """Which rating the band and the steps are of: ``prefix_asked`` reads it."""
        return risks


def _steps(labels: list[str]) -> list[tuple[str, str]]:
    return [(str(step), f"{step} {label}") for step, label in enumerate(labels, start=1)]
