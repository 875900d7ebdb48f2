"""What is known of a partial upload besides its bytes, as a small file of JSON."""

import json
import os
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from domain.audio_clip import ClipId, OwnerId
from domain.partial_upload import PartialUpload, UploadId

_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class UploadRecord:
    upload: PartialUpload
    """Its offset means nothing here: the bytes themselves say how many they are."""
    sound_bytes: int | None = None
    """Bytes that can be relied on, while others arrive whose checksum is not known yet."""

    def with_size(self, size: int) -> PartialUpload:
        return replace(self.upload, offset=self._offset(size))

    def _offset(self, size: int) -> int:
        if self.upload.is_kept:
            return self.upload.length or 0
        return size if self.sound_bytes is None else min(size, self.sound_bytes)


def read_record(path: Path) -> UploadRecord:
    """Raises FileNotFoundError."""
    kept = json.loads(path.read_bytes())
    clip_id = kept["clip_id"]
    upload = PartialUpload(
        id=UploadId(UUID(kept["id"])),
        owner=OwnerId(kept["owner"]),
        filename=kept["filename"],
        expires_at=datetime.fromisoformat(kept["expires_at"]),
        length=kept["length"],
        note=kept["note"],
        clip_id=ClipId(UUID(clip_id)) if clip_id else None,
    )
    return UploadRecord(upload, kept["sound_bytes"])


def write_record(path: Path, record: UploadRecord) -> None:
    """All of it or none, on the disk itself."""
    upload = record.upload
    content = {
        "version": _VERSION,
        "id": str(upload.id),
        "owner": upload.owner,
        "filename": upload.filename,
        "expires_at": upload.expires_at.isoformat(),
        "length": upload.length,
        "note": upload.note,
        "clip_id": str(upload.clip_id) if upload.clip_id else None,
        "sound_bytes": record.sound_bytes,
    }
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
