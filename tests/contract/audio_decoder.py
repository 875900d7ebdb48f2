"""What every decoder promises."""

from abc import ABC, abstractmethod
from pathlib import Path

import numpy as np
import pytest

from application.errors import EmptyFileError, NotAudioError, RecordingTooLongError
from application.ports.audio_decoder import AudioDecoder
from application.ports.progress import ignore_fraction
from application.waveform import Samples
from tests.fakes import sounds

SECONDS = 2.0


class StoppedError(Exception):
    """Whoever waits has lost interest."""


class AudioDecoderContract(ABC):
    @pytest.fixture
    def samples(self) -> Samples:
        return sounds.tone(SECONDS)

    @pytest.fixture
    @abstractmethod
    def decoder(self, samples: Samples) -> AudioDecoder:
        """One that hears those samples in the recording, and takes an hour."""

    @pytest.fixture
    @abstractmethod
    def impatient_decoder(self, samples: Samples) -> AudioDecoder:
        """The same, but it takes only one second."""

    @pytest.fixture
    def recording(self, samples: Samples, tmp_path: Path) -> Path:
        return written(tmp_path, sounds.wav_bytes(samples))

    def test_a_recording_is_described(self, decoder: AudioDecoder, recording: Path) -> None:
        found = decoder.probe(recording)
        assert found.duration == pytest.approx(SECONDS, abs=0.001)
        assert (found.sample_rate, found.channels, found.codec) == (16_000, 1, "pcm_s16le")

    def test_a_recording_becomes_its_samples(
        self, decoder: AudioDecoder, recording: Path, samples: Samples
    ) -> None:
        with decoder.decode(recording, ignore_fraction) as decoded:
            assert decoded.waveform.whole().dtype == np.float32
            assert np.allclose(decoded.waveform.whole(), samples, atol=0.001)
            assert decoded.warnings == ()

    def test_progress_rises_to_one(self, decoder: AudioDecoder, recording: Path) -> None:
        fractions: list[float] = []
        with decoder.decode(recording, fractions.append):
            assert fractions == sorted(fractions)
            assert fractions[0] >= 0
            assert fractions[-1] == 1

    def test_whoever_listens_may_stop_the_work(
        self, decoder: AudioDecoder, recording: Path
    ) -> None:
        def stop(_fraction: float) -> None:
            raise StoppedError

        with pytest.raises(StoppedError), decoder.decode(recording, stop):
            pass

    @pytest.mark.parametrize(
        ("content", "error"), [(b"", EmptyFileError), (sounds.TEXT, NotAudioError)]
    )
    def test_what_is_no_sound_is_refused(
        self, decoder: AudioDecoder, tmp_path: Path, content: bytes, error: type[Exception]
    ) -> None:
        source = written(tmp_path, content)
        with pytest.raises(error):
            decoder.probe(source)
        with pytest.raises(error), decoder.decode(source, ignore_fraction):
            pass

    def test_what_lasts_too_long_is_refused(
        self, impatient_decoder: AudioDecoder, recording: Path
    ) -> None:
        with pytest.raises(RecordingTooLongError):
            impatient_decoder.probe(recording)
        with (
            pytest.raises(RecordingTooLongError),
            impatient_decoder.decode(recording, ignore_fraction),
        ):
            pass


def written(directory: Path, content: bytes) -> Path:
    path = directory / "recording"
    path.write_bytes(content)
    return path
