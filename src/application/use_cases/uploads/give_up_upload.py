"""Ending an upload that nobody will finish."""

from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.partial_uploads import PartialUploads
from application.use_cases.uploads.known_upload import known_upload
from domain.audio_clip import OwnerId
from domain.partial_upload import UploadId


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUpUpload:
    """Forget an upload with its bytes; a clip that it became stays.

    Raises UploadNotFoundError, UploadExpiredError, UploadBusyError.
    """

    uploads: PartialUploads
    clock: Clock

    async def __call__(self, owner: OwnerId, upload_id: UploadId) -> None:
        await known_upload(self.uploads, owner, upload_id, now=self.clock.now())
        async with self.uploads.held(upload_id) as held:
            await held.delete()
