"""Cycles of dependencies: who waits, through others, for themselves."""

from collections import deque
from collections.abc import Iterable, Mapping

PEELS = 12  # a chain is longer: the two passes do the rest


def cycles(links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """One cycle for each knot of nodes that all lead to each other, by its smallest node.

    A link is (giver, taker). A cycle is the shortest one through the knot's smallest node, which
    stands first and is not repeated at the end: [1, 4, 2] is 1 → 4 → 2 → 1.
    """
    onward: dict[int, set[int]] = {}
    for giver, taker in _peeled(set(links)):
        onward.setdefault(giver, set()).add(taker)
        onward.setdefault(taker, set())
    return sorted(_shortest(min(knot), knot, onward) for knot in _knots(onward) if len(knot) > 1)


def _peeled(links: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Most links that no cycle goes through left away: few programmes both give and take."""
    for _ in range(PEELS):
        inner = {giver for giver, _ in links} & {taker for _, taker in links}
        left = {link for link in links if link[0] in inner and link[1] in inner}
        if len(left) == len(links):
            break
        links = left
    return links


def _knots(onward: Mapping[int, set[int]]) -> list[set[int]]:
    """The strongly connected parts, by two passes without recursion."""
    finished: list[int] = []
    seen: set[int] = set()
    for start in onward:
        if start in seen:
            continue
        seen.add(start)
        stack = [(start, iter(onward[start]))]
        while stack:
            node, rest = stack[-1]
            follow = next((n for n in rest if n not in seen), None)
            if follow is None:
                finished.append(node)
                stack.pop()
            else:
                seen.add(follow)
                stack.append((follow, iter(onward[follow])))
    back: dict[int, set[int]] = {node: set() for node in onward}
    for node, follows in onward.items():
        for follow in follows:
            back[follow].add(node)
    knots, placed = [], set[int]()
    for node in reversed(finished):
        if node not in placed:
            knot = _reached(node, back, placed)
            placed |= knot
            knots.append(knot)
    return knots


def _reached(start: int, onward: Mapping[int, set[int]], without: set[int]) -> set[int]:
    reached, waiting = {start}, [start]
    while waiting:
        fresh = onward[waiting.pop()] - without - reached
        reached |= fresh
        waiting += fresh
    return reached


def _shortest(start: int, knot: set[int], onward: Mapping[int, set[int]]) -> list[int]:
    """The shortest way from a node back to itself within its knot."""
    came_from: dict[int, int] = {}
    waiting = deque([start])
    while True:
        node = waiting.popleft()
        for follow in sorted(onward[node] & knot):
            if follow == start:
                way = [node]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if follow not in came_from:
                came_from[follow] = node
                waiting.append(follow)
