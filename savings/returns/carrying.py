"""What was read of a file, carried by the preview page to where it is applied, signed.

Signed and in the page, not kept on the server: there is nothing to store, to share between servers
or to clear away, and what is applied is what the page showed. It is bound to who sent the file and
to the versions the page compared with, and it ends with the working day.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core import signing

from accounts.models import User
from agt.words.years import FinancialYear
from savings.grid import Cell
from savings.models import Confidence, Fund
from savings.returns.child import Refused
from savings.returns.comparing import Compared
from savings.returns.reading import Part, Return

LONGEST = 256 * 1024  # characters, signed
MAX_AGE = datetime.timedelta(hours=12)
SALT = "savings.returns"
NO_LONGER = "This preview is no longer valid. Send the file again."


@dataclass(frozen=True)
class Carried:
    """A return, and the version of each programme that its preview showed, by slug."""

    returned: Return
    seen: dict[str, int]


def carry(returned: Return, compared: Iterable[Compared], *, by: User) -> str:
    """The programmes that would change, signed. Raises ``Refused`` where there is too much."""
    said = {
        "by": by.pk,
        "position": returned.position,
        "made": returned.made_at.isoformat(),
        "parts": [
            {
                "slug": one.part.slug,
                "version": one.part.version,
                "seen": one.seen,
                "note": one.part.note,
                "amounts": [
                    (cell.saving, cell.confidence, cell.fund, cell.year.start, pence)
                    for cell, pence in one.part.amounts.items()
                ],
            }
            for one in compared
            if one.changes
        ],
    }
    signed = signing.dumps(said, salt=SALT, compress=True)
    if len(signed) > LONGEST:
        raise Refused("The return changes too much at once. Send fewer programmes in a file.")
    return signed


def unpack(signed: str, *, by: User) -> Carried:
    """What ``carry`` signed for this person. Raises ``Refused`` for anything else."""
    if len(signed) > LONGEST:
        raise Refused(NO_LONGER)
    try:
        said = signing.loads(signed, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature as error:
        raise Refused(NO_LONGER) from error
    if said["by"] != by.pk:
        raise Refused(NO_LONGER)
    parts = [
        Part(
            slug=part["slug"],
            version=part["version"],
            amounts={
                Cell(saving, Confidence(confidence), Fund(fund), FinancialYear(year)): pence
                for saving, confidence, fund, year, pence in part["amounts"]
            },
            note=part["note"],
            touched=True,
        )
        for part in said["parts"]
    ]
    made_at = datetime.datetime.fromisoformat(said["made"])
    seen = {part["slug"]: part["seen"] for part in said["parts"]}
    return Carried(Return(said["position"], made_at, parts, []), seen)
