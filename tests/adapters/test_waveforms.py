"""Waveforms in memory and in a file."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np
import pytest

from adapters.outbound.audio.mapped_waveform import MappedWaveform
from application.waveform import ArrayWaveform, Samples, Waveform
from tests.contract.waveform import WaveformContract
from tests.fakes.sounds import tone


class TestArrayWaveform(WaveformContract):
    @pytest.fixture
    def waveform(self, samples: Samples) -> Waveform:
        return ArrayWaveform(samples)


class TestMappedWaveform(WaveformContract):
    @pytest.fixture
    def waveform(self, samples: Samples, tmp_path: Path) -> Iterator[Waveform]:
        with closing(mapped(samples, tmp_path)) as waveform:
            yield waveform

    def test_its_view_passes_for_writable(self, waveform: Waveform) -> None:
        assert waveform.whole().flags.writeable

    def test_a_view_outlives_it(self, tmp_path: Path) -> None:
        samples = tone(1)
        waveform = mapped(samples, tmp_path)
        view = waveform.whole()
        waveform.close()
        assert np.array_equal(view, samples)

    def test_nothing_can_be_read_when_it_is_closed(self, tmp_path: Path) -> None:
        waveform = mapped(tone(1), tmp_path)
        waveform.close()
        with pytest.raises(ValueError, match="closed"):
            waveform.read(0, 10)


def mapped(samples: Samples, directory: Path) -> MappedWaveform:
    with TemporaryFile(dir=directory) as file:
        file.write(samples.tobytes())
        file.flush()
        return MappedWaveform(file)
