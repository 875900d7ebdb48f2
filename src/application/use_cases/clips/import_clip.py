"""Taking in a clip that lies elsewhere."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeAlias

from application.errors import FileTooLargeError
from application.ports.progress import ReportFraction, ignore_fraction
from application.ports.remote_recordings import RemoteRecording, RemoteRecordings
from application.use_cases.clips.upload_clip import UploadClip, UploadClipCommand, UploadedClip
from domain.audio_clip import OwnerId

CheckName: TypeAlias = Callable[[str], None]
"""Told what the recording is called elsewhere; it may raise, and then nothing is fetched."""
_ALMOST: Final = 0.99
"""Of what has arrived and is not kept yet."""


def any_name(_name: str) -> None:
    """Takes every recording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportClip:
    """Fetch a recording and keep it, as if its owner had uploaded it.

    Raises RemoteError, and all that UploadClip, `check` and `report` raise; nothing is kept then.
    """

    recordings: RemoteRecordings
    upload: UploadClip
    patience: timedelta = timedelta()
    """How long a database that is gone is waited for, so that nothing is fetched twice."""

    async def __call__(
        self,
        owner: OwnerId,
        url: str,
        *,
        check: CheckName = any_name,
        report: ReportFraction = ignore_fraction,
    ) -> UploadedClip:
        """`report` hears of each piece that arrives."""
        async with self.recordings.open(url) as recording:
            check(recording.filename)
            self._refuse_what_says_it_is_too_large(recording)
            async with aclosing(_told(recording, report)) as content:
                return await self.upload(
                    UploadClipCommand(
                        owner=owner,
                        filename=recording.filename,
                        content=content,
                        patience=self.patience,
                    )
                )

    def _refuse_what_says_it_is_too_large(self, recording: RemoteRecording) -> None:
        at_most = self.upload.largest_bytes
        if recording.size_bytes is not None and recording.size_bytes > at_most:
            raise FileTooLargeError(
                f"The file has {recording.size_bytes:,} bytes; {at_most:,} are allowed."
            )


async def _told(recording: RemoteRecording, report: ReportFraction) -> AsyncGenerator[bytes, None]:
    arrived, expected = 0, recording.size_bytes
    async for piece in recording.content:
        arrived += len(piece)
        report(min(arrived / expected, _ALMOST) if expected else 0.0)
        yield piece
