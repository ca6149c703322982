"""The registers that can be taken in: what each is called, holds, and where it shows."""

from typing import NamedTuple

from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.roles import State, Verb, require
from reports.editable import Editable
from reports.kinds import KINDS

PLAN = "plan"
WHOLE = "A file is the whole council's: ask someone who sees it all, or add what is yours by hand."


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


def require_import(user: User, holds: str) -> None:
    """Raise ``PermissionDenied`` for who may not take such a file in, or sees less than it all."""
    verb = Verb.PUBLISH if holds == PLAN else REGISTERS[holds].kind.verb
    require(user, verb, state=State.WORKING)
    if user.portfolio_ids() is not None:
        raise PermissionDenied(WHOLE)


def may_import(user: User, holds: str) -> bool:
    """Whether somebody may take a plan, or a register, in."""
    try:
        require_import(user, holds)
    except PermissionDenied:
        return False
    return True
