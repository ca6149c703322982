"""Where a programme is: its portfolio, which a position says."""

from django.db.models import OuterRef, Subquery

from portfolios.models import Portfolio, Position, Programme, ProgrammePlace


def home_at(position: Position, programme: str) -> Subquery:
    """The portfolio id, at ``position``, of the programme that the field ``programme`` holds."""
    places = ProgrammePlace.objects.filter(position=position, programme=OuterRef(programme))
    return Subquery(places.order_by().values("portfolio")[:1])


def home_today(programme: Programme) -> Portfolio | None:
    """A programme's portfolio by the newest position that places it: who may edit goes by it."""
    places = programme.places.exclude(position__kind=Position.Kind.SCENARIO)
    newest = places.order_by("-position__as_at", "-position__state", "-position")
    place = newest.select_related("portfolio").first()
    return place.portfolio if place else None
