"""/api/models"""

from typing import Any

import pytest
from httpx import AsyncClient, Response

from application.errors import DeviceMemoryError, ModelUnavailableError
from tests.fakes.service import Service


def code_of(answer: Response) -> str:
    kind = answer.json()["type"]
    assert isinstance(kind, str)
    return kind.rpartition("/")[2].rpartition(":")[2]


async def model(client: AsyncClient, name: str) -> dict[str, Any]:
    models = (await client.get("/api/models")).json()["models"]
    found: dict[str, Any] = next(each for each in models if each["name"] == name)
    return found


async def test_every_model_of_the_catalogue_is_listed(client: AsyncClient) -> None:
    assert await model(client, "base") == {
        "name": "base",
        "purpose": "transcribe",
        "source": "embedded",
        "is_here": False,
        "is_default": True,
        "size_bytes": None,
        "licence": "MIT",
        "loaded": [],
    }


async def test_what_is_in_memory_is_told_with_its_device_and_its_use(
    client: AsyncClient, service: Service
) -> None:
    service.models.listed = ["whisper base", "align en"]
    service.models.in_use = ["whisper base"]
    (loaded,) = (await model(client, "base"))["loaded"]
    assert (loaded["key"], loaded["device"], loaded["leases"]) == ("whisper base", "cpu", 1)
    assert loaded["last_used"].startswith("2026-01-01")
    others = (await client.get("/api/models")).json()["others"]
    assert [other["key"] for other in others] == ["align en"]


@pytest.mark.parametrize(("asked", "loaded"), [("base", "base"), ("turbo", "large-v3-turbo")])
async def test_a_model_can_be_loaded_before_it_is_needed(
    client: AsyncClient, service: Service, asked: str, loaded: str
) -> None:
    answer = await client.post(f"/api/models/{asked}/load")
    assert (answer.status_code, answer.json()) == (200, {"name": loaded})
    assert service.transcriber.loaded == [loaded]


@pytest.mark.parametrize("name", ["colossal", "org/model", "..%2F..%2Fetc"])
@pytest.mark.parametrize("verb", ["load", "unload"])
async def test_an_unknown_model_is_refused_with_those_that_there_are(
    client: AsyncClient, name: str, verb: str
) -> None:
    answer = await client.post(f"/api/models/{name}/{verb}")
    assert (answer.status_code, code_of(answer)) == (422, "unknown-model")
    assert "base" in answer.json()["detail"]


async def test_what_tells_no_speakers_apart_here_is_not_loaded_for_it(client: AsyncClient) -> None:
    answer = await client.post("/api/models/embedded/load")
    assert (answer.status_code, code_of(answer)) == (422, "unknown-model")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ModelUnavailableError("the hub does not answer"), "model-unavailable"),
        (DeviceMemoryError("the GPU is full"), "device-memory"),
    ],
)
async def test_a_model_that_cannot_be_loaded_is_told_with_what_to_do(
    client: AsyncClient, service: Service, error: Exception, code: str
) -> None:
    def fail() -> None:
        raise error

    service.transcriber.before_answering = fail
    answer = await client.post("/api/models/base/load")
    assert (answer.status_code, code_of(answer)) == (503, code)
    assert answer.json()["advice"]


@pytest.mark.parametrize("name", ["base", "whisper base"])
async def test_the_memory_of_a_model_can_be_had_back(
    client: AsyncClient, service: Service, name: str
) -> None:
    service.models.listed = ["whisper base", "whisper tiny.en"]
    answer = await client.post(f"/api/models/{name}/unload")
    assert (answer.status_code, answer.json()) == (200, {"unloaded": ["whisper base"]})
    assert service.models.names() == ["whisper tiny.en"]


@pytest.mark.parametrize("name", ["base", "auto", "embedded"])
async def test_unloading_what_is_not_loaded_changes_nothing(client: AsyncClient, name: str) -> None:
    answer = await client.post(f"/api/models/{name}/unload")
    assert (answer.status_code, answer.json()) == (200, {"unloaded": []})


async def test_a_model_in_use_stays(client: AsyncClient, service: Service) -> None:
    service.models.listed = service.models.in_use = ["whisper base"]
    answer = await client.post("/api/models/base/unload")
    assert (answer.status_code, code_of(answer)) == (409, "model-in-use")
    assert "ended" in answer.json()["advice"]
    assert service.models.names() == ["whisper base"]
