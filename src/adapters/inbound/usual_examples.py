"""Examples that the OpenAPI document gives of parameters and fields for which nobody has written
one: what they usually are."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI


def describe(app: FastAPI) -> None:
    """Have every default be an example as well; clients are generated and tested from those."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        for schema in _asked(document):
            if "default" in schema and not schema.keys() & {"example", "examples"}:
                schema["examples"] = [schema["default"]]
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _asked(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The schemas of parameters, and of the fields of bodies."""
    for methods in document.get("paths", {}).values():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                yield parameter["schema"]
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield from _fields(content.get("schema", {}), document)


def _fields(schema: dict[str, Any], document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Those of objects within it, too."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield from _fields(document["components"]["schemas"][name], document)
    for field in schema.get("properties", {}).values():
        yield field
        yield from _fields(field, document)
    listed = [schema["items"]] if "items" in schema else []
    for each in (*schema.get("anyOf", ()), *listed):
        yield from _fields(each, document)
