"""Requests as the clients of these services send them, and what they read in the answers."""

from typing import Any, Final

from httpx import AsyncClient

from tests.api.webservice.conftest import Asr
from tests.fakes.service import Service

SAMPLES: Final = bytes(32_000)


async def test_bazarr_asks_for_the_version_then_the_language_then_subtitles(
    client: AsyncClient,
) -> None:
    """Its provider `whisperai`: raw samples in a part that is named after itself."""
    files = {"audio_file": ("audio_file", SAMPLES)}
    status = await client.get("/status")
    language = await client.post("/detect-language", params={"encode": "false"}, files=files)
    subtitles = await client.post(
        "/asr",
        params={
            "task": "transcribe",
            "language": language.json()["language_code"],
            "output": "srt",
            "encode": "false",
            "video_file": "/films/alien.mkv",
        },
        files=files,
    )
    assert status.json()["version"].startswith("Hexavox ")
    assert subtitles.content == (
        b"1\n00:00:00,123 --> 00:00:01,900\nHello there. General Kenobi.\n"
    )


def speakr_reads(data: dict[str, Any]) -> str:
    """It prefers a string `text` to who said what."""
    if isinstance(data.get("text"), str):
        return str(data["text"])
    return "\n".join(f"[{each['speaker']}]: {each['text']}" for each in data["segments"])


async def test_speakr_reads_who_said_what(asr: Asr) -> None:
    answer = await asr.made(
        encode="true",
        task="transcribe",
        output="json",
        diarize="true",
        enable_diarization="true",
        return_speaker_embeddings="true",
        min_speakers=1,
        max_speakers=4,
    )
    body = answer.json()
    assert speakr_reads(body) == "[SPEAKER_00]: Hello there.\n[SPEAKER_01]: General Kenobi."
    assert set(body["speaker_embeddings"]) == {"SPEAKER_00", "SPEAKER_01"}
    assert body["language"] == "en"


async def test_speakr_asks_how_it_is(client: AsyncClient) -> None:
    body = (await client.get("/health")).json()
    assert (body["status"], body["serve_mode"]) == ("healthy", "simple")


async def test_the_front_page_leads_to_the_documentation(client: AsyncClient) -> None:
    answer = await client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/docs")


async def test_how_much_work_waits_is_told(client: AsyncClient, service: Service) -> None:
    service.models.listed = ("whisper base",)
    assert (await client.get("/queue-metrics")).json() == {
        "serve_mode": "simple",
        "device": "cpu",
        "loaded_models": ["whisper base"],
        "queue": {
            "requests_queued": 0,
            "requests_in_flight": 0,
            "gpu_concurrency": 1,
            "max_queue_size": 32,
        },
    }
