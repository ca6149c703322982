"""The update for scrutiny: shorter, and about what changed since the paper before."""

from agt.words import clock
from agt.words.days import long_day
from reports.papers.compose import Composer
from reports.papers.outline import Outline, Part, Says, Shows, Words
from reports.since import Since, last_time
from reports.since_words import sentence

MOST = 30  # sentences; the rest is on the page of what happened


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
    """What happened since the position before, up to the position's own day once published."""
    position = composer.ask.position
    day = last_time(composer.ask.library, position)
    end = position.as_at if position.is_published else clock.today()
    told = [
        h
        for h in Since(composer.ask.library, position, day).happened
        if (h.on is None or h.on <= end) and not (position.is_published and h.illustrative)
    ]
    if not told:
        composer.say(f"Nothing was recorded between {long_day(day)} and {long_day(end)}.")
        return
    composer.say(f"Recorded between {long_day(day)} and {long_day(end)}:")
    mark = " (an illustrative sample)"
    composer.list(("", sentence(h) + (mark if h.illustrative else "")) for h in told[:MOST])
    if len(told) > MOST:
        composer.say(f"And {len(told) - MOST} more.")


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
