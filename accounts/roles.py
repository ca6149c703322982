"""Who may do what: roles, verbs and position states, defined once and here.

``RULES`` is the whole of it. A page asks ``may(user, Verb.EDIT, state=position.state)``; a test
reads the table as one.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models


class Role(models.TextChoices):
    """What a person is to the programme."""

    VIEWER = "viewer", "Viewer (Board)"
    ANALYST = "analyst", "Analyst"
    PMO_EDITOR = "pmo_editor", "PMO editor"
    PORTFOLIO_LEAD = "portfolio_lead", "Portfolio lead"
    FINANCE_PARTNER = "finance_partner", "Finance partner"
    SECTION_151 = "section_151", "Section 151 officer"
    HR_PARTNER = "hr_partner", "HR partner"
    ADMINISTRATOR = "administrator", "Administrator"


class Verb(models.TextChoices):
    """What can be done."""

    READ = "read", "read the figures"
    EXPORT = "export", "take figures away in a file"
    EDIT = "edit", "change the figures"
    EXPLAIN = "explain", "explain a break"
    CONFIRM = "confirm", "confirm a programme's figures"
    APPROVE = "approve", "agree a change above the tolerance"
    VERIFY = "verify", "verify a benefit and approve what a unit of it is worth"
    SIGN = "sign", "sign a Cabinet position"
    PUBLISH = "publish", "publish a position"
    READ_POSTS = "read_posts", "read posts below portfolio level"
    EDIT_POSTS = "edit_posts", "change posts below portfolio level and consultations"
    ENGAGE = "engage", "keep the engagement log"
    ADMINISTER = "administer", "manage people and settings"


class State(models.TextChoices):
    """Whether a position can still change."""

    WORKING = "working", "Working"
    PUBLISHED = "published", "Published"


_W, _P = State.WORKING, State.PUBLISHED
_BOTH = frozenset({_W, _P})
_WORKING = frozenset({_W})

# What each role may do, and in which states of a position. What is not here is refused.
# A published position never changes; explaining a break stands beside a figure, not over it.
# Who edits never agrees: nobody can wave their own change through.
RULES: dict[Role, dict[Verb, frozenset[State]]] = {
    Role.VIEWER: {Verb.READ: _BOTH},
    Role.ANALYST: {Verb.READ: _BOTH, Verb.EXPORT: _BOTH},
    Role.PMO_EDITOR: {
        Verb.READ: _BOTH,
        Verb.EXPORT: _BOTH,
        Verb.EDIT: _WORKING,
        Verb.EXPLAIN: _BOTH,
        Verb.PUBLISH: _WORKING,
        Verb.ENGAGE: _WORKING,
    },
    Role.PORTFOLIO_LEAD: {
        Verb.READ: _BOTH,
        Verb.EXPORT: _BOTH,
        Verb.EDIT: _WORKING,
        Verb.ENGAGE: _WORKING,
    },
    Role.FINANCE_PARTNER: {
        Verb.READ: _BOTH,
        Verb.EXPORT: _BOTH,
        Verb.EXPLAIN: _BOTH,
        Verb.CONFIRM: _WORKING,
        Verb.APPROVE: _WORKING,
        Verb.VERIFY: _WORKING,
    },
    Role.SECTION_151: {
        Verb.READ: _BOTH,
        Verb.EXPORT: _BOTH,
        Verb.EXPLAIN: _BOTH,
        Verb.CONFIRM: _WORKING,
        Verb.APPROVE: _WORKING,
        Verb.VERIFY: _WORKING,
        Verb.SIGN: _WORKING,
    },
    Role.HR_PARTNER: {
        Verb.READ: _BOTH,
        Verb.EXPORT: _BOTH,
        Verb.READ_POSTS: _BOTH,
        Verb.EDIT_POSTS: _WORKING,
        Verb.ENGAGE: _WORKING,
    },
    Role.ADMINISTRATOR: {Verb.ADMINISTER: _BOTH},
}
# What a person who is named for posts may do besides, where their role lets them do its like.
NAMED_FOR_POSTS: dict[Verb, Verb] = {Verb.READ_POSTS: Verb.READ, Verb.EDIT_POSTS: Verb.EDIT}


class Answer(NamedTuple):
    """Yes or no, with the sentence a person is shown when it is no."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


def may(
    user, verb: Verb, *, state: State = State.PUBLISHED, portfolio: models.Model | None = None
) -> Answer:
    """Whether ``user`` may do ``verb`` to a position in ``state``, and if not, why not.

    With a ``portfolio``, whether it is in their scope is asked too.
    """
    if not (user.is_authenticated and user.is_active):
        return Answer(False, "Sign in first.")
    role = Role(user.role)
    like = NAMED_FOR_POSTS.get(verb) if user.named_for_posts else None
    states = RULES[role].get(verb) or RULES[role].get(like or verb, frozenset())
    if verb is Verb.READ and role is Role.VIEWER and not settings.VIEWERS_SEE_WORKING:
        states = states - {State.WORKING}
    if state in states:
        scope = user.portfolio_ids() if portfolio else None
        if portfolio and scope is not None and not scope.filter(pk=portfolio.pk).exists():
            return Answer(False, f"{portfolio} is not among your portfolios.")
        return Answer(True)
    if states:
        return Answer(False, f"A {state.label.lower()} position does not let you {verb.label}.")
    return Answer(False, f"The role {role.label} does not let you {verb.label}.")


def require(
    user, verb: Verb, *, state: State = State.PUBLISHED, portfolio: models.Model | None = None
) -> None:
    """Raise ``PermissionDenied``, with its reason, unless ``user`` may."""
    answer = may(user, verb, state=state, portfolio=portfolio)
    if not answer:
        raise PermissionDenied(answer.reason)


def require_any(
    user, verb: Verb, *, state: State, portfolios: Iterable[models.Model | None]
) -> None:
    """Raise ``PermissionDenied`` unless ``user`` may in one of ``portfolios``.

    ``None`` among them is the whole council's: those alone may who see all portfolios.
    """
    refused = "This is the whole council's: it is not among your portfolios."
    for portfolio in portfolios:
        answer = may(user, verb, state=state, portfolio=portfolio)
        if answer and (portfolio or user.portfolio_ids() is None):
            return
        refused = answer.reason or refused
    raise PermissionDenied(refused)
