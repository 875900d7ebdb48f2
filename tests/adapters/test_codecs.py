import json
from dataclasses import replace
from typing import Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.persistence.codecs.options import (
    options_from_json,
    options_key,
    options_to_json,
)
from adapters.outbound.persistence.codecs.stage_results import (
    stage_result_from_json,
    stage_result_to_json,
)
from adapters.outbound.persistence.codecs.transcript import transcript_from_json, transcript_to_json
from application.ports.stage_results import SpeechFound, StageResult
from domain.alignment_options import AlignmentOptions, Interpolation
from domain.decoding_options import DEFAULT_DECODING, DecodingOptions
from domain.doubt import Doubt
from domain.engine_kinds import DiarizerKind, EngineChoice, TranscriberKind
from domain.language_search import LanguageSearch
from domain.languages import LANGUAGE_NAMES, Language
from domain.speaker import ANY_NUMBER, SpeakerCount, SpeakerTurn, speaker_label
from domain.speech import DEFAULT_THRESHOLDS, speech_thresholds
from domain.time_span import TimeSpan
from domain.transcript import (
    Character,
    Decoding,
    Diarization,
    Segment,
    Transcript,
    Transcription,
    Word,
)
from domain.transcription_options import LONGEST_TEXT, Task, TranscriptionOptions
from domain.voice_print import SpeakerVoice, VoicePrint
from tests.fakes.transcripts import SURE, a_segment, a_transcript, a_word

_numbers: Final = st.floats(allow_nan=False, allow_infinity=False)
_fractions: Final = st.floats(0, 1)
_spans: Final = st.builds(
    lambda start, duration: TimeSpan(start, start + duration),
    st.floats(0, 1e5),
    st.floats(1e-3, 1e3),
)
_speakers: Final = st.builds(speaker_label, st.integers(0, 120))
_languages: Final = st.sampled_from([Language(code) for code in LANGUAGE_NAMES])
_characters: Final = st.builds(Character, st.text(), st.none() | _spans, st.none() | _fractions)
_words: Final = st.builds(
    Word,
    st.text(),
    _spans,
    _fractions,
    st.none() | _speakers,
    interpolated=st.booleans(),
    characters=st.lists(_characters, max_size=2).map(tuple),
    tokens=st.lists(st.integers(0, 51_865), max_size=3).map(tuple),
)
_decodings: Final = st.builds(
    Decoding,
    average_log_probability=_numbers,
    no_speech_probability=_numbers,
    compression_ratio=_numbers,
    temperature=_numbers,
    window_start=st.none() | _numbers,
)
_segments: Final = st.builds(
    Segment,
    span=_spans,
    text=st.text(),
    words=st.lists(_words, max_size=3).map(tuple),
    decoding=_decodings,
    speaker=st.none() | _speakers,
    doubts=st.lists(st.sampled_from(Doubt), unique=True).map(tuple),
)
_warnings: Final = st.lists(st.text(), max_size=2).map(tuple)
_turns: Final = st.lists(st.builds(SpeakerTurn, _speakers, _spans), max_size=3).map(tuple)
_vectors: Final = st.lists(
    st.floats(-1, 1).filter(lambda number: abs(number) > 1e-3), min_size=1, max_size=3
)
_voices: Final = st.lists(
    st.builds(
        SpeakerVoice,
        _speakers,
        st.builds(VoicePrint, _vectors.map(tuple), st.text(min_size=1)),
    ),
    max_size=2,
).map(tuple)
_transcripts: Final = st.builds(
    Transcript,
    language=_languages,
    language_probability=_fractions,
    duration=_numbers,
    segments=st.lists(_segments, max_size=3).map(
        lambda segments: tuple(sorted(segments, key=lambda segment: segment.span.start))
    ),
    model=st.text(),
    warnings=_warnings,
)
_stage_results: Final[st.SearchStrategy[StageResult]] = st.one_of(
    st.builds(SpeechFound, st.lists(_spans, max_size=3).map(tuple)),
    st.builds(
        Transcription,
        language=_languages,
        language_probability=_fractions,
        segments=st.lists(_segments, max_size=3).map(tuple),
    ),
    st.builds(Diarization, turns=_turns, overlapping=_turns, warnings=_warnings, voices=_voices),
)
_some_text: Final = st.none() | st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=LONGEST_TEXT
)
_options: Final = st.builds(
    TranscriptionOptions,
    model=st.sampled_from(["tiny", "large-v3"]),
    language=st.none() | _languages,
    task=st.sampled_from(Task),
    speakers=st.sampled_from(
        [ANY_NUMBER, SpeakerCount(2, 2), SpeakerCount(2), SpeakerCount(at_most=2)]
    ),
    initial_prompt=_some_text,
    hotwords=_some_text,
    decoding=st.sampled_from(
        [DEFAULT_DECODING, DecodingOptions(temperature=0.2, suppress_tokens=(1, 2), batch_size=4)]
    ),
    speech=st.sampled_from([DEFAULT_THRESHOLDS, speech_thresholds(onset=0.4, padding=0.1)]),
    language_search=st.builds(
        LanguageSearch,
        max_tries=st.integers(1, 3),
        among=st.sampled_from([(), ("de", "en")]),
    ),
    alignment=st.builds(AlignmentOptions, interpolation=st.sampled_from(Interpolation)),
    engines=st.builds(
        EngineChoice,
        transcriber=st.none() | st.sampled_from(TranscriberKind),
        diarizer=st.none() | st.just(DiarizerKind.EMBEDDED),
    ),
) | st.builds(TranscriptionOptions, model=st.just("tiny.en"), diarize=st.just(False))  # fmt: skip


