"""What all RemoteRecordings do. An adapter's own test module names itself and inherits this."""

from abc import abstractmethod

import pytest

from application.errors import InvalidUrlError, RemoteRefusedError
from application.ports.remote_recordings import RemoteRecordings
from tests.fakes.streams import all_of

LONG = bytes(range(256)) * 12_000
"""About 3 MB, so that nothing that works in pieces gets by with one."""


class RemoteRecordingsContract:
    @abstractmethod
    async def put(self, name: str, content: bytes) -> str:
        """Have a recording there, and answer its URL."""

    @pytest.mark.parametrize("content", [b"", b"RIFF", LONG])
    async def test_a_recording_arrives_whole(
        self, recordings: RemoteRecordings, content: bytes
    ) -> None:
        async with recordings.open(await self.put("talk.wav", content)) as recording:
            assert recording.filename == "talk.wav"
            assert recording.size_bytes in {len(content), None}
            assert await all_of(recording.content) == content

    async def test_several_are_open_at_once(self, recordings: RemoteRecordings) -> None:
        urls = [await self.put(f"{name}.wav", name.encode()) for name in "ab"]
        async with recordings.open(urls[0]) as first, recordings.open(urls[1]) as second:
            assert await all_of(second.content) == b"b"
            assert await all_of(first.content) == b"a"

    async def test_a_recording_may_be_left_half_read(self, recordings: RemoteRecordings) -> None:
        url = await self.put("talk.wav", LONG)
        async with recordings.open(url) as recording:
            assert await anext(recording.content)
        async with recordings.open(url) as recording:
            assert await all_of(recording.content) == LONG

    async def test_what_is_not_there_is_refused(self, recordings: RemoteRecordings) -> None:
        url = await self.put("talk.wav", b"RIFF")
        with pytest.raises(RemoteRefusedError):
            async with recordings.open(f"{url}?token=secret".replace("talk.wav", "walk.wav")):
                pytest.fail("there is no such recording")

    @pytest.mark.parametrize("url", ["", "talk.wav", "/etc/passwd", "http:talk.wav"])
    async def test_what_is_no_url_is_refused(self, recordings: RemoteRecordings, url: str) -> None:
        with pytest.raises(InvalidUrlError):
            recordings.check(url)
        with pytest.raises(InvalidUrlError):
            async with recordings.open(url):
                pytest.fail("it is no URL")

    async def test_what_looks_like_a_url_may_still_lead_nowhere(
        self, recordings: RemoteRecordings
    ) -> None:
        url = await self.put("talk.wav", b"RIFF")
        recordings.check(url)
        recordings.check(url.replace("talk.wav", "walk.wav"))
