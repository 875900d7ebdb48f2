"""What a form asks for: read without a server."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final

import pytest
from fastapi.exceptions import RequestValidationError

from adapters.inbound.form_walk import FormWalk
from adapters.inbound.known_speakers import check_known_speakers
from adapters.inbound.multipart_events import Event
from adapters.inbound.openai.fields import AudioFields, TranscriptionFields, TranslationFields
from adapters.inbound.openai.habits import OpenaiHabits
from adapters.inbound.openai.model_aliases import meant_by
from adapters.inbound.openai.reading import fields_of
from adapters.inbound.openai.unheeded import warnings_of
from adapters.inbound.openai.wishes import Wishes
from domain.languages import Language
from domain.speaker import SpeakerCount
from domain.transcription_options import Task, TranscriptionOptions

DATA_URL: Final = "data:audio/wav;base64,AAAA"


async def _no_more() -> AsyncIterator[Event]:
    nothing: list[Event] = []
    for event in nothing:
        yield event


def wishes_in(
    written: Mapping[str, str | Sequence[str]], kind: type[AudioFields] = TranscriptionFields
) -> Wishes:
    form = FormWalk(_no_more(), "file")
    form.fields.update(
        {name: [said] if isinstance(said, str) else list(said) for name, said in written.items()}
    )
    fields, unknown = fields_of(form, kind)
    task = Task.TRANSCRIBE if kind is TranscriptionFields else Task.TRANSLATE
    return Wishes(task, fields, meant_by(fields.model, OpenaiHabits()), unknown)


def asked(written: Mapping[str, str | Sequence[str]]) -> TranscriptionOptions:
    wishes = wishes_in(written)
    fields = wishes.transcription
    check_known_speakers(fields.known_speaker_names, fields.known_speaker_references)
    return wishes.options(wishes.model.name or "base", None)


@pytest.mark.parametrize(
    ("fields", "param", "words"),
    [
        ({"response_format": "docx"}, "response_format", "verbose_json"),
        ({"temperature": "1.5"}, "temperature", "less than or equal to 1"),
        ({"temperature": "warm"}, "temperature", "number"),
        ({"temperature": "nan"}, "temperature", "finite"),
        ({"language": "hh"}, "language", "unknown language 'hh'"),
        ({"languages[]": ["en", "hh"]}, "languages", "unknown language 'hh'"),
        ({"stream": "perhaps"}, "stream", "boolean"),
        ({"timestamp_granularities[]": "word"}, "timestamp_granularities", "verbose_json"),
        ({"timestamp_granularities[]": "letter"}, "timestamp_granularities", "word"),
        ({"include[]": "everything"}, "include", "logprobs"),
        ({"include[]": "logprobs", "response_format": "text"}, "include", "json"),
        ({"chunking_strategy": "wild"}, "chunking_strategy", "server_vad"),
        ({"chunking_strategy[type]": "client_vad"}, "chunking_strategy", "server_vad"),
        ({"chunking_strategy": '{"threshold": 2}'}, "chunking_strategy", "less than"),
        ({"response_format": "diarized_json", "diarize": "false"}, "diarize", "told apart"),
        ({"known_speaker_names": "a"}, "known_speaker_references", "a reference"),
        (
            {"known_speaker_names": " ", "known_speaker_references": DATA_URL},
            "known_speaker_references",
            "a name",
        ),
        (
            {"known_speaker_names": "SPEAKER_01", "known_speaker_references": DATA_URL},
            "known_speaker_names",
            "SPEAKER_01",
        ),
        (
            {"known_speaker_names": "a", "known_speaker_references": "AAAA"},
            "known_speaker_references",
            "data URL",
        ),
        (
            {"known_speaker_names": "a", "known_speaker_references": "data:;base64,!"},
            "known_speaker_references",
            "base64",
        ),
        (
            {"known_speaker_names[]": [*"abcde"], "known_speaker_references[]": [DATA_URL] * 5},
            "known_speaker_names",
            "at most 4",
        ),
        ({"beam_size": "99"}, "beam_size", "between 1 and 32"),
        ({"vad_onset": "0.2", "vad_offset": "0.5"}, "vad_offset", "vad_onset"),
        ({"hotwords": "a" * 3000}, "hotwords", "hotwords has 3,000"),
        ({"prompt": "a\0b"}, "prompt", "prompt has a NUL"),
        ({"keywords[]": "a\0b"}, "keywords", "keywords has a NUL"),
        ({"keywords[]": ["word"] * 900}, "keywords", "keywords has 5,398"),
        ({"keywords": "a" * 1500, "hotwords": "b" * 1500}, "keywords", "keywords with hotwords"),
        ({"model": "tiny.en", "language": "de"}, "language", "so language cannot be de"),
        ({"model": "tiny.en", "languages[]": "de"}, "languages", "so languages cannot be de"),
        ({"num_speakers": "0"}, "num_speakers", "greater than or equal to 1"),
        (
            {"diarize": "1", "min_speakers": "3", "max_speakers": "2"},
            "min_speakers",
            "more than max_speakers",
        ),
    ],
)
def test_a_field_that_makes_no_sense_is_named(
    fields: Mapping[str, str | Sequence[str]], param: str, words: str
) -> None:
    with pytest.raises(RequestValidationError) as refused:
        asked(fields)
    problem: dict[str, Any] = refused.value.errors()[0]
    assert problem["loc"] == ("body", param)
    assert words in problem["msg"]


def test_of_a_model_that_cannot_translate_the_model_is_named() -> None:
    wishes = wishes_in({"model": "tiny.en"}, TranslationFields)
    with pytest.raises(RequestValidationError) as refused:
        wishes.options("tiny.en", None)
    problem: dict[str, Any] = refused.value.errors()[0]
    assert problem["loc"] == ("body", "model")
    assert problem["msg"] == "the model tiny.en knows English only, and cannot translate"


def test_a_translation_has_no_speakers() -> None:
    with pytest.raises(RequestValidationError, match="response_format"):
        wishes_in({"response_format": "diarized_json"}, TranslationFields)


def test_everything_that_may_be_asked_reaches_the_engine() -> None:
    options = asked(
        {
            "model": "tiny.en",
            "language": "English",
            "prompt": "  Names: Kenobi. ",
            "temperature": "0.4",
            "hotwords": "Hexavox",
            "keywords[]": ["General", "Kenobi"],
            "diarize": "true",
            "min_speakers": "2",
            "max_speakers": "3",
            "identify": "1",
            "beam_size": "2",
            "suppress_tokens[]": ["-1", "220"],
            "chunking_strategy[type]": "server_vad",
            "chunking_strategy[threshold]": "0.3",
            "chunking_strategy[prefix_padding_ms]": "300",
            "chunking_strategy[silence_duration_ms]": "500",
            "vad_padding": "0.1",
        }
    )
    assert options.model == "tiny.en"
    assert options.language == Language("en")
    assert options.initial_prompt == "Names: Kenobi."
    assert options.hotwords == "Hexavox, General, Kenobi"
    assert options.decoding.temperature == 0.4
    assert options.decoding.beam_size == 2
    assert options.decoding.suppress_tokens == (-1, 220)
    assert options.speakers == SpeakerCount(2, 3)
    assert options.naming.enrolled is not None
    assert (options.speech.onset, options.speech.offset) == (0.3, 0.3)
    assert (options.speech.padding, options.speech.min_silence) == (0.1, 0.5)


@pytest.mark.parametrize("strategy", ["auto", "", '{"type":"server_vad"}'])
def test_speech_is_found_as_usual(strategy: str) -> None:
    assert asked({"chunking_strategy": strategy}).speech.onset == 0.5


def test_temperature_0_is_the_ladder() -> None:
    assert len(asked({"temperature": "0"}).decoding.temperatures) == 6
    assert asked({"temperature": "0.2"}).decoding.temperatures == (0.2,)


def test_a_single_language_need_not_be_listened_for() -> None:
    options = asked({"languages": '["de"]'})
    assert options.language == Language("de")
    assert options.language_search.among == ()


def test_of_a_long_prompt_the_end_counts() -> None:
    written = {"prompt": "a" * 3000 + "b"}
    assert asked(written).initial_prompt == "a" * 1999 + "b"
    assert "2,000" in " ".join(warnings_of(wishes_in(written)))


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"colour": "blue"}, "colour has no effect"),
        ({"num_speakers": "2"}, "num_speakers has no effect"),
        ({"identify": "true"}, "identify has no effect"),
        ({"language": "en", "languages": "de"}, "languages has no effect"),
        ({"stream": "true", "response_format": "srt"}, "response_format=srt has no effect"),
        (
            {
                "stream": "true",
                "response_format": "verbose_json",
                "timestamp_granularities[]": "word",
            },
            "timestamp_granularities[]=word has no effect",
        ),
        (
            {"known_speaker_names": "a", "known_speaker_references": DATA_URL},
            "known_speaker_names has no effect",
        ),
        (
            {"chunking_strategy": '{"type":"server_vad","mood":"good"}'},
            "chunking_strategy[mood] has no effect",
        ),
    ],
)
def test_what_is_not_heeded_is_named(fields: Mapping[str, str | Sequence[str]], named: str) -> None:
    asked(fields)
    assert [warning for warning in warnings_of(wishes_in(fields)) if named in warning]


@pytest.mark.parametrize(
    "name", ["stream", "timestamp_granularities[]", "include[]", "known_speaker_names[]"]
)
def test_what_only_transcriptions_have_is_not_called_unknown(name: str) -> None:
    wishes = wishes_in({name: "word", "colour": "blue"}, TranslationFields)
    assert list(warnings_of(wishes)) == [
        f"{name} has no effect: it is not for translations.",
        "colour has no effect: this service does not know it.",
    ]


def test_of_many_unknown_fields_the_rest_is_counted() -> None:
    told = list(warnings_of(wishes_in({f"field{number}": "x" for number in range(25)})))
    assert len(told) == 21
    assert told[-1].startswith("And 5 more fields")


def test_what_is_heeded_is_not_named() -> None:
    written = {"response_format": "diarized_json", "num_speakers": "2", "stream": "true"}
    assert list(warnings_of(wishes_in(written))) == []


@pytest.mark.parametrize(
    ("name", "stands_for", "diarizes"),
    [
        (None, None, False),
        ("", None, False),
        ("whisper-1", "small", False),
        ("gpt-4o-transcribe", None, False),
        ("gpt-4o-transcribe-diarize", None, True),
        ("whisper-large-v3", "large-v3", False),
        ("openai/whisper-tiny.en", "tiny.en", False),
        ("Systran/faster-whisper-base", "base", False),
        ("my-own", "my-own", False),
    ],
)
def test_a_model_has_many_names(
    name: str | None,
    stands_for: str | None,
    diarizes: bool,  # noqa: FBT001 - a column of the table
) -> None:
    meant = meant_by(name, OpenaiHabits(whisper_1="small"))
    assert (meant.name, meant.diarizes) == (stands_for, diarizes)
