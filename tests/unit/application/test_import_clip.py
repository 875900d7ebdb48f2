"""Taking in a clip that lies elsewhere."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import final

import pytest

from application.errors import (
    ApplicationError,
    EmptyFileError,
    FileTooLargeError,
    NotAudioError,
    RemoteFailedError,
    RemoteRefusedError,
)
from application.ports.remote_recordings import RemoteRecording, RemoteRecordings
from application.use_cases.clips.import_clip import ImportClip
from application.use_cases.clips.upload_clip import UploadClip
from tests.fakes.clips import ADA
from tests.fakes.kept import SOUND, kept_contents
from tests.fakes.service import LARGEST, Service

URL = "https://example.org/talks/talk.wav"


@final
class OneRecording(RemoteRecordings):
    """Says that it has so many bytes, sends zeros for ever or breaks off, and knows how many pieces
    were taken."""

    def __init__(self, *, size_bytes: int | None = None, breaks_off: bool = False) -> None:
        self._size_bytes = size_bytes
        self._breaks_off = breaks_off
        self.taken = 0

    def check(self, url: str) -> None:
        """It is as good as any."""

    @asynccontextmanager
    async def open(self, url: str) -> AsyncIterator[RemoteRecording]:
        yield RemoteRecording("talk.wav", self._pieces(), self._size_bytes)

    async def _pieces(self) -> AsyncIterator[bytes]:
        while True:
            self.taken += 1
            yield bytes(LARGEST // 4)
            if self._breaks_off:
                raise RemoteFailedError("The server broke off.")


@pytest.fixture
def import_it(service: Service, upload: UploadClip) -> ImportClip:
    return ImportClip(recordings=service.elsewhere, upload=upload)


async def assert_nothing_is_kept(service: Service) -> None:
    assert service.kept_clips == 0
    assert await kept_contents(service) == set()


async def test_a_recording_becomes_its_owners_clip(import_it: ImportClip, service: Service) -> None:
    service.elsewhere.by_url[URL] = SOUND
    imported = await import_it(ADA, URL)
    assert imported.is_new
    assert (imported.clip.owner, imported.clip.filename) == (ADA, "talk.wav")
    assert await kept_contents(service) == {imported.clip.content_hash}


async def test_the_same_bytes_from_elsewhere_are_the_same_clip(
    import_it: ImportClip, service: Service
) -> None:
    service.elsewhere.by_url.update({URL: SOUND, "https://example.com/b.wav": SOUND})
    first = await import_it(ADA, URL)
    again = await import_it(ADA, "https://example.com/b.wav")
    assert (again.clip, again.is_new) == (first.clip, False)


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"", EmptyFileError), (b"<html>", NotAudioError), (SOUND * LARGEST, FileTooLargeError)],
)
async def test_what_is_refused_as_an_upload_is_refused(
    import_it: ImportClip, service: Service, content: bytes, error: type[ApplicationError]
) -> None:
    service.elsewhere.by_url[URL] = content
    with pytest.raises(error):
        await import_it(ADA, URL)
    await assert_nothing_is_kept(service)


async def test_what_is_not_there_is_refused(import_it: ImportClip) -> None:
    with pytest.raises(RemoteRefusedError):
        await import_it(ADA, URL)


async def test_what_says_that_it_is_too_large_is_not_fetched(
    upload: UploadClip, service: Service
) -> None:
    recordings = OneRecording(size_bytes=LARGEST + 1)
    with pytest.raises(FileTooLargeError, match="200,001 bytes; 200,000 are allowed"):
        await ImportClip(recordings=recordings, upload=upload)(ADA, URL)
    assert recordings.taken == 0
    await assert_nothing_is_kept(service)


@pytest.mark.parametrize("size_bytes", [None, 17])
async def test_what_turns_out_to_be_too_large_is_fetched_no_further(
    upload: UploadClip, service: Service, size_bytes: int | None
) -> None:
    recordings = OneRecording(size_bytes=size_bytes)
    with pytest.raises(FileTooLargeError):
        await ImportClip(recordings=recordings, upload=upload)(ADA, URL)
    assert recordings.taken == 5
    await assert_nothing_is_kept(service)


async def test_nothing_is_kept_of_what_breaks_off(upload: UploadClip, service: Service) -> None:
    with pytest.raises(RemoteFailedError):
        await ImportClip(recordings=OneRecording(breaks_off=True), upload=upload)(ADA, URL)
    await assert_nothing_is_kept(service)
