from reports.models.explanation import Explanation
from reports.models.stated_figure import StatedFigure

__all__ = ["Explanation", "StatedFigure"]
