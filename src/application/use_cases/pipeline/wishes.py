"""What somebody wishes for a transcription, wherever it will run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from domain.languages import Language
from domain.speaker import SpeakerCount


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """None is no wish: whoever transcribes decides."""

    model: str | None = None
    language: Language | None = None
    align_output: bool | None = None
    diarization: bool | None = None
    temperature: float | None = None
    batch_size: int | None = None
    beam_size: int | None = None
    initial_prompt: str | None = None
    vad_onset: float | None = None
    vad_offset: float | None = None
    num_speakers: int | None = None
    min_speakers: int | None = None
    max_speakers: int | None = None
    speaker_verification: bool | None = None
    debug: bool | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    """More of a worker's input, by its own names; these win."""

    @property
    def speakers(self) -> SpeakerCount:
        return SpeakerCount.of(
            exact=self.num_speakers, at_least=self.min_speakers, at_most=self.max_speakers
        )

    def as_worker_input(self) -> dict[str, object]:
        named = {name: getattr(self, name) for name in _WORKER_INPUT}
        spoken = {"language": self.language.code} if self.language else {}
        wished = {name: wish for name, wish in named.items() if wish is not None}
        return {**wished, **spoken, **self.params}

    @property
    def unheard_on_this_machine(self) -> Sequence[str]:
        """The options whose wishes only a worker can grant."""
        wished = {name: getattr(self, name) for name in _ONLY_A_WORKERS}
        return [
            option
            for name, option in _ONLY_A_WORKERS.items()
            if wished[name] not in (None, _GRANTED.get(name), {})
        ]


_WORKER_INPUT: Final = (
    "model",
    "align_output",
    "diarization",
    "temperature",
    "batch_size",
    "beam_size",
    "initial_prompt",
    "vad_onset",
    "vad_offset",
    "num_speakers",
    "min_speakers",
    "max_speakers",
    "speaker_verification",
    "debug",
)
_ONLY_A_WORKERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "align_output": "--no-align",
        "debug": "--debug",
        "params": "--params-json",
    }
)
_GRANTED: Final[Mapping[str, object]] = MappingProxyType({"align_output": True, "debug": False})
"""What happens on this machine anyway: words always have times."""
