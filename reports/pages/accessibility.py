from django.views.generic import TemplateView

from reports import accessibility


class AccessibilityPage(TemplateView):
    """The statement, made of what the tests check."""

    template_name = "reports/accessibility.html"
    extra_context = {
        "standards": list(accessibility.TAGS.values()),
        "widths": accessibility.WIDTHS,
        "checked": accessibility.CHECKED,
        "limits": accessibility.LIMITS,
        "reviewed": accessibility.REVIEWED,
        "breadcrumbs": [{"label": "Accessibility statement"}],
    }
