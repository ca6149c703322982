"""Open an uploaded file, whatever it is, without letting it near the tracker."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from savings.returns.child import AGAIN, DAMAGED, NOT_EXCEL, Refused, Table

LARGEST_FILE = 5 * 1024**2  # bytes
SECONDS = 8  # on the wall, for a busy machine; the child ends itself after its processor time
CHILD = Path(__file__).with_name("child.py")
TOO_LARGE = f"The file is larger than {LARGEST_FILE // 1024**2} MB: a return is far smaller."
TOO_LONG = f"The file takes too long to read. {AGAIN}"
SAVE_AGAIN = "Save the plan itself, without the rest, as a new file and send that."


@dataclass(frozen=True, slots=True)
class Written:
    """What is written in a cell: n for a number, s for text, x for anything else, and its text."""

    at: str
    kind: str
    text: str


Sheet = dict[tuple[int, int], Written]


def content_of(path: Path) -> bytes:
    """A file of this machine, or enough of it to be refused as too large."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def open_workbook(content: bytes) -> dict[str, Sheet]:
    """The cells of a workbook by sheet, row and column. Raises ``Refused`` with a sentence."""
    if len(content) > LARGEST_FILE:
        raise Refused(TOO_LARGE)
    if not content.startswith(b"PK\x03\x04"):
        raise Refused(NOT_EXCEL)
    return {
        title: {(row, column): Written(*said) for row, column, *said in cells}
        for title, cells in _ask_child(content, "return").items()
    }


def open_tables(content: bytes) -> dict[str, Table]:
    """The rows of each table of any plan, by the name of its sheet; a text has one, without a name.

    Raises ``Refused`` with a sentence.
    """
    if len(content) > LARGEST_FILE:
        raise Refused(TOO_LARGE.partition(":")[0] + ".")
    try:
        return _ask_child(content, "plan")
    except Refused as refused:
        raise Refused(str(refused).replace(AGAIN, SAVE_AGAIN)) from refused


def _ask_child(content: bytes, kind: str) -> dict:
    """What the child process says; it is killed, by its id, when its time is over."""
    try:
        # Our own script, with no environment, so that no secret is there to be found.
        told = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(CHILD), kind],
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
    answer = json.loads(told.stdout)
    if "refused" in answer:
        raise Refused(answer["refused"])
    return answer["sheets"]
