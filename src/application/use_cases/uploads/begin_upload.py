"""Announcing a file that will come in as many goes as its line makes necessary."""

from dataclasses import dataclass
from datetime import timedelta

from application.errors import FileTooLargeError
from application.ports.clock import Clock
from application.ports.identifiers import NewId
from application.ports.partial_uploads import PartialUploads
from application.use_cases.uploads.finish_upload import FinishUpload
from domain.audio_clip import OwnerId
from domain.partial_upload import PartialUpload, UploadId


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginUploadCommand:
    owner: OwnerId
    filename: str
    length: int | None
    """None: the client will say it later."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginUpload:
    """Make a place for a file's bytes. Raises FileTooLargeError, StorageFullError, and for a file
    that is complete without any bytes what FinishUpload raises."""

    uploads: PartialUploads
    finish: FinishUpload
    clock: Clock
    new_id: NewId
    largest_bytes: int
    kept_for: timedelta
    """How long after its last sign of life an upload is kept."""

    async def __call__(self, command: BeginUploadCommand) -> PartialUpload:
        if command.length is not None and command.length > self.largest_bytes:
            raise FileTooLargeError(f"The file is larger than {self.largest_bytes:,} bytes.")
        upload = PartialUpload(
            id=UploadId(self.new_id()),
            owner=command.owner,
            filename=command.filename,
            expires_at=self.clock.now() + self.kept_for,
            length=command.length,
            note=command.note,
        )
        await self.uploads.create(upload)
        if not upload.has_arrived:
            return upload
        async with self.uploads.held(upload.id) as held:
            return await self.finish(held)
