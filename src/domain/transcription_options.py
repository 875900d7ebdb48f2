"""What a caller asks of a transcription: values that are valid together."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.alignment_options import DEFAULT_ALIGNMENT, AlignmentOptions
from domain.decoding_options import DEFAULT_DECODING, DecodingOptions
from domain.engine_kinds import NO_CHOICE, DiarizerKind, EngineChoice
from domain.errors import InvalidOptionError
from domain.language_search import DEFAULT_SEARCH, LanguageSearch
from domain.languages import Language
from domain.speaker import ANY_NUMBER, SpeakerCount
from domain.speaker_naming import NO_NAMES, SpeakerNaming
from domain.speech import DEFAULT_THRESHOLDS, SpeechThresholds

LONGEST_TEXT: Final = 2_000
"""Characters of a prompt, or of hotwords: engines take about 224 tokens of each."""


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
    decoding: DecodingOptions = DEFAULT_DECODING
    speech: SpeechThresholds = DEFAULT_THRESHOLDS
    """What counts as speech."""
    language_search: LanguageSearch = DEFAULT_SEARCH
    """Where to listen for the language, if none is given."""
    alignment: AlignmentOptions = DEFAULT_ALIGNMENT
    engines: EngineChoice = NO_CHOICE
    naming: SpeakerNaming = NO_NAMES
    """Whom the speakers are to be recognised as."""
    speaker_embeddings: bool = False
    """Keep what each speaker sounds like with the transcript: a voice is personal, so only where
    somebody asks."""

    def __post_init__(self) -> None:
        _require_text("initial_prompt", self.initial_prompt)
        _require_text("hotwords", self.hotwords)
        if self.speakers.is_known and not self.diarize:
            raise InvalidOptionError(
                "num_speakers, min_speakers and max_speakers say how to tell speakers apart, "
                "and diarize=false asks not to"
            )
        if (self.naming.is_wanted or self.speaker_embeddings) and not self.diarize:
            raise InvalidOptionError(
                "identify, speaker_samples and speaker_embeddings are about speakers that are told "
                "apart, and diarize=false asks not to"
            )
        if self.diarize and self.engines.diarizer is DiarizerKind.NONE:
            raise InvalidOptionError(
                "diarizer=none tells nobody apart; to have that, say diarize=false"
            )
        if self.model.endswith(".en") and self.language not in (None, Language("en")):
            raise InvalidOptionError(
                f"the model {self.model} knows English only, so language cannot be {self.language}"
            )
        if self.model.endswith(".en") and self.task is Task.TRANSLATE:
            raise InvalidOptionError(
                f"the model {self.model} knows English only, so task cannot be translate"
            )


def _require_text(name: str, text: str | None) -> None:
    if text is None:
        return
    if len(text) > LONGEST_TEXT:
        raise InvalidOptionError(
            f"{name} has {len(text):,} characters, and can have {LONGEST_TEXT:,} at most"
        )
    if "\0" in text:
        raise InvalidOptionError(f"{name} has a NUL character in it")
