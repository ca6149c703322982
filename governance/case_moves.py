"""The legal moves of a business case: one table, that actions obey and the diagram is drawn from.

A case goes from strategic outline to outline to full, or is a short single case. At each level it
is drafted, submitted, and approved or returned; what is returned is drafted again. To approve or to
return is what a body decides at a gate: nobody does it by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models

from portfolios.models import BusinessCase

Level, State = BusinessCase.Level, BusinessCase.State


class Does(models.TextChoices):
    """What happens to a case."""

    START = "start", "Start the business case"
    SUBMIT = "submit", "Submit it"
    APPROVE = "approve", "Approve it"
    RETURN = "return", "Return it"
    REDRAFT = "redraft", "Take it back to draft"
    NEXT_LEVEL = "next-level", "Start the next level"


# What a body decides at a gate; all else is done by hand.
DECIDED = frozenset({Does.APPROVE, Does.RETURN})
BEING = {
    Does.START: "started",
    Does.SUBMIT: "submitted",
    Does.APPROVE: "approved",
    Does.RETURN: "returned",
    Does.REDRAFT: "taken back to draft",
    Does.NEXT_LEVEL: "taken to the next level",
}


@dataclass(frozen=True, slots=True)
class Move:
    """From a level and a state to a level and a state; no level is ""."""

    does: Does
    level: str
    state: str
    to_level: str
    to_state: str


NEXT = {Level.STRATEGIC_OUTLINE: Level.OUTLINE, Level.OUTLINE: Level.FULL}
LAST = frozenset(set(Level) - set(NEXT))  # an approval at these is an approval of the whole case


def _table() -> Iterator[Move]:
    for level in Level:
        yield Move(Does.START, "", State.NOT_STATED, level, State.DRAFT)
    for level in Level:
        yield Move(Does.START, level, State.NOT_STATED, level, State.DRAFT)
        yield Move(Does.SUBMIT, level, State.DRAFT, level, State.SUBMITTED)
        yield Move(Does.APPROVE, level, State.SUBMITTED, level, State.APPROVED)
        yield Move(Does.RETURN, level, State.SUBMITTED, level, State.RETURNED)
        yield Move(Does.REDRAFT, level, State.RETURNED, level, State.DRAFT)
    for level, following in NEXT.items():
        yield Move(Does.NEXT_LEVEL, level, State.APPROVED, following, State.DRAFT)


MOVES: tuple[Move, ...] = tuple(_table())


def moves_from(case: BusinessCase) -> list[Move]:
    """The moves a case can make from where it stands."""
    return [m for m in MOVES if (m.level, m.state) == (case.level, case.state)]


def move(case: BusinessCase, does: Does, *, to_level: str = "") -> None:
    """Move a case by the table, without saving it. What was said of its old state is taken off it.

    ``to_level`` is wanted where the table leaves a choice. Raises ``ValidationError`` with a
    sentence that says what is possible instead.
    """
    found = [m for m in moves_from(case) if m.does == does and to_level in ("", m.to_level)]
    if not found:
        raise ValidationError(_refusal(case, does))
    if len(found) > 1:
        raise ValidationError("Say at which level the business case starts.")
    case.level, case.state = found[0].to_level, found[0].to_state
    case.body, case.decided_on, case.stated_in = "", None, ""


def in_words(case: BusinessCase) -> str:
    """A level and a state: full, approved."""
    words = [case.get_level_display(), case.get_state_display()]
    return ", ".join(word.lower() for word in words if word)


def _refusal(case: BusinessCase, does: Does) -> str:
    can = list(dict.fromkeys(BEING[m.does] for m in moves_from(case)))
    then = f"It can be {' or '.join(can)}." if can else "Nothing more happens to it."
    return f"The business case is {in_words(case)}: it cannot be {BEING[does]}. {then}"


def as_markdown() -> str:
    """The table as a page of the docs: a diagram, and the same in rows."""
    rows = "\n".join(
        f"| {_at(m.level, m.state)} | {BEING[m.does]} | {_at(m.to_level, m.to_state)} "
        f"| {'a gate decision' if m.does in DECIDED else 'an editor'} |"
        for m in MOVES
    )
    arrows = "\n".join(
        f"    {_node(m.level, m.state)} --> {_node(m.to_level, m.to_state)}: {BEING[m.does]}"
        for m in MOVES
    )
    ends = [(m.level, m.state) for m in MOVES] + [(m.to_level, m.to_state) for m in MOVES]
    nodes = "\n".join(
        f"    {_node(level, state)}: {_at(level, state)}" for level, state in dict.fromkeys(ends)
    )
    return _PAGE.format(nodes=nodes, arrows=arrows, rows=rows)


def _at(level: str, state: str) -> str:
    words = [Level(level).label if level else "", State(state).label]
    return ", ".join(word.lower() for word in words if word)


def _node(level: str, state: str) -> str:
    return f"{level}_{state}" if level else state


_PAGE = """# The moves of a business case
Made from the table in `governance/case_moves.py` by `manage.py case_diagram`; a test fails where \
they differ.

```mermaid
stateDiagram-v2
    direction LR
{nodes}
    [*] --> not_stated
{arrows}
```

| from | it is | to | by |
|---|---|---|---|
{rows}
"""
