"""The OpenAPI description of the feeds, made from their definitions."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from reports.feeds.feed import Column, Feed, Kind
from reports.feeds.renderers import RENDERERS

_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.DAY: {"type": "string", "format": "date"},
    Kind.YEAR: {"type": "string", "pattern": r"^\d{4}/\d{2}$"},
    Kind.YES_NO: {"type": "boolean"},
}
REFUSALS = {
    "401": "No token, or one that is unknown, expired or revoked",
    "403": "The role of its owner takes no figures away, or the token is for other feeds",
    "404": "There is no such feed or position; the sentence names those there are",
}


def describe(feeds: Iterable[Feed], *, server: str) -> dict[str, Any]:
    """An OpenAPI 3.1 document of ``feeds`` as served at ``server``."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Feeds of the tracker",
            "version": "1",
            "description": "Flat tables for Power BI, Excel and whatever reads CSV or JSON. Names "
            "of feeds and columns are added to, never changed.",
        },
        "servers": [{"url": server}],
        "security": [{"bearer": []}, {"basic": []}],
        "paths": {
            reverse("feed", args=[feed.name, suffix]): {"get": _operation(feed, suffix)}
            for feed in feeds
            for suffix in RENDERERS
        },
        "components": {
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "basic": {
                    "type": "http",
                    "scheme": "basic",
                    "description": "The token is the password; any user name does.",
                },
            },
            "schemas": {
                "Refusal": {
                    "type": "object",
                    "required": ["error"],
                    "properties": {"error": {"type": "string"}},
                }
            },
        },
    }


def _operation(feed: Feed, suffix: str) -> dict[str, Any]:
    refusal = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    return {
        "operationId": f"{feed.name}-{suffix}",
        "summary": feed.title,
        "description": feed.says,
        "parameters": [
            {
                "name": "position",
                "in": "query",
                "required": False,
                "description": "A position by its key or name: where programmes stand. Without "
                "it, as they stand today."
                if feed.lives_on
                else "One position by its key or name. Without it, every position you may read.",
                "schema": {"type": "string"},
                "example": "working",
            },
        ],
        "responses": {
            "200": {
                "description": feed.says,
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": _content(feed, suffix),
            },
            "304": {"description": "It is as you have it: the ETag you sent still stands"},
            **{
                status: {"description": says, "content": refusal}
                for status, says in REFUSALS.items()
            },
        },
    }


def _content(feed: Feed, suffix: str) -> dict[str, Any]:
    if suffix == "csv":
        return {"text/csv": {"schema": {"type": "string"}}}
    if suffix == "xlsx":
        return {RENDERERS[suffix][1]: {"schema": {"type": "string", "format": "binary"}}}
    row = {
        "type": "object",
        "required": [column.name for column in feed.columns],
        "properties": {column.name: _schema(column) for column in feed.columns},
        "additionalProperties": False,
    }
    return {"application/json": {"schema": {"type": "array", "items": row}}}


def _schema(column: Column) -> dict[str, Any]:
    schema = dict(_TYPES.get(column.kind, {"type": "number"}))
    if column.may_be_empty:
        schema["type"] = [schema["type"], "null"]
    unit = f" ({column.kind.unit})" if column.kind.unit else ""
    return schema | {"description": column.says + unit}
