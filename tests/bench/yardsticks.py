"""The pages others are measured against, behind the product's own addresses and middleware."""

from collections.abc import Callable
from functools import cache
from typing import Any

import django_tables2 as tables
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.template import engines
from django.urls import include, path
from django.views.decorators.http import require_POST

from agt.words.money import PENCE_PER_POUND
from portfolios.models import BusinessCase, Position, ProgrammePlace
from reports.kept import SHELF
from reports.pages.again import PAGES
from reports.pages.lists import ROWS_A_PAGE
from reports.prepared import STATEMENTS
from savings.models import Fund, SavingsLine

AGGREGATE = """{% extends "base.html" %}{% block content %}<table>{% for row in rows %}
<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>{% endblock %}"""
AS_IT_COMES = "django_tables2/table.html"
LIST = """{% extends "base.html" %}{% load django_tables2 %}
{% block content %}{% render_table table %}{% endblock %}"""


@cache
def _template(text: str) -> Any:
    return engines["django"].from_string(text)


def forgetting(answer: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware: asked for a cold page, or first in a round, the server forgets all it kept."""
    last = ""

    def asked(request: HttpRequest) -> HttpResponse:
        nonlocal last
        began = request.headers.get("X-Bench-Round", last)
        if began != last or "X-Bench-Cold" in request.headers:
            last = began
            for kept in (SHELF, PAGES, STATEMENTS):
                kept.clear()
        return answer(request)

    return asked


def aggregate(request: HttpRequest) -> HttpResponse:
    """F_agg: one aggregate over the savings lines, and a plain table of 7 by 6."""
    sums = SavingsLine.objects.order_by().values_list("place__portfolio__name", "year")
    pence = {(portfolio, year): p for portfolio, year, p in sums.annotate(pence=Sum("amount"))}
    portfolios, years = (sorted(set(keys)) for keys in zip(*pence, strict=True))
    rows = [
        [name, *(f"{pence.get((name, year), 0) / 100_000_000:.2f}" for year in years)]
        for name in portfolios
    ]
    return HttpResponse(_template(AGGREGATE).render({"rows": rows}, request))


class BareTable(tables.Table):
    """The cells of the programme list, with nothing around them."""

    printed_label = tables.Column()
    portfolio__name = tables.Column()
    pence = tables.Column()
    case_state = tables.Column()


def bare_list(request: HttpRequest) -> HttpResponse:
    """A page of django-tables2 as it comes."""
    newest = Position.objects.filter(published_at__isnull=False).order_by("-as_at").first()
    case = BusinessCase.objects.filter(position=newest, programme=OuterRef("programme"))
    places = ProgrammePlace.objects.filter(position=newest).annotate(
        pence=Sum("lines__amount", filter=Q(lines__fund=Fund.GENERAL_FUND)),
        case_state=Subquery(case.values("state")[:1]),
    )
    rows = places.order_by("portfolio_place__section_order", "order", "pk")
    table = BareTable(rows.values(*BareTable.base_columns), template_name=AS_IT_COMES)
    table.paginate(per_page=ROWS_A_PAGE)
    return HttpResponse(_template(LIST).render({"table": table}, request))


class BareForm(ModelForm):
    """One savings line, as a ModelForm comes."""

    class Meta:
        model = SavingsLine
        fields = ["year", "confidence", "fund", "amount"]


@require_POST
def bare_post(request: HttpRequest, pk: int) -> HttpResponse:
    """A row saved by its form: no history, no token, no version, no check of who may."""
    line = get_object_or_404(SavingsLine, pk=pk)
    line.skip_history_when_saving = True
    form = BareForm(request.POST, instance=line)
    if not form.is_valid():
        return HttpResponseBadRequest(form.errors.as_json())
    form.save()
    return redirect("dashboard")


def change(request: HttpRequest, slug: str) -> HttpResponse:
    """A pound more on one line of a position, and a step of its programme's version."""
    places = ProgrammePlace.objects.filter(position__slug=slug, shows=ProgrammePlace.Shows.MONEY)
    line = SavingsLine.objects.filter(place=places.order_by("pk")[0]).order_by("pk")[0]
    with transaction.atomic():
        SavingsLine.objects.filter(pk=line.pk).update(amount=F("amount") + PENCE_PER_POUND)
        ProgrammePlace.objects.filter(pk=line.place_id).update(version=F("version") + 1)
    return HttpResponse("Changed.")


urlpatterns = [
    path("bench/change/<slug:slug>/", change),
    path("bench/line/<int:pk>/", bare_post),
    path("bench/aggregate/", aggregate),
    path("bench/list/", bare_list),
    path("", include("agt.urls")),
]
