"""Taking the published figures out of a test's own transaction; they are back after it."""

from governance.models import (
    BoardAction,
    Decision,
    Dependency,
    ImpactAssessment,
    Meeting,
    Risk,
)
from portfolios.models import Organisation, Portfolio, Position, Programme
from reports.freeze import thawed
from reports.models import Explanation, StatedFigure
from savings.models import Benefit, Measure, RePresentation, Saving, SavingsLine
from workforce.models import Consultation, Redeployment, RedundancyEstablishment, Restructure


def empty() -> None:
    """Delete every figure; people stay."""
    with thawed():
        Position.objects.update(opened_from=None)
        for model in (Explanation, StatedFigure, SavingsLine, RePresentation, Saving, Position):
            model._default_manager.all().delete()
        for model in (Consultation, RedundancyEstablishment, Redeployment, Restructure):
            model._default_manager.all().delete()
        for model in (BoardAction, Decision, Meeting, ImpactAssessment):
            model._default_manager.all().delete()
        for model in (Measure, Benefit, Risk, Dependency, Programme, Portfolio, Organisation):
            model._default_manager.all().delete()
