"""The small-number guard: which rows below portfolio level are not printed.

A row with a number above zero and below the threshold is about few people: it is hidden whole. Its
total is printed elsewhere, so a row is never hidden alone: a second one of its group goes with it.

Why that is enough: what is known of the hidden rows of a group is their sum, column by column, and
rules that hold for any multiple (low is within high, vacant is within low). So "one row has all of
it, the others nothing" fits whatever is printed, for each of the rows in turn, and every hidden
number may be anything from nothing to the whole. A zero is hidden only where the sum is not zero.
"""

from collections.abc import Collection, Sequence

Numbers = Sequence[int | None]  # one row; ``None`` where nothing is stated


def is_small(number: int | None, threshold: int) -> bool:
    """Whether a number is about few people: not zero, and short of the threshold."""
    return number is not None and 0 < abs(number) < threshold


def hidden_rows(rows: Sequence[Numbers], threshold: int) -> set[int]:
    """Which rows of one group to hide, by index; the total of the group stays printed.

    The one that goes with a row that would be hidden alone is the smallest of the rest, of those
    that are not all zero while there are any. A group of one row cannot be protected.
    """
    small = {i for i, row in enumerate(rows) if any(is_small(n, threshold) for n in row)}
    if len(small) != 1:
        return small
    rest = [i for i in range(len(rows)) if i not in small]
    return small | set(sorted(rest, key=lambda i: (_size(rows[i]) == 0, _size(rows[i]), i))[:1])


def hides(column: int, hidden: Collection[int], rows: Sequence[Numbers]) -> bool:
    """Whether a column of the hidden rows is hidden: not where all of them are plainly zero."""
    held = [rows[i][column] for i in hidden]
    return any(number != 0 for number in held)


def _size(row: Numbers) -> int:
    return sum(abs(number) for number in row if number is not None)
