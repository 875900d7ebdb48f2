"""/v1/models."""

from typing import Any, Final

from httpx import AsyncClient

OPENAI: Final = (
    "whisper-1",
    "gpt-4o-transcribe",
    "gpt-4o-mini-transcribe",
    "gpt-4o-mini-transcribe-2025-12-15",
    "gpt-transcribe",
    "gpt-4o-transcribe-diarize",
)


async def listed(client: AsyncClient) -> list[dict[str, Any]]:
    body = (await client.get("/v1/models")).json()
    assert body["object"] == "list"
    models: list[dict[str, Any]] = body["data"]
    return models


async def test_models_are_listed_by_their_names_and_by_those_of_others(
    client: AsyncClient,
) -> None:
    models = await listed(client)
    names = [model["id"] for model in models]
    assert len(set(names)) == len(names)
    assert {
        *OPENAI,
        *("base", "tiny.en", "large-v3-turbo"),
        *("whisper-tiny", "whisper-large-v3", "openai/whisper-small"),
        "Systran/faster-whisper-base",
    } <= set(names)
    assert "embedded" not in names
    for model in models:
        assert set(model) == {"id", "object", "created", "owned_by"}
        assert model["object"] == "model"
        assert isinstance(model["created"], int)


async def test_a_model_is_found_by_any_name(client: AsyncClient) -> None:
    for name in ("whisper-1", "base", "turbo", "Systran/faster-whisper-base"):
        answer = await client.get(f"/v1/models/{name}")
        assert answer.status_code == 200, answer.text
        assert answer.json()["id"] == name
        assert answer.json()["owned_by"] == "openai"


async def test_a_model_that_there_is_not_is_not_found(client: AsyncClient) -> None:
    for name in ("gpt-9", "no/such/model", "%2Fetc%2Fpasswd", "%20"):
        answer = await client.get(f"/v1/models/{name}")
        assert answer.status_code == 404
        error = answer.json()["error"]
        assert error["code"] == "model_not_found"
        assert error["type"] == "invalid_request_error"
        assert error["param"] is None
