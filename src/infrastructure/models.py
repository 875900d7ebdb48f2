"""The model catalogue and the sample speech, as the settings place them."""

from pathlib import Path

from adapters.outbound.models.embedded_store import EmbeddedStore
from adapters.outbound.models.model_catalog import DiskModelCatalog
from application.ports.model_catalog import ModelCatalog
from infrastructure.engines import default_whisper_model
from infrastructure.settings import Settings


def model_catalog(settings: Settings) -> ModelCatalog:
    return DiskModelCatalog.in_folder(
        _folder(settings),
        default_model=default_whisper_model(settings),
        hub_token=settings.hf_token.get_secret_value() if settings.hf_token else None,
        offline=settings.hf_hub_offline,
    )


def sample_store(settings: Settings) -> EmbeddedStore:
    return EmbeddedStore.in_folder(_folder(settings))


def _folder(settings: Settings) -> Path:
    return settings.cache_dir or settings.data_dir / "models"
