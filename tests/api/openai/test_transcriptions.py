"""/v1/audio/transcriptions and /v1/audio/translations: what is asked for, and what is answered."""

from base64 import b64encode
from math import log
from typing import Final

import pytest
from httpx import AsyncClient

from application.errors import EngineUnavailableError
from domain.languages import Language
from domain.transcript import Transcription
from domain.transcription_options import Task, TranscriptionOptions
from tests.api.openai.conftest import Asking, Fields
from tests.fakes.service import Service
from tests.fakes.transcripts import a_segment, a_word

TEXT: Final = "Hello there. General Kenobi."
REFERENCE: Final = "data:audio/wav;base64," + b64encode(b"RIFF" + bytes(512)).decode()


def asked(service: Service) -> TranscriptionOptions:
    return service.transcriber.asked[-1]


async def test_json_is_text_and_what_it_cost(transcribed: Asking, service: Service) -> None:
    answer = await transcribed()
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"text": TEXT, "usage": {"type": "duration", "seconds": 2.0}}
    assert answer.headers["x-request-id"]
    assert answer.headers["openai-processing-ms"].isdecimal()
    assert "hexavox-warnings" not in answer.headers
    assert not asked(service).diarize


async def test_text_and_subtitles(transcribed: Asking) -> None:
    for form, media_type, beginning in (
        ("text", "text/plain; charset=utf-8", f"{TEXT}\n"),
        ("srt", "text/plain; charset=utf-8", "1\n00:00:00,"),
        ("vtt", "text/vtt; charset=utf-8", "WEBVTT\n"),
    ):
        answer = await transcribed({"response_format": form})
        assert answer.headers["content-type"] == media_type
        assert answer.text.startswith(beginning)


async def test_verbose_json_has_all_fields_of_a_segment(transcribed: Asking) -> None:
    body = (await transcribed({"response_format": "verbose_json"})).json()
    assert body["task"] == "transcribe"
    assert body["language"] == "en"
    assert body["duration"] == 2.0
    assert body["usage"] == {"type": "duration", "seconds": 2.0}
    assert "words" not in body
    assert [set(segment) for segment in body["segments"]] == [
        {
            *("id", "seek", "start", "end", "text", "tokens"),
            *("temperature", "avg_logprob", "compression_ratio", "no_speech_prob"),
        }
    ] * 2
    first = body["segments"][0]
    assert (first["id"], first["start"], first["text"]) == (0, 0.123, "Hello there.")


async def test_words_come_beside_segments(transcribed: Asking) -> None:
    for granularities in (["word"], ["word", "segment"]):
        fields: Fields = {
            "response_format": "verbose_json",
            "timestamp_granularities[]": granularities,
        }
        body = (await transcribed(fields)).json()
        assert body["words"][0] == {"word": "Hello", "start": 0.123, "end": 0.5}
        assert len(body["segments"]) == 2


async def test_diarized_json_calls_speakers_by_letters(
    transcribed: Asking, service: Service
) -> None:
    body = (await transcribed({"response_format": "diarized_json"})).json()
    assert asked(service).diarize
    assert body["task"] == "transcribe"
    assert body["duration"] == 2.0
    assert body["text"] == TEXT
    assert body["segments"][0] == {
        "type": "transcript.text.segment",
        "id": "seg_000",
        "start": 0.123,
        "end": 0.9,
        "text": "Hello there.",
        "speaker": "A",
    }
    assert [segment["speaker"] for segment in body["segments"]] == ["A", "B"]


async def test_a_known_speaker_is_called_by_name(transcribed: Asking, service: Service) -> None:
    fields: Fields = {
        "response_format": "diarized_json",
        "known_speaker_names[]": ["agent"],
        "known_speaker_references[]": [REFERENCE],
    }
    answer = await transcribed(fields)
    body = answer.json()
    assert answer.status_code == 200, body
    assert asked(service).naming.samples
    assert "agent" in {segment["speaker"] for segment in body["segments"]}
    assert {segment["speaker"] for segment in body["segments"]} <= {"agent", "A"}


async def test_the_model_for_speakers_tells_them_apart(
    transcribed: Asking, service: Service
) -> None:
    assert (await transcribed({"model": "gpt-4o-transcribe-diarize"})).json()["text"] == TEXT
    assert asked(service).diarize
    await transcribed({"model": "gpt-4o-transcribe-diarize", "diarize": "false"})
    assert not asked(service).diarize


