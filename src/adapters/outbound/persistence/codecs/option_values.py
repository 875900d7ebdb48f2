"""The options of one concern as JSON: as much as differs from the defaults.

So what was kept before an option existed still reads as it did, and equal options are written the
same by every version that knows them.
"""

from dataclasses import fields
from enum import StrEnum
from typing import Any, TypeVar

from adapters.outbound.persistence.codecs.json_object import JsonObject
from domain.errors import InvalidValueError

V = TypeVar("V")


def changes_to_json(options: Any, default: Any) -> JsonObject | None:  # noqa: ANN401 - any dataclass
    """None where nothing differs."""
    values = {field.name: getattr(options, field.name) for field in fields(default)}
    changed = {
        name: _to_json(value) for name, value in values.items() if value != getattr(default, name)
    }
    return changed or None


def changes_from_json(kind: type[V], body: JsonObject | None) -> V:
    return as_kept(kind, **{name: _from_json(value) for name, value in (body or {}).items()})


def as_kept(kind: type[V], **values: Any) -> V:  # noqa: ANN401 - of any field
    """What was valid when it was kept, and is refused by this version, is read as it stands: a job
    of yesterday can be looked at, and says what was asked for."""
    try:
        return kind(**values)
    except InvalidValueError:
        made = object.__new__(kind)
        for each in fields(kind):  # type: ignore[arg-type]
            usual = each.default_factory() if callable(each.default_factory) else each.default
            object.__setattr__(made, each.name, values.get(each.name, usual))
        return made


def _to_json(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def _from_json(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
