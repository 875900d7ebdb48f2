"""/health and /"""

from importlib.metadata import version

from httpx import AsyncClient

from tests.fakes.service import Service


async def test_a_healthy_service_says_what_it_runs(client: AsyncClient, service: Service) -> None:
    service.models.listed = ["tiny"]
    answer = await client.get("/health")
    assert answer.status_code == 200
    body = answer.json()
    assert body["stages"].keys() == {"detect_speech", "transcribe", "align_words", "diarize"}
    assert body.pop("stages")["transcribe"] == {
        "engine": "scripted",
        "model": "tiny",
        "device": "cpu",
        "can_run": True,
        "problem": None,
    }
    assert body == {
        "status": "healthy",
        "device": "cpu",
        "loaded_models": ["tiny"],
        "version": version("hexavox"),
    }


async def test_a_service_that_cannot_transcribe_is_degraded_and_says_why(
    client: AsyncClient, service: Service
) -> None:
    service.transcriber.problem = "ctranslate2 is not installed."
    answer = await client.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["stages"]["transcribe"]["problem"] == "ctranslate2 is not installed."


async def test_a_service_without_a_diarizer_is_healthy(
    client: AsyncClient, service: Service
) -> None:
    service.diarizer.problem = "pyannote.audio is not installed."
    answer = await client.get("/health")
    assert answer.json()["status"] == "healthy"
    assert answer.json()["stages"]["diarize"]["can_run"] is False


async def test_health_is_told_while_the_database_is_busy(
    client: AsyncClient, service: Service
) -> None:
    async with service.unit_of_work():
        assert (await client.get("/health")).status_code == 200


async def test_a_probe_may_ask_for_no_body(client: AsyncClient) -> None:
    answer = await client.head("/health")
    assert (answer.status_code, answer.content) == (200, b"")


async def test_the_front_page_leads_to_the_documentation(client: AsyncClient) -> None:
    answer = await client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/docs")
    assert (await client.get("/docs")).status_code == 200
