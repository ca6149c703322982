"""A programme's newest delivery status, beside its place in a position."""

import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from governance.models import DeliveryStatus
from governance.models.delivery_status import first_of, months_back


def with_newest_status(places: QuerySet) -> QuerySet:
    """Programmes, each with the overall rating and the month of its newest status."""
    own = DeliveryStatus.objects.filter(programme=OuterRef("programme")).newest_first()
    return places.annotate(
        newest_overall=Subquery(own.values("overall")[:1]),
        newest_month=Subquery(own.values("month")[:1]),
        newest_sample=Subquery(own.values("illustrative")[:1]),
    )


def is_stale(today: datetime.date) -> Q:
    """Of programmes ``with_newest_status``: nothing is written for last month or this one."""
    last_month = months_back(first_of(today), 1)
    return Q(newest_month__isnull=True) | Q(newest_month__lt=last_month)


def is_off_track() -> Q:
    """Of programmes ``with_newest_status``: the newest says so."""
    return Q(newest_overall="off_track")
