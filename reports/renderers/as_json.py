"""A report table as JSON: numbers as numbers, money in pounds."""

import json
from typing import Any

from reports.renderers.words import as_data, data_unit
from reports.table import Kind, ReportTable

CONTENT_TYPE = "application/json"


def render(table: ReportTable) -> bytes:
    return json.dumps(as_dict(table), ensure_ascii=False, indent=2).encode()


def as_dict(table: ReportTable) -> dict[str, Any]:
    """The documented shape: what the table says of itself, its columns, rows and notes."""
    columns = {column.key: column for column in table.columns}
    return {
        "slug": table.slug,
        "title": table.title,
        "position": table.position,
        "as_at": table.as_at,
        "scope": table.scope,
        "columns": [
            {
                "key": column.key,
                "heading": column.heading,
                "kind": _kind(column.kind),
                "unit": data_unit(column),
            }
            for column in table.columns
        ],
        "rows": [
            {
                "role": str(row.role),
                "cells": {key: as_data(columns[key], cell) for key, cell in row.cells.items()},
            }
            for row in table.rows
        ],
        "notes": list(table.notes),
    }


def _kind(kind: Kind) -> str:
    return {Kind.CHANGE: "money", Kind.STATE: "text"}.get(kind, str(kind))
