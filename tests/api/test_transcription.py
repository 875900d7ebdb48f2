"""/api/transcribe and /api/transcription"""

import asyncio
from dataclasses import replace

import pytest
from dependency_injector import providers
from httpx import AsyncClient

from application.errors import EngineUnavailableError, ModelUnavailableError
from application.formats.registry import FORMATTERS, TranscriptFormat
from domain.languages import Language
from domain.speaker import ANY_NUMBER, SpeakerCount
from domain.subtitle_shape import SubtitleShape
from domain.transcript import Transcription
from domain.transcription_options import Task, TranscriptionOptions
from infrastructure.container import Container
from tests.fakes.engines import HELLO
from tests.fakes.service import Service
from tests.fakes.transcripts import a_segment, a_word


async def transcribed(client: AsyncClient, clip_id: str, **query: str) -> dict[str, object]:
    answer = await client.post("/api/transcribe", params={"clip_id": clip_id, **query})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert isinstance(body, dict)
    return body


async def test_a_transcript_says_who_said_what_and_when(client: AsyncClient, clip_id: str) -> None:
    body = await transcribed(client, clip_id)
    assert body["segments"] == [
        {"speaker": "SPEAKER_00", "start": 0.123, "end": 0.9, "text": "Hello there."},
        {"speaker": "SPEAKER_01", "start": 1.0, "end": 1.9, "text": "General Kenobi."},
    ]
    assert body.pop("job_id")
    assert {name: value for name, value in body.items() if name != "segments"} == {
        "language": "en",
        "language_probability": 0.988,
        "duration": 2.0,
        "text": "Hello there. General Kenobi.",
        "model": "base",
        "task": "transcribe",
        "speakers": [
            {"speaker": "SPEAKER_00", "name": "Speaker 0", "time": 0.777},
            {"speaker": "SPEAKER_01", "name": "Speaker 1", "time": 0.9},
        ],
        "warnings": [],
        "clip_id": clip_id,
        "created_at": "2026-01-01T00:00:00Z",
    }


