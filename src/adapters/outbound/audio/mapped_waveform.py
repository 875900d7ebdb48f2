"""A waveform that stays in a file, so that its length costs no memory."""

import mmap
import os
from contextlib import suppress
from typing import IO, Final, final

import numpy as np

from application.waveform import Samples, Waveform

_DONT_NEED: Final[int | None] = getattr(mmap, "MADV_DONTNEED", None)
"""Not every platform lets pages be given back; there they stay until the map is closed."""


@final
class MappedWaveform(Waveform):
    def __init__(self, file: IO[bytes]) -> None:
        """The file holds float32 samples, at least one, and is flushed. It may be closed or
        deleted afterwards."""
        self._file = os.fdopen(os.dup(file.fileno()), "rb", buffering=0)
        # Copy on write: torch wants arrays that could be written to.
        self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)

    @property
    def sample_count(self) -> int:
        return len(self.whole())

    def read(self, start: int, stop: int) -> Samples:
        """Past the map: what a map reads around a page stays in memory, 100 MB in three hours."""
        first, last = max(0, start), min(max(0, stop), self.sample_count)
        samples = np.empty(max(0, last - first), dtype=np.float32)
        rest, position = samples.data.cast("B"), first * samples.itemsize
        while rest:
            count = os.preadv(self._file.fileno(), [rest], position)
            rest, position = rest[count:], position + count
        return samples

    def whole(self) -> Samples:
        return np.frombuffer(self._map, dtype=np.float32)

    def release(self) -> None:
        if _DONT_NEED is not None:
            self._map.madvise(_DONT_NEED)

    def close(self) -> None:
        """End of reading. Arrays that are still held stay good: the map goes with the last one."""
        self._file.close()
        self.release()
        with suppress(BufferError):
            self._map.close()
