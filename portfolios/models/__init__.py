from portfolios.models.business_case import BusinessCase
from portfolios.models.illustrative import Illustrative
from portfolios.models.lock_exception import LockException
from portfolios.models.narrative import Highlight, Improvement
from portfolios.models.organisation import Organisation
from portfolios.models.portfolio import Portfolio
from portfolios.models.portfolio_place import PortfolioPlace
from portfolios.models.position import Position
from portfolios.models.programme import Programme
from portfolios.models.programme_place import ProgrammePlace
from portfolios.models.reference import DesignPrinciple, Outcome, Theme, Workstream
from portfolios.models.return_due import ReturnDue

__all__ = [
    "BusinessCase",
    "DesignPrinciple",
    "Highlight",
    "Illustrative",
    "Improvement",
    "LockException",
    "Organisation",
    "Outcome",
    "Portfolio",
    "PortfolioPlace",
    "Position",
    "Programme",
    "ProgrammePlace",
    "ReturnDue",
    "Theme",
    "Workstream",
]
