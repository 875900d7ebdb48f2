"""Whose upload it is, and whether its time is over."""

from datetime import datetime

from application.errors import UploadExpiredError, UploadNotFoundError
from application.ports.partial_uploads import PartialUploads
from domain.audio_clip import OwnerId
from domain.partial_upload import PartialUpload, UploadId


async def known_upload(
    uploads: PartialUploads, owner: OwnerId, upload_id: UploadId, *, now: datetime
) -> PartialUpload:
    """Raises UploadNotFoundError, UploadExpiredError."""
    upload = await uploads.find(upload_id)
    if upload.owner != owner:
        raise UploadNotFoundError(f"There is no upload {upload_id}.")
    if upload.is_expired(now):
        raise UploadExpiredError(f"The upload {upload_id} was not complete in time.")
    return upload
