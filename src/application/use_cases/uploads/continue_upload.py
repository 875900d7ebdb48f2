"""The next bytes of a file that comes in several goes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

from application.errors import FileTooLargeError, UploadOffsetError
from application.ports.clock import Clock
from application.ports.partial_uploads import Checksum, HeldUpload, PartialUploads
from application.use_cases.uploads.finish_upload import FinishUpload
from application.use_cases.uploads.known_upload import known_upload
from domain.audio_clip import OwnerId
from domain.partial_upload import PartialUpload, UploadId


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinueUploadCommand:
    owner: OwnerId
    upload_id: UploadId
    offset: int
    """Where the client believes its bytes go."""
    content: AsyncIterator[bytes]
    length: int | None = None
    """Of the whole file, from a client that did not know it when it began."""
    checksum: Checksum | None = None
    size: int | None = None
    """Of the content, where it is known before it has come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinueUpload:
    """Take in what comes and keep it, however it ends; the last byte makes the file a clip.

    Raises UploadNotFoundError, UploadExpiredError, UploadOffsetError, InvalidUploadError, and what
    `HeldUpload.append` and FinishUpload raise.
    """

    uploads: PartialUploads
    finish: FinishUpload
    clock: Clock
    largest_bytes: int
    kept_for: timedelta

    async def __call__(self, command: ContinueUploadCommand) -> PartialUpload:
        now = self.clock.now()
        known = await known_upload(self.uploads, command.owner, command.upload_id, now=now)
        # Before anyone is made to give way: a request that is wrong disturbs nobody.
        _require_next(known, command)
        self._require_room(known, command)
        async with self.uploads.held(command.upload_id) as held:
            _require_next(held.state, command)
            if held.state.is_kept:
                return held.state
            self._require_room(held.state, command)
            await held.save(self._renewed(held.state, command))
            await self._append(held, command)
            return await self.finish(held) if held.state.has_arrived else held.state

    def _renewed(self, upload: PartialUpload, command: ContinueUploadCommand) -> PartialUpload:
        if command.length is not None:
            upload = upload.of_length(command.length)
        if upload.length is not None and upload.length > self.largest_bytes:
            raise FileTooLargeError(f"The file is larger than {self.largest_bytes:,} bytes.")
        return upload.lasting_until(self.clock.now() + self.kept_for)

    def _require_room(self, upload: PartialUpload, command: ContinueUploadCommand) -> None:
        """Bytes that cannot all be of this file are refused before the first of them is kept."""
        whole = command.length if upload.length is None else upload.length
        left = (self.largest_bytes if whole is None else whole) - upload.offset
        if command.size is not None and command.size > left:
            raise FileTooLargeError(
                f"There is room for {left:,} bytes more in this upload, and {command.size:,} are "
                "coming."
            )

    async def _append(self, held: HeldUpload, command: ContinueUploadCommand) -> None:
        whole = self.largest_bytes if held.state.length is None else held.state.length
        await held.append(
            command.content, at_most=whole - held.state.offset, checksum=command.checksum
        )


def _require_next(upload: PartialUpload, command: ContinueUploadCommand) -> None:
    if upload.offset != command.offset:
        raise UploadOffsetError(
            f"The next byte is number {upload.offset:,}, and not {command.offset:,}."
        )
