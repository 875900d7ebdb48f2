"""The folder in which Whisper's weights are kept in the layout of torch, made of those that are
here in the layout of CTranslate2: whoever has the one needs no network for the other."""

import hashlib
import logging
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self, final

from adapters.outbound.models.folder_lock import held
from adapters.outbound.models.weights_manifest import WeightsManifest
from adapters.outbound.models.whisper_conversion import EDITION, convert_whisper
from adapters.outbound.models.whisper_names import is_plain_name
from application.errors import ModelUnavailableError

_LOG: Final = logging.getLogger(__name__)


@final
@dataclass(frozen=True, slots=True)
class ConvertedWhisper:
    root: Path

    @classmethod
    def in_folder(cls, folder: Path) -> Self:
        """Beside what an operator puts there by hand, never among it."""
        return cls(folder / "converted")

    def find(self, name: str, origin: Path | None) -> Path | None:
        """The folder with the weights of that name, if it is whole and was made of what is in
        `origin` now. Where there is no origin any more, whatever it was made of."""
        folder = self._folder(name)
        manifest = WeightsManifest.read(folder)
        if manifest is None or (origin is not None and manifest.recipe != _recipe(origin)):
            return None
        whole = all(
            (folder / file).is_file() and (folder / file).stat().st_size == stamp.size
            for file, stamp in manifest.files.items()
        )
        return folder if whole else None

    def make(self, name: str, origin: Path) -> Path:
        """Convert them unless that is done. Several processes may ask at once: the first one works,
        the others wait for it. Raises CorruptWeightsError, ModelUnavailableError."""
        folder = self._folder(name)
        try:
            with held(folder.with_name(f"{folder.name}.lock")):
                return self.find(name, origin) or self._made(name, origin, folder)
        except OSError as error:
            raise ModelUnavailableError(
                f"The weights of {name} could not be written anew for torch in the models folder: "
                f"{error.strerror or type(error).__name__}."
            ) from error

    def _made(self, name: str, origin: Path, folder: Path) -> Path:
        _LOG.info("writing %s anew for torch", name)
        workshop = folder.with_name(f"{folder.name}.partial")
        # A process that was killed may have left one; nobody else is in it while the lock is held.
        shutil.rmtree(workshop, ignore_errors=True)
        workshop.mkdir(parents=True)
        try:
            convert_whisper(origin, workshop)
            recipe = _recipe(origin)
            WeightsManifest.of_folder(workshop, recipe=recipe, licence="").write(workshop)
            shutil.rmtree(folder, ignore_errors=True)
            workshop.rename(folder)
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
        return folder

    def _folder(self, name: str) -> Path:
        """A path, too, may be the name of a model."""
        if is_plain_name(name):
            return self.root / name
        return self.root / hashlib.sha256(name.encode()).hexdigest()[:16]


def _recipe(origin: Path) -> tuple[str, ...]:
    """By size and time, because reading gigabytes at each start would take too long."""
    model = (origin / "model.bin").stat()
    return (f"edition {EDITION}", f"{model.st_size} bytes", f"written at {model.st_mtime_ns}")
