"""The log: every change to every row of a position, who, when, from, to and why."""

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.viewer import Viewer
from agt.words.days import long_day
from agt.words.fte import FteField, in_fte
from agt.words.money import MoneyField, in_millions, in_pounds
from governance.steps import StepField, in_step
from portfolios.models import LockException, Portfolio, Position, Programme
from reports.editable import EDITABLE, PLACES, Editable
from reports.models import PaperBlock, Restatement
from reports.papers.editing import BLOCK
from reports.papers.exempt import reads_exempt
from reports.restated import restated
from savings.history import came_with_its_position, position_line_changes
from savings.models import ChangeRequest
from savings.values import ValueField, in_value

MOST = 300  # how far back one page of the log looks, for each kind of row
MOST_OF_ONE = 5000  # and where one kind is asked for
LINES = "savings line"
WINDOW = "edit window"
RESTATEMENT = "restatement"
REQUEST = "change above the tolerance"
KINDS = [
    LINES,
    REQUEST,
    *(kind.name for kind in EDITABLE.values()),
    BLOCK.name,
    WINDOW,
    RESTATEMENT,
]
DID = {"+": "added", "~": "changed", "-": "removed"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one field said before and says after, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log."""

    at: datetime.datetime
    who: str
    why: str
    kind: str
    what: str
    did: str
    fields: tuple[FieldChange, ...]
    version: int = 0  # of the row it left behind


def log(position: Position, viewer: Viewer, kind: str = "") -> list[Entry]:
    """The newest changes to a position's rows in the viewer's scope, newest first.

    Those of one ``kind``, which goes further back, or of every one.
    """
    names, most = Names(position), MOST_OF_ONE if kind else MOST
    entries: list[Entry] = []
    if kind in ("", LINES):
        changes = position_line_changes(position, visible_to=viewer, most=most)
        entries += [_of_line(change) for change in changes]
    for one in EDITABLE.values():
        if kind in ("", one.name) and (viewer.reads_posts() or not one.is_below_portfolio):
            entries += _of_kind(one, position, viewer, names, most)
    if kind in ("", BLOCK.name):
        entries += _of_blocks(position, viewer, names, most)
    others = {REQUEST: _of_requests, WINDOW: _of_window, RESTATEMENT: _of_restatements}
    for name, told in others.items():
        if kind in ("", name):
            entries += told(position, viewer)
    return newest_first(entries)


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _of_line(change: Any) -> Entry:
    cell = f"{change.words}, {change.confidence.label}"
    moved = FieldChange(cell, in_millions(change.before), in_millions(change.after))
    return Entry(change.at, change.who, change.why, LINES, change.programme, "changed", (moved,))


def changes_of(kind: Editable, row: Any) -> list[Entry]:
    """Every entry about one row, oldest first."""
    names, entries, earlier = Names(getattr(row, "position", None)), [], None
    records = row.history.select_related("history_user").order_by("history_id")
    for record in records:
        entries.append(entry_of(kind, record, earlier, names))
        earlier = record
    return entries


def _of_kind(
    kind: Editable,
    position: Position,
    viewer: Viewer,
    names: "Names",
    most: int,
    *,
    without: Collection[int] = (),
) -> list[Entry]:
    """A kind's entries."""
    history = kind.model.history.filter(position=position)  # type: ignore[attr-defined]
    return [
        entry_of(kind, record, earlier, names)
        for record, earlier in with_earlier(history, most)
        if record.id not in without and names.in_scope(record, viewer)
    ]


def with_earlier(history: Any, most: int) -> Iterator[tuple[Any, Any]]:
    """The newest records, each with the one before it of the same row; not how a row was opened.

    Two queries: the newest, and all those of the rows they are of.
    """
    ids = history.order_by("-history_id").values_list("id", flat=True)[:most]
    records = history.filter(id__in=set(ids)).select_related("history_user")
    before: dict[int, Any] = {}
    for record in records.order_by("history_id"):
        earlier = before.get(record.id)
        before[record.id] = record
        if not came_with_its_position(record):
            yield record, earlier


def _of_blocks(position: Position, viewer: Viewer, names: "Names", most: int) -> list[Entry]:
    """What was written in the papers; what was ever exempt, for those who may read that."""
    hidden: set[int] = set()
    if not reads_exempt(viewer, None):
        exempt = PaperBlock.history.filter(position=position, exempt=True)
        hidden = set(exempt.values_list("id", flat=True))
    return _of_kind(BLOCK, position, viewer, names, most, without=hidden)


def _of_requests(position: Position, viewer: Viewer) -> Iterable[Entry]:
    """What was asked for, and what was said to it."""
    for row in ChangeRequest.objects.at(position).visible_to(viewer).for_reading():
        what = row.place.printed_label
        total = FieldChange("total", in_millions(row.total_before), in_millions(row.total_after))
        yield Entry(row.at, str(row.by), row.why, REQUEST, what, "asked for", (total,))
        if not row.is_open:
            did, who = row.get_state_display().lower(), str(row.decided_by)
            yield Entry(row.decided_at, who, row.decision_note, REQUEST, what, did, (total,))


def _of_window(position: Position, viewer: Viewer) -> Iterable[Entry]:
    """Each time the last day of editing was set, for the position or as an exception to it."""
    dated = [(Position.history.filter(id=position.pk), "locks_on", lambda record: record.name)]
    exceptions = LockException.history.filter(position=position).select_related("portfolio")
    scope = viewer.portfolio_ids()
    mine = exceptions if scope is None else exceptions.filter(portfolio__in=scope)
    dated.append((mine, "until", lambda record: str(record.portfolio)))
    for history, field, name in dated:
        before: dict[int, datetime.date | None] = {}
        for record in history.select_related("history_user").order_by("history_id"):
            was, now = before.get(record.id), getattr(record, field)
            before[record.id] = now
            if was != now:
                day = FieldChange("last day of editing", _day(was), _day(now))
                yield _said(record, WINDOW, name(record), "set", day)


def _of_restatements(position: Position, viewer: Viewer) -> Iterable[Entry]:
    mine = set(Portfolio.objects.visible_to(viewer).values_list("name", flat=True))
    rows = Restatement.objects.filter(position=position).select_related("by", "position")
    for row in rows:
        if viewer.portfolio_ids() is None or row.of.portfolio in mine:
            told = restated(row)
            change = FieldChange("figure", told.published, told.value)
            yield Entry(row.at, told.who, row.why, RESTATEMENT, told.of, "restated", (change,))


def _day(day: datetime.date | None) -> str:
    return long_day(day) if day else ""


def entry_of(kind: Editable, record: Any, earlier: Any, names: "Names", *, what: str = "") -> Entry:
    """What one record of history says beside the one before it."""
    changed = []
    for name in kind.fields:
        field: Any = kind.model._meta.get_field(name)
        was = names.words(field, earlier) if earlier else ""
        now = names.words(field, record) if record.history_type != "-" else ""
        if was != now:
            changed.append(FieldChange(str(field.verbose_name), was, now))
    did = DID[record.history_type]
    return _said(record, kind.name, what or names.of(record), did, *changed)


def _said(record: Any, kind: str, what: str, did: str, *fields: FieldChange) -> Entry:
    return Entry(
        at=record.history_date,
        who=str(record.history_user or "the tracker"),
        why=record.history_change_reason or "",
        kind=kind,
        what=what,
        did=did,
        fields=fields,
        version=record.history_id,
    )


class Names:
    """The words for what records hold: names as the position prints them, money and FTE too.

    What is gone from the position is called by its own name, and so is what belongs to none.
    """

    def __init__(self, position: Position | None) -> None:
        self._position = position
        self._names: dict[Any, dict[int, str]] = {}

    def _of(self, model: Any) -> dict[int, str]:
        """The name of each row of a model, read once."""
        if model not in self._names:
            names = {row.pk: str(row) for row in model._default_manager.all()}
            if self._position and model in PLACES:
                here = PLACES[model]._default_manager.filter(position=self._position)
                names |= dict(here.values_list(model._meta.model_name, "printed_label"))
            self._names[model] = names
        return self._names[model]

    def of(self, record: Any) -> str:
        """What a record is of."""
        if hasattr(record, "printed_label"):
            return record.printed_label
        if hasattr(record, "from_programme_id"):
            ends = (record.from_programme_id, record.to_programme_id)
            return " to ".join(self._of(Programme).get(end, "") for end in ends)
        if hasattr(record, "programme_id"):
            return self._of(Programme).get(record.programme_id, "")
        if hasattr(record, "portfolio_id"):
            return self._of(Portfolio).get(record.portfolio_id, "")
        return "All portfolios"

    def words(self, field: Any, record: Any) -> str:
        """A field's value as a page prints it."""
        value = getattr(record, field.attname)
        if value is None:
            return ""
        if isinstance(field, models.ForeignKey):
            return self._of(field.related_model).get(value, "")
        if isinstance(field, MoneyField):
            return in_pounds(value)
        if isinstance(field, FteField):
            return in_fte(value)
        if isinstance(field, StepField):
            return in_step(value)
        if isinstance(field, ValueField):
            return in_value(value)
        if isinstance(value, datetime.date):
            return _day(value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return str(value)

    def in_scope(self, record: Any, viewer: Viewer) -> bool:
        """Whether the viewer sees the portfolio a record is of; the whole council's is for all."""
        scope = viewer.portfolio_ids()
        if scope is None:
            return True
        return getattr(record, "portfolio_id", None) in self._scope(scope)

    def _scope(self, scope: Any) -> set[int]:
        if not hasattr(self, "_ids"):
            self._ids = {row["pk"] for row in scope}
        return self._ids
