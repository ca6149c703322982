"""Open a working position: everything that belongs to a position, copied forward."""

from django.db import models, transaction

from accounts.roles import State
from agt.words import clock
from portfolios.models import BusinessCase, Highlight, Improvement, Position, ProgrammePlace
from savings.models import SavingsLine
from workforce.models import Establishment, PostReduction


@transaction.atomic
def open_position(
    *, source: Position, name: str, slug: str, short_name: str, kind: Position.Kind
) -> Position:
    """Open a working position from a published one and give it back.

    Its lines, posts, places, business cases and narrative are copied; what explains the step to the
    source (transfers, re-presentations) and what confirmed it (who confirmed a programme) are not.
    """
    position = Position.objects.create(
        name=name,
        slug=slug,
        short_name=short_name,
        kind=kind,
        state=State.WORKING,
        as_at=max(clock.today(), source.as_at),
        first_year=source.first_year,
        last_year=source.last_year,
        opened_from=source,
    )
    _copy(ProgrammePlace, source, position, confirmed_by=None, confirmed_at=None)
    for model in (BusinessCase, Highlight, Improvement, Establishment, PostReduction):
        _copy(model, source, position)
    places = dict(ProgrammePlace.objects.filter(position=position).values_list("programme", "pk"))
    lines = list(SavingsLine.objects.at(source).select_related("place"))
    for line in lines:
        line.pk, line.place_id = None, places[line.place.programme_id]
    SavingsLine.objects.bulk_create(lines, batch_size=2000)
    return position


def _copy(model: type[models.Model], source: Position, position: Position, **reset) -> None:
    rows = list(model._default_manager.filter(position=source))
    for row in rows:
        row.pk = None
        for name, value in {"position": position, **reset}.items():
            setattr(row, name, value)
    model._default_manager.bulk_create(rows, batch_size=2000)
