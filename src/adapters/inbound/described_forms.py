"""How the OpenAPI document tells of forms with a recording, and of wishes in them: they are read as
streams, so FastAPI does not see them."""

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel


def form_with(part: str, wishes: type[BaseModel]) -> dict[str, Any]:
    """For `openapi_extra`: the recording in that part, and the wishes as fields."""
    recording = {
        "type": "string",
        "format": "binary",
        "description": "A sound or video file of any common format.",
    }
    schema = {
        "type": "object",
        "required": [part],
        "properties": {part: recording, **_fields(wishes)},
    }
    return {
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
    }


def form_with_lists(part: str, wishes: type[BaseModel], lists: Collection[str]) -> dict[str, Any]:
    """The same; lists have brackets, as OpenAI's clients write them, and are read without, too."""
    described = form_with(part, wishes)
    schema = described["requestBody"]["content"]["multipart/form-data"]["schema"]
    schema["properties"] = {
        f"{name}[]" if name in lists else name: field
        for name, field in schema["properties"].items()
    }
    return described


def form_or_query_with(part: str, wishes: type[BaseModel]) -> dict[str, Any]:
    """The recording in that part, and the wishes as fields and as parameters as well."""
    parameters = [_parameter(name, field) for name, field in _fields(wishes).items()]
    return {"parameters": parameters, **form_with(part, wishes)}


def _parameter(name: str, field: dict[str, Any]) -> dict[str, Any]:
    """The examples stay with the schema: those of the parameter itself are what Swagger UI would
    send for whoever tries it out and fills nothing in."""
    schema = {key: value for key, value in field.items() if key != "description"}
    return {
        "name": name,
        "in": "query",
        "required": False,
        "schema": schema,
        "description": field["description"],
    }


def _fields(wishes: type[BaseModel]) -> dict[str, dict[str, Any]]:
    """By name, those of the door itself first. Definitions stand where they are used: nothing else
    refers to them."""
    schema = wishes.model_json_schema(ref_template="{model}")
    fields, definitions = schema["properties"], schema.get("$defs", {})
    names = sorted(fields, key=lambda name: name not in wishes.__annotations__)
    return {name: _inlined(fields[name], definitions) for name in names}


def _inlined(schema: Any, definitions: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(schema, list):
        return [_inlined(each, definitions) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        rest = {name: value for name, value in schema.items() if name != "$ref"}
        return {**_inlined(definitions[schema["$ref"]], definitions), **rest}
    return {name: _inlined(value, definitions) for name, value in schema.items()}
