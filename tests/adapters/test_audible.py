"""Stretches that hold any sound at all."""

import numpy as np

from adapters.outbound.engines.audible import audible
from application.waveform import SAMPLE_RATE, ArrayWaveform
from domain.time_span import TimeSpan
from tests.fakes.sounds import silence, tone

SILENT, LATE, WHOLE = TimeSpan(0.0, 2.5), TimeSpan(1.0, 3.5), TimeSpan(0.0, 3.5)
SOUND = ArrayWaveform(np.concatenate([silence(3), tone(0.5)]))


def test_digital_silence_is_left_out_and_a_sound_at_the_end_is_not() -> None:
    assert audible(SOUND, [SILENT, LATE, WHOLE]) == [LATE, WHOLE]


def test_a_voice_at_minus_80_decibels_is_heard() -> None:
    faint = ArrayWaveform((tone(1) * 3e-4).astype(np.float32))
    assert audible(faint, [TimeSpan(0.0, 1.0)])


def test_the_last_bit_that_an_encoder_leaves_is_silence() -> None:
    dither = np.where(np.arange(SAMPLE_RATE) % 3 == 0, 1 / 32768, 0).astype(np.float32)
    assert not audible(ArrayWaveform(dither), [TimeSpan(0.0, 1.0)])
