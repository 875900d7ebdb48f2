"""Whisper in CTranslate2, by way of faster-whisper."""

from pathlib import Path
from typing import Final

from adapters.outbound.engines.faster_whisper_model import LoadedWhisper
from adapters.outbound.engines.needed_packages import NeededPackages
from adapters.outbound.engines.whisper_layout import WhisperLayout
from adapters.outbound.engines.whisper_transcriber import WhisperLibrary, WhisperModel
from domain.engine_kinds import TranscriberKind


def _load(folder: Path, name: str, layout: WhisperLayout) -> WhisperModel:
    return LoadedWhisper.load(folder, name, layout)


FASTER_WHISPER: Final = WhisperLibrary(
    kind=TranscriberKind.FASTER_WHISPER,
    needed=NeededPackages(
        ("faster_whisper",),
        "The faster-whisper package is not installed. Install it with `make install`.",
    ),
    load=_load,
)
