"""Room for deep calls.

Python keeps the frames of calls in pieces of 16 KB. It asks the system for another where one is
full and gives it back with the frame that began it: a page whose templates go to and fro across
such an edge asks thousands of times, which was a third of its time.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

DEEP = 17_000  # values that a frame can hold, of 8 bytes each: it begins a piece of 256 KB


def with_room(call: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """``call``, from within a frame that says to need much: the piece it begins has room for all.

    What is not written to takes no memory.
    """

    def roomy(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        return call(*args, **kwargs)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=DEEP)
    return roomy
