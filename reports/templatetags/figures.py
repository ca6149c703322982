"""Figures in a template, printed as everywhere else."""

from django import template

from agt.words.fte import in_fte
from agt.words.money import in_millions
from reports.reconciliation import place_of

register = template.Library()
register.filter("millions", in_millions)
register.filter("fte", in_fte)
register.filter("place_of", place_of)
