"""What was worked out from the data and is kept, in this process, with the tokens it came from.

Nothing here is ever wrong, only made anew: a value says of which data versions it is, which the
database draws anew with every write. The newest of a thing takes the place of the one before, so
that what a day's saves made old holds no memory; of all things the least lately used goes first.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Under(NamedTuple):
    """What a value is of, and the versions of the data that it was made from."""

    of: Hashable
    version: Hashable


class Kept:
    """At most ``most`` values, one of a thing."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, tuple[Hashable, object]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    def get_or_make(
        self,
        wanted: Mapping[Key, Under | None],
        make: Callable[[list[Key]], Mapping[Key, Value]],
    ) -> dict[Key, Value]:
        """A value for each wanted, by what it is kept under; those not kept are made together.

        What would be kept under ``None`` is made each time. What ``make`` leaves out has no value,
        and that is kept too.
        """
        found: dict[Key, Value] = {}
        missing = []
        for key, under in wanted.items():
            held = self._get(under) if under is not None else _NOT_HELD
            if held is _NOT_HELD:
                missing.append(key)
            elif held is not _NOTHING:
                found[key] = held  # type: ignore[assignment]
        if missing:
            made = make(missing)
            for key in missing:
                if key in made:
                    found[key] = made[key]
                if (under := wanted[key]) is not None:
                    self._put(under, made.get(key, _NOTHING))
        return found

    def clear(self) -> None:
        with self._lock:
            self._held.clear()

    def _get(self, under: Under) -> object:
        with self._lock:
            version, value = self._held.get(under.of, _NEVER)
            if version != under.version:
                return _NOT_HELD
            self._held.move_to_end(under.of)
            return value

    def _put(self, under: Under, value: object) -> None:
        with self._lock:
            self._held[under.of] = under.version, value
            self._held.move_to_end(under.of)
            while len(self._held) > self._most:
                self._held.popitem(last=False)


_NOT_HELD = object()
_NOTHING = object()
_NEVER = (_NOT_HELD, _NOT_HELD)  # of no version

SHELF = Kept(most=4000)
