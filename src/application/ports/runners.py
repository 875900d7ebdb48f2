"""Which processes run jobs, and which of them are gone."""

from abc import abstractmethod
from typing import Protocol

from domain.job_lease import RunnerId


class RunnerRegister(Protocol):
    @property
    @abstractmethod
    def me(self) -> RunnerId:
        """The name of this process, which is entered when it is first asked for."""

    @abstractmethod
    def is_gone(self, runner: RunnerId) -> bool:
        """Whether that process is known to have ended. False where nobody can know, as for one
        of another machine: then only its leases tell, when they expire."""
