"""The share of speech time that was given to the wrong speaker, missed or invented."""

import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyannote.core import Annotation, Segment, Timeline  # type: ignore[import-untyped]
from pyannote.metrics.diarization import DiarizationErrorRate

from bench.manifest import Recording
from bench.transcript import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerErrors:
    """Seconds; `speech` counts overlapping speakers each."""

    speech: float
    confused: float
    missed: float
    invented: float
    speakers: int
    found: int

    @property
    def percent(self) -> float:
        return self._share(self.confused + self.missed + self.invented)

    @property
    def confused_percent(self) -> float:
        return self._share(self.confused)

    @property
    def missed_percent(self) -> float:
        return self._share(self.missed)

    @property
    def invented_percent(self) -> float:
        return self._share(self.invented)

    def _share(self, seconds: float) -> float:
        return 100 * seconds / self.speech if self.speech else 0.0


def speaker_errors(
    true: Iterable[Turn], found: Iterable[Turn], duration: float, collar: float = 0.0
) -> SpeakerErrors:
    """Overlapping speech counts; `collar` seconds around each true border do not."""
    reference, hypothesis = _annotation(true), _annotation(found)
    rate = DiarizationErrorRate(collar=collar, skip_overlap=False)
    parts = rate(reference, hypothesis, uem=_whole(duration, reference), detailed=True)
    return SpeakerErrors(
        speech=float(parts["total"]),
        confused=float(parts["confusion"]),
        missed=float(parts["missed detection"]),
        invented=float(parts["false alarm"]),
        speakers=len(reference.labels()),
        found=len(hypothesis.labels()),
    )


def read_rttm(path: Path) -> tuple[Turn, ...]:
    """The turns of a file in NIST's Rich Transcription Time Marked form."""
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(
        Turn(row[7], float(row[3]), float(row[3]) + float(row[4]))
        for row in rows
        if row and row[0] == "SPEAKER"
    )


def packaged_sample() -> Recording | None:
    """The two-speaker recording that pyannote.audio brings along, if it is installed."""
    found = importlib.util.find_spec("pyannote.audio")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "sample"
    sound, rttm = folder / "sample.wav", folder / "sample.rttm"
    if not (sound.is_file() and rttm.is_file()):
        return None
    return Recording(name="pyannote sample.wav", path=sound, kind="sample", duration=30, rttm=rttm)


def _annotation(turns: Iterable[Turn]) -> Annotation:
    annotation = Annotation()
    for track, turn in enumerate(turns):
        if turn.end > turn.start:
            annotation[Segment(turn.start, turn.end), track] = turn.speaker
    return annotation


def _whole(duration: float, reference: Annotation) -> Timeline:
    """What is scored: all of the recording, or all that the reference knows of it."""
    return Timeline([Segment(0, max(duration, reference.get_timeline().extent().end))])
