"""Open a working position: everything that belongs to a position, copied forward."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from accounts.one_writer import one_writer
from accounts.roles import State, Verb, require
from agt.words import clock
from portfolios.models import (
    BusinessCase,
    Highlight,
    Improvement,
    PortfolioPlace,
    Position,
    ProgrammePlace,
)
from reports.models import PaperBlock
from reports.models.paper_block import HAPPENED
from savings.models import BudgetPressure, FundingGap, Investment, SavingsLine
from workforce.models import Establishment, PostPhase, PostReduction, ProgrammePosts


@transaction.atomic
def open_position(
    *,
    source: Position,
    name: str,
    slug: str,
    short_name: str,
    kind: Position.Kind,
    by: User | None,
) -> Position:
    """Open a working position from a published one; ``by`` is ``None`` for a command.

    A scenario opens beside it, from the working position too.

    Its lines, posts, places, business cases and narrative are copied; what explains the step to the
    source (transfers, re-presentations, change requests) and what it took to make it (who returned
    or confirmed a programme, and by when it was due) are not.
    Raises ``PermissionDenied``, or ``ValidationError`` where the source is not published or another
    working position is open; nothing is made then.
    """
    one_writer()
    if by:
        require(by, Verb.PUBLISH, state=State.WORKING)
    if not (source.is_published or (kind == Position.Kind.SCENARIO and source.is_working)):
        raise ValidationError(f"{source} is not published: open from a published position.")
    position = Position(
        name=name,
        slug=slug,
        short_name=short_name,
        kind=kind,
        state=State.WORKING,
        as_at=max(clock.today(), source.as_at),
        first_year=source.first_year,
        last_year=source.last_year,
        opened_from=source,
        opened_by=by,
        opened_at=clock.now(),
    )
    position.full_clean()
    position.save()
    copy = _Copy(source, position)
    copy.rows(PortfolioPlace)
    anew = dict.fromkeys(("confirmed_by", "confirmed_at", "returned_by", "returned_at"))
    copy.rows(ProgrammePlace, version=1, **anew)
    for model in (
        BusinessCase,
        Highlight,
        Improvement,
        Establishment,
        PostReduction,
        ProgrammePosts,
        PostPhase,
        Investment,
        FundingGap,
        BudgetPressure,
    ):
        copy.rows(model)
    drafts = PaperBlock.objects.exclude(section=HAPPENED)
    copy.rows(PaperBlock, drafts, state=PaperBlock.State.DRAFT)  # somebody reads each again
    copy.lines()
    return position


class _Copy:
    """Copies rows of one position to another, each with its first entry of history.

    That entry has no person: it is where the row's changes start, not one of them. Who opened the
    position stands on the position.
    """

    def __init__(self, source: Position, position: Position) -> None:
        self.source, self.position = source, position

    def rows(
        self, model: type[models.Model], of: models.QuerySet | None = None, **reset: Any
    ) -> None:
        rows = list(
            (model._default_manager.all() if of is None else of).filter(position=self.source)
        )
        for row in rows:
            row.pk = None
            for name, value in {"position": self.position, **reset}.items():
                setattr(row, name, value)
        self._create(model, rows)

    def lines(self) -> None:
        places = ProgrammePlace.objects.filter(position=self.position)
        new_place = {place.programme_id: place for place in places}
        lines = list(SavingsLine.objects.at(self.source).select_related("place"))
        for line in lines:
            line.pk, line.place = None, new_place[line.place.programme_id]
        self._create(SavingsLine, lines)

    def _create(self, model: type[models.Model], rows: list[Any]) -> None:
        for row in rows:
            row._history_user = None  # or it would be whoever is signed in
        bulk_create_with_history(
            rows,
            model,
            batch_size=2000,
            default_date=clock.now(),
            default_change_reason=f"opened from {self.source}",
        )
