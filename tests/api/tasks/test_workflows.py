"""/temporal/workflow, whichever job engine runs the tasks."""

from typing import Any
from uuid import UUID

import pytest

from application.errors import EngineUnavailableError
from domain.audio_clip import EVERYONE
from domain.transcription_job import JobId
from infrastructure.container import Container
from tests.api.tasks.conftest import Tasks, error_of
from tests.fakes.ids import NOBODYS_ID
from tests.fakes.service import Service


async def test_a_task_that_is_completed_is_a_workflow_that_is(
    tasks: Tasks, recording: dict[str, Any]
) -> None:
    done = await tasks.done("/speech-to-text", files=recording)
    path = f"/temporal/workflow/{done['identifier']}"
    workflow = await tasks.client.get(path)
    assert workflow.json() == {"workflow_id": done["identifier"], "status": "COMPLETED"}
    result = await tasks.client.get(f"{path}/result")
    assert result.status_code == 200
    assert result.json() == done["result"]
    assert {"segments", "word_segments"} <= result.json().keys()


async def test_one_that_failed_has_no_result(
    tasks: Tasks, recording: dict[str, Any], service: Service
) -> None:
    service.diarizer.error = EngineUnavailableError("There is no diarizer.")
    failed = await tasks.done("/service/diarize", files=recording)
    path = f"/temporal/workflow/{failed['identifier']}"
    assert (await tasks.client.get(path)).json()["status"] == "FAILED"
    assert error_of(await tasks.client.get(f"{path}/result")) == (409, "CONFLICT")


async def test_one_that_is_waited_for_runs(
    tasks: Tasks, recording: dict[str, Any], container: Container
) -> None:
    container.job_runner().stop()
    taken = await tasks.taken("/speech-to-text", files=recording)
    path = f"/temporal/workflow/{taken['identifier']}"
    assert (await tasks.client.get(path)).json()["status"] == "RUNNING"
    assert error_of(await tasks.client.get(f"{path}/result")) == (409, "CONFLICT")
    await container.cancel_job()(EVERYONE, JobId(UUID(taken["identifier"])))
    assert (await tasks.client.get(path)).json()["status"] == "CANCELED"


@pytest.mark.parametrize("name", [NOBODYS_ID, "transcription-1"])
@pytest.mark.parametrize("tail", ["", "/result"])
async def test_what_is_not_there_is_not_found(tasks: Tasks, name: str, tail: str) -> None:
    answer = await tasks.client.get(f"/temporal/workflow/{name}{tail}")
    assert error_of(answer) == (404, "TASK_NOT_FOUND")
