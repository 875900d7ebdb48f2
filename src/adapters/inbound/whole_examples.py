"""Examples of bodies with their nulls, which FastAPI leaves out of the OpenAPI document."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI


def describe(app: FastAPI) -> None:
    """Have `null` stand where a body needs a field and its example has none."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        schemas = document.get("components", {}).get("schemas", {})
        for schema in schemas.values():
            if "examples" in schema:
                schema["examples"] = [_whole(each, schema, schemas) for each in schema["examples"]]
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _whole(example: Any, schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    """In the order of the schema."""
    if "$ref" in schema:
        return _whole(example, schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if isinstance(example, list):
        return [_whole(each, schema.get("items", {}), schemas) for each in example]
    if not isinstance(example, dict):
        return example
    for other in schema.get("anyOf", ()):
        example = _whole(example, other, schemas)
    fields, others = schema.get("properties", {}), schema.get("additionalProperties")
    known = {
        name: _whole(example.get(name), field, schemas)
        for name, field in fields.items()
        if name in example or name in schema.get("required", ())
    }
    unnamed = {name: value for name, value in example.items() if name not in fields}
    if isinstance(others, dict):
        unnamed = {name: _whole(value, others, schemas) for name, value in unnamed.items()}
    return {**known, **unnamed}
