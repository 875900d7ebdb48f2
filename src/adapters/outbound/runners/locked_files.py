"""Runners as files that are locked for as long as their process lives."""

import fcntl
import os
import re
import socket
from pathlib import Path
from typing import Final, final
from uuid import uuid4

from application.ports.runners import RunnerRegister
from domain.job_lease import RunnerId

_UNFIT: Final = re.compile(r"[^A-Za-z0-9.-]")


@final
class LockedFilesRegister(RunnerRegister):
    """The system takes a lock back the moment its process ends, however it ends, so that a file
    which can be locked tells of a process that is gone. That holds for all who share the folder:
    the processes of one machine, and containers with one volume."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._me: RunnerId | None = None

    @property
    def me(self) -> RunnerId:
        if self._me is None:
            name = f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"
            self._me = RunnerId(_UNFIT.sub("-", name))
            self._folder.mkdir(parents=True, exist_ok=True)
            # Never closed: the system does that, with the process.
            held = os.open(self._file_of(self._me), os.O_WRONLY | os.O_CREAT, 0o644)
            fcntl.flock(held, fcntl.LOCK_EX)
        return self._me

    def is_gone(self, runner: RunnerId) -> bool:
        if runner == self._me:
            return False
        file = self._file_of(runner)
        try:
            with file.open("r+b") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # it is locked; or there is no such file here, and nobody can know
            return False
        return True

    def sweep(self) -> None:
        """Remove the files of processes that are gone; only when none of their jobs is left."""
        for file in self._folder.glob("*.runner"):
            if self.is_gone(RunnerId(file.stem)):
                file.unlink(missing_ok=True)

    def _file_of(self, runner: RunnerId) -> Path:
        return self._folder / f"{_UNFIT.sub('-', runner)}.runner"
