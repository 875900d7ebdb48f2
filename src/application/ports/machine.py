"""What the machine has left: GPUs and disks."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuReading:
    device: str
    """As settings name it: `cuda:0`."""
    name: str
    memory_total: int
    """Bytes, as all sizes here."""
    memory_used: int
    """By whatever process."""
    memory_own: int
    """By this process; 0 where the driver does not say, as in many containers."""
    utilisation: float | None
    """The share of the last moment, 0..1, in which it computed; None where the driver does not
    say, as of a GPU that is divided up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineReading:
    gpus: Sequence[GpuReading] = ()
    disks_free: Mapping[str, int] = field(default_factory=dict)
    """By what is kept there."""


class Machine(Protocol):
    @abstractmethod
    def read(self) -> MachineReading:
        """Asks the driver and the file systems: call it from a thread. What cannot be read is left
        out; nothing is raised."""
