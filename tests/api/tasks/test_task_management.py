"""/task, and the health of the service."""

from datetime import timedelta
from typing import Any

import pytest
from dependency_injector import providers
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from application.errors import DatabaseUnavailableError
from infrastructure.container import Container
from tests.api.tasks.conftest import Tasks, error_of
from tests.fakes.clock import NEW_YEAR, FakeClock
from tests.fakes.ids import NOBODYS_ID
from tests.fakes.service import Service


async def test_all_tasks_are_listed_newest_first(
    tasks: Tasks, recording: dict[str, Any], clock: FakeClock
) -> None:
    first = await tasks.done("/speech-to-text", files=recording, language="auto")
    clock.advance(timedelta(minutes=1))
    second = await tasks.done("/service/diarize", files=recording)
    answer = (await tasks.client.get("/task/all")).json()
    assert answer["total"] == 2
    assert [task["identifier"] for task in answer["tasks"]] == [
        second["identifier"],
        first["identifier"],
    ]
    assert answer["tasks"][1] == {
        "identifier": first["identifier"],
        "status": "completed",
        "task_type": "full_process",
        "file_name": "talk.wav",
        "url": None,
        "audio_duration": 2.0,
        "language": None,
        "error": None,
        "duration": 0.0,
        "start_time": NEW_YEAR.isoformat(),
        "end_time": NEW_YEAR.isoformat(),
    }
    page = (await tasks.client.get("/task/all", params={"offset": 1, "limit": 1})).json()
    assert [task["identifier"] for task in page["tasks"]] == [first["identifier"]]


async def test_jobs_of_other_doors_are_tasks_too(tasks: Tasks, clip_id: str) -> None:
    query = {"clip_id": clip_id, "wait": "false"}
    job = (await tasks.client.post("/api/transcribe", params=query)).json()
    task = await tasks.ended(job["id"])
    assert task["status"] == "completed"
    assert task["result"]["segments"]
    [listed] = (await tasks.client.get("/task/all")).json()["tasks"]
    for about in (listed, task["metadata"]):
        assert (about["file_name"], about["audio_duration"]) == ("talk.wav", 2.0)
    assert listed["identifier"] == job["id"]


async def test_a_deleted_task_is_gone(tasks: Tasks, recording: dict[str, Any]) -> None:
    task = await tasks.done("/speech-to-text", files=recording)
    path = f"/task/{task['identifier']}"
    answer = await tasks.client.delete(f"{path}/delete")
    assert answer.json() == {"identifier": task["identifier"], "message": "Task deleted"}
    assert error_of(await tasks.client.get(path)) == (404, "TASK_NOT_FOUND")
    assert error_of(await tasks.client.delete(f"{path}/delete")) == (404, "TASK_NOT_FOUND")


@pytest.mark.parametrize("identifier", [NOBODYS_ID, "1", "no-such-task", "%00"])
async def test_what_is_no_task_is_not_found(client: AsyncClient, identifier: str) -> None:
    assert error_of(await client.get(f"/task/{identifier}")) == (404, "TASK_NOT_FOUND")


async def test_what_is_no_route_is_told_in_the_same_words(client: AsyncClient) -> None:
    assert error_of(await client.get("/service/sing")) == (404, "NOT_FOUND")
    assert error_of(await client.put("/task/all")) == (405, "METHOD_NOT_ALLOWED")
    other = await client.get("/nowhere")
    assert other.headers["content-type"] == "application/problem+json"


async def test_a_listing_that_is_too_long_is_refused(client: AsyncClient) -> None:
    answer = await client.get("/task/all", params={"limit": 1001})
    assert error_of(answer) == (422, "VALIDATION_ERROR")


async def test_a_request_may_name_itself(client: AsyncClient) -> None:
    answer = await client.get("/task/1", headers={"X-Request-ID": "trace-1"})
    assert answer.headers["x-request-id"] == "trace-1"
    assert error_of(answer) == (404, "TASK_NOT_FOUND")


@pytest.mark.parametrize("name", ["", "a b", "<script>", "x" * 129])
async def test_a_name_that_could_confuse_is_replaced(client: AsyncClient, name: str) -> None:
    answer = await client.get("/task/1", headers={"X-Request-ID": name})
    assert len(answer.headers["x-request-id"]) == 36
    assert error_of(answer) == (404, "TASK_NOT_FOUND")


async def test_every_door_answers_the_id_of_the_request(client: AsyncClient) -> None:
    answer = await client.get("/api/audio", headers={"X-Request-ID": "trace-2"})
    assert answer.headers.get_list("x-request-id") == ["trace-2"]


async def test_fields_without_end_are_refused(client: AsyncClient) -> None:
    form = {f"field{number}": "x" * 1000 for number in range(100)}
    answer = await client.post("/speech-to-text-url", data=form)
    assert error_of(answer) == (422, "FIELD_TOO_LONG")
    parts = [(name, (None, value)) for name, value in form.items()]
    answer = await client.post("/speech-to-text", files=parts)
    assert error_of(answer) == (422, "FIELD_TOO_LONG")


async def test_a_full_queue_is_told(
    tasks: Tasks, recording: dict[str, Any], container: Container
) -> None:
    await container.job_runner().close()
    for _ in range(container.settings().max_queue_size):
        await tasks.taken("/speech-to-text", files=recording)
    answer = await tasks.client.post("/speech-to-text", files=recording)
    assert error_of(answer) == (503, "QUEUE_FULL")
    assert answer.headers["retry-after"]


async def test_a_fault_of_ours_is_told_without_details(
    app: FastAPI, container: Container, recording: dict[str, Any]
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("a secret")

    container.check_callback.override(providers.Callable(broken))
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://hexavox") as client:
        answer = await client.post("/speech-to-text", files=recording)
    assert error_of(answer) == (500, "INTERNAL_ERROR")
    assert "secret" not in answer.text


async def test_the_service_lives(client: AsyncClient) -> None:
    answer = await client.get("/health/live")
    assert answer.json() == {
        "status": "ok",
        "message": "Application is live",
        "timestamp": NEW_YEAR.timestamp(),
    }


async def test_the_service_is_ready(client: AsyncClient) -> None:
    answer = await client.get("/health/ready")
    assert answer.status_code == 200
    body = answer.json()
    assert body.pop("engines").keys() >= {"transcribe", "diarize"}
    assert body == {
        "status": "ok",
        "database": "connected",
        "gpu": {"max_concurrent_tasks": 1},
        "message": "Application is ready to accept requests",
    }


async def test_without_its_database_it_is_not_ready_and_lives(
    client: AsyncClient, container: Container, service: Service
) -> None:
    def unavailable() -> None:
        raise DatabaseUnavailableError("The database is locked.")

    container.unit_of_work.override(providers.Factory(unavailable))
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["database"]) == (503, "disconnected")
    assert (await client.get("/health/live")).is_success
    assert error_of(await client.get("/task/all")) == (503, "DATABASE_UNAVAILABLE")
    container.unit_of_work.override(providers.Factory(service.unit_of_work))
