"""Hugging Face: its cache on this machine, and the network behind it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from types import MappingProxyType
from typing import Final, final

from adapters.outbound.models.catalogue import REQUIRED_FILES, KnownModel
from adapters.outbound.models.hub_checksums import damaged_files
from adapters.outbound.models.hub_errors import hub_errors_translated
from adapters.outbound.models.local_folders import is_model
from application.errors import CorruptWeightsError, ModelStaysError, ModelUnavailableError
from application.ports.model_catalog import ModelPurpose

# A repository often has the weights of other libraries too, gigabytes that nobody here reads.
_PATTERNS: Final[Mapping[ModelPurpose, list[str] | None]] = MappingProxyType(
    {
        ModelPurpose.TRANSCRIBE: [
            "config.json",
            "preprocessor_config.json",
            "model.bin",
            "tokenizer.json",
            "vocabulary.*",
        ],
        ModelPurpose.TRANSCRIBE_TORCH: [
            "config.json",
            "generation_config.json",
            "model.safetensors",
            "tokenizer.json",
        ],
        ModelPurpose.DIARIZE: None,
        ModelPurpose.ALIGN: [
            "config.json",
            "preprocessor_config.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "model.safetensors",
            "pytorch_model.bin",
        ],
    }
)
_LOGGER: Final = logging.getLogger(__name__)


@final
@dataclass(frozen=True, slots=True)
class Hub:
    token: str | None = field(default=None, repr=False)
    cache_dir: Path | None = None
    endpoint: str | None = None
    """None, in both, for what Hugging Face's own settings name."""

    def folder(self, model: KnownModel) -> Path | None:
        """Where its weights are if they and its companions' are all here; needs no network."""
        if model.repository is None:
            return None
        cached = [self._cached(repository, model.purpose) for repository in _repositories(model)]
        folder = cached[0]
        whole = folder is not None and is_model(folder, model.purpose)
        return folder if whole and all(cached) else None

    def download(self, model: KnownModel) -> Path:
        """Raises ModelUnavailableError, saying what to do."""
        for repository in _repositories(model):
            self._snapshot(repository, model.purpose)
        folder = self.folder(model)
        if folder is None:
            raise ModelUnavailableError(
                f"{model.repository} lacks {' or '.join(REQUIRED_FILES[model.purpose])}:"
                " it is not a model that can be used here."
            )
        return folder

    def verify(self, model: KnownModel) -> None:
        """Raises CorruptWeightsError naming the file."""
        for repository in _repositories(model):
            folder = self._cached(repository, model.purpose)
            for name in damaged_files(folder) if folder else ():
                raise CorruptWeightsError(f"The file {name} of {repository} is damaged.")

    def mend(self, model: KnownModel) -> None:
        """Download again what is damaged. Raises ModelUnavailableError, CorruptWeightsError."""
        try:
            self.verify(model)
        except CorruptWeightsError as error:
            _LOGGER.warning("downloading %s again: %s", model.name, error)
            for repository in _repositories(model):
                self._snapshot(repository, model.purpose, again=True)
            # Its client is content with a folder that is here when the network is not.
            self.verify(model)

    def remove(self, model: KnownModel) -> None:
        """Delete its own repository from the cache, not those of its companions, which other models
        load parts from as well. Raises ModelStaysError where the cache cannot be written."""
        from huggingface_hub import scan_cache_dir  # noqa: PLC0415 - slow to import

        # By folder, not by commit: repositories that were forked have commits in common.
        for repository in scan_cache_dir(self.cache_dir).repos:
            if repository.repo_type == "model" and repository.repo_id == model.repository:
                rmtree(repository.repo_path, ignore_errors=True)
        if self.folder(model) is not None:
            raise ModelStaysError(f"The weights of {model.name} are in a folder that is read-only.")

    def _cached(self, repository: str, purpose: ModelPurpose) -> Path | None:
        from huggingface_hub import snapshot_download  # noqa: PLC0415 - slow to import
        from huggingface_hub.errors import (  # noqa: PLC0415
            HFValidationError,
            LocalEntryNotFoundError,
        )

        try:
            path = snapshot_download(
                repository,
                cache_dir=self.cache_dir,
                allow_patterns=_PATTERNS[purpose],
                local_files_only=True,
            )
        except (LocalEntryNotFoundError, HFValidationError):
            return None
        return Path(path)

    def _snapshot(self, repository: str, purpose: ModelPurpose, *, again: bool = False) -> None:
        from huggingface_hub import snapshot_download  # noqa: PLC0415 - slow to import

        with hub_errors_translated(repository):
            snapshot_download(
                repository,
                cache_dir=self.cache_dir,
                allow_patterns=_PATTERNS[purpose],
                endpoint=self.endpoint,
                token=self.token,
                force_download=again,
            )


def _repositories(model: KnownModel) -> tuple[str, ...]:
    return (*([model.repository] if model.repository else []), *model.companions)
