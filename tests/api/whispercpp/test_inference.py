"""/inference and /load, as whisper.cpp's server answers them."""

from typing import Any, Final

import pytest
from httpx import AsyncClient, Response

from adapters.inbound.whispercpp.model_files import model_named
from adapters.inbound.whispercpp.pieces import pieces_of
from domain.languages import Language
from domain.transcription_options import Task, TranscriptionOptions
from tests.fakes.engines import HELLO
from tests.fakes.service import Service

SRT: Final = """\
1
00:00:00,120 --> 00:00:00,900
{first} Hello there.

2
00:00:01,000 --> 00:00:01,900
{second} General Kenobi.

"""
VTT: Final = """\
WEBVTT

00:00:00.120 --> 00:00:00.900
{first} Hello there.

00:00:01.000 --> 00:00:01.900
{second} General Kenobi.

"""
TEXT: Final = " Hello there.\n General Kenobi.\n"
FORMATS: Final = {
    "text": ("text/plain; charset=utf-8", TEXT),
    "srt": ("application/x-subrip", SRT.format(first="", second="")),
    "vtt": ("text/vtt; charset=utf-8", VTT.format(first="", second="")),
}


async def inferred(client: AsyncClient, wav: bytes, **fields: str) -> Response:
    answer = await client.post("/inference", data=fields, files={"file": ("talk.wav", wav)})
    assert answer.status_code == 200, answer.text
    return answer


def asked(service: Service) -> TranscriptionOptions:
    return service.transcriber.asked[-1]


async def test_each_format_has_its_own_type(client: AsyncClient, wav: bytes) -> None:
    for response_format, (content_type, body) in FORMATS.items():
        answer = await inferred(client, wav, response_format=response_format)
        assert (answer.headers["content-type"], answer.text) == (content_type, body)


async def test_what_is_no_format_is_json(client: AsyncClient, wav: bytes) -> None:
    for fields in ({}, {"response_format": "json"}, {"response_format": "docx"}):
        assert (await inferred(client, wav, **fields)).json() == {"text": TEXT}


async def test_verbose_json_tells_words_and_the_language_that_was_detected(
    client: AsyncClient, wav: bytes
) -> None:
    body = (await inferred(client, wav, response_format="verbose_json")).json()
    segments = body.pop("segments")
    assert body == {
        "task": "transcribe",
        "language": "english",
        "duration": 2.0,
        "text": TEXT,
        "detected_language": "english",
        "detected_language_probability": 0.9877,
        "language_probabilities": {"en": 0.9877},
    }
    assert segments[0] == {
        "id": 0,
        "text": " Hello there.",
        "start": 0.123,
        "end": 0.9,
        "words": [
            {"word": " Hello", "start": 0.123, "end": 0.5, "probability": 0.9},
            {"word": " there.", "start": 0.5, "end": 0.9, "probability": 0.9},
        ],
        "tokens": segments[0]["tokens"],
        "temperature": 0.0,
        "avg_logprob": -0.2,
        "no_speech_prob": 0.01,
    }


async def test_without_timestamps_there_are_none(client: AsyncClient, wav: bytes) -> None:
    wishes = {"response_format": "verbose_json", "no_timestamps": "true", "language": "en"}
    body = (await inferred(client, wav, **wishes)).json()
    assert "start" not in body["segments"][0]
    assert "start" not in body["segments"][0]["words"][0]
    assert "detected_language" not in body


async def test_speakers_are_numbered(client: AsyncClient, wav: bytes) -> None:
    async def made(response_format: str) -> Response:
        return await inferred(client, wav, diarize="true", response_format=response_format)

    assert (await made("srt")).text == SRT.format(first="(speaker 0)", second="(speaker 1)")
    assert (await made("vtt")).text == VTT.format(first="<v Speaker0>", second="<v Speaker1>")
    segments = (await made("verbose_json")).json()["segments"]
    assert [each["speaker"] for each in segments] == ["0", "1"]


async def test_what_is_asked_reaches_the_engine(
    client: AsyncClient, wav: bytes, service: Service
) -> None:
    answer = await inferred(
        client,
        wav,
        language="de",
        translate="true",
        prompt="Nyquist.",
        temperature="0.4",
        temperature_inc="0.1",
        beam_size="3",
        best_of="-1",
        no_speech_thold="0.7",
        logprob_thold="-2",
        vad_threshold="0.6",
        vad_min_silence_duration_ms="500",
        vad_speech_pad_ms="100",
        audio_ctx="768",
        model="models/ggml-large-v3-turbo-q5_0.bin",
    )
    options = asked(service)
    assert (options.language, options.task) == (Language("de"), Task.TRANSLATE)
    assert (options.model, options.initial_prompt) == ("large-v3-turbo", "Nyquist.")
    decoding, speech = options.decoding, options.speech
    assert (decoding.temperature, decoding.beam_size, decoding.best_of) == (0.4, 3, 5)
    assert (decoding.no_speech_threshold, decoding.log_prob_threshold) == (0.7, -2.0)
    assert (speech.onset, speech.min_silence, speech.padding) == (0.6, 0.5, 0.1)
    assert answer.headers["hexavox-warnings"] == (
        "Not known here, and not heeded: audio_ctx. temperature_inc=0.1 was not heeded: it is 0.2."
    )


