from savings.models.benefit import Benefit
from savings.models.benefit_activity import BenefitActivity
from savings.models.budget_line import BudgetLine, BudgetRemoval
from savings.models.change_request import ChangeRequest
from savings.models.delivered_saving import DeliveredSaving
from savings.models.delivery_forecast import DeliveryForecast, RecoveryPlan
from savings.models.funding_gap import BudgetPressure, FundingGap
from savings.models.investment import FundingSource, Investment
from savings.models.ledger import LedgerEntry, LedgerFile
from savings.models.measure import Measure
from savings.models.re_presentation import RePresentation
from savings.models.reading import Reading
from savings.models.saving import Saving
from savings.models.saving_budget_line import Ruling, SavingBudgetLine
from savings.models.savings_line import Confidence, Fund, SavingsLine
from savings.models.savings_total import SavingsTotal
from savings.models.target_point import TargetPoint
from savings.models.transfer import Transfer
from savings.models.unit_value import UnitValue

__all__ = [
    "Benefit",
    "BenefitActivity",
    "BudgetLine",
    "BudgetPressure",
    "BudgetRemoval",
    "ChangeRequest",
    "Confidence",
    "DeliveredSaving",
    "DeliveryForecast",
    "Fund",
    "FundingGap",
    "FundingSource",
    "Investment",
    "LedgerEntry",
    "LedgerFile",
    "Measure",
    "RePresentation",
    "Reading",
    "RecoveryPlan",
    "Ruling",
    "Saving",
    "SavingBudgetLine",
    "SavingsLine",
    "SavingsTotal",
    "TargetPoint",
    "Transfer",
    "UnitValue",
]
