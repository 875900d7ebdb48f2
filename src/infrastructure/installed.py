"""What the installed packages and the settings are going to need."""

from importlib.util import find_spec
from typing import Final

from domain.engine_kinds import AlignerKind, DiarizerKind
from infrastructure.container import Container

_EMBEDDED: Final = "embedded"
_ENGLISH: Final = "en"
"""The align model that needs no hub."""


def wanted_models(container: Container) -> list[str]:
    """The models that requests without options use."""
    settings = container.settings()
    whisper = [container.model_catalog().canonical_name(None)]
    if settings.aligner in (AlignerKind.AUTO, AlignerKind.WHISPERX):
        whisper.append(_ENGLISH)
    if settings.diarizer is DiarizerKind.NONE or not find_spec("torch"):
        return whisper
    if settings.diarizer is DiarizerKind.PYANNOTE and settings.pyannote_model:
        return [*whisper, settings.pyannote_model]
    return [*whisper, _EMBEDDED]
