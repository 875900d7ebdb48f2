"""Partial uploads as files, two for each: its bytes, and a record of JSON.

The bytes lie on this machine. Where several servers share the work, either they share this folder
(on a file system that has locks, as NFS 4 does), or the balancer sends all requests of one upload
to the same server.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final, final

from adapters.outbound.storage.arrival import translating_full_disk
from adapters.outbound.storage.held_file import HeldFile
from adapters.outbound.storage.open_file import opened, to_its_end
from adapters.outbound.storage.part_file import PartFile
from adapters.outbound.storage.upload_record import UploadRecord, read_record, write_record
from adapters.outbound.storage.upload_turns import Turn, UploadTurns
from application.errors import UploadBusyError, UploadNotFoundError
from application.ports.partial_uploads import HeldUpload, PartialUploads
from domain.partial_upload import PartialUpload, UploadId

_LONGEST_SILENCE: Final = 60.0
"""Seconds."""


@final
class FilesystemPartialUploads(PartialUploads):
    def __init__(self, root: Path, *, patience: float = _LONGEST_SILENCE) -> None:
        self._folder = root / ".uploads"
        self._turns = UploadTurns(patience=patience)

    async def create(self, upload: PartialUpload) -> None:
        with translating_full_disk():
            await to_its_end(asyncio.to_thread(self._create, upload))

    async def find(self, upload_id: UploadId) -> PartialUpload:
        return await asyncio.to_thread(self._find, upload_id)

    @asynccontextmanager
    async def held(self, upload_id: UploadId) -> AsyncIterator[HeldUpload]:
        async with (
            self._turns.turn(upload_id) as turn,
            opened(asyncio.to_thread(self._hold, upload_id, turn)) as held,
        ):
            yield held

    async def forget_expired(self, *, now: datetime) -> int:
        return await asyncio.to_thread(self._forget_expired, now)

    def _part(self, upload_id: UploadId) -> Path:
        return self._folder / f"{upload_id.hex}.part"

    def _record(self, upload_id: UploadId) -> Path:
        return self._folder / f"{upload_id.hex}.json"

    def _create(self, upload: PartialUpload) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        write_record(self._record(upload.id), UploadRecord(upload))
        self._part(upload.id).touch()

    def _find(self, upload_id: UploadId) -> PartialUpload:
        try:
            # In this order: what becomes a clip is recorded as one before its bytes are let go.
            size = self._part(upload_id).stat().st_size
            return read_record(self._record(upload_id)).with_size(size)
        except FileNotFoundError as error:
            raise _unknown(upload_id) from error

    def _hold(self, upload_id: UploadId, turn: Turn) -> HeldFile:
        try:
            part = PartFile.lock(self._part(upload_id))
        except FileNotFoundError as error:
            raise _unknown(upload_id) from error
        try:
            state = read_record(self._record(upload_id)).with_size(part.size())
            if not state.is_kept:
                part.cut(state.offset)
        except BaseException as error:
            part.close()
            if isinstance(error, FileNotFoundError):  # deleted in this moment
                raise _unknown(upload_id) from error
            raise
        return HeldFile(part, self._record(upload_id), turn, state)

    def _forget_expired(self, now: datetime) -> int:
        return sum(self._is_forgotten(record, now) for record in self._folder.glob("*.json"))

    def _is_forgotten(self, record: Path, now: datetime) -> bool:
        """Whoever holds one has renewed it, or is about to."""
        with suppress(FileNotFoundError, UploadBusyError):
            upload = read_record(record).upload
            if upload.is_expired(now):
                return self._forget(upload.id, now)
        return False

    def _forget(self, upload_id: UploadId, now: datetime) -> bool:
        record = self._record(upload_id)
        try:
            part = PartFile.lock(self._part(upload_id))
        except FileNotFoundError:  # a crash came between its two files
            record.unlink(missing_ok=True)
            return True
        try:
            if not read_record(record).upload.is_expired(now):
                return False
            part.forget(record)
            return True
        finally:
            part.close()


def _unknown(upload_id: UploadId) -> UploadNotFoundError:
    return UploadNotFoundError(f"There is no upload {upload_id}.")
