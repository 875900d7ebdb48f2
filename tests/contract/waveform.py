"""What every waveform promises."""

from abc import ABC, abstractmethod

import numpy as np
import pytest

from application.waveform import SAMPLE_RATE, Samples, Waveform
from domain.time_span import TimeSpan
from tests.fakes.sounds import noise

SECONDS = 3


class WaveformContract(ABC):
    @pytest.fixture
    def samples(self) -> Samples:
        return noise(SECONDS)

    @pytest.fixture
    @abstractmethod
    def waveform(self, samples: Samples) -> Waveform:
        """One that holds those samples."""

    def test_it_knows_how_long_it_is(self, waveform: Waveform) -> None:
        assert waveform.sample_count == SECONDS * SAMPLE_RATE
        assert waveform.duration == SECONDS

    def test_all_of_it_can_be_seen_at_once(self, waveform: Waveform, samples: Samples) -> None:
        assert waveform.whole().dtype == np.float32
        assert np.array_equal(waveform.whole(), samples)

    def test_a_stretch_is_read_exactly(self, waveform: Waveform, samples: Samples) -> None:
        assert np.array_equal(waveform.read(1_000, 20_001), samples[1_000:20_001])

    def test_reading_is_cut_at_both_ends(self, waveform: Waveform, samples: Samples) -> None:
        assert np.array_equal(waveform.read(-100, 10), samples[:10])
        assert np.array_equal(waveform.read(47_990, 99_999), samples[-10:])

    @pytest.mark.parametrize(("start", "stop"), [(5, 5), (9, 3), (99_000, 99_001), (-9, -3)])
    def test_reading_outside_of_it_gives_nothing(
        self, waveform: Waveform, start: int, stop: int
    ) -> None:
        assert waveform.read(start, stop).shape == (0,)

    def test_a_time_span_is_cut_out_by_the_clock(
        self, waveform: Waveform, samples: Samples
    ) -> None:
        assert np.array_equal(waveform.cut(TimeSpan(0.5, 1.25)), samples[8_000:20_000])

    def test_what_was_read_may_be_changed_without_harm(
        self, waveform: Waveform, samples: Samples
    ) -> None:
        waveform.read(0, 100)[:] = 0
        assert np.array_equal(waveform.read(0, 100), samples[:100])

    def test_it_stays_readable_after_its_memory_was_released(
        self, waveform: Waveform, samples: Samples
    ) -> None:
        view = waveform.whole()
        waveform.release()
        assert np.array_equal(view, samples)
        assert np.array_equal(waveform.read(0, 48_000), samples)
