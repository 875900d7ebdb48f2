"""Whisper in CTranslate2, by way of WhisperX's own batched pipeline.

It hears the same packs of speech as the other engines, in place of what WhisperX's own speech
detector would find. Its words have estimated times, which an aligner makes into real ones.
"""

from pathlib import Path
from typing import Final

from adapters.outbound.engines.loading import translating_load_errors
from adapters.outbound.engines.transformers_silence import silence_transformers
from adapters.outbound.engines.whisper_layout import WhisperLayout
from adapters.outbound.engines.whisper_transcriber import (
    WhisperLibrary,
    WhisperModel,
    out_of_extra,
)
from domain.engine_kinds import TranscriberKind


def _load(folder: Path, name: str, layout: WhisperLayout) -> WhisperModel:
    silence_transformers()
    from adapters.outbound.engines.whisperx_model import (  # noqa: PLC0415 - takes seconds
        WhisperxModel,
    )

    with translating_load_errors(name, layout.device, layout.compute_type):
        return WhisperxModel.load(folder, layout)


WHISPERX: Final = WhisperLibrary(
    kind=TranscriberKind.WHISPERX,
    needed=out_of_extra("torch", "transformers", "whisperx"),
    load=_load,
)
