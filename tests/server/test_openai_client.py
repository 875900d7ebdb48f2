"""The official client of OpenAI's API, talking to this service over a real socket."""

import wave
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, Final, TypeAlias

import httpx
import openai
import pytest
from openai import OpenAI
from openai.types.audio import (
    Transcription,
    TranscriptionDiarized,
    TranscriptionTextDeltaEvent,
    TranscriptionTextDoneEvent,
    TranscriptionTextSegmentEvent,
    TranscriptionVerbose,
    Translation,
    TranslationVerbose,
)

from tests.server.hexavox import RunningServer, serving
from tests.server.patience import PATIENCE

KEY: Final = "sk-test-0123456789abcdef0123456789abcdef"
FORMATS: Final = ("json", "text", "srt", "vtt", "verbose_json", "diarized_json")
GRANULARITIES: Final[tuple[list[str] | None, ...]] = (
    None,
    ["segment"],
    ["word"],
    ["word", "segment"],
)

Create: TypeAlias = Callable[..., Any]


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory,
    weights_cache: Path,
    base_weights: Path,
    tiny_weights: Path,
    speaker_weights: Path,
) -> Iterator[RunningServer]:
    data = tmp_path_factory.mktemp("data")
    with serving(
        data,
        DATA_DIR=str(data),
        CACHE_DIR=str(weights_cache),
        WHISPER_MODEL="base",
        OPENAI_WHISPER1_MODEL="tiny.en",
        MAX_FILE_SIZE_MB="1",
        API_KEYS=KEY,
    ) as server:
        yield server


@pytest.fixture(scope="module")
def client(server: RunningServer) -> Iterator[OpenAI]:
    with OpenAI(
        base_url=f"{server.url}/v1", api_key=KEY, max_retries=0, timeout=PATIENCE
    ) as client:
        yield client


@pytest.fixture(scope="module")
def talk(sample_speech: Path) -> bytes:
    """Seven seconds of two people on the telephone."""
    return part_of(sample_speech / "sample.wav", 10.6, 17.9)


@pytest.fixture(scope="module")
def create(client: OpenAI, talk: bytes) -> Create:
    return asking_with(client.audio.transcriptions.create, talk)


def asking_with(create: Create, talk: bytes) -> Create:
    return partial(create, file=("talk.wav", talk), model="whisper-1")


def part_of(source: Path, start: float, end: float) -> bytes:
    """Seconds of a WAV file, as another."""
    with wave.open(str(source)) as whole:
        rate = whole.getframerate()
        whole.setpos(round(start * rate))
        frames = whole.readframes(round((end - start) * rate))
        written = BytesIO()
        with wave.open(written, "wb") as part:
            part.setparams(whole.getparams())
            part.writeframes(frames)
    return written.getvalue()


@pytest.fixture(scope="module")
def text(create: Create) -> str:
    transcription = create()
    assert isinstance(transcription, Transcription)
    assert transcription.usage is not None
    assert transcription.usage.type == "duration"
    assert transcription.usage.seconds == pytest.approx(7.3, abs=0.1)
    assert len(transcription.text.split()) > 5
    return transcription.text


@pytest.mark.parametrize("granularities", GRANULARITIES)
@pytest.mark.parametrize("form", FORMATS)
def test_every_form_is_answered_as_it_is_typed(
    create: Create, text: str, form: str, granularities: list[str] | None
) -> None:
    wishes: dict[str, Any] = {"response_format": form}
    if granularities:
        wishes["timestamp_granularities"] = granularities
    if form != "verbose_json" and "word" in (granularities or []):
        with pytest.raises(openai.BadRequestError) as refused:
            create(**wishes)
        assert refused.value.param == "timestamp_granularities"
        return
    words = text.split() if "word" in (granularities or []) else []
    CHECKS[form](create(**wishes), text, words)


def is_json(answer: object, text: str, _words: list[str]) -> None:
    assert isinstance(answer, Transcription)
    assert answer.text == text


def is_text(answer: object, text: str, _words: list[str]) -> None:
    assert answer == f"{text}\n"


def is_srt(answer: object, text: str, _words: list[str]) -> None:
    assert isinstance(answer, str)
    assert answer.startswith("1\n00:00:")
    assert text.split(maxsplit=1)[0] in answer


