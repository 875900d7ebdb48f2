"""How a transcript is to be shown. None of it changes what was said, so none is kept with it."""

from dataclasses import dataclass
from typing import Final

from domain.confidence_levels import ConfidenceLevels
from domain.subtitle_shape import AS_TELEVISION, SubtitleShape
from domain.transcription_options import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    shape: SubtitleShape = AS_TELEVISION
    """For forms that have cues."""
    levels: ConfidenceLevels | None = None
    """None where nobody asked how sure the engine was; for JSON."""
    task: Task = Task.TRANSCRIBE
    """What the transcript was made by: it does not say so itself."""
    speaker_mark: str = "[{}] "
    """What stands before a cue, with the speaker between the braces."""


AS_USUAL: Final = Presentation()
