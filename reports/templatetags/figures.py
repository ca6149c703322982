"""Figures in a template, printed as everywhere else."""

from django import template

from agt.words.fte import in_fte
from agt.words.money import in_millions, in_pounds
from governance.steps import in_score
from reports.reconciliation import place_of
from savings.values import in_value

register = template.Library()
register.filter("millions", in_millions)
register.filter("pounds", in_pounds)
register.filter("fte", in_fte)
register.filter("score", in_score)
register.filter("measure_value", in_value)
register.filter("place_of", place_of)


@register.filter
def change(pence: int) -> str:
    """Pence with their sign: +£2.6m."""
    return in_millions(pence, sign=True)
