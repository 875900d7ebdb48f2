"""A partial upload in the hands of one request."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, final

from adapters.outbound.storage.arrival import translating_full_disk
from adapters.outbound.storage.open_file import to_its_end
from adapters.outbound.storage.part_file import PartFile
from adapters.outbound.storage.upload_record import UploadRecord, write_record
from adapters.outbound.storage.upload_turns import Turn
from application.errors import ChecksumMismatchError, FileTooLargeError
from application.ports.partial_uploads import Checksum, HeldUpload
from domain.partial_upload import PartialUpload

_BLOCK_BYTES: Final = 1 << 20


@final
class HeldFile(HeldUpload):
    def __init__(self, part: PartFile, record: Path, turn: Turn, state: PartialUpload) -> None:
        self._part = part
        self._record = record
        self._turn = turn
        self.state = state

    async def append(
        self, content: AsyncIterator[bytes], *, at_most: int, checksum: Checksum | None = None
    ) -> PartialUpload:
        go = _Go(self._part, self.state.offset, at_most, checksum)
        with translating_full_disk():
            if checksum is not None:
                await self._remember(self.state, sound_bytes=go.start)
            try:
                while (chunk := await self._turn.next_of(content)) is not None:
                    go.require_room_for(chunk)
                    await to_its_end(asyncio.to_thread(go.write, chunk))
                go.require_match()
            finally:
                await to_its_end(asyncio.to_thread(go.settle))
                self.state = replace(self.state, offset=self._part.size())
                if checksum is not None:
                    await self._remember(self.state)
        return self.state

    async def read(self) -> AsyncIterator[bytes]:
        start = 0
        while block := await asyncio.to_thread(self._part.read, start, _BLOCK_BYTES):
            start += len(block)
            yield block

    async def save(self, upload: PartialUpload) -> None:
        with translating_full_disk():
            await self._remember(upload)
        self.state = replace(upload, offset=self.state.offset)
        if upload.is_kept:
            await to_its_end(asyncio.to_thread(self._part.cut, 0))

    async def delete(self) -> None:
        await to_its_end(asyncio.to_thread(self._part.forget, self._record))

    async def close(self) -> None:
        await asyncio.to_thread(self._part.close)

    async def _remember(self, upload: PartialUpload, *, sound_bytes: int | None = None) -> None:
        record = UploadRecord(upload, sound_bytes)
        await to_its_end(asyncio.to_thread(write_record, self._record, record))


@dataclass(slots=True)
class _Go:
    """The bytes of one request."""

    part: PartFile
    start: int
    at_most: int
    checksum: Checksum | None
    _taken: int = 0
    _is_sound: bool = False
    _is_too_much: bool = False
    _digest: Any = field(init=False)

    def __post_init__(self) -> None:
        algorithm = self.checksum.algorithm if self.checksum else None
        self._digest = hashlib.new(algorithm, usedforsecurity=False) if algorithm else None

    def require_room_for(self, chunk: bytes) -> None:
        self._taken += len(chunk)
        if self._taken > self.at_most:
            self._is_too_much = True
            raise FileTooLargeError(
                f"There is room for {self.at_most:,} bytes more in this upload, and more came."
            )

    def write(self, chunk: bytes) -> None:
        self.part.append(chunk)
        if self._digest is not None:
            self._digest.update(chunk)

    def require_match(self) -> None:
        if self.checksum is not None and self._digest.digest() != self.checksum.digest:
            raise ChecksumMismatchError(
                f"The {self.checksum.algorithm} of the bytes that arrived is another one."
            )
        self._is_sound = True

    def settle(self) -> None:
        """Have the disk know of them, or take back those that a checksum does not vouch for or that
        cannot be of this file."""
        if self._is_too_much or (self.checksum is not None and not self._is_sound):
            self.part.cut(self.start)
        self.part.sync()
