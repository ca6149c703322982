"""What may become of a claim of delivered saving: one table."""

from typing import NamedTuple

from django.db import models

from accounts.roles import Verb


class ClaimState(models.TextChoices):
    """Where a claim stands."""

    CLAIMED = "claimed", "Claimed"
    VALIDATED = "validated", "Validated by Finance"
    BANKED = "banked", "Banked"
    REJECTED = "rejected", "Rejected"


NEW = ""  # where a claim starts that nobody has made yet
COUNTED = (ClaimState.VALIDATED, ClaimState.BANKED)  # what Finance has agreed was delivered


class Move(NamedTuple):
    """One thing that happens to a claim: from which states, to which, and whose right it is."""

    before: frozenset[str]
    after: ClaimState
    verb: Verb
    label: str = ""
    done: str = ""
    needs_reason: bool = False


_C, _V, _R = ClaimState.CLAIMED, ClaimState.VALIDATED, ClaimState.REJECTED
MOVES: dict[str, Move] = {
    "claim": Move(frozenset({NEW, _C, _R}), _C, Verb.EDIT),
    "withdraw": Move(frozenset({_C, _R}), _C, Verb.EDIT),
    "validate": Move(frozenset({_C}), _V, Verb.CONFIRM, "Validate", "The claim is validated."),
    "reject": Move(frozenset({_C, _V}), _R, Verb.CONFIRM, "Reject", "The claim is rejected.", True),
    "bank": Move(frozenset({_V}), ClaimState.BANKED, Verb.CONFIRM, "Bank", "The saving is banked."),
}
BY_FINANCE = tuple(name for name, move in MOVES.items() if move.verb is Verb.CONFIRM)


def moves_from(state: str) -> list[str]:
    """What Finance may do with a claim that stands so."""
    return [name for name in BY_FINANCE if state in MOVES[name].before]
