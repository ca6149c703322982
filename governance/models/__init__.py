from governance.models.delivery_status import Delivery, DeliveryStatus
from governance.models.dependency import Dependency
from governance.models.escalation import Escalation
from governance.models.gate import Gate
from governance.models.gate_decision import GateDecision
from governance.models.milestone import Milestone
from governance.models.mitigating_action import MitigatingAction
from governance.models.pipeline import Closure, Pilot, Proposal, ServiceReview
from governance.models.risk import Level, Risk
from governance.models.risk_framework import Band, RiskFramework
from governance.models.risk_score import RiskScore

__all__ = [
    "Band",
    "Closure",
    "Delivery",
    "DeliveryStatus",
    "Dependency",
    "Escalation",
    "Gate",
    "GateDecision",
    "Level",
    "Milestone",
    "MitigatingAction",
    "Pilot",
    "Proposal",
    "Risk",
    "RiskFramework",
    "RiskScore",
    "ServiceReview",
]
