"""Taking in a clip that lies elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from application.errors import FileTooLargeError
from application.ports.remote_recordings import RemoteRecording, RemoteRecordings
from application.use_cases.clips.upload_clip import UploadClip, UploadClipCommand, UploadedClip
from domain.audio_clip import OwnerId

CheckName: TypeAlias = Callable[[str], None]
"""Told what the recording is called elsewhere; it may raise, and then nothing is fetched."""


def any_name(_name: str) -> None:
    """Takes every recording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportClip:
    """Fetch a recording and keep it, as if its owner had uploaded it.

    Raises RemoteError, and all that UploadClip and `check` raise; nothing is kept then.
    """

    recordings: RemoteRecordings
    upload: UploadClip

    async def __call__(
        self, owner: OwnerId, url: str, *, check: CheckName = any_name
    ) -> UploadedClip:
        async with self.recordings.open(url) as recording:
            check(recording.filename)
            self._refuse_what_says_it_is_too_large(recording)
            return await self.upload(
                UploadClipCommand(
                    owner=owner, filename=recording.filename, content=recording.content
                )
            )

    def _refuse_what_says_it_is_too_large(self, recording: RemoteRecording) -> None:
        at_most = self.upload.largest_bytes
        if recording.size_bytes is not None and recording.size_bytes > at_most:
            raise FileTooLargeError(
                f"The file has {recording.size_bytes:,} bytes; {at_most:,} are allowed."
            )
