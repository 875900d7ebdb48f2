"""Hearing a recording window by window, a block at a time, so that its length costs no memory."""

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from adapters.outbound.engines.diarization.frames import (
    FRAME_SAMPLES,
    FRAME_SECONDS,
    FRAMES,
    LOCALS,
    STEP,
    WINDOW,
    Activity,
    Codes,
    alone,
    decoded,
    unit,
    windows_of,
)
from adapters.outbound.engines.diarization.heard import Heard, Stretches
from adapters.outbound.engines.halving import in_halves
from application.ports.progress import ReportFraction
from application.waveform import SAMPLE_RATE, Samples, Waveform

Features = npt.NDArray[np.float32]

BLOCK: Final = 8
"""Windows that are in memory together, 17 s of sound: in segmentation they take 80 MB."""
_ROW: Final = SAMPLE_RATE // 100
"""Samples from one row of features to the next."""
_LEAST_ROWS: Final = 25
"""A quarter of a second, as in pyannote: nobody is known by less."""
_MOST_ROWS: Final = 500
"""Five seconds. The time that a vector takes grows with its rows, and its worth no more."""


class Networks(Protocol):
    """See `VoiceNetworks`, whose import takes seconds."""

    def who_speaks(self, windows: Sequence[Samples]) -> Codes: ...

    def features(self, samples: Samples) -> Features: ...

    def voice(self, rows: Features) -> npt.NDArray[np.float32]: ...


def hear(networks: Networks, waveform: Waveform, report: ReportFraction) -> Heard:
    """All windows of a recording. `report` may raise to stop the work."""
    count = windows_of(waveform.sample_count)
    codes = np.zeros((count, FRAMES), np.uint8)
    vectors: list[npt.NDArray[np.float32]] = []
    origins: list[tuple[int, int, float]] = []
    for first in range(0, count, BLOCK):
        after = min(count, first + BLOCK)
        samples = _padded(waveform, first, after)
        windows = [samples[place * STEP :][:WINDOW] for place in range(after - first)]
        codes[first:after] = in_halves(windows, work=lambda part: list(networks.who_speaks(part)))
        report((first + (after - first) * _SEGMENTATION_SHARE) / count)
        if codes[first:after].any():
            features = networks.features(samples)
            for window in range(first, after):
                rows = features[(window - first) * STEP // _ROW :][:_ROWS_OF_WINDOW]
                for voice, seconds, own in _voices(decoded(codes[window]), rows):
                    vectors.append(networks.voice(own))
                    origins.append((window, voice, seconds))
        report(after / count)
    return _heard(codes, vectors, origins)


_SEGMENTATION_SHARE: Final = 0.4
_ROWS_OF_WINDOW: Final = WINDOW // _ROW - 2
_FRAME_OF_ROW: Final = np.minimum(
    ((np.arange(_ROWS_OF_WINDOW) + 0.5) * _ROW / FRAME_SAMPLES).astype(int), FRAMES - 1
)


def look_again(
    networks: Networks,
    waveform: Waveform,
    spans: Sequence[tuple[int, int]],
    report: ReportFraction,
) -> Stretches:
    """What the voice of each stretch sounds like by itself. Each gives at least `_LEAST_ROWS`."""
    vectors = []
    for number, (first, after) in enumerate(spans, start=1):
        samples = waveform.read(first * FRAME_SAMPLES, after * FRAME_SAMPLES + _ROW)
        vectors.append(networks.voice(networks.features(samples)))
        report(number / len(spans))
    return Stretches(np.array(spans, np.int32).reshape(-1, 2), _together(vectors))


def _voices(activity: Activity, rows: Features) -> Iterator[tuple[int, float, Features]]:
    """Each voice of a window with the seconds and the features of what it says alone, or of all
    that it says where it is hardly ever alone."""
    lonely = alone(activity)
    for voice in range(LOCALS):
        seconds = float(lonely[:, voice].sum() * FRAME_SECONDS)
        for speaks in (lonely[:, voice], activity[:, voice]):
            own = rows[speaks[_FRAME_OF_ROW[: len(rows)]]]
            if len(own) >= _LEAST_ROWS:
                middle = max(0, (len(own) - _MOST_ROWS) // 2)
                yield voice, seconds, own[middle : middle + _MOST_ROWS]
                break


def _padded(waveform: Waveform, first: int, after: int) -> Samples:
    samples = waveform.read(first * STEP, (after - 1) * STEP + WINDOW)
    return np.pad(samples, (0, (after - 1 - first) * STEP + WINDOW - len(samples)))


def _heard(
    codes: Codes,
    vectors: Sequence[npt.NDArray[np.float32]],
    origins: Sequence[tuple[int, int, float]],
) -> Heard:
    windows, voices, seconds = zip(*origins, strict=True) if origins else ((), (), ())
    return Heard(
        codes=codes,
        vectors=_together(vectors),
        windows=np.array(windows, np.int32),
        voices=np.array(voices, np.int32),
        seconds=np.array(seconds, np.float32),
    )


def _together(vectors: Sequence[npt.NDArray[np.float32]]) -> npt.NDArray[np.float32]:
    return unit(np.stack(vectors)) if vectors else np.zeros((0, 1), np.float32)
