from governance.models.board import Board
from governance.models.board_action import BoardAction
from governance.models.decision import Decision
from governance.models.decision_period import DecisionPeriod
from governance.models.delivery_status import Delivery, DeliveryStatus
from governance.models.dependency import Dependency
from governance.models.escalation import Escalation
from governance.models.gate import Gate
from governance.models.gate_decision import GateDecision
from governance.models.impact_assessment import ImpactAssessment
from governance.models.meeting import Meeting
from governance.models.milestone import Milestone
from governance.models.mitigating_action import MitigatingAction
from governance.models.pipeline import Closure, Pilot, Proposal, ServiceReview
from governance.models.risk import Level, Risk
from governance.models.risk_framework import Band, RiskFramework
from governance.models.risk_score import RiskScore

__all__ = [
    "Band",
    "Board",
    "BoardAction",
    "Closure",
    "Decision",
    "DecisionPeriod",
    "Delivery",
    "DeliveryStatus",
    "Dependency",
    "Escalation",
    "Gate",
    "GateDecision",
    "ImpactAssessment",
    "Level",
    "Meeting",
    "Milestone",
    "MitigatingAction",
    "Pilot",
    "Proposal",
    "Risk",
    "RiskFramework",
    "RiskScore",
    "ServiceReview",
]
