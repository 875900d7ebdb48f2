"""/v1/audio/diarization"""

import asyncio
from base64 import b64encode
from collections.abc import Sequence
from typing import Any, Final

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response

from application.errors import (
    EngineUnavailableError,
    TooLittleSpeechError,
    TranscriptionImpossibleError,
)
from domain.speaker import SpeakerCount
from domain.time_span import TimeSpan
from domain.transcription_job import JobKind, JobStatus
from domain.voice_print import VoicePrint
from tests.fakes.leaving_client import send_and_leave
from tests.fakes.service import Service
from tests.fakes.until import until
from tests.fakes.voices import a_voice

URL: Final = "/v1/audio/diarization"
SOUND: Final = b"RIFF" + bytes(range(256)) * 4
REFERENCE: Final = f"data:audio/wav;base64,{b64encode(SOUND).decode()}"
TURNS: Final = [
    {"start": 0.0, "end": 0.95, "speaker": "SPEAKER_00"},
    {"start": 0.9, "end": 2.0, "speaker": "SPEAKER_01"},
]


async def diarized(client: AsyncClient, **form: Any) -> Response:  # noqa: ANN401 - of a form
    files = {"file": ("talk.wav", SOUND)}
    answer = await client.post(URL, files=files, data=form)
    assert answer.status_code == 200, answer.text
    return answer


async def refused(client: AsyncClient, status: int, **form: Any) -> dict[str, Any]:  # noqa: ANN401
    answer = await client.post(URL, files={"file": ("talk.wav", SOUND)}, data=form)
    assert answer.status_code == status, answer.text
    error: dict[str, Any] = answer.json()["error"]
    return error


@pytest.fixture
def two_voices(service: Service) -> Service:
    """Samples, and whoever begins to speak before a second is over, sound alike."""

    def hears(spans: Sequence[TimeSpan]) -> VoicePrint:
        return a_voice(0 if spans[0].start < 0.5 else 90)

    service.encoder.hears = hears
    return service


async def test_every_voice_is_told_also_while_another_speaks(client: AsyncClient) -> None:
    answer = await diarized(client)
    assert answer.json() == {"duration": 2.0, "segments": TURNS}
    assert "hexavox-warnings" not in answer.headers


async def test_it_is_a_job_of_a_clip_that_passes(client: AsyncClient, service: Service) -> None:
    await diarized(client)
    (job,) = service.database.committed.jobs.values()
    assert (job.kind, job.status) == (JobKind.DIARIZATION, JobStatus.SUCCEEDED)
    (clip,) = service.database.committed.clips.values()
    assert clip.passing


async def test_turns_can_be_had_as_rttm(client: AsyncClient) -> None:
    answer = await diarized(client, response_format="rttm", include_text="true")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "SPEAKER recording 1 0.000 0.950 <NA> <NA> SPEAKER_00 <NA> <NA>",
        "SPEAKER recording 1 0.900 1.100 <NA> <NA> SPEAKER_01 <NA> <NA>",
    ]
    assert "include_text has no effect" in answer.headers["hexavox-warnings"]


async def test_text_stands_in_the_turn_in_which_it_was_said(
    client: AsyncClient, service: Service
) -> None:
    body = (await diarized(client, include_text="true", language="en")).json()
    assert [turn["text"] for turn in body["segments"]] == ["Hello there.", "General Kenobi."]
    (options,) = service.transcriber.asked
    assert (str(options.language), options.diarize) == ("en", False)


async def test_the_long_form_has_totals_for_each_speaker(client: AsyncClient) -> None:
    body = (await diarized(client, response_format="verbose_json", include_text="true")).json()
    assert (body["task"], body["num_speakers"], body["language"]) == ("diarize", 2, "en")
    assert body["segments"][1] == {
        "id": 1,
        **TURNS[1],
        "label": "SPEAKER_01",
        "text": "General Kenobi.",
    }
    assert body["speakers"][0] == {
        "id": "SPEAKER_00",
        "label": "SPEAKER_00",
        "total_speech_duration": 0.95,
        "segment_count": 1,
    }


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"num_speakers": "2"}, SpeakerCount(2, 2)),
        ({"min_speakers": "2", "max_speakers": "4"}, SpeakerCount(2, 4)),
        ({"num_speakers": "0", "max_speakers": ""}, SpeakerCount()),
    ],
)
async def test_the_diarizer_is_told_how_many_there_may_be(
    client: AsyncClient, service: Service, form: dict[str, str], told: SpeakerCount
) -> None:
    await diarized(client, **form)
    assert service.diarizer.asked == [told]


@pytest.mark.parametrize("names", ["known_speaker_names[]", "known_speaker_names"])
async def test_speakers_are_called_as_those_who_sound_like_them(
    client: AsyncClient, two_voices: Service, names: str
) -> None:
    form = {names: ["Ada"], "known_speaker_references[]": [REFERENCE]}
    body = (await diarized(client, **form)).json()
    assert [turn["speaker"] for turn in body["segments"]] == ["Ada", "SPEAKER_01"]
    assert two_voices.database.committed.speakers == {}


