"""Two things timed side by side, in rounds, so that the machine's noise falls on both."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from time import perf_counter

ROUNDS = 7
WARM_UP = 4
QUICK = 5
FEWEST = 5  # times after a beginning: two workers meet it cold, and the middle is not theirs
MILLISECONDS = 14_000  # what one comparison may take, more or less
Work = Callable[[], object]
Pair = list[tuple[float, float]]  # the median milliseconds of both, in each round


def timed(work: Work) -> float:
    start = perf_counter()
    work()
    return 1000 * (perf_counter() - start)


def nothing() -> None:
    """What is done first where nothing is."""


def in_turns(one: Work, other: Work, times: int, first: Work = nothing) -> tuple[float, float]:
    """One client asks both by turns, so that each meets the same moments."""
    both = [(first(), timed(one), timed(other)) for _ in range(times)]
    return median(a for _, a, _ in both), median(b for _, _, b in both)


def at_once(work: Work, clients: int, times: int) -> float:
    """The median as clients see it who all ask at the same time."""
    with ThreadPoolExecutor(clients) as pool:
        return median(pool.map(lambda _: timed(work), range(clients * times)))


def after(first: Work, work: Work, clients: int, times: int) -> float:
    """The median as clients see it who all ask together, each time right after ``first``."""
    seen: list[float] = []
    with ThreadPoolExecutor(clients) as pool:
        for _ in range(times):
            first()
            seen += pool.map(lambda _: timed(work), range(clients))
    return median(seen)


def compare_after(
    begin: Work, first: Work, one: Work, other: Work, *, times: int, clients: int = 1
) -> Pair:
    """As ``compare``; each round begins with ``begin``, and ``first`` comes before each ``one``.

    Neither is timed. Both sides are asked by clients who start together.
    """
    in_turns(one, other, WARM_UP, first)
    cost = sum(in_turns(one, other, WARM_UP, first)) * clients
    times = max(FEWEST, min(times, int(MILLISECONDS / ROUNDS / cost)))
    rounds = []
    for _ in range(ROUNDS):
        begin()
        if clients == 1:
            rounds.append(in_turns(one, other, times, first))
        else:
            rounds.append(
                (after(first, one, clients, times), after(nothing, other, clients, times))
            )
    return rounds


def compare(one: Work, other: Work, *, times: int, clients: int = 1) -> Pair:
    """Both warmed up, then measured in rounds, ``times`` for each client in each.

    On a slow or busy machine the rounds are shorter, not fewer. Of many clients the quick side gets
    more requests, or its moment would be too short.
    """
    cost = sum(in_turns(one, other, WARM_UP)) * clients
    times = max(2, min(times, int(MILLISECONDS / ROUNDS / cost)))
    if clients == 1:
        return [in_turns(one, other, times) for _ in range(ROUNDS)]
    return [
        (at_once(one, clients, times), at_once(other, clients, QUICK * times))
        for _ in range(ROUNDS)
    ]
