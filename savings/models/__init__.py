from savings.models.re_presentation import RePresentation
from savings.models.saving import Saving
from savings.models.savings_line import Confidence, Fund, SavingsLine
from savings.models.savings_total import SavingsTotal
from savings.models.transfer import Transfer

__all__ = [
    "Confidence",
    "Fund",
    "RePresentation",
    "Saving",
    "SavingsLine",
    "SavingsTotal",
    "Transfer",
]
