"""The names that clients of OpenAI's API call models by, and which of ours each stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from adapters.inbound.openai.habits import OpenaiHabits

WHISPER_1: Final = "whisper-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeantModel:
    name: str | None = None
    """As the model catalogue has it; None for the default model."""
    diarizes: bool = False
    """Whether whoever asks for it wants speakers told apart."""


_SIZES: Final = (
    *("tiny", "tiny.en", "base", "base.en", "small", "small.en", "medium", "medium.en"),
    *("large", "large-v1", "large-v2", "large-v3", "large-v3-turbo", "turbo"),
)
_NEVER_CONVERTED: Final = frozenset({"large", "large-v3-turbo", "turbo"})
"""Not by Systran."""

HOSTED: Final[Mapping[str, MeantModel]] = MappingProxyType(
    {
        WHISPER_1: MeantModel(),
        "gpt-4o-transcribe": MeantModel(),
        "gpt-4o-mini-transcribe": MeantModel(),
        "gpt-4o-mini-transcribe-2025-12-15": MeantModel(),
        "gpt-transcribe": MeantModel(),
        "gpt-4o-transcribe-diarize": MeantModel(diarizes=True),
    }
)
"""What OpenAI offers (its `AudioModel`). None of it can be had, so the operator's model does it."""

ALIASES: Final[Mapping[str, MeantModel]] = MappingProxyType(
    {
        **HOSTED,
        **{f"whisper-{size}": MeantModel(name=size) for size in _SIZES},
        **{f"openai/whisper-{size}": MeantModel(name=size) for size in _SIZES},
        **{
            f"Systran/faster-whisper-{size}": MeantModel(name=size)
            for size in _SIZES
            if size not in _NEVER_CONVERTED
        },
    }
)
"""Every name that is listed besides those of the catalogue. Further spellings are the catalogue's
to know."""


def meant_by(asked: str | None, habits: OpenaiHabits) -> MeantModel:
    """What a client's name stands for; whether there is such a model, the catalogue says."""
    wanted = (asked or "").strip()
    if wanted == WHISPER_1:
        return MeantModel(name=habits.whisper_1)
    return ALIASES.get(wanted, MeantModel(name=wanted or None))
