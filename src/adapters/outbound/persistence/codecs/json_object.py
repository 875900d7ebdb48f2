"""What JSON calls an object, as Python holds it."""

from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]


def without_nothing(**fields: object) -> JsonObject:
    """The fields that say something. What is absent reads as None, so a field that is added
    later, and is None in everything older, changes nothing that is kept already."""
    return {name: value for name, value in fields.items() if value is not None}