async def test_where_nobody_is_told_apart_speakers_are_unknown(
    transcribed: Asking, service: Service
) -> None:
    service.diarizer.error = EngineUnavailableError("There are no weights.")
    answer = await transcribed({"response_format": "diarized_json"})
    assert {segment["speaker"] for segment in answer.json()["segments"]} == {"unknown"}
    assert "no weights" in answer.headers["hexavox-warnings"]


async def test_likelihoods_are_told_of_words(transcribed: Asking) -> None:
    body = (await transcribed({"include[]": ["logprobs"]})).json()
    assert body["logprobs"][0] == {
        "token": " Hello",
        "bytes": list(b" Hello"),
        "logprob": pytest.approx(log(0.9)),
    }
    assert len(body["logprobs"]) == 4


async def test_a_word_that_cannot_be_is_as_unlikely_as_a_number_can_say(
    transcribed: Asking, service: Service
) -> None:
    service.transcriber.says = Transcription(
        language=Language("en"),
        language_probability=1,
        segments=(a_segment(a_word(" Oh", 0, 1, score=0)),),
    )
    body = (await transcribed({"include[]": ["logprobs"]})).json()
    assert -30 < body["logprobs"][0]["logprob"] < -20


async def test_empty_fields_ask_for_nothing(transcribed: Asking, service: Service) -> None:
    blank: Fields = dict.fromkeys(
        ("model", "language", "prompt", "response_format", "temperature", "stream"), ""
    )
    answer = await transcribed(blank)
    assert answer.json()["text"] == TEXT
    options = asked(service)
    assert (options.model, options.language, options.initial_prompt) == ("base", None, None)


async def test_one_of_several_languages_is_listened_for(
    transcribed: Asking, service: Service
) -> None:
    body = (await transcribed({"languages[]": ["de", "English", "de"]})).json()
    assert asked(service).language is None
    assert asked(service).language_search.among == ("de", "en")
    assert body["languages"] == [{"code": "en"}]


async def test_what_is_not_heeded_is_named(transcribed: Asking) -> None:
    answer = await transcribed({"colour": "blue", "num_speakers": "2"})
    assert answer.status_code == 200, answer.text
    assert "colour has no effect" in answer.headers["hexavox-warnings"]
    assert "num_speakers has no effect" in answer.headers["hexavox-warnings"]


async def test_a_translation_is_english(transcribed: Asking, service: Service) -> None:
    service.transcriber.says = Transcription(
        language=Language("de"),
        language_probability=1,
        segments=(a_segment(a_word(" Hello", 0, 1)),),
    )
    body = (await transcribed({"response_format": "verbose_json"}, at="translations")).json()
    assert asked(service).task is Task.TRANSLATE
    assert (body["task"], body["language"], body["text"]) == ("translate", "en", "Hello")
    plain = await transcribed({"response_format": "text"}, at="translations")
    assert plain.text == "Hello\n"


async def test_a_translation_has_no_streams(transcribed: Asking) -> None:
    answer = await transcribed({"stream": "true"}, at="translations")
    assert answer.json()["text"] == TEXT
    assert "stream has no effect" in answer.headers["hexavox-warnings"]


async def test_the_recording_is_kept_for_a_while_only(
    transcribed: Asking, service: Service
) -> None:
    await transcribed()
    assert [clip.passing for clip in service.database.committed.clips.values()] == [True]


async def test_fields_may_follow_the_file(client: AsyncClient, wav: bytes) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'
        + wav
        + b'\r\n--x\r\nContent-Disposition: form-data; name="response_format"\r\n\r\ntext'
        + b"\r\n--x--\r\n"
    )
    answer = await client.post(
        "/v1/audio/transcriptions",
        content=body,
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )
    assert answer.text == f"{TEXT}\n"


@pytest.mark.parametrize("at", ["transcriptions", "translations"])
async def test_what_stands_in_the_query_is_named(transcribed: Asking, at: str) -> None:
    answer = await transcribed(at=f"{at}?response_format=srt")
    assert answer.json()["text"]
    assert "(response_format): send it in the form" in answer.headers["Hexavox-Warnings"]
