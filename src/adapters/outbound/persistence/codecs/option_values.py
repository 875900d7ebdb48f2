"""The options of one concern as JSON: as much as differs from the defaults.

So what was kept before an option existed still reads as it did, and equal options are written the
same by every version that knows them.
"""

from dataclasses import fields
from enum import StrEnum
from typing import Any, TypeVar

from adapters.outbound.persistence.codecs.json_object import JsonObject

V = TypeVar("V")


def changes_to_json(options: Any, default: Any) -> JsonObject | None:  # noqa: ANN401 - any dataclass
    """None where nothing differs."""
    values = {field.name: getattr(options, field.name) for field in fields(default)}
    changed = {
        name: _to_json(value) for name, value in values.items() if value != getattr(default, name)
    }
    return changed or None


def changes_from_json(kind: type[V], body: JsonObject | None) -> V:
    return kind(**{name: _from_json(value) for name, value in (body or {}).items()})


def _to_json(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def _from_json(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
