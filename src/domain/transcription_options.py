"""What a caller asks of a transcription: values that are valid together."""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import InvalidOptionError
from domain.languages import Language
from domain.speaker import ANY_NUMBER, SpeakerCount


class Task(StrEnum):
    TRANSCRIBE = "transcribe"
    """Text in the language that is spoken."""
    TRANSLATE = "translate"
    """Text in English, whatever is spoken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptionOptions:
    """Two requests with equal options have the same transcript."""

    model: str
    """A name of the model catalogue, already resolved: never `auto`."""
    language: Language | None = None
    """None has the engine listen for it."""
    task: Task = Task.TRANSCRIBE
    diarize: bool = True
    speakers: SpeakerCount = ANY_NUMBER
    initial_prompt: str | None = None
    """Text that the engine takes for what was said before: style and spelling."""
    hotwords: str | None = None
    """Words that the engine should expect to hear."""

    def __post_init__(self) -> None:
        if self.speakers.is_known and not self.diarize:
            raise InvalidOptionError(
                "num_speakers, min_speakers and max_speakers say how to tell speakers apart, "
                "and diarize=false asks not to"
            )
        if self.model.endswith(".en") and self.language not in (None, Language("en")):
            raise InvalidOptionError(
                f"the model {self.model} knows English only, so language cannot be {self.language}"
            )
