"""What the service says of itself at /openapi.json."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI


@pytest.fixture
def document(app: FastAPI) -> dict[str, Any]:
    return app.openapi()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_every_endpoint_is_there(document: dict[str, Any]) -> None:
    assert {name: operation["operationId"] for name, operation in operations(document)} == {
        "POST /api/audio": "upload_clip",
        "GET /api/audio": "list_clips",
        "GET /api/audio/{clip_id}": "get_clip",
        "DELETE /api/audio/{clip_id}": "delete_clip",
        "GET /api/audio/{clip_id}/content": "get_clip_content",
        "POST /api/transcribe": "transcribe_clip",
        "GET /api/transcription/{clip_id}": "get_transcript",
        "DELETE /api/transcription/{clip_id}": "delete_transcripts",
        "GET /health": "get_health",
    }


def test_every_endpoint_has_a_summary_and_a_tag(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        assert operation["summary"], name
        assert operation["tags"], name


def test_every_problem_is_a_problem_document(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], (name, status)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    names = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert "Problem" in names
    assert names <= set(document["components"]["schemas"])


def test_the_upload_is_described_as_a_form_with_a_file(document: dict[str, Any]) -> None:
    body = document["paths"]["/api/audio"]["post"]["requestBody"]
    schema = body["content"]["multipart/form-data"]["schema"]
    assert body["required"]
    assert schema["required"] == ["file"]
    assert schema["properties"]["file"]["format"] == "binary"


def test_the_options_of_a_transcription_are_described(document: dict[str, Any]) -> None:
    parameters = document["paths"]["/api/transcribe"]["post"]["parameters"]
    assert all(parameter["in"] == "query" for parameter in parameters)
    assert [parameter["name"] for parameter in parameters if parameter["required"]] == ["clip_id"]
    assert all(parameter["description"] for parameter in parameters)


def test_asking_twice_gives_the_same_document(app: FastAPI, document: dict[str, Any]) -> None:
    assert app.openapi() == document
