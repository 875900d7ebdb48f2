"""/v1/audio/speech/timestamps and /v1/audio/speech/embedding"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response

from application.errors import EngineUnavailableError, TooLittleSpeechError
from domain.speech import SpeechThresholds
from domain.time_span import TimeSpan
from domain.voice_print import VoicePrint
from tests.fakes.leaving_client import send_and_leave
from tests.fakes.service import Service
from tests.fakes.voices import MODEL, a_voice

TIMESTAMPS: Final = "/v1/audio/speech/timestamps"
EMBEDDING: Final = "/v1/audio/speech/embedding"
SOUND: Final = b"RIFF" + bytes(range(256)) * 4


async def asked(client: AsyncClient, url: str, **form: Any) -> Response:  # noqa: ANN401 - of a form
    return await client.post(url, files={"file": ("talk.wav", SOUND)}, data=form)


async def test_speech_is_told_in_milliseconds(client: AsyncClient, service: Service) -> None:
    service.detector.spans = (TimeSpan(0.0, 0.5124), TimeSpan(1.2, 2.0))
    answer = await asked(client, TIMESTAMPS)
    assert answer.json() == [{"start": 0, "end": 512}, {"start": 1200, "end": 2000}]
    assert service.database.committed.jobs == {}


async def test_the_thresholds_are_those_of_silero_s_own_function(
    client: AsyncClient, service: Service
) -> None:
    await asked(client, TIMESTAMPS)
    form = {
        "threshold": "0.5",
        "neg_threshold": "0.3",
        "min_speech_duration_ms": "250",
        "max_speech_duration_s": "30.0",
        "min_silence_duration_ms": "500",
        "speech_pad_ms": "30",
    }
    await asked(client, TIMESTAMPS, **form)
    usual, given = service.detector.thresholds
    assert (usual.onset, usual.offset, usual.min_silence) == (0.75, 0.6, 1.0)
    assert (usual.padding, usual.min_speech, usual.max_stretch) == (0, 0, 86_400)
    assert given == SpeechThresholds(
        onset=0.5, offset=0.3, min_silence=0.5, padding=0.03, max_stretch=30.0, min_speech=0.25
    )


@pytest.mark.parametrize("threshold", ["0", "0.005", "1"])
async def test_any_threshold_goes(client: AsyncClient, threshold: str) -> None:
    assert (await asked(client, TIMESTAMPS, threshold=threshold)).status_code == 200


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"threshold": "2"}, "threshold"),
        ({"threshold": "0.2", "neg_threshold": "0.3"}, "neg_threshold"),
        ({"speech_pad_ms": "-1"}, "speech_pad_ms"),
        ({"max_speech_duration_s": "0"}, "max_speech_duration_s"),
        ({"min_silence_duration_ms": "60000"}, "min_silence_duration_ms"),
    ],
)
async def test_thresholds_that_make_no_sense_are_refused(
    client: AsyncClient, service: Service, form: dict[str, str], field: str
) -> None:
    answer = await asked(client, TIMESTAMPS, **form)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, field)
    assert service.kept_clips == 0


async def test_another_service_s_name_of_the_detector_will_do(client: AsyncClient) -> None:
    answer = await asked(client, TIMESTAMPS, model="silero_vad_v5")
    assert "hexavox-warnings" not in answer.headers
    other = await asked(client, TIMESTAMPS, model="webrtc", colour="red")
    assert "model=webrtc has no effect" in other.headers["hexavox-warnings"]
    assert "colour has no effect" in other.headers["hexavox-warnings"]


@pytest.mark.parametrize("url", [TIMESTAMPS, EMBEDDING])
async def test_what_is_no_sound_is_refused(client: AsyncClient, url: str) -> None:
    answer = await client.post(url, files={"file": ("talk.txt", b"no sound at all")})
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"


async def test_a_client_that_leaves_ends_the_work(
    app: FastAPI, client: AsyncClient, service: Service
) -> None:
    leave, loop = asyncio.Event(), asyncio.get_running_loop()
    may_go_on = asyncio.Event()

    def wait() -> None:
        loop.call_soon_threadsafe(leave.set)
        asyncio.run_coroutine_threadsafe(may_go_on.wait(), loop).result()

    service.detector.before_answering = wait
    loop.call_later(0, lambda: None)
    request = client.build_request("POST", TIMESTAMPS, files={"file": ("talk.wav", SOUND)})
    leaving = asyncio.ensure_future(send_and_leave(app, request, leave))
    await leave.wait()
    may_go_on.set()
    await leaving
    assert len(service.detector.asked) == 1


async def test_a_voice_is_a_vector(client: AsyncClient, service: Service) -> None:
    service.encoder.hears = lambda _spans: a_voice(90)
    answer = await asked(client, EMBEDDING, model=MODEL)
    body = answer.json()
    assert body["data"][0]["embedding"] == pytest.approx([0, 1])
    assert (body["object"], body["model"]) == ("list", MODEL)
    assert (body["data"][0]["object"], body["data"][0]["index"]) == ("embedding", 0)
    assert body["usage"] == {"prompt_tokens": 32_000, "total_tokens": 32_000}
    assert "hexavox-warnings" not in answer.headers


async def test_another_model_is_a_warning(client: AsyncClient) -> None:
    answer = await asked(client, EMBEDDING, model="pyannote/wespeaker-voxceleb-resnet34-LM")
    assert f"{MODEL} was used" in answer.headers["hexavox-warnings"]


async def test_too_little_speech_is_refused_with_what_to_do(
    client: AsyncClient, service: Service
) -> None:
    def hears(_spans: Sequence[TimeSpan]) -> VoicePrint:
        raise TooLittleSpeechError("There are 0.0 seconds of speech.")

    service.encoder.hears = hears
    answer = await asked(client, EMBEDDING)
    message = answer.json()["error"]["message"]
    assert answer.status_code == 400
    assert "There are 0.0 seconds of speech. Send three seconds or more" in message
    assert "clip" not in message


async def test_an_encoder_that_is_missing_is_the_server_s_fault(
    client: AsyncClient, service: Service
) -> None:
    def hears(_spans: Sequence[TimeSpan]) -> VoicePrint:
        raise EngineUnavailableError("It is not installed.")

    service.encoder.hears = hears
    answer = await asked(client, EMBEDDING)
    assert (answer.status_code, answer.json()["error"]["type"]) == (503, "server_error")
