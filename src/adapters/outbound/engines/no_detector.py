"""No looking for speech: all sound is taken for it."""

from collections.abc import Iterator, Sequence
from typing import Final, final

import numpy as np

from application.ports.engines.description import EngineDescription
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.progress import ReportFraction
from application.waveform import SAMPLE_RATE, Waveform
from domain.speech import SpeechThresholds, cut_at_quiet_moments
from domain.time_span import TimeSpan

_MOMENT: Final = SAMPLE_RATE // 10
"""Samples: about a pause between two words."""
_MOMENTS_IN_BLOCK: Final = 600
"""A minute."""


@final
class NoSpeechDetector(SpeechDetector):
    """For recordings in which somebody speaks all the time, or in which speech is missed. Whisper
    hears 30 s at once, so the sound is cut, where it is quietest."""

    def describe(self) -> EngineDescription:
        return EngineDescription(name="none", device="cpu")

    def detect(
        self, waveform: Waveform, thresholds: SpeechThresholds, report: ReportFraction
    ) -> Sequence[TimeSpan]:
        loudness: list[float] = []
        for fraction, block in _loudness(waveform):
            loudness.extend(block)
            report(fraction)
        return cut_at_quiet_moments(
            loudness,
            step=_MOMENT / SAMPLE_RATE,
            duration=waveform.duration,
            longest=thresholds.max_stretch,
        )


def _loudness(waveform: Waveform) -> Iterator[tuple[float, list[float]]]:
    """The fraction done, and the mean square of each moment of a block."""
    size = _MOMENT * _MOMENTS_IN_BLOCK
    for start in range(0, waveform.sample_count, size):
        samples = waveform.read(start, start + size)
        moments = np.pad(samples, (0, -len(samples) % _MOMENT)).reshape(-1, _MOMENT)
        waveform.release()
        done = min(1.0, (start + size) / waveform.sample_count)
        yield done, np.mean(np.square(moments), axis=1).tolist()
