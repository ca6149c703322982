"""The update for scrutiny: shorter, and about what changed since the paper before."""

from agt.words import clock
from agt.words.days import long_day
from reports.models import PaperBlock
from reports.models.paper_block import HAPPENED
from reports.occasions import last_time
from reports.papers.compose import Composer
from reports.papers.outline import Outline, Part, Says, Shows, Words
from reports.papers.prose import BULLET
from reports.since import Since
from reports.since_words import sentence
from reports.table import Ask

MOST = 30  # sentences; the rest is on the page of what happened
KEPT = "What happened until then is in the paper as it was published."


def _totals(composer: Composer) -> None:
    """The figures that moved, each in a sentence; what one of the positions lacks is not said."""
    composer.say("The expected saving is [[savings.total]]; it [[savings.total.moved.previous]].")
    composer.say(
        "Of it [[savings.total.green]] is Green; that [[savings.total.green.moved.previous]]."
    )
    composer.say(
        "Between [[posts.low]] and [[posts.high]] FTE of posts may go; the high end "
        "[[posts.high.moved.previous]]."
    )


def _since(composer: Composer) -> None:
    """What happened since the position before; of a published one, as it stood on that day."""
    ask = composer.ask
    lines = what_happened(ask)
    if ask.position.is_published and not composer.living:
        held = composer.held(HAPPENED)
        lines = held.text.splitlines() if held and ask.library.sees_all else [KEPT]
    first, *points = lines
    composer.list([("", first)], bullet=False)
    composer.list(("", point.removeprefix(BULLET)) for point in points)


def what_happened(ask: Ask) -> list[str]:
    """A sentence that says since when, and a point for each thing, up to the position's own day."""
    position = ask.position
    day = last_time(ask.library, position)
    end = position.as_at if position.is_published else clock.today()
    told = [
        h
        for h in Since(ask.library, position, day).happened
        if (h.on is None or h.on <= end) and not (position.is_published and h.illustrative)
    ]
    if not told:
        return [f"Nothing was recorded between {long_day(day)} and {long_day(end)}."]
    mark = " (an illustrative sample)"
    points = [sentence(h) + (mark if h.illustrative else "") for h in told[:MOST]]
    more = [f"And {len(told) - MOST} more."] if len(told) > MOST else []
    return [
        f"Recorded between {long_day(day)} and {long_day(end)}:",
        *(f"{BULLET}{' '.join(point.split())}" for point in [*points, *more]),
    ]


def keep_what_happened(ask: Ask) -> None:
    """Write it down as it is on the day of publication: what it is told from lives on.

    It stands where nobody writes, and is neither copied forward nor counted as written.
    """
    PaperBlock.objects.create(
        position=ask.position,
        paper=PaperBlock.Paper.SCRUTINY,
        section=HAPPENED,
        text="\n".join(what_happened(ask)),
        state=PaperBlock.State.FINAL,
    )


OUTLINE = Outline(
    "scrutiny",
    "Scrutiny update",
    "What changed since the paper before: the money, how sure we are, and what happened.",
    (
        Part(
            "front-sheet",
            "Front sheet",
            1,
            (
                Words("front-maker", "Committee", "Which committee, and when it meets."),
                Words("front-summary", "Brief summary", "What the update covers, since when."),
                Words("front-scrutiny", "Recommendations", "What the committee is asked to do."),
                Words("front-reasons", "Reasons for the recommendations", "Why it reports now."),
                Words("front-background", "Background papers", "What it rests on, or none."),
            ),
            front=True,
        ),
        Part(
            "changed",
            "What changed since the last paper",
            1,
            (
                Says(_totals),
                Words("changed", "What changed", "What is behind the movement, in plain words."),
                Shows("movement", "Movement of the expected saving"),
            ),
        ),
        Part(
            "confidence",
            "How sure we are",
            1,
            (
                Words("confidence", "Confidence", "Why savings became surer or less sure."),
                Shows("confidence-migration", "Savings that changed their confidence"),
            ),
        ),
        Part("since", "What happened", 1, (Says(_since),)),
        Part(
            "next",
            "What is next",
            1,
            (Words("next", "What is next", "What the committee will see next, and when."),),
        ),
    ),
)
