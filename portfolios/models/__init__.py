from portfolios.models.business_case import BusinessCase
from portfolios.models.lock_exception import LockException
from portfolios.models.narrative import Highlight, Improvement
from portfolios.models.organisation import Organisation
from portfolios.models.portfolio import Portfolio
from portfolios.models.position import Position
from portfolios.models.programme import Programme
from portfolios.models.programme_place import ProgrammePlace
from portfolios.models.reference import DesignPrinciple, Outcome, Theme, Workstream

__all__ = [
    "BusinessCase",
    "DesignPrinciple",
    "Highlight",
    "Improvement",
    "LockException",
    "Organisation",
    "Outcome",
    "Portfolio",
    "Position",
    "Programme",
    "ProgrammePlace",
    "Theme",
    "Workstream",
]
