"""Hearing what is said with torch: real weights, converted from those that packages carry."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.shared_workers import SharedWorkers
from adapters.outbound.engines.silero_detector import SileroSpeechDetector
from adapters.outbound.engines.transformers_transcriber import TRANSFORMERS
from adapters.outbound.engines.whisper_layout import WhisperLayout
from adapters.outbound.engines.whisper_transcriber import WhisperTranscriber
from application.errors import ModelUnavailableError
from application.ports.engines.transcriber import Transcriber
from application.ports.model_catalog import ModelCatalog
from application.ports.progress import ignore_fraction
from application.waveform import Waveform
from bench.wer import EnglishScorer
from domain.decoding_options import DecodingOptions
from domain.languages import Language
from domain.speech import DEFAULT_THRESHOLDS
from domain.time_span import TimeSpan
from domain.transcript import Transcription
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

BECKETT: Final = "Ever tried. Ever failed. No matter. Try again. Fail again. Fail better."
QUICK: Final = DecodingOptions(beam_size=1)
TINY: Final = TranscriptionOptions(model="tiny.en", decoding=QUICK)


@pytest.fixture(scope="module")
def transformers(
    catalog: ModelCatalog, base_weights: Path, tiny_weights: Path
) -> Iterator[Transcriber]:
    layout = WhisperLayout.of(device="cpu", compute_type="int8", cores=2)
    with ThreadPoolExecutor(layout.workers) as workers:
        yield WhisperTranscriber(
            TRANSFORMERS,
            catalog=catalog,
            models=ModelCache(FakeClock()),
            layout=layout,
            workers=SharedWorkers(workers, layout.workers),
            default_model="base",
        )


@pytest.fixture(scope="module")
def beckett(recording: Recording) -> Waveform:
    return recording("beckett.wav")


class TestTransformersTranscriber(TranscriberContract):
    @pytest.fixture(scope="class")
    @classmethod
    def transcriber(cls, transformers: Transcriber) -> Transcriber:
        return transformers

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

    def test_words_are_heard_when_they_are_said(self, heard: Transcription) -> None:
        starts = [word.span.start for word in words_of(heard)]
        said = [0.4, 0.7, 2.2, 2.3, 3.7, 3.9, 5.0, 5.3, 6.8, 7.0, 8.2, 8.5]
        assert starts == pytest.approx(said, abs=0.5)

    def test_it_tells_how_sure_it_was(self, heard: Transcription) -> None:
        (decoding,) = {segment.decoding for segment in heard.segments}
        assert -1 < decoding.average_log_probability < 0
        assert 0 <= decoding.no_speech_probability < 0.5
        assert 0 < decoding.compression_ratio < 2.4
        assert decoding.temperature == 0


def test_base_tells_the_language_and_hears_what_is_said(
    transformers: Transcriber, beckett: Waveform
) -> None:
    short = [TimeSpan(0.0, 5.5)]
    base = TranscriptionOptions(model="base")
    heard = transformers.transcribe(beckett, short, base, ignore_fraction)
    assert (heard.language, heard.language_probability > 0.8) == (Language("en"), True)
    assert text_of(heard).endswith("ried. Ever failed. No matter. Try again.")


def test_the_style_to_write_in_and_words_to_expect_reach_the_model(
    transformers: Transcriber, beckett: Waveform
) -> None:
    short = [TimeSpan(0.0, 5.5)]
    styled = replace(TINY, initial_prompt="i write in small letters, without any dots")
    heard = transformers.transcribe(beckett, short, styled, ignore_fraction)
    assert "." not in text_of(heard)
    expecting = replace(TINY, hotwords="Try agayn, agayn, agayn.")
    heard = transformers.transcribe(beckett, short, expecting, ignore_fraction)
    assert "agayn" in text_of(heard)


def test_text_that_is_no_good_is_looked_for_at_every_temperature(
    transformers: Transcriber, beckett: Waveform
) -> None:
    never_content = DecodingOptions(
        beam_size=1, best_of=2, temperature=0, compression_ratio_threshold=0
    )
    picky = replace(TINY, decoding=never_content)
    heard = transformers.transcribe(beckett, [TimeSpan(0.0, 3.0)], picky, ignore_fraction)
    assert {segment.decoding.temperature for segment in heard.segments} <= {
        0,
        0.2,
        0.4,
        0.6,
        0.8,
        1,
    }
    assert text_of(heard)


def test_an_option_that_it_lacks_is_named(transformers: Transcriber, beckett: Waveform) -> None:
    patient = replace(TINY, decoding=replace(QUICK, patience=2.0))
    heard = transformers.transcribe(beckett, [TimeSpan(0.0, 2.0)], patient, ignore_fraction)
    assert heard.warnings == ("The engine transformers has no patience: it was left aside.",)


def test_a_model_that_is_damaged_is_unavailable(
    transformers: Transcriber, beckett: Waveform, tmp_path: Path
) -> None:
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"{}")
    broken = TranscriptionOptions(model=str(tmp_path))
    with pytest.raises(ModelUnavailableError, match="cannot be loaded on cpu as float32"):
        transformers.transcribe(beckett, [TimeSpan(0.0, 2.0)], broken, ignore_fraction)


def text_of(heard: Transcription) -> str:
    return " ".join(segment.text for segment in heard.segments)
