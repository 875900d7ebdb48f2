"""Whisper in torch, by way of transformers."""

from pathlib import Path
from typing import Final

from adapters.outbound.engines.loading import translating_load_errors
from adapters.outbound.engines.torch_types import torch_type_for
from adapters.outbound.engines.transformers_silence import silence_transformers
from adapters.outbound.engines.whisper_layout import WhisperLayout
from adapters.outbound.engines.whisper_transcriber import (
    WhisperLibrary,
    WhisperModel,
    out_of_extra,
)
from application.ports.model_catalog import ModelPurpose
from domain.engine_kinds import TranscriberKind


def _type(layout: WhisperLayout) -> str:
    return torch_type_for(layout.device, layout.compute_type)


def _load(folder: Path, name: str, layout: WhisperLayout) -> WhisperModel:
    silence_transformers()
    from adapters.outbound.engines.transformers_whisper import (  # noqa: PLC0415 - takes seconds
        TransformersWhisper,
    )

    with translating_load_errors(name, layout.device, _type(layout)):
        return TransformersWhisper.load(folder, layout.device, _type(layout), layout.threads)


TRANSFORMERS: Final = WhisperLibrary(
    kind=TranscriberKind.TRANSFORMERS,
    needed=out_of_extra("torch", "transformers"),
    load=_load,
    purpose=ModelPurpose.TRANSCRIBE_TORCH,
    compute_type=_type,
)
