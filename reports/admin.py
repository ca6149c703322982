from django.contrib import admin

from accounts.admin import FigureAdmin
from reports.models import Explanation, StatedFigure


@admin.register(StatedFigure)
class StatedFigureAdmin(FigureAdmin):
    list_display = ["printed", "position", "document", "place", "table", "row", "column"]
    list_filter = ["position", "document", "place"]
    search_fields = ["row", "column", "printed"]


@admin.register(Explanation)
class ExplanationAdmin(FigureAdmin):
    list_display = ["figure", "text", "by", "at"]
