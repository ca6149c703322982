"""What frames every page: the council, the navigation, and which position is shown."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from accounts.roles import Verb, may
from portfolios.actions.set_council import sets_something
from portfolios.council import council, say
from portfolios.models import Position
from reports.asking import reports

NAVIGATION = [
    ("Dashboard", "dashboard"),
    ("Portfolios", "portfolio-list"),
    ("Programmes", "programme-list"),
    ("Savings", "savings"),
    ("Benefits", "benefits"),
    ("Workforce", "workforce"),
    ("Governance", "governance"),
    ("Reports", "report-list"),
    ("Reconciliation", "reconciliation"),
    ("Positions", "position-list"),
    ("History", "history"),
]
# Pages whose address begins otherwise than that of the room they are in.
WITHIN = {
    **dict.fromkeys(("case", "milestone", "pipeline", "status"), "governance"),
    **dict.fromkeys(("transfers", "change"), "savings"),
    "explain": "reconciliation",
    "feed": "report",
    "import": "position",
}


class Choice(NamedTuple):
    """A position that can be chosen."""

    slug: str
    name: str
    state_label: str
    selected: bool


class Shown(NamedTuple):
    """The position a page shows, and those it could show."""

    name: str
    state_label: str
    as_at_text: str
    note: str
    choices: list[Choice]
    other_params: list[tuple[str, str]]


def frame(request: HttpRequest) -> dict:
    """A context processor: the council and the navigation, for those who may read."""
    user = getattr(request, "user", None)
    reads = user is not None and may(user, Verb.READ)
    return {
        "organisation": council(),
        "nav": navigation(request) if reads else [],
        "sets": user is not None and sets_something(user),
    }


def navigation(request: HttpRequest) -> list[dict]:
    match = request.resolver_match
    position = getattr(request, "position_query", "")
    first = (match.url_name or "").split("-")[0] if match else ""
    room = WITHIN.get(first, first)
    return [
        {
            "label": say(label),
            "url": reverse(name) + position,
            "current": bool(room) and room == name.split("-")[0],
        }
        for label, name in NAVIGATION
    ]


def worded(crumb: dict[str, str]) -> dict[str, str]:
    """A step of the way here in the council's words, where it is ours and not what people typed."""
    return {**crumb, "label": say(crumb["label"])} if _is_ours(crumb["label"]) else crumb


def _is_ours(label: str) -> bool:
    """Whether it is a section or a report; the reports are imported where it is no section."""
    return label in dict(NAVIGATION) or label in {r.title for r in reports().values()}


def shown(request: HttpRequest, position: Position, positions: list[Position]) -> Shown:
    """What the header says of the position and offers to switch to."""
    return Shown(
        name=position.name,
        state_label=position.standing,
        as_at_text=f"as at {position.as_at_text}",
        note=position.date_note,
        choices=[Choice(p.slug, p.name, p.standing, p.pk == position.pk) for p in positions],
        other_params=[
            (key, value)
            for key, values in request.GET.lists()
            if key not in ("position", "page")
            for value in values
        ],
    )
