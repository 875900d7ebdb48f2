"""The bytes of a partial upload, in a file that one process at a time may add to."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, final

from application.errors import UploadBusyError

_HELD_BY_ANOTHER: Final = (errno.EAGAIN, errno.EACCES)


@final
class PartFile:
    """Its length is the offset: there is nothing else that could be wrong about it after a crash.

    The lock is the file's own and dies with the process. So the file stays, without bytes, when
    its upload has become a clip: were it deleted, two processes could hold two files of the name.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor

    @classmethod
    def lock(cls, path: Path) -> "PartFile":
        """Raises FileNotFoundError, UploadBusyError."""
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
        with _closing_on_error(descriptor):
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno in _HELD_BY_ANOTHER:
                    raise UploadBusyError("Another process is taking this upload in.") from error
                raise
        return cls(path, descriptor)

    def append(self, content: bytes) -> None:
        left = memoryview(content)
        while left:
            left = left[os.write(self._descriptor, left) :]

    def read(self, start: int, size: int) -> bytes:
        return os.pread(self._descriptor, size, start)

    def size(self) -> int:
        return os.fstat(self._descriptor).st_size

    def cut(self, size: int) -> None:
        os.ftruncate(self._descriptor, size)

    def sync(self) -> None:
        os.fsync(self._descriptor)

    def forget(self, record: Path) -> None:
        """The bytes first: a record without bytes counts for nothing."""
        self._path.unlink(missing_ok=True)
        record.unlink(missing_ok=True)

    def close(self) -> None:
        os.close(self._descriptor)


@contextmanager
def _closing_on_error(descriptor: int) -> Iterator[None]:
    try:
        yield
    except BaseException:
        os.close(descriptor)
        raise
