"""The code of others under static/vendor is byte for byte what SHA256SUMS says it is."""

import hashlib
import re
from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
OURS = {"README.md", "SHA256SUMS"}
RELEASED = "9993f6d57ffd52d7417a9e89b666679ff69078e7c2816b43ab9ecdea9fa4709d"  # plotly.js 4.1.0
SUMS = {
    name: checksum
    for checksum, name in (
        line.split(maxsplit=1)
        for line in (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
}


def test_every_vendored_file_is_listed_and_every_listed_file_is_there():
    found = {p.relative_to(VENDOR).as_posix() for p in VENDOR.rglob("*") if p.is_file()}
    assert found - OURS == set(SUMS)


@pytest.mark.parametrize("name", sorted(SUMS))
def test_a_vendored_file_has_its_checksum(name):
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == SUMS[name]


@pytest.mark.parametrize("name", sorted(SUMS))
def test_a_vendored_file_points_to_no_map_that_is_missing(name):
    """One dangling source map stops collectstatic."""
    path = VENDOR / name
    for pointer in re.findall(rb"(?m)^(?://|/\*)[#@] sourceMappingURL=(\S+)", path.read_bytes()):
        assert path.parent.joinpath(pointer.decode()).is_file()


def test_every_vendored_folder_carries_a_licence():
    for folder in (p for p in VENDOR.iterdir() if p.is_dir()):
        assert any(p.name.upper().startswith("LICEN") for p in folder.iterdir()), folder.name


def test_but_for_two_hints_the_chart_library_is_what_was_released():
    """They let a browser compile it beside the page: vendor/README.md."""
    served = (VENDOR / "plotly" / "plotly-finance.min.js").read_bytes()
    hints = {
        b"//# allFunctionsCalledOnLoad\n": b"",
        b"self : this, (() => {\n": b"self : this, () => {\n",
        b"return Plotly;\n})));": b"return Plotly;\n}));",
    }
    for hint, released in hints.items():
        assert served.count(hint) == 1
        served = served.replace(hint, released)
    assert hashlib.sha256(served).hexdigest() == RELEASED
