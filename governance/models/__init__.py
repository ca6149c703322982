from governance.models.dependency import Dependency
from governance.models.escalation import Escalation
from governance.models.mitigating_action import MitigatingAction
from governance.models.risk import Level, Risk
from governance.models.risk_framework import Band, RiskFramework
from governance.models.risk_score import RiskScore

__all__ = [
    "Band",
    "Dependency",
    "Escalation",
    "Level",
    "MitigatingAction",
    "Risk",
    "RiskFramework",
    "RiskScore",
]
