"""What lives on from position to position and is edited by form: dated rows, shown as at a day."""

from reports.editable import Editable
from reports.living_benefits import KINDS_OF_BENEFITS
from reports.living_boards import KINDS_OF_BOARDS
from reports.living_delivery import KINDS_OF_DELIVERY
from reports.living_governance import KINDS_OF_GOVERNANCE
from reports.living_pipeline import KINDS_OF_PIPELINE
from reports.living_savings import KINDS_OF_DELIVERED
from reports.living_workforce import KINDS_OF_PEOPLE

LIVING: dict[str, Editable] = {
    **KINDS_OF_DELIVERY,
    **KINDS_OF_GOVERNANCE,
    **KINDS_OF_BOARDS,
    **KINDS_OF_PEOPLE,
    **KINDS_OF_BENEFITS,
    **KINDS_OF_DELIVERED,
    **KINDS_OF_PIPELINE,
}
