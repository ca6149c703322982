"""Every kind of row that is edited by form: what belongs to a position, and what lives on."""

from reports.editable import EDITABLE, Editable
from reports.living import LIVING

KINDS: dict[str, Editable] = {**EDITABLE, **LIVING}
