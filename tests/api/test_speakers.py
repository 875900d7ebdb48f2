"""/api/speakers, and transcripts that call those who are enrolled by name."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias
from uuid import uuid4

import pytest
from httpx import AsyncClient, Response

from application.errors import (
    EngineUnavailableError,
    NobodyToldApartError,
    TooLittleSpeechError,
)
from domain.audio_clip import EVERYONE
from domain.time_span import TimeSpan
from domain.voice_print import VoicePrint
from tests.fakes.service import LARGEST, Service
from tests.fakes.voices import a_speaker, a_voice

Files: TypeAlias = list[tuple[str, tuple[str, bytes]]]
SAMPLE: Final[Files] = [("samples", ("ada.wav", b"RIFF" + bytes(range(200))))]
NOBODY: Final = uuid4()


async def enrolled(client: AsyncClient, name: str = "Ada", files: Files = SAMPLE) -> dict[str, Any]:
    answer = await client.post("/api/speakers", data={"name": name}, files=files)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"/api/speakers/{body['speaker_id']}"
    return body


async def transcribed(client: AsyncClient, clip_id: str, **wishes: str) -> dict[str, Any]:
    answer = await client.post("/api/transcribe", params={"clip_id": clip_id, **wishes})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def speakers_of(transcript: dict[str, Any]) -> list[str]:
    return [segment["speaker"] for segment in transcript["segments"]]


def problem(answer: Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json()["type"]).rpartition(":")[2]


@pytest.fixture
def two_voices(service: Service) -> Service:
    """Samples, and whoever begins to speak before a second is over, sound alike; later ones do
    not."""

    def hears(spans: Sequence[TimeSpan]) -> VoicePrint:
        return a_voice(0 if spans[0].start < 0.5 else 90)

    service.encoder.hears = hears
    return service


async def test_a_speaker_is_enrolled_and_shown_and_forgotten(
    client: AsyncClient, service: Service
) -> None:
    ada = await enrolled(client, " Ada  Lovelace ", files=[*SAMPLE, *SAMPLE])
    assert ada["name"] == "Ada Lovelace"
    assert (ada["samples"], ada["created_at"]) == (2, "2026-01-01T00:00:00Z")
    url = f"/api/speakers/{ada['speaker_id']}"
    assert (await client.get(url)).json() == ada
    assert (await client.get("/api/speakers")).json() == {"items": [ada]}
    assert (await client.delete(url)).status_code == 204
    assert (await client.get("/api/speakers")).json() == {"items": []}
    assert service.database.committed.speakers == {}
    assert problem(await client.get(url), 404) == "speaker-not-found"
    assert problem(await client.delete(url), 404) == "speaker-not-found"


async def test_samples_are_not_kept(client: AsyncClient, service: Service) -> None:
    await enrolled(client)
    assert service.kept_clips == 0
    assert [
        kept async for kept in service.storage.kept(before=datetime.max.replace(tzinfo=UTC))
    ] == []


async def test_clips_can_be_samples(client: AsyncClient, clip_id: str) -> None:
    form = {"name": "Ada", "clip_ids": [clip_id, f"{clip_id},{clip_id}"]}
    answer = await client.post("/api/speakers", data=form)
    assert answer.json()["samples"] == 3
    answer = await client.post("/api/speakers", data={**form, "name": "Grace"}, files=SAMPLE)
    assert answer.json()["samples"] == 4


async def test_fields_may_come_after_the_files(client: AsyncClient) -> None:
    form: list[Any] = [*SAMPLE, ("name", (None, b"Ada"))]
    answer = await client.post("/api/speakers", files=form)
    assert (answer.status_code, answer.json()["name"]) == (201, "Ada")


async def test_a_speaker_is_renamed_and_gets_more_samples(
    client: AsyncClient, clip_id: str
) -> None:
    ada = await enrolled(client)
    url = f"/api/speakers/{ada['speaker_id']}"
    renamed = (await client.patch(url, data={"name": "Countess"})).json()
    assert renamed == {**ada, "name": "Countess"}
    assert (await client.patch(url, files=SAMPLE)).json()["samples"] == 2
    both = await client.patch(url, data={"name": "ADA", "clip_ids": clip_id}, files=SAMPLE)
    assert both.json() == {**ada, "name": "ADA", "samples": 4}


async def test_a_name_is_given_once(client: AsyncClient, service: Service) -> None:
    await enrolled(client, "Ada")
    grace = await enrolled(client, "Grace")
    heard = len(service.encoder.asked)
    answer = await client.post("/api/speakers", data={"name": "ADA"}, files=SAMPLE)
    assert problem(answer, 409) == "name-taken"
    assert len(service.encoder.asked) == heard  # it is told before anything is listened to
    url = f"/api/speakers/{grace['speaker_id']}"
    assert problem(await client.patch(url, data={"name": "ada"}), 409) == "name-taken"
    assert (await client.patch(url, data={"name": "GRACE"})).status_code == 200


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "no field `name`"),
        ({"name": " "}, "blank"),
        ({"name": "a" * 101}, "100 characters"),
        ({"name": "a\x07b"}, "cannot be seen"),
        ({"name": "SPEAKER_00"}, "not known"),
        ({"name": ["Ada", "Grace"]}, "more than once"),
        ({"name": "Ada", "clip_ids": "talk.wav"}, "UUID"),
        ({"name": "Ada", "clip_ids": [str(NOBODY)] * 21}, "20 samples"),
        ({"name": "Ada"}, "at least one sample"),
        ({"name": "Ada", "colour": "red"}, "colour"),
        ({"name": "Ada", "samples": "ada.wav"}, "-F samples=@"),
    ],
)
async def test_a_form_that_makes_no_sense_is_refused(
    client: AsyncClient, form: dict[str, Any], words: str
) -> None:
    multipart: list[Any] = [
        (name, (None, each))
        for name, values in form.items()
        for each in ([values] if isinstance(values, str) else values)
    ]
    answer = await client.post("/api/speakers", files=multipart or [("nothing", (None, ""))])
    assert answer.status_code == 422
    assert words in answer.text or not form


async def test_a_file_in_another_part_is_refused(client: AsyncClient, wav: bytes) -> None:
    answer = await client.post(
        "/api/speakers", data={"name": "Ada"}, files={"file": ("ada.wav", wav)}
    )
    problem(answer, 422)
    assert "samples" in answer.text


async def test_an_unknown_clip_is_not_found(client: AsyncClient) -> None:
    form = {"name": "Ada", "clip_ids": str(NOBODY)}
    assert problem(await client.post("/api/speakers", data=form), 404) == "clip-not-found"


async def test_a_sample_in_which_nobody_speaks_is_refused(
    client: AsyncClient, service: Service
) -> None:
    def hears(_spans: Sequence[TimeSpan]) -> VoicePrint:
        raise TooLittleSpeechError("There are 0.0 seconds of speech.")

    service.encoder.hears = hears
    answer = await client.post("/api/speakers", data={"name": "Ada"}, files=SAMPLE)
    assert problem(answer, 422) == "too-little-speech"
    assert service.database.committed.speakers == {}


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"no sound at all", 415, "not-audio"),
        (b"RIFF" + b"\0" * LARGEST, 413, "file-too-large"),
    ],
)
async def test_a_sample_that_cannot_be_used_is_refused(
    client: AsyncClient, content: bytes, status: int, code: str
) -> None:
    files = [("samples", ("ada.wav", content))]
    answer = await client.post("/api/speakers", data={"name": "Ada"}, files=files)
    assert problem(answer, status) == code


async def test_a_body_that_is_no_form_is_refused(client: AsyncClient) -> None:
    assert problem(await client.post("/api/speakers", json={"name": "Ada"}), 415)


async def test_an_update_has_to_change_something(client: AsyncClient) -> None:
    ada = await enrolled(client)
    answer = await client.patch(f"/api/speakers/{ada['speaker_id']}", data={"clip_ids": ""})
    assert problem(answer, 422) == "invalid-speaker"
    gone = await client.patch(f"/api/speakers/{NOBODY}", data={"name": "Ada"})
    assert problem(gone, 404) == "speaker-not-found"
    assert problem(await client.get("/api/speakers/ada"), 422)


async def test_two_voices_are_compared(client: AsyncClient, service: Service, clip_id: str) -> None:
    voices = iter([a_voice(0), a_voice(30), a_voice(0), a_voice(80)])
    service.encoder.hears = lambda _spans: next(voices)
    same = await client.post("/api/speakers/verify", files=[*SAMPLE, *SAMPLE])
    assert same.json() == {"score": 0.866, "threshold": 0.6, "same": True}
    other = await client.post("/api/speakers/verify", data={"clip_ids": clip_id}, files=SAMPLE)
    assert other.json() == {"score": 0.174, "threshold": 0.6, "same": False}
    assert service.database.committed.speakers == {}


async def test_which_of_two_voices_cannot_be_heard_is_told(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    heard: list[VoicePrint] = []

    def hears(_spans: Sequence[TimeSpan]) -> VoicePrint:
        if len(heard) % 2:
            heard.clear()
            raise TooLittleSpeechError("There is nothing but silence.")
        heard.append(a_voice(0))
        return heard[0]

    service.encoder.hears = hears
    second = await client.post("/api/speakers/verify", files=[*SAMPLE, *SAMPLE])
    assert second.json()["detail"] == "Sample 2: There is nothing but silence."
    clip = await client.post("/api/speakers/verify", data={"clip_ids": clip_id}, files=SAMPLE)
    assert clip.json()["detail"] == f"The clip {clip_id}: There is nothing but silence."


async def test_a_server_that_tells_nobody_apart_says_only_that(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    service.diarizer.error = NobodyToldApartError("This server runs with DIARIZER=none.")
    transcript = await transcribed(client, clip_id, identify="true")
    [warning] = transcript["warnings"]
    assert "DIARIZER=none. Ask with diarize=false" in warning


@pytest.mark.parametrize("count", [1, 3])
async def test_voices_are_compared_in_twos(client: AsyncClient, count: int) -> None:
    answer = await client.post("/api/speakers/verify", files=SAMPLE * count)
    assert problem(answer, 422) == "invalid-speaker"


async def test_whoever_is_enrolled_is_called_by_name(
    client: AsyncClient, two_voices: Service, clip_id: str
) -> None:
    await enrolled(client)
    transcript = await transcribed(client, clip_id, identify="true", word_timestamps="true")
    assert speakers_of(transcript) == ["Ada", "SPEAKER_01"]
    assert [word["speaker"] for word in transcript["segments"][0]["words"]] == ["Ada", "Ada"]
    assert transcript["speakers"] == [
        {"speaker": "Ada", "name": "Ada", "time": 0.777, "similarity": 1.0},
        {"speaker": "SPEAKER_01", "name": "Speaker 1", "time": 0.9},
    ]
    assert transcript["warnings"] == []
    subtitles = await client.get(f"/api/transcription/{clip_id}", params={"format": "srt"})
    assert "Ada" in subtitles.text
    assert speakers_of(await transcribed(client, clip_id)) == ["SPEAKER_00", "SPEAKER_01"]


async def test_a_transcript_never_has_names_of_yesterday(
    client: AsyncClient, two_voices: Service, clip_id: str
) -> None:
    async def first_speaker() -> str:
        return speakers_of(await transcribed(client, clip_id, identify="true"))[0]

    nobody = await transcribed(client, clip_id, identify="true")
    assert speakers_of(nobody)[0] == "SPEAKER_00"
    assert "nobody is enrolled" in nobody["warnings"][0]
    url = f"/api/speakers/{(await enrolled(client))['speaker_id']}"
    assert await first_speaker() == "Ada"
    await client.patch(url, data={"name": "Countess"})
    assert await first_speaker() == "Countess"
    asked = len(two_voices.transcriber.asked)
    assert await first_speaker() == "Countess"
    assert len(two_voices.transcriber.asked) == asked  # kept, as nothing has changed
    await client.delete(url)
    assert await first_speaker() == "SPEAKER_00"


async def test_whoever_was_enrolled_with_another_model_is_not_recognised_and_that_is_told(
    client: AsyncClient, two_voices: Service, clip_id: str
) -> None:
    ada = a_speaker("Ada", a_voice(0, "scripted/0"), owner=EVERYONE)
    async with two_voices.unit_of_work() as uow:
        await uow.speakers.add(ada)
        await uow.commit()
    transcript = await transcribed(client, clip_id, identify="true")
    assert speakers_of(transcript)[0] == "SPEAKER_00"
    assert transcript["warnings"][0].startswith("Ada was enrolled with another voice model")
    await client.patch(f"/api/speakers/{ada.id}", files=SAMPLE)
    assert speakers_of(await transcribed(client, clip_id, identify="true"))[0] == "Ada"


async def test_speakers_of_others_are_nobody_s_business(
    client: AsyncClient, two_voices: Service, clip_id: str
) -> None:
    async with two_voices.unit_of_work() as uow:
        theirs = a_speaker("Somebody")
        await uow.speakers.add(theirs)
        await uow.commit()
    assert (await client.get("/api/speakers")).json() == {"items": []}
    assert problem(await client.get(f"/api/speakers/{theirs.id}"), 404) == "speaker-not-found"
    transcript = await transcribed(client, clip_id, identify="true")
    assert speakers_of(transcript)[0] == "SPEAKER_00"


async def test_what_speakers_sound_like_is_told_only_when_asked(
    client: AsyncClient, two_voices: Service, clip_id: str
) -> None:
    assert "speaker_embeddings" not in await transcribed(client, clip_id)
    asked = await transcribed(client, clip_id, speaker_embeddings="true")
    assert asked["speaker_embeddings"] == {"SPEAKER_00": [1, 0], "SPEAKER_01": [0, 1]}
    await enrolled(client)
    named = await transcribed(client, clip_id, speaker_embeddings="true", identify="true")
    assert named["speaker_embeddings"] == {"Ada": [1, 0], "SPEAKER_01": [0, 1]}


@pytest.mark.parametrize("wish", ["identify", "speaker_embeddings"])
async def test_names_need_speakers(client: AsyncClient, clip_id: str, wish: str) -> None:
    wishes = {"clip_id": clip_id, "diarize": "false", wish: "true"}
    answer = await client.post("/api/transcribe", params=wishes)
    assert problem(answer, 422) == "invalid-option"


async def test_an_encoder_that_fails_costs_the_names_and_not_the_transcript(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    await enrolled(client)

    def fails(_spans: Sequence[TimeSpan]) -> VoicePrint:
        raise EngineUnavailableError("It is not installed.")

    service.encoder.hears = fails
    transcript = await transcribed(client, clip_id, identify="true")
    assert speakers_of(transcript) == ["SPEAKER_00", "SPEAKER_01"]
    assert transcript["warnings"][0].startswith("No speaker names: It is not installed.")
