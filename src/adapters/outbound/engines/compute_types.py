"""What a device computes Whisper in: what is wanted, where the device has it."""

from dataclasses import dataclass
from typing import Final

from adapters.outbound.engines.gpus import Capability, gpus

_ON_CPU: Final = ("int8", "int8_float32", "float32")
_SINCE: Final[tuple[tuple[Capability, tuple[str, ...]], ...]] = (
    (
        (8, 0),
        (
            "float16",
            "int8_float16",
            "int8",
            "bfloat16",
            "int8_bfloat16",
            "int8_float32",
            "float32",
        ),
    ),
    ((7, 0), ("float16", "int8_float16", "int8", "int8_float32", "float32")),
    ((6, 2), ("float32",)),
    ((6, 1), ("int8", "int8_float32", "float32")),
    ((0, 0), ("float32",)),
)
"""The types that a GPU has since a compute capability, the best one first: CTranslate2's table of
what it computes in without widening (docs/quantization.md)."""


@dataclass(frozen=True, slots=True)
class ComputeType:
    name: str
    warning: str | None = None
    """Why it is not the one that was wanted."""


def compute_type_for(device: str, wanted: str, capability: Capability | None = None) -> ComputeType:
    """The wanted one where the device has it, else the best that it has. A GPU that does not tell
    its compute capability is taken to have them all."""
    if not device.startswith("cuda"):
        return _chosen(wanted, _ON_CPU, f"needs a GPU; on {_place(device)}")
    since = capability or _SINCE[0][0]
    types = next(types for least, types in _SINCE if since >= least)
    version = ".".join(map(str, since))
    return _chosen(wanted, types, f"is not what {device} has (compute capability {version});")


def capability_of(device: str) -> Capability | None:
    """None for a device that is not there, is no GPU, or does not tell."""
    found = gpus() if device.startswith("cuda") else []
    index = int(device.partition(":")[2] or 0)
    return found[index].capability if index < len(found) else None


def _chosen(wanted: str, types: tuple[str, ...], why: str) -> ComputeType:
    if wanted == "auto" or wanted in types:
        return ComputeType(types[0] if wanted == "auto" else wanted)
    return ComputeType(types[0], f"COMPUTE_TYPE={wanted} {why} {types[0]} is used instead")


def _place(device: str) -> str:
    return "this processor" if device == "cpu" else device
