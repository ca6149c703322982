"""The log of what lives on from position to position, one kind of it at a time.

Rows that were removed are told too: nowhere else does a page say what became of them.
"""

from functools import cached_property
from typing import Any

from django.db import models

from accounts.viewer import Viewer
from governance.models import Decision, Meeting, Risk
from portfolios.models import Portfolio, Position, Programme, ProgrammePlace
from reports.editable import Editable
from reports.history import MOST_OF_ONE, Entry, Names, entry_of, newest_first, with_earlier
from reports.living import LIVING
from savings.models import Benefit, Measure
from workforce.models import Consultation, Restructure

PEOPLE = "workforce"  # the rooms whose rows may be about few people
# What a row may hang on where it names no programme and no portfolio itself.
PARENTS: tuple[type[models.Model], ...] = (
    Risk,
    Decision,
    Meeting,
    Benefit,
    Measure,
    Consultation,
    Restructure,
)
NAMED = ("title", "text", "name", "what", "activity", "service", "code")  # what a row is called by


def kinds_for(viewer: Viewer) -> list[str]:
    """The names of the kinds a viewer may ask for, each once."""
    held = [kind for kind in LIVING.values() if viewer.reads_posts() or not _of_people(kind)]
    return list(dict.fromkeys(kind.name for kind in held))


def living_log(position: Position, viewer: Viewer, name: str) -> list[Entry]:
    """Every change to the rows of the kinds of that name in the viewer's scope, newest first."""
    if name not in kinds_for(viewer):
        return []
    fullest: dict[Any, Editable] = {}
    for kind in LIVING.values():
        if kind.name == name and (viewer.reads_posts() or not _of_people(kind)):
            held = fullest.get(kind.model)
            if held is None or len(kind.fields) > len(held.fields):
                fullest[kind.model] = kind
    names, homes = Names(position), _Homes(viewer)
    return newest_first(
        entry_of(kind, record, earlier, names, what=_called(record, names))
        for model, kind in fullest.items()
        for record, earlier in with_earlier(model.history.all(), MOST_OF_ONE)
        if homes.sees(record)
    )


def _of_people(kind: Editable) -> bool:
    return kind.model._meta.app_label == PEOPLE


def _called(record: Any, names: Names) -> str:
    """What a row is called, and the programme or portfolio it is of."""
    own = next((said for name in NAMED if (said := getattr(record, name, ""))), "")
    return ", ".join(part for part in (str(own), names.of(record)) if part)


class _Homes:
    """Which rows of history are in a viewer's portfolios today; each parent model is read once."""

    def __init__(self, viewer: Viewer) -> None:
        scope = viewer.portfolio_ids()
        self._scope = None if scope is None else {row["pk"] for row in scope.values("pk")}
        self._parents: dict[Any, dict[int, set[int]]] = {}

    def sees(self, record: Any) -> bool:
        return self._scope is None or bool(self._of(record) & self._scope)

    @cached_property
    def _of_programmes(self) -> dict[int, int]:
        return dict(ProgrammePlace.objects.today().values_list("programme", "portfolio"))

    def _of(self, row: Any) -> set[int]:
        """The portfolios a row says it is in; where it says none, those of what it hangs on."""
        own, hung = set(), set()
        for field in row._meta.fields:
            held = getattr(row, field.attname, None)
            if not isinstance(field, models.ForeignKey) or held is None:
                continue
            if field.related_model is Portfolio:
                own.add(held)
            elif field.related_model is Programme:
                own.add(self._of_programmes.get(held, 0))
            elif field.related_model in PARENTS:
                hung |= self._of_parents(field.related_model).get(held, set())
        return own or hung

    def _of_parents(self, model: Any) -> dict[int, set[int]]:
        if model not in self._parents:
            self._parents[model] = {row.pk: self._of(row) for row in model._default_manager.all()}
        return self._parents[model]