async def test_whoever_is_enrolled_is_named_too(client: AsyncClient, two_voices: Service) -> None:
    sample = [("samples", ("ada.wav", SOUND))]
    await client.post("/api/speakers", data={"name": "Ada"}, files=sample)
    body = (await diarized(client, identify="true", response_format="verbose_json")).json()
    assert body["segments"][0] == {
        "id": 0,
        "start": 0.0,
        "end": 0.95,
        "speaker": "Ada",
        "label": "SPEAKER_00",
        "name": "Ada",
        "name_score": 1.0,
    }
    assert [each["id"] for each in body["speakers"]] == ["Ada", "SPEAKER_01"]
    assert "Ada" in (await diarized(client, identify="true", response_format="rttm")).text
    assert (await diarized(client)).json()["segments"] == TURNS


async def test_nobody_to_name_is_a_warning(client: AsyncClient) -> None:
    answer = await diarized(client, identify="true")
    assert "nobody is enrolled" in answer.headers["hexavox-warnings"]


async def test_voices_that_cannot_be_learned_cost_the_names(
    client: AsyncClient, service: Service
) -> None:
    def fails(_spans: Sequence[TimeSpan]) -> VoicePrint:
        raise EngineUnavailableError("It is not installed.")

    service.encoder.hears = fails
    answer = await diarized(client, identify="true")
    assert answer.json()["segments"] == TURNS
    assert "No speaker names: It is not installed." in answer.headers["hexavox-warnings"]


async def test_short_turns_can_be_left_out(client: AsyncClient) -> None:
    body = (await diarized(client, min_duration_on="1", min_duration_off="0.1")).json()
    assert body["segments"] == TURNS[1:]


async def test_what_is_not_heeded_is_named(client: AsyncClient) -> None:
    form = {"clustering_threshold": "0.5", "model": "vibevoice-diarize", "colour": "red"}
    warnings = (await diarized(client, **form, language="en")).headers["hexavox-warnings"]
    for name in ("clustering_threshold", "model=vibevoice-diarize", "colour", "language"):
        assert f"{name} has no effect" in warnings


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"response_format": "xml"}, "response_format"),
        ({"num_speakers": "many"}, "num_speakers"),
        ({"min_speakers": "3", "max_speakers": "2"}, "min_speakers"),
        ({"min_duration_on": "nan"}, "min_duration_on"),
        ({"known_speaker_names[]": "Ada"}, "known_speaker_references"),
        ({"known_speaker_names": "Ada", "known_speaker_references": "ada.wav"},
         "known_speaker_references"),
        ({"known_speaker_names": "Ada", "known_speaker_references": "data:;base64,?"},
         "known_speaker_references"),
        ({"include_text": "true", "language": "klingonese"}, "language"),
    ],
)  # fmt: skip
async def test_what_makes_no_sense_is_refused_and_nothing_is_kept(
    client: AsyncClient, service: Service, form: dict[str, str], field: str
) -> None:
    error = await refused(client, 400, **form)
    assert (error["param"], error["type"]) == (field, "invalid_request_error")
    assert service.kept_clips == 0


async def test_a_reference_in_which_nobody_speaks_is_refused_by_name(
    client: AsyncClient, service: Service
) -> None:
    def hears(_spans: Sequence[TimeSpan]) -> VoicePrint:
        raise TooLittleSpeechError("There are 0.0 seconds of speech.")

    service.encoder.hears = hears
    form = {"known_speaker_names": "Ada", "known_speaker_references": REFERENCE}
    error = await refused(client, 400, **form)
    assert "that of Ada: There are 0.0 seconds of speech." in error["message"]


async def test_a_diarizer_that_fails_is_an_error_in_openai_s_words(
    client: AsyncClient, service: Service
) -> None:
    service.diarizer.error = TranscriptionImpossibleError("It fails on this recording.")
    error = await refused(client, 500)
    assert error["type"] == "server_error"
    assert "It fails on this recording." in error["message"]


async def test_a_form_without_a_recording_is_refused(client: AsyncClient) -> None:
    answer = await client.post(URL, files={"sound": ("talk.wav", SOUND)})
    assert answer.status_code == 400
    assert "`file`" in answer.json()["error"]["message"]


async def test_a_client_that_leaves_cancels_the_job(
    app: FastAPI, client: AsyncClient, service: Service
) -> None:
    leave = asyncio.Event()
    loop = asyncio.get_running_loop()
    may_go_on = asyncio.Event()

    def wait() -> None:
        loop.call_soon_threadsafe(leave.set)
        asyncio.run_coroutine_threadsafe(may_go_on.wait(), loop).result()

    service.diarizer.before_answering = wait
    request = client.build_request("POST", URL, files={"file": ("talk.wav", SOUND)})
    await send_and_leave(app, request, leave)
    jobs = service.database.committed.jobs
    await until(lambda: {job.status for job in jobs.values()} == {JobStatus.CANCELLED})
    may_go_on.set()
