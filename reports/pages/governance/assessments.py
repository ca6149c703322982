"""Impact assessments by programme: what is missing is called out, and leads to its form."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse
from django.views.generic import TemplateView

from governance.models import ImpactAssessment
from reports.definitions.impact_assessments import (
    KINDS,
    REPORT,
    Held,
    by_programme,
    finding,
    is_missing,
)
from reports.pages.again import Again
from reports.pages.governance.base import GovernancePage
from reports.pages.lists import ROWS_A_PAGE


class AssessmentsPage(Again, GovernancePage, TemplateView):
    title = "Impact assessments"
    template_name = "governance/assessments.html"

    def get_context_data(self, **kwargs):
        found = by_programme(self.ask)
        missing_only = self.request.GET.get("missing") == "1"
        listed = [
            (one, held)
            for one, held in found
            if not missing_only or any(is_missing(held.get(kind)) for kind in KINDS)
        ]
        page = Paginator(listed, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        return {
            **super().get_context_data(**kwargs),
            "finding": finding(found),
            "kinds": [kind.label for kind in KINDS],
            "rows": [self.row(one, held) for one, held in page],
            "page": page,
            "missing_only": missing_only,
            "report": REPORT,
            "samples": any(a.illustrative for _, held in page for a in held.values()),
        }

    def row(self, one: Any, held: Held) -> dict[str, Any]:
        return {
            "programme": one,
            "portfolio": self.ask.book.label(one.portfolio),
            "illustrative": any(assessment.illustrative for assessment in held.values()),
            "cells": [self.cell(one.slug, kind, held.get(kind)) for kind in KINDS],
        }

    def cell(self, slug: str, kind: Any, held: ImpactAssessment | None) -> dict[str, Any]:
        """One assessment, and where it is written."""
        if held:
            url = reverse("row-edit", args=["impact-assessment", held.pk]) + self.query()
        else:
            asked = {"position": self.position.slug, "programme": slug, "kind": kind.value}
            url = f"{reverse('row-add', args=['impact-assessment'])}?{urlencode(asked)}"
        return {
            "words": held.words if held else "missing",
            "more": (held.reason or held.kept_at) if held else "",
            "missing": is_missing(held),
            "url": url,
            "does": "Edit" if held else "Add",
            "kind": kind.label,
        }
