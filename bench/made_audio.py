"""Recordings made from other recordings, without ever holding one in memory."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

import av
import numpy as np
import numpy.typing as npt

RATE: Final = 16_000


def repeated(source: Path, seconds: float, target: Path) -> Path:
    """A FLAC file of that length, in which the source is said again and again."""
    return _write(target, _endless(source), 0, round(seconds * RATE))


def cut(source: Path, start: float, end: float, target: Path) -> Path:
    """A FLAC file of a stretch of the source."""
    return _write(target, _samples(source), round(start * RATE), round(end * RATE))


def _endless(source: Path) -> Iterator[npt.NDArray[np.int16]]:
    for _ in count():
        yield from _samples(source)


def _samples(source: Path) -> Iterator[npt.NDArray[np.int16]]:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(str(source)) as opened:
        for frame in opened.decode(audio=0):
            for piece in resampler.resample(frame):
                yield piece.to_ndarray()[0]
        for piece in resampler.resample(None):
            yield piece.to_ndarray()[0]


def _write(target: Path, pieces: Iterator[npt.NDArray[np.int16]], start: int, end: int) -> Path:
    """Samples [start, end) of all the pieces."""
    with av.open(str(target), "w", format="flac") as opened:
        stream = opened.add_stream("flac", rate=RATE, layout="mono")
        position = 0
        for piece in pieces:
            wanted = piece[max(0, start - position) : max(0, end - position)]
            position += len(piece)
            if len(wanted):
                opened.mux(stream.encode(_frame(wanted)))
            if position >= end:
                break
        opened.mux(stream.encode(None))
    return target


def _frame(samples: npt.NDArray[np.int16]) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = RATE
    return frame
