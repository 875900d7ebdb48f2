"""Writing weights into a safetensors file, a tensor at a time.

The library's own `save_file` wants all tensors in memory at once: 3 GB for the largest Whisper.
"""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from adapters.outbound.models.whisper_layers import NamedTensor

_KINDS: Final[Mapping[Any, str]] = MappingProxyType(
    {np.dtype(np.float16): "F16", np.dtype(np.float32): "F32"}
)
_ALIGNMENT: Final = 8
"""Bytes to which the header is filled up, as the library does."""


def write_safetensors(tensors: Sequence[NamedTensor], file: Path) -> None:
    with file.open("wb") as target:
        header = json.dumps(_header(tensors)).encode()
        header += b" " * (-len(header) % _ALIGNMENT)
        target.write(len(header).to_bytes(8, "little"))
        target.write(header)
        for tensor in tensors:
            target.write(np.ascontiguousarray(tensor.read()).data)


def _header(tensors: Sequence[NamedTensor]) -> dict[str, Any]:
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    end = 0
    for tensor in tensors:
        array = tensor.read()
        start, end = end, end + math.prod(array.shape) * array.itemsize
        header[tensor.name] = {
            "dtype": _KINDS[array.dtype],
            "shape": list(array.shape),
            "data_offsets": [start, end],
        }
    return header
