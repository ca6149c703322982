from django.contrib import admin

from accounts.admin import FigureAdmin, ReferenceAdmin
from savings.models import (
    ChangeRequest,
    FundingSource,
    RePresentation,
    Saving,
    SavingsLine,
    Transfer,
)


@admin.register(FundingSource)
class FundingSourceAdmin(ReferenceAdmin):
    list_display = ["name", "order"]


@admin.register(Saving)
class SavingAdmin(FigureAdmin):
    list_display = ["name", "programme", "kind", "recurrence", "budget"]
    search_fields = ["name", "programme__name"]


@admin.register(SavingsLine)
class SavingsLineAdmin(FigureAdmin):
    list_display = ["place", "year", "confidence", "fund", "amount", "basis"]
    list_filter = ["place__position", "confidence", "fund", "basis"]
    list_select_related = ["place__position"]


@admin.register(Transfer)
class TransferAdmin(FigureAdmin):
    list_display = ["position", "from_programme", "to_programme", "amount", "year"]


@admin.register(RePresentation)
class RePresentationAdmin(FigureAdmin):
    list_display = ["label", "position", "portfolio"]


@admin.register(ChangeRequest)
class ChangeRequestAdmin(FigureAdmin):
    list_display = ["place", "total_before", "total_after", "state", "by", "decided_by"]
    list_filter = ["state"]
