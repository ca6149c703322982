"""The filter of the programme list: it survives a reload and can be shared as a link."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from portfolios.models import BusinessCase, Position, ProgrammePlace, business_case
from reports.book import Savings
from reports.library import Library
from reports.pages.asked import InWords
from reports.quantities import Quantity
from savings.models import Confidence, Fund, SavingsLine

Shows = ProgrammePlace.Shows
NOT_APPROVED = "not-approved"


class ProgrammeFilter(InWords, django_filters.FilterSet):
    """Portfolio, fund, confidence, business case, has a saving, and search."""

    search = django_filters.CharFilter(
        label="Search",
        method="by_search",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    portfolio = django_filters.ChoiceFilter(
        field_name="portfolio__slug", label="Portfolio", empty_label="All portfolios"
    )
    fund = django_filters.ChoiceFilter(
        choices=Fund.choices, method="by_fund", label="Fund", empty_label="All funds"
    )
    confidence = django_filters.ChoiceFilter(
        choices=Confidence.choices,
        method="by_confidence",
        label="Has savings rated",
        empty_label="Any confidence",
    )
    case = django_filters.ChoiceFilter(
        choices=[*BusinessCase.State.choices, (NOT_APPROVED, "Known not to be approved")],
        method="by_case",
        label="Business case",
        empty_label="Any state",
    )
    saving = django_filters.ChoiceFilter(
        choices=[("yes", "With a saving"), ("no", "Without a saving")],
        method="by_saving",
        label="Saving",
        empty_label="With or without",
    )

    class Meta:
        model = ProgrammePlace
        fields: list[str] = []

    def __init__(self, *args, library: Library, position: Position, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.library, self.position = library, position
        here = library.book(position).portfolios
        self.filters["portfolio"].extra["choices"] = [(p.slug, p.printed_label) for p in here]

    def by_search(self, places: QuerySet, name: str, value: str) -> QuerySet:
        return places.filter(
            Q(printed_label__icontains=value)
            | Q(programme__name__icontains=value)
            | Q(programme__description__icontains=value)
        )

    def by_fund(self, places: QuerySet, name: str, value: str) -> QuerySet:
        shown = {Fund.GENERAL_FUND: Shows.MONEY, Fund.HRA: Shows.HRA, Fund.DSG: Shows.DSG}
        with_lines = SavingsLine.objects.at(self.position).filter(fund=value).values("place")
        return places.filter(Q(shows=shown[Fund(value)]) | Q(pk__in=with_lines))

    def by_case(self, places: QuerySet, name: str, value: str) -> QuerySet:
        if value == NOT_APPROVED:
            return places.filter(case_state__in=business_case.NOT_APPROVED)
        asked = Q(case_state=value)
        if value == BusinessCase.State.NOT_STATED:
            asked |= Q(case_state=None)
        return places.filter(asked)

    def by_saving(self, places: QuerySet, name: str, value: str) -> QuerySet:
        has = Q(shows=Shows.MONEY)
        return places.filter(has if value == "yes" else ~has)

    def by_confidence(self, places: QuerySet, name: str, value: str) -> QuerySet:
        """Programmes that are sure to have savings of this confidence.

        An apportioned line proves nothing of its programme. What does is a programme's saving that
        is more than all its portfolio has of other confidence: some of it must be of this one.
        """
        lines = SavingsLine.objects.at(self.position).filter(confidence=value)
        known = lines.exclude(basis=SavingsLine.Basis.APPORTIONED).values("place")
        held = self.library.savings.get(self.position.pk, Savings())
        programmes = self.library.book(self.position).programmes
        other = {
            of: held.sum(Quantity(portfolio=of))
            - held.sum(Quantity(portfolio=of, confidence=Confidence(value)))
            for of in {p.portfolio for p in programmes}
        }
        sure = [p.programme_id for p in programmes if p.pence and p.pence > other[p.portfolio]]
        return places.filter(Q(pk__in=known) | Q(programme__in=sure))
