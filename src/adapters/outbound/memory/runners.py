"""Runners by name, for tests and for the length of one command."""

from typing import Final, final

from application.ports.runners import RunnerRegister
from domain.job_lease import RunnerId

THIS_PROCESS: Final = RunnerId("this-process")


@final
class InMemoryRunnerRegister(RunnerRegister):
    def __init__(self, me: RunnerId = THIS_PROCESS) -> None:
        self._me = me
        self.gone: set[RunnerId] = set()

    @property
    def me(self) -> RunnerId:
        return self._me

    def is_gone(self, runner: RunnerId) -> bool:
        return runner in self.gone
