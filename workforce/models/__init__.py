from workforce.models.consultation import Consultation
from workforce.models.engagement import Engagement
from workforce.models.establishment import Establishment
from workforce.models.post_phase import PostPhase
from workforce.models.post_reduction import PostReduction
from workforce.models.programme_posts import ProgrammePosts
from workforce.models.redeployment import Redeployment
from workforce.models.redundancy_establishment import RedundancyEstablishment
from workforce.models.redundancy_proposal import RedundancyProposal
from workforce.models.restructure import Restructure
from workforce.models.route_outcome import Route, RouteOutcome
from workforce.models.threshold import Threshold

__all__ = [
    "Consultation",
    "Engagement",
    "Establishment",
    "PostPhase",
    "PostReduction",
    "ProgrammePosts",
    "Redeployment",
    "RedundancyEstablishment",
    "RedundancyProposal",
    "Restructure",
    "Route",
    "RouteOutcome",
    "Threshold",
]
