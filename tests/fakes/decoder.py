"""A decoder that says what it was told to say, and knows who still reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, final

from application.errors import ApplicationError
from application.ports.audio_decoder import AudioDecoder, DecodedAudio
from application.ports.progress import ReportFraction
from application.waveform import ArrayWaveform, Waveform
from domain.audio_clip import AudioFormat
from tests.fakes.clips import SPEECH
from tests.fakes.sounds import silence

TWO_SECONDS: Final = ArrayWaveform(silence(2.0))


@final
@dataclass
class ScriptedAudioDecoder(AudioDecoder):
    """Fails with `error` if there is one. `opened` and `closed` count the sounds it lent."""

    waveform: Waveform = TWO_SECONDS
    warnings: tuple[str, ...] = ()
    error: ApplicationError | None = None
    opened: int = 0
    closed: int = 0

    def probe(self, source: Path) -> AudioFormat:
        return SPEECH

    @contextmanager
    def decode(self, source: Path, report: ReportFraction) -> Iterator[DecodedAudio]:
        if self.error is not None:
            raise self.error
        report(1)
        self.opened += 1
        try:
            yield DecodedAudio(self.waveform, self.warnings)
        finally:
            self.closed += 1
