"""What the OpenAPI document says of this door."""

from typing import Any

import pytest
from fastapi import FastAPI

from adapters.inbound.openai.fields import AudioFields, TranscriptionFields, TranslationFields


@pytest.fixture
def paths(app: FastAPI) -> dict[str, Any]:
    document: dict[str, Any] = app.openapi()["paths"]
    return document


def test_every_field_of_a_form_is_described_with_an_example(paths: dict[str, Any]) -> None:
    kinds: dict[str, type[AudioFields]] = {
        "transcriptions": TranscriptionFields,
        "translations": TranslationFields,
    }
    for path, kind in kinds.items():
        body = paths[f"/v1/audio/{path}"]["post"]["requestBody"]
        schema = body["content"]["multipart/form-data"]["schema"]
        names = {f"{name}[]" if name in kind.LISTS else name for name in kind.model_fields}
        assert set(schema["properties"]) == {"file", *names}
        assert all(field["description"] for field in schema["properties"].values())
        own = [name for name in kind.model_fields if "examples" in _field(schema, kind, name)]
        assert {"model", "prompt", "response_format", "temperature", "diarize"} <= set(own)


def _field(schema: dict[str, Any], kind: type[AudioFields], name: str) -> dict[str, Any]:
    field: dict[str, Any] = schema["properties"][f"{name}[]" if name in kind.LISTS else name]
    return field


def test_every_form_of_an_answer_is_described(paths: dict[str, Any]) -> None:
    answers = paths["/v1/audio/transcriptions"]["post"]["responses"]
    assert set(answers["200"]["content"]) == {
        *("application/json", "text/plain", "text/vtt", "text/event-stream"),
    }
    assert set(answers["200"]["content"]["application/json"]["examples"]) == {
        *("json", "verbose_json", "diarized_json"),
    }
    assert "Hexavox-Warnings" in answers["200"]["headers"]
    reference = answers["4XX"]["content"]["application/json"]["schema"]["$ref"]
    assert reference.endswith("OpenaiErrorBody")
