"""The moves of a proposal for the next phase: one table, that its actions and its page obey.

An idea is scoped, its options are appraised, a business case is made, and it becomes a programme.
It may be taken a stage back, or dropped; what is dropped starts again as an idea. To become a
programme takes a programme: nobody does it by hand alone.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models


class Stage(models.TextChoices):
    IDEA = "idea", "Idea"
    SCOPED = "scoped", "Scoped"
    APPRAISED = "appraised", "Options appraised"
    CASE = "case", "Business case"
    PROGRAMME = "programme", "Programme"
    DROPPED = "dropped", "Dropped"


class Does(models.TextChoices):
    """What happens to a proposal."""

    FORWARD = "forward", "Take it a stage on"
    ADOPT = "adopt", "Make it a programme"
    BACK = "back", "Take it a stage back"
    DROP = "drop", "Drop it"
    REVIVE = "revive", "Start it again"


BEING = {
    Does.FORWARD: "taken a stage on",
    Does.ADOPT: "made a programme",
    Does.BACK: "taken a stage back",
    Does.DROP: "dropped",
    Does.REVIVE: "started again",
}
ON_THE_WAY = (Stage.IDEA, Stage.SCOPED, Stage.APPRAISED, Stage.CASE)


class Move(NamedTuple):
    """What someone does to a proposal at a stage, and the stage it has then."""

    does: Does
    stage: Stage
    to: Stage


def _table() -> Iterator[Move]:
    for stage, following in pairwise(ON_THE_WAY):
        yield Move(Does.FORWARD, stage, following)
    yield Move(Does.ADOPT, Stage.CASE, Stage.PROGRAMME)
    for before, stage in pairwise(ON_THE_WAY):
        yield Move(Does.BACK, stage, before)
    for stage in ON_THE_WAY:
        yield Move(Does.DROP, stage, Stage.DROPPED)
    yield Move(Does.REVIVE, Stage.DROPPED, Stage.IDEA)


MOVES: tuple[Move, ...] = tuple(_table())


def moves_from(stage: str) -> list[Move]:
    """The moves a proposal can make from a stage."""
    return [move for move in MOVES if move.stage == stage]


def moved(stage: str, does: Does) -> Stage:
    """The stage that a move leads to.

    Raises ``ValidationError`` with a sentence that says what is possible instead.
    """
    for move in moves_from(stage):
        if move.does == does:
            return move.to
    can = [BEING[move.does] for move in moves_from(stage)]
    then = f"It can be {' or '.join(can)}." if can else "Nothing more happens to it here."
    now = Stage(stage).label.lower()
    raise ValidationError(f"The proposal is at “{now}”: it cannot be {BEING[does]}. {then}")
