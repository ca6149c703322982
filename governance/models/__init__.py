from governance.models.delivery_status import Delivery, DeliveryStatus
from governance.models.gate import Gate
from governance.models.gate_decision import GateDecision
from governance.models.milestone import Milestone

__all__ = ["Delivery", "DeliveryStatus", "Gate", "GateDecision", "Milestone"]
