"""Whether the models that the settings name are any."""

from pathlib import Path

from application.errors import UnknownModelError
from application.ports.model_catalog import ModelPurpose
from domain.engine_kinds import DiarizerKind
from infrastructure.container import Container
from infrastructure.environment import SettingsError


def require_known_models(container: Container) -> None:
    """Raises SettingsError. Whether they can be had is found out when they are used."""
    try:
        container.model_catalog().canonical_name(None)
    except UnknownModelError as error:
        raise SettingsError(f"WHISPER_MODEL: {error}") from error
    settings = container.settings()
    if settings.openai_whisper1_model:
        _require_offered(settings.openai_whisper1_model, container)
    if settings.pyannote_model and settings.diarizer is not DiarizerKind.NONE:
        _require_pipeline(settings.pyannote_model, container)


def _require_offered(name: str, container: Container) -> None:
    """It is for clients to choose, so it is to be one that they may choose."""
    try:
        container.model_catalog().offered_name(name)
    except UnknownModelError as error:
        raise SettingsError(f"OPENAI_WHISPER1_MODEL: {error}") from error


def _require_pipeline(name: str, container: Container) -> None:
    listed = [
        each.name for each in container.list_models()() if each.purpose is ModelPurpose.DIARIZE
    ]
    is_elsewhere = Path(name).is_dir() if Path(name).is_absolute() else "/" in name
    if name not in listed and not is_elsewhere:
        raise SettingsError(
            f"PYANNOTE_MODEL: There is no model {name!r}. Choose one of: {', '.join(listed)},"
            " another id of the hub, or the absolute path of a folder."
        )
