"""How much of a file has arrived, and what became of it."""

from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.partial_uploads import PartialUploads
from application.use_cases.uploads.finish_upload import FinishUpload
from application.use_cases.uploads.known_upload import known_upload
from domain.audio_clip import OwnerId
from domain.partial_upload import PartialUpload, UploadId


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtUpload:
    """Answer for an upload, and finish one that was cut off between its last byte and its clip:
    its client will send nothing more.

    Raises UploadNotFoundError, UploadExpiredError, UploadBusyError and what FinishUpload raises.
    """

    uploads: PartialUploads
    finish: FinishUpload
    clock: Clock

    async def __call__(self, owner: OwnerId, upload_id: UploadId) -> PartialUpload:
        upload = await known_upload(self.uploads, owner, upload_id, now=self.clock.now())
        if upload.is_kept or not upload.has_arrived:
            return upload
        async with self.uploads.held(upload_id) as held:
            if held.state.is_kept or not held.state.has_arrived:
                return held.state
            return await self.finish(held)
