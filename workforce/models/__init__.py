from workforce.models.establishment import Establishment
from workforce.models.post_reduction import PostReduction

__all__ = ["Establishment", "PostReduction"]
