"""The weights in a model.bin of CTranslate2, which is mapped into memory and not read as a whole.

The format (CTranslate2's model.cc, versions 4 to 6): little-endian; the version, the name and the
revision of the architecture, then for each variable its name, shape, type and bytes, and last the
names that are other names of a variable.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from application.errors import CorruptWeightsError

Array: TypeAlias = NDArray[Any]

_VERSIONS: Final = range(4, 7)
_BFLOAT16: Final = 5
_TYPES: Final[Mapping[int, Any]] = MappingProxyType(
    {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16, _BFLOAT16: np.uint16}
)


@dataclass(frozen=True, slots=True)
class Weights:
    """By CTranslate2's own names."""

    arrays: Mapping[str, Array]

    def __getitem__(self, name: str) -> Array:
        """In floating point, whole numbers multiplied out. Raises CorruptWeightsError."""
        try:
            array = self.arrays[name]
        except KeyError:
            raise CorruptWeightsError(f"model.bin lacks {name}.") from None
        scale = self.arrays.get(f"{name}_scale")
        if scale is None:
            return array
        by_row = scale.reshape(-1, *[1] * (array.ndim - 1))
        return (array.astype(np.float32) / by_row).astype(np.float16)

    def number(self, name: str) -> int:
        return int(self[name])

    def layers(self, side: str) -> int:
        """Of `encoder` or `decoder`."""
        begin = f"{side}/layer_"
        named = (name[len(begin) :].partition("/")[0] for name in self.arrays if begin in name)
        return 1 + max((int(number) for number in named if number.isdigit()), default=-1)


def read_weights(file: Path) -> Weights:
    """Raises CorruptWeightsError for what is no sound model.bin."""
    try:
        return Weights(_Reader(np.memmap(file, mode="r")).arrays())
    except (OSError, ValueError, struct.error, UnicodeDecodeError) as error:
        raise CorruptWeightsError("model.bin is not a model of CTranslate2, or is cut.") from error


class _Reader:
    def __init__(self, content: Array) -> None:
        self._content = content
        self._at = 0

    def arrays(self) -> Mapping[str, Array]:
        version = self._number("I")
        if version not in _VERSIONS:
            raise CorruptWeightsError(f"model.bin has the format {version}, which is not known.")
        self._text()
        self._number("I")
        arrays = {self._text(): self._array() for _ in range(self._number("I"))}
        aliases = {self._text(): self._text() for _ in range(self._number("I"))}
        return arrays | {name: arrays[other] for name, other in aliases.items() if other in arrays}

    def _array(self) -> Array:
        shape = tuple(self._number("I") for _ in range(self._number("B")))
        kind, size = self._number("B"), self._number("I")
        if kind not in _TYPES:
            raise CorruptWeightsError(f"model.bin has numbers of the type {kind}: not known.")
        content = np.frombuffer(self._bytes(size), _TYPES[kind]).reshape(shape)
        return _widened(content) if kind == _BFLOAT16 else content

    def _number(self, form: str) -> int:
        (number,) = struct.unpack(f"<{form}", self._bytes(struct.calcsize(f"<{form}")).tobytes())
        return int(number)

    def _text(self) -> str:
        return bytes(self._bytes(self._number("H"))).rstrip(b"\0").decode()

    def _bytes(self, size: int) -> Array:
        taken = self._content[self._at : self._at + size]
        if len(taken) < size:
            raise CorruptWeightsError("model.bin is cut.")
        self._at += size
        return taken


def _widened(halves: Array) -> Array:
    """Bfloat16, which numpy does not have, is the upper half of a float32."""
    return (halves.astype(np.uint32) << 16).view(np.float32)
