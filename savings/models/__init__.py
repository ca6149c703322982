from savings.models.budget_line import BudgetLine, BudgetRemoval
from savings.models.change_request import ChangeRequest
from savings.models.delivered_saving import DeliveredSaving
from savings.models.delivery_forecast import DeliveryForecast, RecoveryPlan
from savings.models.funding_gap import BudgetPressure, FundingGap
from savings.models.investment import FundingSource, Investment
from savings.models.ledger import LedgerEntry, LedgerFile
from savings.models.re_presentation import RePresentation
from savings.models.saving import Saving
from savings.models.saving_budget_line import Ruling, SavingBudgetLine
from savings.models.savings_line import Confidence, Fund, SavingsLine
from savings.models.savings_total import SavingsTotal
from savings.models.transfer import Transfer

__all__ = [
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
    "RePresentation",
    "RecoveryPlan",
    "Ruling",
    "Saving",
    "SavingBudgetLine",
    "SavingsLine",
    "SavingsTotal",
    "Transfer",
]