def is_vtt(answer: object, text: str, _words: list[str]) -> None:
    assert isinstance(answer, str)
    assert answer.startswith("WEBVTT\n")
    assert text.split(maxsplit=1)[0] in answer


def is_verbose(answer: object, text: str, words: list[str]) -> None:
    assert isinstance(answer, TranscriptionVerbose)
    assert (answer.text, answer.language) == (text, "en")
    assert answer.duration == pytest.approx(7.3, abs=0.1)
    assert answer.segments
    for number, segment in enumerate(answer.segments):
        assert segment.id == number
        assert 0 <= segment.seek <= segment.start * 100 + 1
        assert segment.start < segment.end
        assert segment.tokens
        assert segment.avg_logprob < 0
        assert segment.compression_ratio > 0
        assert segment.temperature >= 0
        assert 0 <= segment.no_speech_prob <= 1
    assert " ".join(segment.text for segment in answer.segments) == text
    assert [word.word for word in answer.words or []] == words


def is_diarized(answer: object, _text: str, _words: list[str]) -> None:
    assert isinstance(answer, TranscriptionDiarized)
    assert {segment.speaker for segment in answer.segments} <= {"A", "B"}
    assert answer.segments[0].speaker == "A"
    assert answer.segments[0].type == "transcript.text.segment"
    assert " ".join(segment.text for segment in answer.segments) == answer.text


CHECKS: Final[dict[str, Callable[[object, str, list[str]], None]]] = {
    "json": is_json,
    "text": is_text,
    "srt": is_srt,
    "vtt": is_vtt,
    "verbose_json": is_verbose,
    "diarized_json": is_diarized,
}


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_is_streamed_as_text(create: Create, text: str, form: str) -> None:
    *events, done = create(response_format=form, stream=True)
    assert isinstance(done, TranscriptionTextDoneEvent)
    deltas = [event for event in events if isinstance(event, TranscriptionTextDeltaEvent)]
    segments = [event for event in events if isinstance(event, TranscriptionTextSegmentEvent)]
    assert len(deltas) + len(segments) == len(events)
    assert "".join(delta.delta for delta in deltas) == done.text == text
    assert bool(segments) == (form == "diarized_json")


def test_a_stream_of_sound_that_nobody_heard_before(create: Create) -> None:
    *events, done = create(stream=True, include=["logprobs"], extra_body={"beam_size": 2})
    assert "".join(event.delta for event in events) == done.text
    assert sum(len(event.logprobs) for event in events) == len(done.logprobs)
    assert all(each.logprob <= 0 for each in done.logprobs)


def test_everything_that_the_client_can_send_is_understood(
    client: OpenAI, talk: bytes, sample_speech: Path
) -> None:
    voice = part_of(sample_speech / "sample.wav", 22.0, 28.0)
    reference = "data:audio/wav;base64," + b64encode(voice).decode()
    raw = asking_with(client.audio.transcriptions.with_raw_response.create, talk)(
        model="gpt-4o-transcribe-diarize",
        response_format="diarized_json",
        chunking_strategy={
            "type": "server_vad",
            "threshold": 0.4,
            "prefix_padding_ms": 300,
            "silence_duration_ms": 200,
        },
        known_speaker_names=["Ada"],
        known_speaker_references=[reference],
        languages=["en", "de"],
        keywords=["Diane"],
        prompt="A call.",
        temperature=0,
        extra_body={"num_speakers": 2},
    )
    answer = raw.parse()
    assert "hexavox-warnings" not in raw.headers
    assert [segment.speaker for segment in answer.segments][-1] == "Ada"
    assert {segment.speaker for segment in answer.segments} == {"A", "Ada"}


def test_likelihoods_are_typed(create: Create, text: str) -> None:
    answer = create(include=["logprobs"], response_format="json")
    assert len(answer.logprobs) == len(text.split())
    for each in answer.logprobs:
        assert each.logprob <= 0
        assert bytes(map(int, each.bytes)).decode() == each.token


def test_a_language_out_of_several_is_told(create: Create) -> None:
    answer = create(model="gpt-transcribe", languages=["de", "en"])
    assert [language.code for language in answer.languages] == ["en"]


