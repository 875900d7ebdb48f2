"""/api/ps, /v1/registry, and downloading and deleting at /v1/models"""

from dataclasses import replace
from typing import Final

import pytest
from dependency_injector import providers
from httpx import AsyncClient, Response

from adapters.outbound.memory.model_catalog import DEMO_ENTRIES, InMemoryModelCatalog
from infrastructure.container import Container
from tests.fakes.service import Service

FETCHED: Final = "large-v3-turbo"


@pytest.fixture
def fetched(container: Container) -> None:
    """A model of the hub is here."""
    entries = [replace(each, is_here=each.name == FETCHED) for each in DEMO_ENTRIES]
    container.model_catalog.override(providers.Object(InMemoryModelCatalog(entries)))


def told(answer: Response) -> tuple[int, str]:
    """The status, and the name of what is wrong in either dialect."""
    body = answer.json()
    if "error" in body:
        return answer.status_code, body["error"]["code"]
    return answer.status_code, body["type"].rpartition(":")[2].rpartition("/")[2]


async def test_models_in_memory_are_listed_by_name(client: AsyncClient, service: Service) -> None:
    assert (await client.get("/api/ps")).json() == {"models": []}
    service.models.listed = ["whisper base", "align en"]
    assert (await client.get("/api/ps")).json() == {"models": ["base", "align en"]}


async def test_a_model_is_taken_into_memory_once(client: AsyncClient, service: Service) -> None:
    answer = await client.post("/api/ps/turbo")
    assert (answer.status_code, answer.json()) == (201, {"model": "large-v3-turbo"})
    assert service.transcriber.loaded == ["large-v3-turbo"]
    service.models.listed = ["whisper large-v3-turbo"]
    assert told(await client.post("/api/ps/turbo")) == (409, "model-loaded")


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("name", ["colossal", "org/model", "..%2F..%2Fetc"])
async def test_a_name_of_nothing_is_not_found(client: AsyncClient, method: str, name: str) -> None:
    assert told(await client.request(method, f"/api/ps/{name}")) == (404, "model-not-found")
    assert told(await client.request(method, f"/v1/models/{name}")) == (404, "model_not_found")


async def test_a_model_is_taken_out_of_memory(client: AsyncClient, service: Service) -> None:
    service.models.listed = ["whisper base", "align en"]
    answer = await client.delete("/api/ps/base")
    assert (answer.status_code, answer.json()) == (200, {"models": ["whisper base"]})
    assert told(await client.delete("/api/ps/base")) == (404, "model-not-found")
    assert (await client.delete("/api/ps/align en")).status_code == 200


async def test_a_model_in_use_stays_in_memory(client: AsyncClient, service: Service) -> None:
    service.models.listed = service.models.in_use = ["whisper base"]
    assert told(await client.delete("/api/ps/base")) == (409, "model-in-use")


async def test_the_registry_has_what_can_be_had(client: AsyncClient) -> None:
    listed = (await client.get("/v1/registry")).json()
    assert listed["object"] == "list"
    assert listed["data"][0] == {
        "id": "base",
        "object": "model",
        "created": 0,
        "owned_by": "hexavox",
        "task": "automatic-speech-recognition",
        "is_here": False,
        "is_default": True,
        "source": "embedded",
        "size_bytes": None,
        "licence": "MIT",
    }
    params = {"task": "speaker-diarization"}
    speakers = (await client.get("/v1/registry", params=params)).json()
    assert [each["id"] for each in speakers["data"]] == ["embedded"]
    assert (await client.get("/v1/registry", params={"task": "x"})).status_code == 400


@pytest.mark.parametrize("name", ["base", "embedded"])
async def test_a_model_is_downloaded_once(client: AsyncClient, name: str) -> None:
    answer = await client.post(f"/v1/models/{name}")
    assert (answer.status_code, answer.json()["id"]) == (201, name)
    again = await client.post(f"/v1/models/{name}")
    assert (again.status_code, again.json()["object"]) == (200, "model")


async def test_a_hub_that_cannot_be_reached_is_told(client: AsyncClient) -> None:
    assert told(await client.post("/v1/models/turbo")) == (503, "model_unavailable")


@pytest.mark.usefixtures("fetched")
async def test_what_was_downloaded_is_deleted(client: AsyncClient, service: Service) -> None:
    service.models.listed = service.models.in_use = ["whisper large-v3-turbo"]
    assert told(await client.delete("/v1/models/turbo")) == (409, "model_in_use")
    service.models.in_use = []
    answer = await client.delete("/v1/models/turbo")
    assert (answer.status_code, answer.json()["deleted"]) == (200, True)
    assert service.models.names() == []
    assert told(await client.delete("/v1/models/turbo")) == (404, "model_not_found")


async def test_what_belongs_to_the_service_stays(client: AsyncClient, service: Service) -> None:
    await client.post("/v1/models/base")
    service.models.listed = ["whisper base"]
    assert told(await client.delete("/v1/models/base")) == (409, "model_stays")
    assert service.models.names() == ["whisper base"]
