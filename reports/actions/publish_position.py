"""Publish a position: freeze it, and keep the very tables and files that Cabinet saw."""

import datetime
import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.one_writer import one_writer
from accounts.roles import State, Verb, require
from accounts.viewer import SYSTEM
from agt.words import clock
from portfolios.models import Position
from reports import pack
from reports.asking import all_tables
from reports.checklist import Point, checklist
from reports.illustrative import remove_samples_of
from reports.library import Library
from reports.models import PublishedFile, PublishedTable
from reports.models.published import checksum
from reports.papers.files import File, kept_files
from reports.papers.scrutiny import keep_what_happened
from reports.registry import REPORTS
from reports.renderers import as_csv, as_excel, as_json
from reports.renderers.words import file_name
from reports.table import Ask, ReportTable

NEVER_PUBLISHED = "A scenario is a what-if: it is never published."
FILES = {"xlsx": as_excel, "csv": as_csv, "json": as_json}


class NotReady(ValidationError):
    """The checklist has a point that stops publication, or one that nobody has answered for."""


@transaction.atomic
def publish_position(
    *,
    position: Position,
    by: User | None,
    note: str = "",
    details: Mapping[str, Any] | None = None,
    at: datetime.datetime | None = None,
) -> Position:
    """Publish a working position; from here on nothing of it can be written, in the database too.

    ``note`` says why it is published with what its checklist found, ``details`` what it is called
    and dated from now on. ``by`` is ``None``, and the checklist passed over, for papers published
    before the tracker. Raises ``PermissionDenied``, ``NotReady`` or ``ValidationError`` and changes
    nothing.
    """
    one_writer()
    if by:
        require(by, Verb.PUBLISH, state=State(position.state))
    was_scenario = position.is_scenario  # it does not become anything else by being published
    for field, value in (details or {}).items():
        setattr(position, field, value)
    if was_scenario or position.is_scenario:
        raise NotReady(NEVER_PUBLISHED)
    if by:
        _answer_for(checklist(_library(position), position), note)
    moment = at or clock.now()
    position.state, position.published_at, position.published_by = State.PUBLISHED, moment, by
    position.publication_note = note
    position.full_clean()
    remove_samples_of(position)
    ask = Ask(_library(position), position)
    tables = all_tables(ask)
    _keep_tables(position, tables)
    _keep_files(ask, tables, [*kept_files(ask)] if by else [], moment)
    if by:
        keep_what_happened(ask)
    position.save()
    return position


def _library(position: Position) -> Library:
    """All positions, this one as it is about to be."""
    others = Position.objects.exclude(pk=position.pk).select_related("establishment")
    return Library(SYSTEM, [*others, position])


def _answer_for(points: list[Point], note: str) -> None:
    stopped = [sentence for p in points if p.stops for sentence in p.found]
    if stopped:
        raise NotReady(stopped)
    if any(p.found for p in points) and not note:
        raise NotReady(
            "The checklist is not clear: say why the position is published all the same."
        )


def _keep_tables(position: Position, tables: list[ReportTable]) -> None:
    PublishedTable.objects.bulk_create(
        PublishedTable(
            position=position,
            slug=table.slug,
            content=content,
            sha256=checksum(json.dumps(content, sort_keys=True).encode()),
        )
        for table in tables
        for content in [as_json.as_dict(table)]
    )


def _keep_files(
    ask: Ask, tables: list[ReportTable], papers: list[File], at: datetime.datetime
) -> None:
    """Every file that went out; ``papers`` are none where the tracker did not make them."""
    position = ask.position
    pack_name = f"{file_name('cabinet-pack', position.name)}.xlsx"
    made = [(pack_name, as_excel.CONTENT_TYPE, pack.render(ask), False), *papers]
    for table in tables:
        below = REPORTS[table.slug].is_below_portfolio
        for suffix, renderer in FILES.items():
            name = f"{file_name(table.slug, position.name)}.{suffix}"
            made.append((name, renderer.CONTENT_TYPE, renderer.render(table), below))
    PublishedFile.objects.bulk_create(
        PublishedFile(
            position=position,
            name=name,
            content_type=content_type,
            content=content,
            sha256=checksum(content),
            made_at=at,
            is_below_portfolio=below,
        )
        for name, content_type, content, below in made
    )
