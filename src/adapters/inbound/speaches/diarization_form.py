"""The form that a recording comes in whose speakers are to be told apart: the fields of speaches
and of LocalAI, and one of ours.

https://localai.io/features/audio-diarization/
"""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, ClassVar, Final

from pydantic import Field

from adapters.inbound.field_errors import about
from adapters.inbound.known_speakers import check_known_speakers
from adapters.inbound.language_choice import language_named
from adapters.inbound.option_fields import Number
from adapters.inbound.speaches.given_form import FormFields
from domain.engine_kinds import NO_CHOICE, DiarizerKind, EngineChoice
from domain.speaker import SpeakerCount
from domain.speaker_naming import AMONG_ENROLLED, NO_NAMES
from domain.transcription_options import TranscriptionOptions
from domain.turn_lengths import LONGEST, TurnLengths


class TurnsFormat(StrEnum):
    JSON = "json"
    VERBOSE_JSON = "verbose_json"
    RTTM = "rttm"


_ENGINES: Final = {
    kind.value: kind for kind in (DiarizerKind.AUTO, DiarizerKind.PYANNOTE, DiarizerKind.EMBEDDED)
}
Speakers = Annotated[int, Field(ge=0, le=1000)]
Seconds = Annotated[Number, Field(ge=0, le=LONGEST)]


class DiarizationFields(FormFields):
    LISTS: ClassVar[frozenset[str]] = frozenset({"known_speaker_names", "known_speaker_references"})

    model: str | None = Field(
        default=None,
        description="What tells the speakers apart: `auto`, `pyannote` or `embedded`. Left out, it "
        "is what whoever runs the service has chosen, and any other name has that, too.",
        examples=["embedded"],
    )
    response_format: TurnsFormat = Field(
        default=TurnsFormat.JSON,
        description="`json` has the turns; `verbose_json` has each speaker's time besides; `rttm` "
        "is text, a line for each turn.",
        examples=["json"],
    )
    num_speakers: Speakers | None = Field(
        default=None,
        description="How many speakers there are, if that is known; it overrides the next two. 0 "
        "has them counted.",
        examples=[2],
    )
    min_speakers: Speakers | None = Field(
        default=None, description="The fewest there can be.", examples=[2]
    )
    max_speakers: Speakers | None = Field(
        default=None, description="The most there can be.", examples=[4]
    )
    known_speaker_names: list[str] = Field(
        default=[],
        description="What to call speakers whose voices are in `known_speaker_references`, in the "
        "same order. The field may be repeated, be called `known_speaker_names[]`, or be a JSON "
        "list.",
        examples=[["Ada"]],
    )
    known_speaker_references: list[str] = Field(
        default=[],
        description="A few seconds of each of them, alone, as data URLs. They are not kept.",
        examples=[["data:audio/wav;base64,UklGRiQAAABXQVZF"]],
    )
    identify: bool = Field(
        default=False,
        description="Call speakers by name who sound like somebody enrolled at /api/speakers. "
        "Ours alone.",
        examples=[True],
    )
    include_text: bool = Field(
        default=False,
        description="Transcribe the recording as well, and give each turn what was said in it.",
        examples=[True],
    )
    language: str | None = Field(
        default=None,
        description="With `include_text`: the language that is spoken; left out, it is listened "
        "for.",
        examples=["en"],
    )
    min_duration_on: Seconds = Field(
        default=0.0, description="Leave out turns shorter than that, in seconds.", examples=[0.3]
    )
    min_duration_off: Seconds = Field(
        default=0.0,
        description="Do not end a turn for a pause shorter than that, in seconds.",
        examples=[0.5],
    )
    clustering_threshold: Number | None = Field(
        default=None,
        description="Has no effect, and is answered with a warning: the diarizers here keep the "
        "threshold that they were measured with. Say how many speakers there are instead.",
        examples=[0.5],
    )

    def check(self) -> None:
        self.options("any")
        with about("language"):
            self.text_options("any")
        check_known_speakers(self.known_speaker_names, self.known_speaker_references)

    @property
    def engines(self) -> EngineChoice:
        kind = _ENGINES.get((self.model or "").strip().lower())
        return NO_CHOICE if kind is None else replace(NO_CHOICE, diarizer=kind)

    @property
    def lengths(self) -> TurnLengths:
        return TurnLengths(min_on=self.min_duration_on, min_off=self.min_duration_off)

    def options(self, model: str) -> TranscriptionOptions:
        """Raises InvalidOptionError."""
        return TranscriptionOptions(
            model=model,
            speakers=SpeakerCount.of(
                exact=self.num_speakers or None,
                at_least=self.min_speakers or None,
                at_most=self.max_speakers or None,
            ),
            engines=self.engines,
            naming=AMONG_ENROLLED if self.identify else NO_NAMES,
        )

    def text_options(self, model: str) -> TranscriptionOptions | None:
        """None where nobody reads it. Raises InvalidOptionError."""
        if not self.include_text or self.response_format is TurnsFormat.RTTM:
            return None
        language = language_named(self.language)
        return TranscriptionOptions(model=model, language=language, diarize=False)

    def unheeded(self) -> Iterator[str]:
        if self.model and self.engines is NO_CHOICE:
            yield (
                f"model={self.model[:60]} has no effect: it is not among {', '.join(_ENGINES)}, "
                "so the service's own was used."
            )
        if self.clustering_threshold is not None:
            yield "clustering_threshold has no effect: say num_speakers, if that is known."
        if self.include_text and self.response_format is TurnsFormat.RTTM:
            yield "include_text has no effect: RTTM has no text."
        if self.language and not self.include_text:
            yield "language has no effect: it needs include_text."