@pytest.mark.filterwarnings("ignore:deprecated:DeprecationWarning")
def test_a_translation_is_typed(client: OpenAI, talk: bytes) -> None:
    plain = client.audio.translations.create(file=("talk.wav", talk), model="base")
    assert isinstance(plain, Translation)
    assert plain.text
    verbose = client.audio.translations.create(
        file=("talk.wav", talk), model="base", response_format="verbose_json"
    )
    assert isinstance(verbose, TranslationVerbose)
    assert (verbose.language, verbose.text) == ("en", plain.text)


@pytest.mark.filterwarnings("ignore:deprecated:DeprecationWarning")
def test_a_translation_by_a_model_that_knows_english_only_is_refused(
    client: OpenAI, talk: bytes
) -> None:
    with pytest.raises(openai.BadRequestError, match="English only"):
        client.audio.translations.create(file=("talk.wav", talk), model="whisper-1")


def test_models_are_listed_and_each_can_be_looked_at(client: OpenAI) -> None:
    models = client.models.list().data
    assert {"whisper-1", "base", "Systran/faster-whisper-base"} <= {it.id for it in models}
    for model in models[::10]:
        assert client.models.retrieve(model.id) == model
    assert client.models.retrieve("Systran/faster-whisper-base").owned_by == "openai"


def test_a_model_that_there_is_not_is_not_found(client: OpenAI, create: Create) -> None:
    with pytest.raises(openai.NotFoundError) as missing:
        client.models.retrieve("no/such-model")
    assert missing.value.code == "model_not_found"
    assert missing.value.request_id
    with pytest.raises(openai.NotFoundError):
        create(model="gpt-9")


@pytest.mark.parametrize(
    ("wishes", "param"),
    [
        ({"language": "hh"}, "language"),
        ({"response_format": "docx"}, "response_format"),
        ({"temperature": 3}, "temperature"),
        ({"include": ["logprobs"], "response_format": "text"}, "include"),
        ({"language": "hh", "stream": True}, "language"),
    ],
)
def test_bad_values_are_bad_requests(create: Create, wishes: dict[str, Any], param: str) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        create(**wishes)
    assert refused.value.param == param
    assert refused.value.type == "invalid_request_error"


def test_what_is_no_sound_is_a_bad_request(client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="Invalid or unsupported audio file"):
        client.audio.transcriptions.create(file=("a.mp3", b"no sound"), model="whisper-1")


def test_a_file_that_is_too_large_is_told_so(client: OpenAI) -> None:
    with pytest.raises(openai.APIStatusError, match="Maximum content size limit") as refused:
        client.audio.transcriptions.create(file=("a.wav", bytes(2_000_000)), model="whisper-1")
    assert refused.value.status_code == 413


def test_keys_are_asked_for(client: OpenAI) -> None:
    with pytest.raises(openai.AuthenticationError) as missing:
        client.models.list(extra_headers={"Authorization": openai.Omit()})
    assert missing.value.code == "invalid_api_key"
    with pytest.raises(openai.PermissionDeniedError):
        client.with_options(api_key="sk-test-of-somebody-else").models.list()


def test_a_failure_that_stays_is_not_asked_for_again(server: RunningServer, talk: bytes) -> None:
    """The client does so by itself, unless it is told not to."""
    asked: list[httpx.Request] = []
    with OpenAI(base_url=f"{server.url}/v1", api_key=KEY, max_retries=3) as client:
        client._client.event_hooks = {"request": [asked.append]}  # noqa: SLF001 - nothing else tells
        with pytest.raises(openai.InternalServerError) as failed:
            client.audio.transcriptions.create(file=("talk.wav", talk), model="large-v3")
    assert failed.value.status_code == 503
    assert failed.value.code == "model_unavailable"
    assert len(asked) == 1


async def test_the_asynchronous_client_hears_the_same(
    server: RunningServer, talk: bytes, text: str
) -> None:
    async with openai.AsyncOpenAI(
        base_url=f"{server.url}/v1", api_key=KEY, timeout=PATIENCE
    ) as client:
        stream = await client.audio.transcriptions.create(
            file=("talk.wav", talk), model="whisper-1", stream=True
        )
        events = [event async for event in stream]
        plain = await client.audio.transcriptions.create(
            file=("talk.wav", talk), model="whisper-1", response_format="json"
        )
    assert isinstance(events[-1], TranscriptionTextDoneEvent)
    assert events[-1].text == plain.text == text