async def test_errors_are_told_in_its_own_words(client: AsyncClient, wav: bytes) -> None:
    file = {"file": ("talk.wav", wav)}
    refused: list[tuple[dict[str, Any], int, str]] = [
        ({"data": {"language": "en"}, "files": {"sound": ("a", b"")}}, 400, "no 'file' field"),
        ({}, 400, "no 'file' field in the request"),
        ({"files": {"file": ("talk.wav", b"No sound.")}}, 400, "cannot be read as sound"),
        ({"files": file, "data": {"language": "xx"}}, 400, "unknown language"),
        ({"files": file, "data": {"temperature": "hot"}}, 400, "temperature"),
        ({"files": file, "data": {"temperature": "9"}}, 400, "temperature"),
        ({"files": {"file": ("talk.wav", wav * 1000)}}, 413, "larger than"),
    ]
    for sent, status, said in refused:
        answer = await client.post("/inference", **sent)
        assert answer.status_code == status
        assert list(answer.json()) == ["error"]
        assert said in answer.json()["error"]


async def test_a_model_is_loaded_by_the_name_of_its_file(
    client: AsyncClient, service: Service
) -> None:
    answer = await client.post("/load", data={"model": "models/ggml-base.bin"})
    assert (answer.status_code, answer.text) == (200, "Load was successful!")
    assert answer.headers["content-type"].startswith("application/text")
    assert "hexavox-warnings" not in answer.headers
    other = await client.post("/load", files={"model": (None, b"turbo")})
    assert other.headers["hexavox-warnings"].startswith("large-v3-turbo is used by requests")
    assert service.transcriber.loaded == ["base", "large-v3-turbo"]


async def test_a_model_that_there_is_not_is_refused(client: AsyncClient) -> None:
    missing = await client.post("/load", data={"name": "base"})
    unknown = await client.post("/load", data={"model": "../etc/passwd"})
    assert (missing.status_code, missing.json()) == (
        400,
        {"error": "no 'model' field in the request"},
    )
    assert unknown.status_code == 400
    assert "There is no model" in unknown.json()["error"]


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("models/ggml-base.en.bin", "base.en"),
        ("C:\\models\\ggml-small.bin", "small"),
        ("ggml-large-v3-turbo-q8_0.bin", "large-v3-turbo"),
        ("ggml-medium-q5_K_M.bin", "medium"),
        ("turbo", "turbo"),
        (" ", None),
        (None, None),
    ],
)
def test_names_of_files_are_those_of_models(text: str | None, model: str | None) -> None:
    assert model_named(text) == model


def test_segments_are_cut_between_words() -> None:
    whole = pieces_of(HELLO.segments, longest=0)
    cut = pieces_of(HELLO.segments, longest=8)
    assert whole == list(HELLO.segments)
    assert [piece.text for piece in cut] == ["Hello", "there.", "General", "Kenobi."]
    assert [piece.span for piece in cut] == [
        word.span for segment in HELLO.segments for word in segment.words
    ]


@pytest.mark.parametrize(
    ("field", "text", "named"),
    [
        ("translate", "maybe", "translate=maybe is neither true nor false"),
        ("token_timestamps", "maybe", "token_timestamps=maybe is neither"),
        ("max_len", "-1", "max_len=-1 was taken as 0"),
        ("beam_size", "-5", "beam_size=-5 was not heeded"),
    ],
)
async def test_what_is_taken_for_something_else_is_named(
    client: AsyncClient, wav: bytes, field: str, text: str, named: str
) -> None:
    answer = await inferred(client, wav, **{field: text})
    assert named in answer.headers["Hexavox-Warnings"]


@pytest.mark.parametrize(
    ("field", "text"), [("translate", "FALSE"), ("translate", "Yes"), ("beam_size", "-1")]
)
async def test_what_is_clear_is_not_named(
    client: AsyncClient, wav: bytes, field: str, text: str
) -> None:
    answer = await inferred(client, wav, **{field: text})
    assert "Hexavox-Warnings" not in answer.headers
