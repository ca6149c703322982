"""Say which programmes a benefit comes from, and which outcomes and themes it serves."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import models, transaction

from accounts.history import say
from accounts.models import User
from accounts.roles import Verb
from savings.actions.begin_benefit import begin
from savings.models import Benefit

LINKS = ("programmes", "outcomes", "themes", "principles")


@transaction.atomic
def link_benefit(
    *,
    benefit: Benefit,
    links: Mapping[str, Iterable[models.Model]],
    why: str,
    version: int,
    token: UUID,
    by: User,
) -> None:
    """Make a benefit's links what ``links`` says, by name in ``LINKS``; one left out stays.

    Its history tells them in words. Raises as ``begin`` does.
    """
    begin(benefit=benefit, verb=Verb.EDIT, version=version, token=token, by=by)
    told = []
    for name in LINKS:
        if name not in links:
            continue
        rows = list(links[name])
        getattr(benefit, name).set(rows)
        told.append(f"{name}: {', '.join(map(str, rows)) or 'none'}")
    say(benefit, why=f"{why} ({'; '.join(told)})", by=by)
    benefit.save()
