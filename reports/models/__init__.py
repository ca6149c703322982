from reports.models.explanation import Explanation
from reports.models.published import PublishedFile, PublishedTable
from reports.models.restatement import Restatement
from reports.models.stated_figure import StatedFigure

__all__ = ["Explanation", "PublishedFile", "PublishedTable", "Restatement", "StatedFigure"]
