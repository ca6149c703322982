"""What was worked out from the data and is kept, in this process, under the tokens it came from.

Nothing here is ever wrong, only unused: a key names the data versions it was made from, which the
database draws anew with every write. The least lately used goes first.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept:
    """At most ``most`` values."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def get_or_make(
        self,
        wanted: Mapping[Key, Hashable | None],
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

    def _get(self, under: Hashable) -> object:
        with self._lock:
            if under not in self._held:
                return _NOT_HELD
            self._held.move_to_end(under)
            return self._held[under]

    def _put(self, under: Hashable, value: object) -> None:
        with self._lock:
            self._held[under] = value
            self._held.move_to_end(under)
            while len(self._held) > self._most:
                self._held.popitem(last=False)


_NOT_HELD = object()
_NOTHING = object()

SHELF = Kept(most=4000)
