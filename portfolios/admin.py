from django.contrib import admin

from accounts.admin import FigureAdmin, ReferenceAdmin
from portfolios.models import (
    BusinessCase,
    DesignPrinciple,
    Highlight,
    Improvement,
    Outcome,
    Portfolio,
    PortfolioPlace,
    Position,
    Programme,
    ProgrammePlace,
    Theme,
    Workstream,
)


@admin.register(Theme, Outcome, DesignPrinciple, Workstream)
class ReferenceListAdmin(ReferenceAdmin):
    list_display = ["name", "order"]


@admin.register(Portfolio)
class PortfolioAdmin(ReferenceAdmin):
    """Who leads a portfolio and who is limited to it; its figures stand in positions."""

    list_display = ["name", "lead", "colour"]
    filter_horizontal = ["people"]
    readonly_fields = ["name", "slug"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(PortfolioPlace)
class PortfolioPlaceAdmin(FigureAdmin):
    list_display = ["printed_label", "position", "portfolio", "order", "section_order"]
    list_filter = ["position", "portfolio"]


@admin.register(Position)
class PositionAdmin(FigureAdmin):
    list_display = ["name", "kind", "state", "as_at", "date_basis"]


@admin.register(Programme)
class ProgrammeAdmin(FigureAdmin):
    list_display = ["name", "sro", "manager", "finance_lead"]
    search_fields = ["name"]


@admin.register(ProgrammePlace)
class ProgrammePlaceAdmin(FigureAdmin):
    list_display = ["printed_label", "position", "portfolio", "order", "shows"]
    list_filter = ["position", "portfolio"]


@admin.register(BusinessCase)
class BusinessCaseAdmin(FigureAdmin):
    list_display = ["programme", "position", "level", "state", "scope_note"]
    list_filter = ["position", "state"]


@admin.register(Highlight, Improvement)
class NarrativeAdmin(FigureAdmin):
    list_display = ["text", "portfolio", "position", "order"]
    list_filter = ["position", "portfolio"]
