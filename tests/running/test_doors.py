"""Each door that takes a file, and what must not come in by any: in 2 seconds and 50 MB."""

import io
import time
import tracemalloc
from functools import partial

import pytest
from django.core.management import CommandError, call_command

from accounts.roles import Role
from accounts.viewer import SYSTEM
from savings.ledger_file import read_ledger
from savings.returns import opening
from savings.returns.child import Refused
from savings.returns.reading import read_return
from tests.exchange import test_opening as plans
from tests.savings import test_returns as returns
from tests.savings.test_returns import file, holding, portfolio, whole  # noqa: F401

pytestmark = pytest.mark.django_db
MB = 1024 * 1024

# What the two sets of wrong files call each trait; theirs say that each is refused in time.
TRAITS = {
    "a bomb": ("zip bomb", "a bomb"),
    "a bomb that lies": ("zip bomb that lies", None),
    "entities": ("a billion laughs", "entities"),
    "an entity from outside": ("a file of the server", "an entity from outside"),
    "macros": ("macros", "macros"),
    "a formula": ("a formula", "formulas without results"),
    "a wrong type": ("not a workbook", "a picture"),
    "a password": ("encrypted members", None),
}


def by_command(content: bytes, *, name: str, folder) -> None:
    path = folder / "sent.xlsx"
    path.write_bytes(content)
    try:
        call_command(*name.split(), str(path), guess=True, stdout=io.StringIO())
    except CommandError as error:
        raise Refused(str(error)) from error


@pytest.fixture
def doors(working, tmp_path) -> dict:
    """How a workbook of the tracker's own, or of anybody, is let in: it raises ``Refused``."""

    def returned(content: bytes) -> None:
        read_return(opening.open_workbook(content), position=working, viewer=SYSTEM)

    return {
        "return": (0, returned),
        "ledger": (0, partial(read_ledger, "ledger.xlsx")),
        "plan": (1, opening.open_tables),
        "plan by command": (1, partial(by_command, name="import_plan", folder=tmp_path)),
        "register": (1, partial(by_command, name="import_register risks", folder=tmp_path)),
    }


@pytest.mark.parametrize("trait", TRAITS)
def test_it_comes_in_by_no_door(trait, doors, file):  # noqa: F811
    for name, (kind, door) in doors.items():
        called = TRAITS[trait][kind]
        if called:
            sent = plans.WRONG[called]() if kind else returns.WRONG[called][0](file)
            with pytest.raises(Refused) as refused:
                door(sent)
            assert str(refused.value).endswith("."), name


class Poured(io.RawIOBase):
    """The body of a form with a file of so many bytes, made while it is read."""

    def __init__(self, name: str, size: int) -> None:
        self.head = (
            f'--b\r\nContent-Disposition: form-data; name="{name}"; filename="a.xlsx"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        self.tail = b"\r\n--b--\r\n"
        self.left = [len(self.head), size, len(self.tail)]
        self.length = sum(self.left)

    def read(self, size: int = -1) -> bytes:
        out = b""
        for n, made in enumerate((self.head, b"", self.tail)):
            take = min(self.left[n], size - len(out)) if size >= 0 else self.left[n]
            begin = len(made) - self.left[n]
            out += made[begin : begin + take] if made else b"x" * take
            self.left[n] -= take
        return out


@pytest.mark.parametrize(
    ("url", "field", "role"),
    [
        ("/returns/", "file", Role.PMO_EDITOR),
        ("/import/", "file", Role.PMO_EDITOR),
        ("/import/", "mapping_file", Role.PMO_EDITOR),
        ("/savings/ledger/", "file", Role.FINANCE_PARTNER),
        ("/settings/", "logo", Role.ADMINISTRATOR),
    ],
)
def test_a_hundred_megabytes_are_refused_without_being_held(url, field, role, client, people):
    client.force_login(people[role])
    client.get(url)
    body = Poured(field, 100 * MB)
    tracemalloc.start()
    began = time.process_time()
    try:
        answer = client.generic(
            "POST",
            url,
            content_type="multipart/form-data; boundary=b",
            **{"wsgi.input": body, "CONTENT_LENGTH": str(body.length)},
        )
        took, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert answer.status_code in (200, 422)
    assert "There is a problem" in answer.content.decode()
    assert peak < 50 * MB
    assert took < 2
