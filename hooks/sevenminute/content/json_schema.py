"""What may be said in front matter as JSON Schema, for editors' tools, which then help while one types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from sevenminute.config.site_words import AUDIENCES


def json_schema(model: type[BaseModel], audiences: Iterable[str] = AUDIENCES) -> dict[str, Any]:
    """Return the JSON Schema of a model, for editors' tools, which then offer the ids of the site's audiences."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
    return dict(_offering(schema, list(audiences)))


def _offering(schema: Any, audiences: list[str]) -> Any:
    """Return a part of a JSON Schema with the audiences of a site in place of the usual ones."""
    if schema == {"enum": list(AUDIENCES)}:
        return {"enum": audiences}
    if isinstance(schema, dict):
        return {key: _offering(value, audiences) for key, value in schema.items()}
    return [_offering(value, audiences) for value in schema] if isinstance(schema, list) else schema
