"""What lives on from position to position and is edited by form: dated rows, shown as at a day."""

from reports.editable import Editable

LIVING: dict[str, Editable] = {}
