"""The language alone, heard by a real engine in samples as callers send them."""

from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from adapters.inbound.raw_sound import as_wav
from adapters.outbound.audio.pyav_decoder import PyavAudioDecoder
from adapters.outbound.engines.device_pool import DevicePool
from adapters.outbound.engines.faster_whisper_transcriber import FASTER_WHISPER
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.shared_workers import SharedWorkers
from adapters.outbound.engines.silero_detector import SileroSpeechDetector
from adapters.outbound.engines.spread_transcriber import SpreadTranscriber
from adapters.outbound.engines.whisper_layout import WhisperLayout
from adapters.outbound.engines.whisper_transcriber import WhisperTranscriber
from application.language_desk import LanguageDesk
from application.ports.engines.transcriber import Transcriber
from application.ports.model_catalog import ModelCatalog
from application.sound_desk import SoundDesk
from application.waveform import SAMPLE_RATE, ArrayWaveform
from domain.languages import Language
from domain.time_span import TimeSpan
from domain.transcription_options import TranscriptionOptions
from tests.conftest import Recording
from tests.fakes.clock import FakeClock
from tests.fakes.engine_tables import any_detector, any_transcriber
from tests.fakes.engines import ScriptedTranscriber
from tests.fakes.sounds import silence

BASE: Final = TranscriptionOptions(model="base", diarize=False)
SOUND: Final = ArrayWaveform(silence(2))
WHOLE: Final = TimeSpan(0.0, 2.0)


@pytest.fixture(scope="module")
def whisper(catalog: ModelCatalog, base_weights: Path) -> Iterator[WhisperTranscriber]:
    with ThreadPoolExecutor(1) as workers:
        yield WhisperTranscriber(
            FASTER_WHISPER,
            catalog=catalog,
            models=ModelCache(FakeClock()),
            layout=WhisperLayout.of(device="cpu", compute_type="int8", cores=1),
            workers=SharedWorkers(workers, 1),
            default_model="base",
        )


async def chunks(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def test_speech_in_raw_samples_is_told_to_be_english(
    whisper: WhisperTranscriber, recording: Recording, tmp_path: Path
) -> None:
    spoken = recording("beckett.wav").read(0, 10 * SAMPLE_RATE)
    raw = (spoken * 32_767).astype("<i2").tobytes()
    file = tmp_path / "raw.wav"
    file.write_bytes(b"".join([chunk async for chunk in as_wav(chunks(raw))]))
    language, probability = await _told(file, whisper, tmp_path) or (None, 0.0)
    assert language == Language("en")
    assert 0.6 < probability <= 1


async def test_samples_of_nothing_are_in_no_language(
    whisper: WhisperTranscriber, tmp_path: Path
) -> None:
    file = tmp_path / "raw.wav"
    nothing = np.zeros(5 * SAMPLE_RATE, "<i2").tobytes()
    file.write_bytes(b"".join([chunk async for chunk in as_wav(chunks(nothing))]))
    assert await _told(file, whisper, tmp_path) is None


async def _told(
    file: Path, transcriber: Transcriber, scratch: Path
) -> tuple[Language, float] | None:
    decoder = PyavAudioDecoder(scratch, longest_seconds=60)
    with ThreadPoolExecutor(1) as threads:
        desk = LanguageDesk(
            desk=SoundDesk(
                decoder=decoder,
                work=None,  # type: ignore[arg-type] # no stage is worked on
                threads=threads,
            ),
            decoder=decoder,
            detectors=any_detector(SileroSpeechDetector()),
            transcribers=any_transcriber(transcriber),
        )
        return await desk.language_in(file, BASE)


def test_silence_that_a_detector_took_for_speech_is_in_no_language(
    whisper: WhisperTranscriber,
) -> None:
    assert whisper.language_in(SOUND, [WHOLE], BASE) is None


def test_on_several_gpus_it_waits_for_none() -> None:
    """Both have a recording to work on; the second has nobody waiting besides."""
    engines = {"cuda:0": ScriptedTranscriber(), "cuda:1": ScriptedTranscriber()}
    pool = DevicePool([*engines], at_once=1, clock=FakeClock())
    spread = SpreadTranscriber(engines, pool)
    with pool.lease(), pool.lease():
        assert spread.language_in(SOUND, [WHOLE], BASE) == (Language("en"), 0.98765)
    with pool.lease():
        spread.language_in(SOUND, [WHOLE], BASE)
    assert [len(engine.asked) for engine in engines.values()] == [1, 1]
