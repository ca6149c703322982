"""A feed as CSV or JSON, some rows at a time: no renderer ever holds a whole feed."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from reports.feeds.feed import Feed, Kind, Value
from reports.renderers.as_csv import safe

ROWS_A_CHUNK = 500
Rows = Iterable[list[Value]]


def as_csv(feed: Feed, rows: Rows) -> Iterator[bytes]:
    """UTF-8, a line a row: money in pounds and FTE with two decimals, days as 2025-03-31."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in feed.columns])
    prints = [_CSV.get(column.kind, safe) for column in feed.columns]
    for some in _some_at_a_time(rows):
        writer.writerows(
            ["" if value is None else cell(value) for cell, value in zip(prints, row, strict=True)]
            for row in some
        )
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
    yield out.getvalue().encode()


def as_json(feed: Feed, rows: Rows) -> Iterator[bytes]:
    """An array of objects, numbers as numbers and ``null`` for nothing."""
    names = [json.dumps(column.name) for column in feed.columns]
    before = "[\n"
    for some in _some_at_a_time(rows):
        objects = (
            "{"
            + ", ".join(
                f"{name}: {json.dumps(value, ensure_ascii=False)}"
                for name, value in zip(names, row, strict=True)
            )
            + "}"
            for row in some
        )
        yield (before + ",\n".join(objects)).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def _some_at_a_time(rows: Rows) -> Iterator[list[list[Value]]]:
    left = iter(rows)
    while some := list(islice(left, ROWS_A_CHUNK)):
        yield some


def _two_decimals(value) -> str:
    return f"{value:.2f}"


def _yes_no(value) -> str:
    return "true" if value else "false"


_CSV: dict[Kind, Callable] = {
    Kind.MONEY: _two_decimals,
    Kind.FTE: _two_decimals,
    Kind.YES_NO: _yes_no,
}
RENDERERS: dict[str, tuple[Callable[[Feed, Rows], Iterator[bytes]], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "json": (as_json, "application/json"),
}
