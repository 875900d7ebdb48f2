"""Hearing what is said with WhisperX's pipeline, with real weights."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from adapters.outbound.engines.kept_times_aligner import KeptTimesAligner
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.shared_workers import SharedWorkers
from adapters.outbound.engines.silero_detector import SileroSpeechDetector
from adapters.outbound.engines.whisper_layout import WhisperLayout
from adapters.outbound.engines.whisper_transcriber import WhisperTranscriber
from adapters.outbound.engines.whisperx_transcriber import WHISPERX
from application.ports.engines.transcriber import Transcriber
from application.ports.model_catalog import ModelCatalog
from application.ports.progress import ignore_fraction
from application.waveform import ArrayWaveform, Waveform
from bench.wer import EnglishScorer
from domain.alignment_options import DEFAULT_ALIGNMENT
from domain.decoding_options import DecodingOptions
from domain.engine_kinds import AlignerKind
from domain.languages import Language
from domain.speech import DEFAULT_THRESHOLDS
from domain.time_span import TimeSpan
from domain.transcript import Decoding, Segment, Transcription, Word
from domain.transcription_options import TranscriptionOptions
from tests.conftest import Recording
from tests.contract.transcriber import (
    Read,
    Spoken,
    TranscriberContract,
    reader_in,
    words_of,
)
from tests.fakes.clock import FakeClock
from tests.fakes.sounds import silence

BECKETT: Final = "Ever tried. Ever failed. No matter. Try again. Fail again. Fail better."
TINY: Final = TranscriptionOptions(model="tiny.en")


class TestWhisperxTranscriber(TranscriberContract):
    @pytest.fixture(scope="class")
    @classmethod
    def transcriber(cls, catalog: ModelCatalog, tiny_weights: Path) -> Iterator[Transcriber]:
        assert tiny_weights.is_dir()
        layout = WhisperLayout.of(device="cpu", compute_type="int8", cores=2)
        with ThreadPoolExecutor(layout.workers) as workers:
            yield WhisperTranscriber(
                WHISPERX,
                catalog=catalog,
                models=ModelCache(FakeClock()),
                layout=layout,
                workers=SharedWorkers(workers, layout.workers),
                default_model="tiny.en",
            )

    @pytest.fixture(scope="class")
    @classmethod
    def beckett(cls, recording: Recording) -> Waveform:
        return recording("beckett.wav")

    @pytest.fixture(scope="class")
    @classmethod
    def read(cls, tiny_weights: Path) -> Read:
        return reader_in(tiny_weights)

    @pytest.fixture(scope="class")
    @classmethod
    def spoken(cls, beckett: Waveform) -> Spoken:
        speech = SileroSpeechDetector().detect(beckett, DEFAULT_THRESHOLDS, ignore_fraction)
        return Spoken(beckett, speech, TINY)

    def test_every_word_is_heard(self, heard: Transcription) -> None:
        assert EnglishScorer().errors(BECKETT, text_of(heard)).rate == 0

    def test_its_words_are_marked_as_not_heard_one_by_one(self, heard: Transcription) -> None:
        assert all(word.interpolated for word in words_of(heard))

    def test_options_that_it_has_reach_the_model_and_others_are_named(
        self, transcriber: Transcriber, spoken: Spoken
    ) -> None:
        options = replace(
            TINY,
            initial_prompt="i write everything in small letters, without any dots",
            decoding=DecodingOptions(beam_size=1, best_of=2, log_prob_threshold=-2),
        )
        heard = replace(spoken, options=options).heard_by(transcriber)
        assert "." not in text_of(heard)
        assert [warning.split(":")[0] for warning in heard.warnings] == [
            "The engine whisperx has no best_of",
            "The engine whisperx has no log_prob_threshold",
        ]

    def test_nothing_is_printed(
        self, transcriber: Transcriber, spoken: Spoken, capfd: pytest.CaptureFixture[str]
    ) -> None:
        spoken.heard_by(transcriber)
        assert capfd.readouterr() == ("", "")


def text_of(heard: Transcription) -> str:
    return " ".join(segment.text for segment in heard.segments)


def test_without_an_aligner_that_listens_the_transcript_says_that_times_are_shared_out() -> None:
    word = Word(" yes", TimeSpan(0.5, 1.0), 0.0, interpolated=True)
    heard = a_transcription(word)
    sound = ArrayWaveform(silence(2))
    aligned = KeptTimesAligner(AlignerKind.WHISPER).align(
        sound, heard, DEFAULT_ALIGNMENT, ignore_fraction
    )
    assert [text[:40] for text in aligned.warnings] == ["The transcriber did not say when each wo"]


def a_transcription(word: Word) -> Transcription:
    decoding = Decoding(
        average_log_probability=-0.1,
        no_speech_probability=0.0,
        compression_ratio=1.0,
        temperature=0.0,
    )
    segment = Segment(span=word.span, text="yes", words=(word,), decoding=decoding)
    return Transcription(language=Language("en"), language_probability=1.0, segments=(segment,))
