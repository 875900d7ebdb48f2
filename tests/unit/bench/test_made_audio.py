"""Recordings made from other recordings."""

from pathlib import Path

import av
import numpy as np
import pytest

from bench.made_audio import RATE, cut, repeated


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """One second that rises from 0 to 15999, sample by sample."""
    samples = np.arange(RATE, dtype=np.int16).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
    frame.sample_rate = RATE
    path = tmp_path / "second.wav"
    with av.open(str(path), "w") as opened:
        stream = opened.add_stream("pcm_s16le", rate=RATE, layout="mono")
        opened.mux(stream.encode(frame))
        opened.mux(stream.encode(None))
    return path


def _samples(path: Path) -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    with av.open(str(path)) as opened:
        return np.concatenate([frame.to_ndarray()[0] for frame in opened.decode(audio=0)])


def test_a_recording_is_repeated_until_it_is_long_enough(second: Path, tmp_path: Path) -> None:
    made = _samples(repeated(second, 2.5, tmp_path / "long.flac"))
    assert len(made) == 2.5 * RATE
    assert (made[RATE : 2 * RATE] == np.arange(RATE)).all()


def test_a_stretch_is_cut_out_to_the_sample(second: Path, tmp_path: Path) -> None:
    made = _samples(cut(second, 0.25, 0.5, tmp_path / "cut.flac"))
    assert (made == np.arange(0.25 * RATE, 0.5 * RATE)).all()
