"""A machine that has what a test says."""

from dataclasses import dataclass, field
from typing import final

from application.ports.machine import Machine, MachineReading


@final
@dataclass(frozen=True)
class ScriptedMachine(Machine):
    reading: MachineReading = field(default_factory=MachineReading)

    def read(self) -> MachineReading:
        return self.reading
