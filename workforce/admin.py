from django.contrib import admin

from accounts.admin import FigureAdmin
from workforce.models import Establishment, PostReduction


@admin.register(Establishment)
class EstablishmentAdmin(FigureAdmin):
    list_display = ["position", "fte", "qualifier"]


@admin.register(PostReduction)
class PostReductionAdmin(FigureAdmin):
    list_display = ["portfolio", "position", "low", "high", "vacant"]
    list_filter = ["position"]
