"""The models that the catalogue names: what each is for, and every place it may come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from adapters.outbound.models.align_models import ALIGN_REPOSITORIES, EMBEDDED_ALIGN
from adapters.outbound.models.embedded_models import EMBEDDED_WHISPER, SPEAKERS
from adapters.outbound.models.packed_weights import EmbeddedWeights
from adapters.outbound.models.whisper_names import TORCH_REPOSITORIES, WHISPER_REPOSITORIES
from application.ports.model_catalog import ModelPurpose

REQUIRED_FILES: Final[Mapping[ModelPurpose, tuple[str, ...]]] = MappingProxyType(
    {
        ModelPurpose.TRANSCRIBE: ("model.bin", "config.json"),
        ModelPurpose.TRANSCRIBE_TORCH: ("model.safetensors", "config.json", "tokenizer.json"),
        ModelPurpose.DIARIZE: ("config.yaml",),
        ModelPurpose.ALIGN: ("config.json", "vocab.json"),
    }
)
"""A folder without these is not a model of that purpose."""

_COMMUNITY_1: Final = "pyannote/speaker-diarization-community-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownModel:
    name: str
    purpose: ModelPurpose
    licence: str | None = None
    embedded: EmbeddedWeights | None = None
    repository: str | None = None
    companions: tuple[str, ...] = ()
    """Further repositories that it loads parts from."""


def _licence_of(whisper: str) -> str:
    return "CC-BY-NC-4.0" if "CrisperWhisper" in whisper else "MIT"


WHISPER_MODELS: Final = tuple(
    KnownModel(
        name=name,
        purpose=ModelPurpose.TRANSCRIBE,
        licence=_licence_of(name),
        embedded=EMBEDDED_WHISPER.get(name),
        repository=repository,
    )
    for name, repository in WHISPER_REPOSITORIES.items()
)

TORCH_MODELS: Final = tuple(
    KnownModel(
        name=name,
        purpose=ModelPurpose.TRANSCRIBE_TORCH,
        licence=_licence_of(name),
        repository=repository,
    )
    for name, repository in TORCH_REPOSITORIES.items()
)
"""The Whisper models once more, as their authors publish them."""

SPEAKER_MODELS: Final = (
    KnownModel(
        name="embedded",
        purpose=ModelPurpose.DIARIZE,
        licence=SPEAKERS.licence,
        embedded=SPEAKERS,
    ),
    KnownModel(
        name=_COMMUNITY_1,
        purpose=ModelPurpose.DIARIZE,
        licence="CC-BY-4.0",
        repository=_COMMUNITY_1,
    ),
    KnownModel(
        name="pyannote/speaker-diarization-3.1",
        purpose=ModelPurpose.DIARIZE,
        licence="MIT",
        repository="pyannote/speaker-diarization-3.1",
        # pyannote.audio 4 takes the PLDA of community-1 for any pipeline that names none.
        companions=(
            "pyannote/segmentation-3.0",
            "pyannote/wespeaker-voxceleb-resnet34-LM",
            _COMMUNITY_1,
        ),
    ),
)

ALIGN_MODELS: Final = tuple(
    KnownModel(
        name=language,
        purpose=ModelPurpose.ALIGN,
        licence=EMBEDDED_ALIGN[language].licence if language in EMBEDDED_ALIGN else None,
        embedded=EMBEDDED_ALIGN.get(language),
        repository=repository,
    )
    for language, repository in ALIGN_REPOSITORIES.items()
)
