"""The form that a recording comes in whose speech is to be found: the fields of speaches, which are
those of Silero's own `get_speech_timestamps`."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Final

from pydantic import Field

from adapters.inbound.field_errors import refused
from adapters.inbound.option_fields import Number
from adapters.inbound.speaches.given_form import FormFields
from domain.engine_kinds import NO_CHOICE, EngineChoice, SpeechDetectorKind
from domain.speech import LONGEST_PAUSE, SpeechThresholds

_BELOW: Final = 0.15
"""So much less than where speech begins is where it ends, unless somebody says (silero-vad)."""
_LEAST: Final = 0.01
_A_DAY: Final = 86_400.0
_MOST_MS: Final = int(LONGEST_PAUSE * 1000)

Probability = Annotated[Number, Field(ge=0, le=1)]
Pause = Annotated[int, Field(ge=0, le=_MOST_MS)]


class SpeechFields(FormFields):
    model: str | None = Field(
        default=None,
        description="What finds speech: `silero`, `pyannote` or `none`. Left out, it is what "
        "whoever runs the service has chosen, and any other name has that, too.",
        examples=["silero"],
    )
    threshold: Probability = Field(
        default=0.75, description="The probability at which speech begins.", examples=[0.5]
    )
    neg_threshold: Probability | None = Field(
        default=None,
        description="The probability below which it ends; left out, it is 0.15 less than "
        "`threshold`.",
        examples=[0.35],
    )
    min_speech_duration_ms: Annotated[int, Field(ge=0, le=3_600_000)] = Field(
        default=0, description="Leave out speech shorter than that.", examples=[250]
    )
    max_speech_duration_s: Annotated[float, Field(gt=0)] | None = Field(
        default=None,
        description="Cut longer stretches where the speaker most likely paused. Left out, none is.",
        examples=[30.0],
    )
    min_silence_duration_ms: Pause = Field(
        default=1000, description="How much silence ends a stretch.", examples=[500]
    )
    speech_pad_ms: Pause = Field(
        default=0, description="What is added before and after each stretch.", examples=[30]
    )

    def check(self) -> None:
        if self.neg_threshold is not None and self.neg_threshold > self.threshold:
            raise refused("neg_threshold", "more than threshold: it would end before it begins")

    @property
    def engines(self) -> EngineChoice:
        """Other services call their models `silero_vad_v5`, and such."""
        wanted = (self.model or "").strip().lower()
        kind = next((kind for kind in SpeechDetectorKind if wanted.startswith(kind.value)), None)
        return NO_CHOICE if kind is None else replace(NO_CHOICE, speech_detector=kind)

    def thresholds(self) -> SpeechThresholds:
        ends = max(self.threshold - _BELOW, min(_LEAST, self.threshold))
        return SpeechThresholds(
            onset=self.threshold,
            offset=ends if self.neg_threshold is None else self.neg_threshold,
            min_silence=self.min_silence_duration_ms / 1000,
            padding=self.speech_pad_ms / 1000,
            max_stretch=min(self.max_speech_duration_s or _A_DAY, _A_DAY),
            min_speech=self.min_speech_duration_ms / 1000,
        )

    def unheeded(self) -> Iterator[str]:
        if self.model and self.engines is NO_CHOICE:
            yield (
                f"model={self.model[:60]} has no effect: it is not among "
                f"{', '.join(SpeechDetectorKind)}, so the service's own was used."
            )