@given(_transcripts)
def test_a_transcript_comes_back_as_it_was(transcript: Transcript) -> None:
    body = json.loads(json.dumps(transcript_to_json(transcript)))
    assert transcript_from_json(body) == transcript


@given(_stage_results)
def test_a_stage_result_comes_back_as_it_was(result: StageResult) -> None:
    kind, body = stage_result_to_json(result)
    assert stage_result_from_json(kind, json.loads(json.dumps(body))) == result


@given(_options)
def test_options_come_back_as_they_were(options: TranscriptionOptions) -> None:
    assert options_from_json(json.loads(json.dumps(options_to_json(options)))) == options


@pytest.mark.parametrize(
    "kept",
    [
        {"model": "base.en", "task": "translate", "diarize": True},
        {"model": "base", "task": "transcribe", "diarize": False, "min_speakers": 2},
        {"model": "base", "task": "transcribe", "diarize": True, "speech": {"onset": 7.0}},
        {"model": "base", "task": "transcribe", "diarize": True, "min_speakers": 0},
    ],
)
def test_options_that_are_refused_now_are_read_as_they_were_kept(kept: dict[str, object]) -> None:
    options = options_from_json(kept)
    assert options_to_json(options) == kept
    assert options == options_from_json(kept)


@given(_options, _options)
def test_options_have_the_same_key_when_they_are_equal_and_only_then(
    one: TranscriptionOptions, other: TranscriptionOptions
) -> None:
    assert (options_key(one) == options_key(other)) == (one == other)


def test_the_key_of_options_is_the_same_in_every_version() -> None:
    options = TranscriptionOptions(model="tiny", language=Language("en"))
    assert options_key(options) == (
        "52cfb657bfbc64d8a3693a94d1c832bf03e8c468361980bc060806df4ca54a5b"
    )


@pytest.mark.parametrize("kind", ["voice_prints/7", "diarization/1"])
def test_a_result_of_an_unknown_kind_is_as_good_as_none(kind: str) -> None:
    assert stage_result_from_json(kind, {"turns": [], "warnings": []}) is None


@pytest.mark.parametrize("number", [np.float32(0.1), np.float64(0.1)])
def test_the_numbers_of_an_engine_become_plain(number: float) -> None:
    word = a_word(" Hello", number, number + number, score=number)
    transcript = a_transcript(a_segment(word))
    body = transcript_to_json(transcript)
    kept = body["segments"][0]["words"][0]
    assert {type(kept[name]) for name in ("start", "end", "score")} == {float}
    assert transcript_from_json(json.loads(json.dumps(body))) == transcript


def test_speakers_told_apart_before_voices_were_kept_have_none() -> None:
    before: dict[str, object] = {"turns": [], "overlapping": [], "warnings": []}
    assert stage_result_from_json("diarization/2", before) == Diarization(())


def test_text_from_before_tokens_were_kept_has_none() -> None:
    word, window = (
        replace(a_word(" Yes.", 1, 2), tokens=(1079, 13)),
        replace(SURE, window_start=0.5),
    )
    said = replace(a_segment(word), decoding=window)
    kept = transcript_to_json(a_transcript(said))
    (segment,) = kept["segments"]
    # An older server makes a Decoding of all that it finds in there.
    assert "window_start" not in segment["decoding"]
    assert (segment.pop("window_start"), segment["words"][0].pop("tokens")) == (0.5, [1079, 13])
    assert kept == transcript_to_json(a_transcript(a_segment(a_word(" Yes.", 1, 2))))
    assert transcript_from_json(kept) == a_transcript(a_segment(a_word(" Yes.", 1, 2)))
