"""Finding where somebody speaks in a clip, and nothing else.

It is no job: it takes about a second for ten minutes of sound, its answer is worth nothing to whom
it is not given at once, and it would wait behind recordings that take hours. It shares the threads
that listen to samples of voices, two at a time, and takes a turn on the GPU where the detector has
one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from application.engine_table import EngineTable
from application.ports.clip_storage import ClipStorage
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.progress import ignore_fraction
from application.sound_desk import SoundDesk
from application.transcription_pipeline import NO_TURNS, Turn
from domain.audio_clip import AudioClip
from domain.engine_kinds import SpeechDetectorKind
from domain.speech import SpeechThresholds
from domain.time_span import TimeSpan

_PROCESSOR = "cpu"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindSpeech:
    """Stretches of speech, in order of time. A caller who leaves ends the work.

    Raises UnusableAudioError, RecordingTooLongError, UnavailableError.
    """

    desk: SoundDesk
    """With threads of its own: those of the stages may be busy for hours."""
    detectors: EngineTable[SpeechDetectorKind, SpeechDetector]
    storage: ClipStorage
    turn: Turn = NO_TURNS
    """Entered by a detector that works on a GPU."""

    async def __call__(
        self,
        clip: AudioClip,
        thresholds: SpeechThresholds,
        wanted: SpeechDetectorKind | None = None,
    ) -> Sequence[TimeSpan]:
        detector = self.detectors.of(wanted)
        turn = NO_TURNS if detector.describe().device == _PROCESSOR else self.turn
        async with (
            self.storage.as_file(clip.content_hash) as source,
            self.desk.decoded(source, ignore_fraction) as decoded,
            turn,
        ):
            return await self.desk.computed(
                lambda report: detector.detect(decoded.waveform, thresholds, report)
            )
