"""An upload as its client sees it: in the headers of tus, or as JSON."""

from datetime import datetime
from email.utils import format_datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.example_ids import UPLOAD_ID
from domain.partial_upload import PartialUpload


class UploadBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "upload_id": UPLOAD_ID,
                    "offset": 1_048_576,
                    "length": 5_242_880,
                    "filename": "talk.mp3",
                    "clip_id": None,
                    "expires_at": "2026-02-01T12:00:00Z",
                }
            ]
        }
    )

    upload_id: UUID
    offset: int = Field(description="Bytes that have arrived.")
    length: int | None = Field(description="Bytes of the whole file; null until they are known.")
    filename: str
    clip_id: UUID | None = Field(description="The clip that the file became, once it is complete.")
    expires_at: datetime = Field(description="When it is forgotten, unless more arrives.")

    @classmethod
    def of(cls, upload: PartialUpload) -> "UploadBody":
        return cls(
            upload_id=upload.id,
            offset=upload.offset,
            length=upload.length,
            filename=upload.filename,
            clip_id=upload.clip_id,
            expires_at=upload.expires_at,
        )


def progress_headers(upload: PartialUpload) -> dict[str, str]:
    headers = {
        "Upload-Offset": str(upload.offset),
        "Upload-Expires": format_datetime(upload.expires_at, usegmt=True),
    }
    if upload.clip_id is not None:
        headers["Hexavox-Clip-Id"] = str(upload.clip_id)
    return headers


def description_headers(upload: PartialUpload) -> dict[str, str]:
    """All that a client which forgot everything but the URL needs to go on."""
    headers = {"Cache-Control": "no-store", **progress_headers(upload)}
    if upload.length is None:
        headers["Upload-Defer-Length"] = "1"
    else:
        headers["Upload-Length"] = str(upload.length)
    if upload.note:
        headers["Upload-Metadata"] = upload.note
    return headers
