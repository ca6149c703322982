"""Posts that a plan prints beside its money: read by programme, kept by portfolio.

What one programme loses is for few people to see; a portfolio's range is what every paper prints.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from agt.words.fte import in_fte, parse_fte
from reports.exchange.amounts import MARKS
from reports.exchange.mapping import Meaning

POSTS = (Meaning.POSTS, Meaning.POSTS_LOW, Meaning.POSTS_HIGH)


class Post(NamedTuple):
    """A cell that says how many posts go: hundredths of an FTE, or why it says no number."""

    at: str
    meaning: Meaning
    hundredths: int
    text: str
    why: str = ""


class Range(NamedTuple):
    """Posts in hundredths of an FTE."""

    low: int
    high: int


def read_post(at: str, meaning: Meaning, text: str) -> Post:
    """What a cell says; a reduction printed as a negative is one all the same."""
    try:
        return Post(at, meaning, abs(parse_fte(text.rstrip(MARKS + " ").strip("()"))), text)
    except ValueError:
        return Post(at, meaning, 0, text, f"“{text[:40]}” is not a number of FTE.")


def ranges_of(told: Iterable[tuple[str, list[Post]]]) -> dict[str, Range]:
    """The range of each portfolio; an end that is not said is as the other."""
    sums: dict[str, Range] = {}
    for portfolio, posts in told:
        held: dict[Meaning, int] = defaultdict(int)
        said = [post for post in posts if not post.why]
        for post in said:
            held[post.meaning] += post.hundredths
        low = held.get(Meaning.POSTS_LOW, held.get(Meaning.POSTS_HIGH, 0)) + held[Meaning.POSTS]
        high = held.get(Meaning.POSTS_HIGH, held.get(Meaning.POSTS_LOW, 0)) + held[Meaning.POSTS]
        if said:
            before = sums.get(portfolio, Range(0, 0))
            sums[portfolio] = Range(before.low + min(low, high), before.high + max(low, high))
    return sums


def why_total(post: Post, of: int) -> str:
    """What becomes of a printed total of posts: it is checked, and left out."""
    if post.why or post.hundredths == of:
        return "A printed total of posts: it is their sum." if not post.why else post.why
    return (
        f"A printed total of posts: it says {in_fte(post.hundredths)}, and its posts come to "
        f"{in_fte(of)} FTE."
    )
