"""The registers that can be taken in: what each is called, holds, and where it shows."""

from typing import NamedTuple

from reports.editable import Editable
from reports.kinds import KINDS


class Holds(NamedTuple):
    """A register: its rows' kind, its name as a person chooses it, and the page that lists it."""

    kind: Editable
    label: str
    page: str


REGISTERS: dict[str, Holds] = {
    "risks": Holds(KINDS["risk"], "risks and issues", "governance-risks"),
    "posts": Holds(KINDS["programme-posts"], "posts, by programme", "workforce-posts"),
    "reductions": Holds(KINDS["post-reduction"], "posts, by portfolio", "workforce"),
    "milestones": Holds(KINDS["milestone"], "milestones", "milestone-list"),
    "benefits": Holds(KINDS["benefit"], "benefits", "benefits-register"),
    "measures": Holds(KINDS["measure"], "measures of benefits", "benefits"),
    "targets": Holds(KINDS["target-point"], "targets of measures", "benefits"),
    "gates": Holds(KINDS["gate"], "gates", "case-list"),
    "pressures": Holds(KINDS["budget-pressure"], "budget pressures", "savings-cost"),
    "gaps": Holds(KINDS["funding-gap"], "funding gaps", "savings-cost"),
    "restructures": Holds(KINDS["restructure"], "restructures", "workforce-outcomes"),
}
