"""Waveforms in memory and in a file."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

import numpy as np
import pytest

from adapters.outbound.audio.mapped_waveform import MappedWaveform
from application.waveform import ArrayWaveform, Samples, Waveform
from tests.contract.waveform import WaveformContract
from tests.fakes.sounds import tone

STATUS: Final = Path("/proc/self/status")
MEGABYTE: Final = 1024 * 1024


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


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells how much of a map is in memory")
def test_reading_leaves_nothing_of_the_file_in_memory(tmp_path: Path) -> None:
    with TemporaryFile(dir=tmp_path) as file:
        file.truncate(40 * MEGABYTE)
        with closing(MappedWaveform(file)) as waveform:
            before = mapped_bytes()
            for start in range(0, waveform.sample_count, 48_000):
                waveform.read(start, start + 32_000)
            assert mapped_bytes() - before < 4 * MEGABYTE


def mapped_bytes() -> int:
    [line] = [line for line in STATUS.read_text().splitlines() if line.startswith("RssFile:")]
    return int(line.split()[1]) * 1024
