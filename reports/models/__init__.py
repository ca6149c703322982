from reports.models.data_version import DataVersion
from reports.models.explanation import Explanation
from reports.models.feed_token import FeedToken
from reports.models.import_mapping import ImportMapping
from reports.models.paper_block import PaperBlock
from reports.models.published import PublishedFile, PublishedTable
from reports.models.restatement import Restatement
from reports.models.stated_figure import StatedFigure
from reports.models.upload import Upload

__all__ = [
    "DataVersion",
    "Explanation",
    "FeedToken",
    "ImportMapping",
    "PaperBlock",
    "PublishedFile",
    "PublishedTable",
    "Restatement",
    "StatedFigure",
    "Upload",
]