async def test_without_speakers_nobody_is_named(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    body = await transcribed(client, clip_id, diarize="false", word_timestamps="true")
    assert body["speakers"] == []
    assert isinstance(body["segments"], list)
    assert [segment["speaker"] for segment in body["segments"]] == [None, None]
    assert body["segments"][0]["words"] == [
        {"word": "Hello", "start": 0.123, "end": 0.5, "score": 0.9},
        {"word": "there.", "start": 0.5, "end": 0.9, "score": 0.9},
    ]
    assert service.diarizer.asked == []


async def test_words_name_their_speakers(client: AsyncClient, clip_id: str) -> None:
    body = await transcribed(client, clip_id, word_timestamps="true")
    assert isinstance(body["segments"], list)
    words = [word for segment in body["segments"] for word in segment["words"]]
    assert [word["speaker"][-1] for word in words] == ["0", "0", "1", "1"]


async def test_every_option_reaches_the_engines(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    await transcribed(
        client,
        clip_id,
        model="base",
        language="English",
        task="translate",
        min_speakers="2",
        max_speakers="3",
        initial_prompt=" Kenobi, Grievous. ",
        hotwords="Utapau",
    )
    assert service.transcriber.asked == [
        TranscriptionOptions(
            model="base",
            language=Language("en"),
            task=Task.TRANSLATE,
            speakers=SpeakerCount(2, 3),
            initial_prompt="Kenobi, Grievous.",
            hotwords="Utapau",
        )
    ]
    assert service.diarizer.asked == [SpeakerCount(2, 3)]


async def test_an_exact_number_of_speakers_overrides_the_bounds(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    await transcribed(client, clip_id, num_speakers="4", min_speakers="1", max_speakers="2")
    assert service.diarizer.asked == [SpeakerCount(4, 4)]


@pytest.mark.parametrize(
    ("text", "language"), [("auto", None), ("", None), ("de", "de"), ("en-GB", "en")]
)
async def test_a_language_can_be_written_in_several_ways(
    client: AsyncClient, service: Service, clip_id: str, text: str, language: str | None
) -> None:
    await transcribed(client, clip_id, language=text)
    (asked,) = service.transcriber.asked
    assert asked.language == (None if language is None else Language(language))


async def test_blanks_ask_for_nothing(client: AsyncClient, service: Service, clip_id: str) -> None:
    await transcribed(client, clip_id, model="", initial_prompt=" ", hotwords="")
    assert service.transcriber.asked == [TranscriptionOptions(model="base", speakers=ANY_NUMBER)]


async def test_the_same_request_again_is_answered_from_what_is_kept(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    first = await transcribed(client, clip_id)
    assert await transcribed(client, clip_id, model="whisper-1", language="auto") == first
    assert len(service.transcriber.asked) == 1
    anew = await transcribed(client, clip_id, force="true")
    assert anew["job_id"] != first["job_id"]
    assert len(service.transcriber.asked) == 2


async def test_asking_twice_at_once_works_once(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    one, two = await asyncio.gather(transcribed(client, clip_id), transcribed(client, clip_id))
    assert one == two
    assert len(service.transcriber.asked) == 1


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"language": "klingon"}, "choose one of"),
        ({"task": "sing"}, "'transcribe' or 'translate'"),
        ({"model": "huge"}, "Choose one of: base, tiny.en"),
        ({"model": "/etc/passwd"}, "Choose one of: base, tiny.en"),
        ({"model": "someone/whisper-of-theirs"}, "Choose one of: base, tiny.en"),
        ({"model": "tiny.en", "language": "de"}, "English only"),
        ({"num_speakers": "0"}, "num_speakers: Input should be greater"),
        ({"num_speakers": "two"}, "num_speakers: Input should be a valid integer"),
        ({"max_speakers": str(10**30)}, "max_speakers: Input should be less"),
        ({"min_speakers": "3", "max_speakers": "2"}, "more than max_speakers"),
        ({"diarize": "false", "num_speakers": "2"}, "diarize=false asks not to"),
        ({"diarize": "perhaps"}, "diarize: Input should be a valid boolean"),
        ({"diarise": "false"}, "did you mean diarize?"),
        ({"colour": "0"}, "diarize, language, task"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_the_choices(
    client: AsyncClient, service: Service, clip_id: str, query: dict[str, str], words: str
) -> None:
    answer = await client.post("/api/transcribe", params={"clip_id": clip_id, **query})
    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert answer.json()["advice"]
    assert service.transcriber.asked == []


async def test_a_parameter_given_twice_is_refused(client: AsyncClient, clip_id: str) -> None:
    query = f"clip_id={clip_id}&language=en&language=de"
    answer = await client.post(f"/api/transcribe?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "language", "message": "given more than once"}]


async def test_a_clip_must_be_named(client: AsyncClient) -> None:
    answer = await client.post("/api/transcribe")
    assert (answer.status_code, answer.json()["detail"]) == (422, "clip_id: Field required")


async def test_a_model_that_cannot_be_had_is_a_problem_with_advice(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    def fail() -> None:
        raise ModelUnavailableError("The model tiny is not here.")

    service.transcriber.before_answering = fail
    answer = await client.post("/api/transcribe", params={"clip_id": clip_id})
    assert answer.status_code == 503
    assert answer.json() == {
        "type": "urn:hexavox:problem:model-unavailable",
        "title": "Model unavailable",
        "status": 503,
        "detail": "The model tiny is not here.",
        "advice": ModelUnavailableError.advice,
    }


async def test_an_engine_that_breaks_gives_nothing_away(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    def fail() -> None:
        raise RuntimeError("/secret/path")

    service.transcriber.before_answering = fail
    answer = await client.post("/api/transcribe", params={"clip_id": clip_id})
    assert (answer.status_code, answer.json()["title"]) == (500, "Transcription failed")
    assert "secret" not in answer.text


async def test_a_diarizer_that_fails_costs_the_labels_only(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    service.diarizer.error = EngineUnavailableError("pyannote.audio is not installed.")
    body = await transcribed(client, clip_id)
    assert body["speakers"] == []
    assert isinstance(body["warnings"], list)
    assert "pyannote.audio is not installed." in body["warnings"][0]


async def test_silence_is_a_transcript_without_segments(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    service.transcriber.says = Transcription(
        language=Language("en"), language_probability=0, segments=()
    )
    body = await transcribed(client, clip_id)
    assert (body["segments"], body["text"]) == ([], "")


async def test_a_stored_transcript_can_be_read(client: AsyncClient, clip_id: str) -> None:
    made = await transcribed(client, clip_id)
    assert (await client.get(f"/api/transcription/{clip_id}")).json() == made
    answer = await client.get(f"/api/transcription/{clip_id}?word_timestamps=true")
    assert answer.json()["segments"][0]["words"][0]["word"] == "Hello"


@pytest.mark.parametrize(
    ("form", "media_type", "begins"),
    [
        (TranscriptFormat.JSON, "application/json", '{"segments":'),
        (TranscriptFormat.TEXT, "text/plain; charset=utf-8", "[SPEAKER_00]: Hello there.\n"),
        (
            TranscriptFormat.SRT,
            "application/x-subrip; charset=utf-8",
            "1\n00:00:00,123 --> 00:00:00,917\n",
        ),
        (TranscriptFormat.VTT, "text/vtt; charset=utf-8", "WEBVTT\n\n00:00.123 -->"),
        (
            TranscriptFormat.TSV,
            "text/tab-separated-values; charset=utf-8",
            "start\tend\ttext\tspeaker\n123\t900\tHello there.\tSPEAKER_00\n",
        ),
        (
            TranscriptFormat.TSV_SECONDS,
            "text/tab-separated-values; charset=utf-8",
            "start\tend\ttext\tspeaker\n0.123\t0.9\tHello there.\tSPEAKER_00\n",
        ),
        (TranscriptFormat.VERBOSE_JSON, "application/json", '{\n  "task": "transcribe"'),
        (TranscriptFormat.RTTM, "text/plain; charset=utf-8", "SPEAKER recording 1 0.123 0.777 "),
    ],
)
async def test_a_transcript_can_be_had_in_every_format(
    client: AsyncClient, clip_id: str, form: TranscriptFormat, media_type: str, begins: str
) -> None:
    await transcribed(client, clip_id)
    answer = await client.get(f"/api/transcription/{clip_id}", params={"format": form})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.text.startswith(begins)
    ending = FORMATTERS[form].ending
    is_file = ending not in {".json", ".txt"}
    assert (f"{clip_id}{ending}" in answer.headers.get("content-disposition", "")) is is_file


async def test_json_keeps_every_script_as_it_is(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    meeting = a_segment(a_word("会議", 0.1, 0.4), a_word("です。", 0.4, 0.9))
    service.transcriber.says = Transcription(
        language=Language("ja"), language_probability=1, segments=(meeting,)
    )
    assert (await transcribed(client, clip_id))["text"] == "会議です。"
    assert "会議です。" in (await client.get(f"/api/transcription/{clip_id}")).text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("format=docx", "'json', 'text', 'srt', 'vtt', 'tsv', 'tsv_seconds', 'verbose_json' or"),
        ("format=srt&word_timestamps=true", "needs format=json"),
        ("format=text&max_line_width=30", "max_line_width shapes subtitles, so the format is srt"),
        ("highlight_words=true", "json has no cues"),
        ("format=srt&max_line_width=5", "greater than or equal to 10"),
        ("format=srt&max_line_count=0", "greater than or equal to 1"),
        ("format=srt&confidence=true", "confidences need format=json"),
        ("confidence=false&low_confidence_min_dur=1", "confidence=false contradicts"),
        ("word_confidence_low_threshold=.9", "low is not more than high"),
        ("formt=srt", "did you mean format?"),
    ],
)
async def test_a_format_that_does_not_exist_is_refused(
    client: AsyncClient, clip_id: str, query: str, words: str
) -> None:
    answer = await client.get(f"/api/transcription/{clip_id}?{query}")
    assert answer.status_code == 422
    assert words in answer.json()["detail"]


async def test_who_spoke_when_is_not_told_of_speakers_whom_nobody_told_apart(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    await transcribed(client, clip_id, diarize="false")
    answer = await client.get(f"/api/transcription/{clip_id}", params={"format": "rttm"})
    assert answer.status_code == 422
    assert "transcribe the clip with diarize=true" in answer.json()["detail"]
    service.transcriber.says = replace(HELLO, segments=())
    await transcribed(client, clip_id, diarize="false", force="true")
    answer = await client.get(f"/api/transcription/{clip_id}", params={"format": "rttm"})
    assert (answer.status_code, answer.text) == (200, "")


async def test_a_parameter_of_two_parts_of_a_route_is_named_once(
    client: AsyncClient, clip_id: str
) -> None:
    answer = await client.get(f"/api/transcription/{clip_id}?nonsense=1")
    names = answer.json()["detail"].partition("the parameters are ")[2].split(", ")
    assert "format" in names
    assert len(names) == len(set(names))


async def test_a_clip_that_was_not_transcribed_has_no_transcript(
    client: AsyncClient, clip_id: str
) -> None:
    for method in ("GET", "DELETE"):
        answer = await client.request(method, f"/api/transcription/{clip_id}")
        assert (answer.status_code, answer.json()["title"]) == (404, "Transcript not found")


async def test_a_deleted_transcript_is_gone_and_its_clip_is_not(
    client: AsyncClient, clip_id: str
) -> None:
    await transcribed(client, clip_id)
    answer = await client.delete(f"/api/transcription/{clip_id}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await client.get(f"/api/transcription/{clip_id}")).status_code == 404
    assert (await client.get(f"/api/audio/{clip_id}")).status_code == 200


async def test_subtitles_have_the_shape_that_was_asked_for(
    client: AsyncClient, clip_id: str
) -> None:
    await transcribed(client, clip_id, diarize="false")
    shape = {"max_line_width": 14, "max_line_count": 1, "highlight_words": True}
    answer = await client.get(f"/api/transcription/{clip_id}", params={"format": "vtt", **shape})
    assert "\n<u>Hello</u> there.\n" in answer.text
    assert "\nGeneral <u>Kenobi.</u>\n" not in answer.text  # 15 characters
    assert "\n<u>Kenobi.</u>\n" in answer.text


async def test_the_settings_say_what_shape_is_usual(
    client: AsyncClient, container: Container, clip_id: str
) -> None:
    await transcribed(client, clip_id, diarize="false")
    container.subtitle_shape.override(providers.Object(SubtitleShape(highlight_words=True)))
    marked = await client.get(f"/api/transcription/{clip_id}?format=srt")
    plain = await client.get(f"/api/transcription/{clip_id}?format=srt&highlight_words=false")
    assert "<u>Hello</u>" in marked.text
    assert "<u>" not in plain.text


async def test_confidences_are_told_when_asked_for(client: AsyncClient, clip_id: str) -> None:
    plain = await transcribed(client, clip_id, word_timestamps="true")
    asked = {"word_timestamps": "true", "word_confidence_high_threshold": "0.95"}
    body = await transcribed(client, clip_id, **asked, word_confidence_low_threshold="0.91")
    assert body["job_id"] == plain["job_id"]
    assert isinstance(body["segments"], list)
    first = body["segments"][0]
    assert (first["confidence"], first["confidence_level"]) == (0.9, "low")
    assert first["low_confidence"] == [{"start": 0.123, "end": 0.9}]
    assert first["words"][0]["confidence_level"] == "low"
    again = await client.get(f"/api/transcription/{clip_id}?confidence=true")
    assert again.json()["segments"][0]["confidence_level"] == "high"
    assert again.json()["segments"][0]["low_confidence"] == []
