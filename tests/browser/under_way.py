"""A quarter that is under way: something of each kind waits, for the pages that show it."""

import datetime
import uuid

from accounts.models import User
from agt.words import clock
from portfolios.actions.edit_window import grant_exception, set_lock
from portfolios.models import Organisation, Position, ProgrammePlace
from reports.actions.open_position import open_position
from reports.actions.restate_figure import restate_figure
from reports.quantities import Quantity
from savings.actions.save_grid import held_by, save_grid
from savings.grid import Grid
from savings.models import Transfer

M = 100_000_000
DAY = datetime.timedelta(days=1)


def seed() -> None:
    """Bring the published figures, as the demo loads them, to the middle of a quarter."""
    editor = User.objects.get(username="editor")
    Organisation.objects.update(tolerance=M // 4)
    Position.objects.filter(slug="working").update(kind=Position.Kind.QUARTERLY_CABINET)
    working = Position.objects.get(slug="working")
    programmes = {}
    for slug, more in [("service-centre", M // 10), ("leisure-strategy", M), ("commissioning", 0)]:
        place = ProgrammePlace.objects.get(position=working, programme__slug=slug)
        programmes[slug] = place.programme
        amounts = dict(held_by(place).amounts)
        amounts[min(amounts)] += more
        save_grid(
            place=place,
            grid=Grid(amounts),
            version=place.version,
            note="The supplier has signed.",
            token=uuid.uuid4(),
            by=editor,
        )
    Transfer.objects.create(
        position=working,
        from_programme=programmes["leisure-strategy"],
        to_programme=programmes["commissioning"],
        amount=M // 10,
        year=working.first_year,
        confidence="green",
        note="Walking groups.",
    )
    restate_figure(
        position=Position.objects.get(slug="february-2025"),
        quantity=Quantity(),
        value=5_078_000_000,
        why="One programme was counted twice.",
        reported_in="Cabinet",
        token=uuid.uuid4(),
        by=editor,
    )
    open_position(
        source=working,
        name="If leisure waits",
        slug="if-leisure-waits",
        short_name="Later",
        kind=Position.Kind.SCENARIO,
        by=editor,
    )
    today = clock.today()
    said = {"position": working, "why": "The auditor asked.", "by": editor}
    set_lock(locks_on=today + DAY, token=uuid.uuid4(), **said)
    portfolio = place.portfolio
    grant_exception(portfolio=portfolio, until=today + 9 * DAY, token=uuid.uuid4(), **said)
