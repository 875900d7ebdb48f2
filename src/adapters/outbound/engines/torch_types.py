"""What torch computes Whisper in, by the compute type that is set in CTranslate2's words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_ON_GPU: Final[Mapping[str, str]] = MappingProxyType(
    {
        "float16": "float16",
        "bfloat16": "bfloat16",
        "float32": "float32",
        "int8_bfloat16": "bfloat16",
        "int8_float32": "float32",
    }
)
"""Torch has no whole numbers for Whisper: of those types the floating point half is left."""


def torch_type_for(device: str, compute_type: str) -> str:
    """The name of a torch.dtype. Processors and Apple's GPUs compute in float32: half of it is
    slower on the ones and not all there on the others."""
    return _ON_GPU.get(compute_type, "float16") if device.startswith("cuda") else "float32"
