"""What a caller asks of faster-whisper's search, with real weights."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import pytest

from adapters.outbound.engines.faster_whisper_transcriber import FASTER_WHISPER
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.shared_workers import SharedWorkers
from adapters.outbound.engines.whisper_layout import WhisperLayout
from adapters.outbound.engines.whisper_transcriber import WhisperTranscriber
from application.ports.engines.transcriber import Transcriber
from application.ports.model_catalog import ModelCatalog
from application.ports.progress import ignore_fraction
from application.waveform import SAMPLE_RATE, ArrayWaveform, Samples, Waveform
from domain.decoding_options import DEFAULT_DECODING
from domain.invented_text import without_inventions
from domain.time_span import TimeSpan
from domain.transcript import Transcription
from domain.transcription_options import TranscriptionOptions
from tests.conftest import Recording
from tests.fakes.clock import FakeClock
from tests.fakes.sounds import noise, silence, tone

TINY: Final = TranscriptionOptions(model="tiny.en")
COUNTING: Final = "1. 2. 3. 4. 5. 6. 7. 8. 9. 10. 11. 12."
"""After which the model goes on counting."""
Hear: TypeAlias = Callable[..., Transcription]


@pytest.fixture(scope="module")
def transcriber(catalog: ModelCatalog, tiny_weights: Path) -> Iterator[Transcriber]:
    layout = WhisperLayout.of(device="cpu", compute_type="int8", cores=1)
    with ThreadPoolExecutor(layout.workers) as workers:
        yield WhisperTranscriber(
            FASTER_WHISPER,
            catalog=catalog,
            models=ModelCache(FakeClock()),
            layout=layout,
            workers=SharedWorkers(workers, 2),
            default_model="tiny.en",
        )


@pytest.fixture(scope="module")
def tried(recording: Recording) -> Waveform:
    """ "Ever tried. Ever failed." and what is left of a breath."""
    return ArrayWaveform(recording("beckett.wav").read(0, 4 * SAMPLE_RATE))


@pytest.fixture(scope="module")
def hear(transcriber: Transcriber, tried: Waveform) -> Hear:
    def heard(options: TranscriptionOptions = TINY, **decoding: Any) -> Transcription:  # noqa: ANN401
        asked = replace(options, decoding=replace(DEFAULT_DECODING, **decoding))
        whole = TimeSpan(0.0, tried.duration)
        return transcriber.transcribe(tried, [whole], asked, ignore_fraction)

    return heard


def text_of(heard: Transcription) -> str:
    return " ".join(segment.text for segment in heard.segments)


def temperatures(heard: Transcription) -> set[float]:
    return {segment.decoding.temperature for segment in heard.segments}


def test_one_beam_without_patience_still_finds_a_text_and_a_warning_says_why(hear: Hear) -> None:
    heard = hear(beam_size=1, patience=0.5)
    assert "tried" in text_of(heard)
    assert "patience=0.5 is too little for beam_size=1" in heard.warnings[0]


def test_text_is_drawn_at_the_temperature_that_was_asked_for(hear: Hear) -> None:
    assert temperatures(hear(temperature=0.8, best_of=2)) == {0.8}


def test_unlikely_text_is_looked_for_again_until_the_last_temperature(hear: Hear) -> None:
    heard = hear(log_prob_threshold=-0.001, no_speech_threshold=1.0, best_of=1)
    assert "tried" in text_of(heard).lower()


def test_what_no_text_can_be_likely_enough_for_is_silence(hear: Hear) -> None:
    assert hear(log_prob_threshold=0.0, no_speech_threshold=0.0, best_of=1).segments == ()


def test_a_token_that_is_not_wanted_is_not_written(hear: Hear) -> None:
    ever = (23921, 10776, 1683, 1239)  # "Ever" and "ever", with and without a space before
    assert "ever" not in text_of(hear(suppress_tokens=(-1, *ever))).lower().split()


def test_no_digit_is_written_where_numbers_are_wanted_in_words(hear: Hear) -> None:
    counting = replace(TINY, initial_prompt=COUNTING)
    as_usual, in_words = hear(counting), hear(counting, suppress_numerals=True)
    assert any(character.isdigit() for character in text_of(as_usual))
    assert not any(character.isdigit() for character in text_of(in_words))


def test_more_hotwords_than_the_model_can_be_told_cost_a_warning_and_no_more(hear: Hear) -> None:
    heard = hear(replace(TINY, hotwords="Godot, " * 250, initial_prompt="We wait. " * 150))
    assert [warning.split()[0] for warning in heard.warnings] == ["hotwords", "initial_prompt"]


def test_no_more_is_heard_at_once_than_the_caller_wants(hear: Hear) -> None:
    heard = hear(chunk_size=2.0, batch_size=2)
    assert len(heard.segments) == 2
    assert all(segment.span.duration <= 2.0 for segment in heard.segments)


def brown_noise(seconds: float) -> Samples:
    steps = np.random.default_rng(5).normal(size=round(seconds * SAMPLE_RATE))
    walk = np.cumsum(steps)
    drift = np.convolve(walk, np.full(4000, 1 / 4000), mode="same")
    rumble = walk - drift
    return np.asarray(0.2 * rumble / np.abs(rumble).max(), np.float32)


def chords(seconds: float) -> Samples:
    """Three plucked notes at a time, another three every half a second."""
    roots = (220.0, 174.6, 261.6, 196.0)
    fading = np.exp(-4 * np.arange(SAMPLE_RATE // 2) / SAMPLE_RATE)
    bars = [
        fading * np.mean([tone(0.5, hertz=root * step) for step in (1.0, 1.25, 1.5)], axis=0)
        for root in islice(cycle(roots), round(2 * seconds))
    ]
    return np.concatenate(bars).astype(np.float32)


@pytest.mark.parametrize(
    "samples",
    [silence(6), noise(6), brown_noise(6), tone(3), chords(6), noise(0.05), tone(0.05)],
    ids=["silence", "noise", "brown noise", "tone", "chords", "50 ms of noise", "50 ms of a tone"],
)
def test_what_is_written_where_nobody_speaks_is_left_out_or_in_doubt(
    transcriber: Transcriber, samples: Samples
) -> None:
    """Without a detector, so that all of it is handed to the model."""
    sound = ArrayWaveform(samples)
    whole = [TimeSpan(0.0, sound.duration)]
    heard = transcriber.transcribe(sound, whole, TINY, ignore_fraction)
    left = without_inventions(heard, whole, TINY.decoding)
    assert all(segment.doubts for segment in left.segments)
