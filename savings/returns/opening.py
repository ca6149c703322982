"""Open an uploaded workbook, whatever it is, without letting it near the tracker."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from savings.returns.child import DAMAGED, NOT_EXCEL, Refused

LARGEST_FILE = 5 * 1024**2  # bytes
SECONDS = 1.8  # on the wall; with what comes before and after, an answer within two
CHILD = Path(__file__).with_name("child.py")
TOO_LARGE = f"The file is larger than {LARGEST_FILE // 1024**2} MB: a return is far smaller."
TOO_LONG = "The file takes too long to read. Download the return again, fill that in and send it."


@dataclass(frozen=True, slots=True)
class Written:
    """What is written in a cell: n for a number, s for text, x for anything else, and its text."""

    at: str
    kind: str
    text: str


Sheet = dict[tuple[int, int], Written]


def open_workbook(content: bytes) -> dict[str, Sheet]:
    """The cells of a workbook by sheet, row and column. Raises ``Refused`` with a sentence."""
    if len(content) > LARGEST_FILE:
        raise Refused(TOO_LARGE)
    if not content.startswith(b"PK\x03\x04"):
        raise Refused(NOT_EXCEL)
    answer = _ask_child(content)
    if "refused" in answer:
        raise Refused(answer["refused"])
    return {
        title: {(row, column): Written(*said) for row, column, *said in cells}
        for title, cells in answer["sheets"].items()
    }


def _ask_child(content: bytes) -> dict:
    """What the child process says; it is killed, by its id, when its time is over."""
    try:
        # Our own script, with no environment, so that no secret is there to be found.
        told = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(CHILD)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            env={},
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(TOO_LONG) from error
    if told.returncode != 0:
        raise Refused(TOO_LONG if told.returncode < 0 else DAMAGED)
    return json.loads(told.stdout)
