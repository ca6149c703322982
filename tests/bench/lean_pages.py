"""The lean project's addresses, page and table: the programmes, as django-tables2 lists them."""

import django_tables2 as tables
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

PAGE = """<!doctype html><title>Programmes</title>{% load django_tables2 %}
{{ request.user }}{% render_table table %}"""


class Programme(models.Model):
    """The tracker's own table of programmes, as somebody who only reads it says it."""

    name = models.TextField()
    slug = models.SlugField()

    class Meta:
        app_label = "lean"
        db_table = "portfolios_programme"
        managed = False

    def __str__(self) -> str:
        return self.name


class ProgrammeTable(tables.Table):
    """Two columns, sortable."""

    name = tables.Column()
    slug = tables.Column()


def listed(request: HttpRequest) -> HttpResponse:
    """A page of the list."""
    table = ProgrammeTable(Programme.objects.order_by("name"), orderable=True)
    table.paginate(per_page=50)
    template = engines["django"].from_string(PAGE)
    return HttpResponse(template.render({"table": table}, request))


urlpatterns = [path("admin/", admin.site.urls), path("programmes/", listed)]
