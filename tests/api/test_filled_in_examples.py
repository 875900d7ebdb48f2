"""Routes that are tried out at /docs: what is filled in there are the examples."""

import json
from http import HTTPStatus
from typing import Any, Final

import pytest
from httpx import AsyncClient

from infrastructure.app import app_of
from infrastructure.container import Container

NEEDING_A_VOICE: Final = {
    f"{name}{brackets}"
    for name in ("known_speaker_names", "known_speaker_references")
    for brackets in ("", "[]")
}
"""Seconds of sound do not fit into an example."""


@pytest.fixture(scope="module")
def document(wiring: Container) -> dict[str, Any]:
    return app_of(wiring).openapi()


@pytest.mark.parametrize(
    "path",
    [
        "/asr",
        "/detect-language",
        "/inference",
        "/v1/audio/transcriptions",
        "/v1/audio/translations",
        "/v1/audio/diarization",
        "/v1/audio/speech/timestamps",
        "/v1/audio/speech/embedding",
    ],
)
async def test_a_form_that_is_filled_in_with_examples_is_taken(
    document: dict[str, Any], client: AsyncClient, wav: bytes, path: str
) -> None:
    form = document["paths"][path]["post"]["requestBody"]["content"]["multipart/form-data"]
    [part] = form["schema"]["required"]
    fields = {
        name: _as_field(_example(schema))
        for name, schema in form["schema"]["properties"].items()
        if name not in {part, *NEEDING_A_VOICE}
    }
    answer = await client.post(path, data=fields, files={part: ("talk.wav", wav)})
    assert answer.status_code == HTTPStatus.OK, answer.text


async def test_a_query_of_examples_is_taken(
    document: dict[str, Any], client: AsyncClient, clip_id: str
) -> None:
    query = {
        parameter["name"]: _as_field(_example(parameter["schema"]))
        for parameter in document["paths"]["/api/transcribe"]["post"]["parameters"]
        if parameter["in"] == "query" and parameter["name"] != "callback_url"
    }
    answer = await client.post("/api/transcribe", params={**query, "clip_id": clip_id})
    assert answer.status_code == HTTPStatus.OK, answer.text


def _as_field(example: object) -> str | list[str]:
    """As Swagger UI fills it in."""
    if isinstance(example, list):
        return [str(each) for each in example]
    return example if isinstance(example, str) else json.dumps(example)


def _example(schema: dict[str, Any]) -> object:
    return schema.get("examples", [schema.get("example")])[0]
