from savings.models.benefit import Benefit
from savings.models.benefit_activity import BenefitActivity
from savings.models.change_request import ChangeRequest
from savings.models.measure import Measure
from savings.models.re_presentation import RePresentation
from savings.models.reading import Reading
from savings.models.saving import Saving
from savings.models.savings_line import Confidence, Fund, SavingsLine
from savings.models.savings_total import SavingsTotal
from savings.models.target_point import TargetPoint
from savings.models.transfer import Transfer
from savings.models.unit_value import UnitValue

__all__ = [
    "Benefit",
    "BenefitActivity",
    "ChangeRequest",
    "Confidence",
    "Fund",
    "Measure",
    "RePresentation",
    "Reading",
    "Saving",
    "SavingsLine",
    "SavingsTotal",
    "TargetPoint",
    "Transfer",
    "UnitValue",
]
