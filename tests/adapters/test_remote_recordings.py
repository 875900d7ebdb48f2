"""Recordings at URLs, against servers on this machine that behave well, badly, or not at all."""

import asyncio
import gzip
import socket
import zlib
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Final

import pytest

from adapters.outbound.memory.remote_recordings import InMemoryRemoteRecordings
from adapters.outbound.net.address_rules import AddressRules
from adapters.outbound.net.guarded_client import guarded_client
from adapters.outbound.net.http_recordings import HttpRecordings
from adapters.outbound.net.patience import Patience
from adapters.outbound.net.public_addresses import Address
from adapters.outbound.net.routed_recordings import RoutedRecordings, UnavailableRecordings
from application.errors import (
    ApplicationError,
    ForbiddenAddressError,
    InvalidUrlError,
    RemoteFailedError,
    RemoteRefusedError,
)
from application.ports.remote_recordings import RemoteRecording, RemoteRecordings
from tests.contract.remote_recordings import LONG, RemoteRecordingsContract
from tests.fakes.names import ScriptedNames
from tests.fakes.site import FakeSite, page, redirect, serving
from tests.fakes.streams import all_of

PATIENT: Final = Patience(idle=10, overall=10)
HURRIED: Final = Patience(idle=0.1, overall=10)
BRIEF: Final = Patience(idle=10, overall=0.2)
LOOPBACK_IS_FINE: Final = AddressRules.of(allowed=["127.0.0.0/8"])

Open = Callable[[Patience], RemoteRecordings]


@pytest.fixture
async def site() -> AsyncIterator[FakeSite]:
    async with serving(FakeSite()) as site:
        yield site


@pytest.fixture
async def over_http() -> AsyncIterator[Open]:
    async with guarded_client(LOOPBACK_IS_FINE, timeout=10) as client:
        yield lambda patience: HttpRecordings(client, patience)


@pytest.fixture
def recordings(over_http: Open) -> RemoteRecordings:
    return over_http(PATIENT)


async def fetched(recordings: RemoteRecordings, url: str) -> tuple[RemoteRecording, bytes]:
    async with recordings.open(url) as recording:
        return recording, await all_of(recording.content)


async def refusal(
    recordings: RemoteRecordings, url: str, error: type[ApplicationError] = RemoteFailedError
) -> str:
    with pytest.raises(error) as refused:
        await fetched(recordings, url)
    assert type(refused.value) is error
    return str(refused.value)


class TestInMemoryRemoteRecordings(RemoteRecordingsContract):
    @pytest.fixture
    def recordings(self) -> RemoteRecordings:
        self.by_url: dict[str, bytes] = {}
        return InMemoryRemoteRecordings(self.by_url)

    async def put(self, name: str, content: bytes) -> str:
        url = f"https://example.org/{name}"
        self.by_url[url] = content
        return url


class TestHttpRecordings(RemoteRecordingsContract):
    @pytest.fixture(autouse=True)
    def at(self, site: FakeSite) -> None:
        self.site = site

    async def put(self, name: str, content: bytes) -> str:
        self.site.pages[f"/{name}"] = page(content)
        return f"http://{self.site.address}/{name}"


async def test_the_url_goes_out_as_it_came(site: FakeSite, recordings: RemoteRecordings) -> None:
    site.pages["/talks/a%20b.wav"] = page(b"RIFF")
    await fetched(recordings, f"http://{site.address}/talks/a%20b.wav?sig=a%2Fb%3D&x=1#at=3")
    assert site.asked[0].startswith("GET /talks/a%20b.wav?sig=a%2Fb%3D&x=1 HTTP/1.1\r\n")
    assert "accept-encoding: identity" in site.asked[0].lower()


async def test_a_redirect_is_followed(site: FakeSite, recordings: RemoteRecordings) -> None:
    site.pages["/old/talk"] = redirect("../new/talk.wav", "301 Moved Permanently")
    site.pages["/new/talk.wav"] = redirect(f"http://{site.address}/cdn/talk.wav")
    site.pages["/cdn/talk.wav"] = page(b"RIFF")
    recording, content = await fetched(recordings, f"http://{site.address}/old/talk")
    assert (recording.filename, content) == ("talk.wav", b"RIFF")


async def test_nobody_is_sent_round_in_circles(
    site: FakeSite, recordings: RemoteRecordings
) -> None:
    site.pages["/talk.wav"] = redirect("/talk.wav")
    said = await refusal(recordings, f"http://{site.address}/talk.wav")
    assert "redirects more than 5 times" in said
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]:80/"]
)
async def test_a_redirect_to_a_private_address_is_refused(
    site: FakeSite, recordings: RemoteRecordings, target: str
) -> None:
    site.pages["/talk.wav"] = redirect(target)
    await refusal(recordings, f"http://{site.address}/talk.wav", ForbiddenAddressError)


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "file://localhost/etc/passwd", "ftp://a.example/", "s3://a/b"]
)
async def test_a_redirect_to_another_protocol_is_refused(
    site: FakeSite, recordings: RemoteRecordings, target: str
) -> None:
    site.pages["/talk.wav"] = redirect(target)
    await refusal(recordings, f"http://{site.address}/talk.wav", InvalidUrlError)


async def test_a_redirect_that_cannot_be_read_is_a_failure(
    site: FakeSite, recordings: RemoteRecordings
) -> None:
    site.pages["/talk.wav"] = redirect("http://[::1/")
    await refusal(recordings, f"http://{site.address}/talk.wav")


async def test_the_body_of_a_redirect_is_not_read(
    site: FakeSite, recordings: RemoteRecordings
) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(redirect("/talk.wav").replace(b"Content-Length: 0\r\n", b""))
        await _zeros(writer)

    site.pages.update({"/endless": endless, "/talk.wav": page(b"RIFF")})
    assert (await fetched(recordings, f"http://{site.address}/endless"))[1] == b"RIFF"


async def test_a_password_in_the_url_is_for_its_own_server_alone(
    site: FakeSite, recordings: RemoteRecordings
) -> None:
    async with serving(FakeSite({"/talk.wav": page(b"RIFF")})) as other:
        site.pages["/a"] = redirect("/b")
        site.pages["/b"] = redirect(f"http://{other.address}/talk.wav")
        await fetched(recordings, f"http://ada:secret@{site.address}/a")
        assert ["Authorization: Basic" in head for head in site.asked] == [True, True]
        assert "authorization" not in other.asked[0].lower()


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("400 Bad Request", RemoteRefusedError),
        ("401 Unauthorized", RemoteRefusedError),
        ("403 Forbidden", RemoteRefusedError),
        ("404 Not Found", RemoteRefusedError),
        ("304 Not Modified", RemoteRefusedError),
        ("500 Internal Server Error", RemoteFailedError),
        ("503 Service Unavailable", RemoteFailedError),
    ],
)
async def test_an_answer_without_a_recording_is_told(
    site: FakeSite, recordings: RemoteRecordings, status: str, error: type[ApplicationError]
) -> None:
    site.pages["/talk.wav"] = page(b"no", status)
    url = f"http://ada:hunter2@{site.address}/talk.wav?token=hunter2"
    said = await refusal(recordings, url, error)
    assert said == f"The server at 127.0.0.1 answered {status}."


async def test_what_a_server_says_of_its_status_is_not_passed_on(
    site: FakeSite, recordings: RemoteRecordings
) -> None:
    site.pages["/talk.wav"] = page(status="499 Pay ada@example.org")
    said = await refusal(recordings, f"http://{site.address}/talk.wav", RemoteRefusedError)
    assert said == "The server at 127.0.0.1 answered 499."


async def test_nobody_there_is_told(recordings: RemoteRecordings) -> None:
    async with serving(FakeSite()) as gone:
        pass
    said = await refusal(recordings, f"http://ada:secret@{gone.address}/talk.wav?token=secret")
    assert said.startswith("There is no connection to 127.0.0.1: ")


async def test_a_name_that_nobody_knows_is_told() -> None:
    async with guarded_client(LOOPBACK_IS_FINE, timeout=10, resolve=ScriptedNames({})) as client:
        said = await refusal(HttpRecordings(client, PATIENT), "http://nowhere.example/talk.wav")
    assert "nowhere.example" in said


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///talk.wav",
        "http://?x",
        "http://[::1/",
        "http://a.example:port/",
        "http://a.example:99999999/",
        "http://a.example/\n",
        "http://a.example/\x00",
        "http://a.example/\ud800",
        "http://\ud800.example/",
        f"http://a.example/{'x' * 70_000}",
    ],
)
async def test_a_url_that_cannot_be_read_is_refused(recordings: RemoteRecordings, url: str) -> None:
    await refusal(recordings, url, InvalidUrlError)


async def test_an_endless_recording_comes_in_pieces(
    site: FakeSite, recordings: RemoteRecordings
) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(page(Content_Length="None"))
        await _zeros(writer)

    site.pages["/talk.wav"] = endless
    async with recordings.open(f"http://{site.address}/talk.wav") as recording:
        assert recording.size_bytes is None
        for _ in range(10):
            assert 0 < len(await anext(recording.content)) < 1 << 20


async def test_a_recording_in_chunks_arrives_whole(
    site: FakeSite, recordings: RemoteRecordings
) -> None:
    chunked = b"2\r\nRI\r\n2\r\nFF\r\n0\r\n\r\n"
    site.pages["/talk.wav"] = page(Transfer_Encoding="chunked", Content_Length="None") + chunked
    recording, content = await fetched(recordings, f"http://{site.address}/talk.wav")
    assert (recording.size_bytes, content) == (None, b"RIFF")


@pytest.mark.parametrize(
    "cut_off",
    [
        page(b"RIFF", Content_Length="100"),
        page(Transfer_Encoding="chunked", Content_Length="None") + b"2\r\nRI\r\n",
        page(b"RIFF", Content_Length="-5"),
        b"SSH-2.0-OpenSSH_9.2p1\r\n",
        b"",
    ],
)
async def test_a_recording_that_breaks_off_is_told(
    site: FakeSite, recordings: RemoteRecordings, cut_off: bytes
) -> None:
    site.pages["/talk.wav"] = cut_off
    said = await refusal(recordings, f"http://{site.address}/talk.wav")
    assert said == "The server at 127.0.0.1 broke off, or sent nonsense."


async def test_a_server_that_keeps_silent_is_not_waited_for(
    site: FakeSite, over_http: Open
) -> None:
    async def silent(writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    site.pages["/talk.wav"] = silent
    said = await refusal(over_http(HURRIED), f"http://{site.address}/talk.wav")
    assert said == "The server at 127.0.0.1 took too long."


async def test_a_server_that_stops_in_the_middle_is_not_waited_for(
    site: FakeSite, over_http: Open
) -> None:
    async def stopping(writer: asyncio.StreamWriter) -> None:
        writer.write(page(b"RIFF", Content_Length="100"))
        await asyncio.Event().wait()

    site.pages["/talk.wav"] = stopping
    said = await refusal(over_http(HURRIED), f"http://{site.address}/talk.wav")
    assert said == "The server at 127.0.0.1 took too long."


async def test_a_server_that_never_ends_is_not_waited_for(site: FakeSite, over_http: Open) -> None:
    async def dripping(writer: asyncio.StreamWriter) -> None:
        writer.write(page(Content_Length="1000000000"))
        while not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.01)

    site.pages["/talk.wav"] = dripping
    said = await refusal(over_http(BRIEF), f"http://{site.address}/talk.wav")
    assert said == "The server at 127.0.0.1 took too long."


async def test_headers_that_never_end_are_not_waited_for(site: FakeSite, over_http: Open) -> None:
    async def dripping(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while not writer.is_closing():
            writer.write(b"X: y\r\n")
            await writer.drain()
            await asyncio.sleep(0.01)

    site.pages["/talk.wav"] = dripping
    said = await refusal(over_http(HURRIED), f"http://{site.address}/talk.wav")
    assert said == "The server at 127.0.0.1 took too long."


async def test_what_is_done_with_a_piece_is_not_cut_short(site: FakeSite, over_http: Open) -> None:
    site.pages["/talk.wav"] = page(b"RIFF")
    async with over_http(HURRIED).open(f"http://{site.address}/talk.wav") as recording:
        assert await anext(recording.content) == b"RIFF"
        await asyncio.sleep(0.2)  # longer than the server may keep silent


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("identity", LONG),
        ("gzip", gzip.compress(LONG)),
        ("GZIP", gzip.compress(LONG[:7]) + gzip.compress(LONG[7:])),
        ("x-gzip", gzip.compress(LONG)),
        ("deflate", zlib.compress(LONG)),
    ],
)
async def test_what_was_compressed_on_the_way_is_unpacked(
    site: FakeSite, recordings: RemoteRecordings, encoding: str, packed: bytes
) -> None:
    site.pages["/talk.wav"] = page(packed, Content_Encoding=encoding)
    assert (await fetched(recordings, f"http://{site.address}/talk.wav"))[1] == LONG


@pytest.mark.parametrize("packed", [gzip.compress(LONG)[:-9], b"RIFF", b""])
async def test_what_cannot_be_unpacked_is_told(
    site: FakeSite, recordings: RemoteRecordings, packed: bytes
) -> None:
    site.pages["/talk.wav"] = page(packed, Content_Encoding="gzip")
    await refusal(recordings, f"http://{site.address}/talk.wav")


async def test_an_encoding_not_known_is_told(site: FakeSite, recordings: RemoteRecordings) -> None:
    site.pages["/talk.wav"] = page(b"RIFF", Content_Encoding="br")
    said = await refusal(recordings, f"http://{site.address}/talk.wav")
    assert said == "The server at 127.0.0.1 sends the file in an encoding not known."


async def test_a_file_packed_to_burst_comes_in_small_pieces(
    site: FakeSite, recordings: RemoteRecordings
) -> None:
    site.pages["/talk.wav"] = page(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    async with recordings.open(f"http://{site.address}/talk.wav") as recording:
        assert recording.size_bytes is None
        sizes = [len(piece) async for piece in recording.content]
    assert sum(sizes) == 50_000_000
    assert max(sizes) <= 1 << 18


@pytest.mark.parametrize(
    ("path", "headers", "name"),
    [
        ("/talk.wav", {}, "talk.wav"),
        ("/talks/Gespr%C3%A4ch%201.wav", {}, "Gespräch 1.wav"),
        ("/talk.wav", {"Content_Disposition": "attachment"}, "talk.wav"),
        ("/x", {"Content_Disposition": 'attachment; filename="a b.mp3"'}, "a b.mp3"),
        ("/x", {"Content_Disposition": "attachment; filename*=UTF-8''%e2%82%ac.mp3"}, "€.mp3"),
        ("/x", {"Content_Disposition": "inline; filename=../../etc/passwd"}, "passwd"),
        ("/x", {"Content_Disposition": 'inline; filename=".."'}, "x"),
        ("/x", {"Content_Disposition": ";;;=;filename*=bad''%ff"}, "ÿ"),
        ("/a%2Fb%00.wav", {}, "b.wav"),
        ("/", {"Content_Type": "audio/mpeg"}, "recording.mp3"),
        ("/", {"Content_Type": "Video/MP4; codecs=avc1"}, "recording.mp4"),
        ("/", {"Content_Type": "text/html"}, "recording"),
        ("/", {}, "recording"),
    ],
)
async def test_a_recording_has_a_name(
    site: FakeSite, recordings: RemoteRecordings, path: str, headers: dict[str, str], name: str
) -> None:
    site.pages[path] = page(b"RIFF", **headers)
    recording, _ = await fetched(recordings, f"http://{site.address}{path}?x=/y.mp3")
    assert recording.filename == name


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://a.example/", "x", "://", ""])
async def test_a_scheme_that_is_not_there_is_told(url: str) -> None:
    routed = RoutedRecordings(
        {"https": InMemoryRemoteRecordings(), "s3": InMemoryRemoteRecordings()}
    )
    said = await refusal(routed, url, InvalidUrlError)
    assert said == "A URL begins with one of https://, s3:// here."


async def test_each_scheme_has_its_own_way() -> None:
    here = InMemoryRemoteRecordings({"HTTPS://example.org/talk.wav": b"RIFF"})
    routed = RoutedRecordings({"https": here, "s3": UnavailableRecordings("Set S3_BUCKET.")})
    assert (await fetched(routed, "HTTPS://example.org/talk.wav"))[1] == b"RIFF"
    assert await refusal(routed, "s3://talks/talk.wav", InvalidUrlError) == "Set S3_BUCKET."


async def _zeros(writer: asyncio.StreamWriter) -> None:
    while not writer.is_closing():
        writer.write(bytes(1 << 16))
        await writer.drain()


async def test_a_host_that_nobody_knows_is_said_to_be_unknown() -> None:
    async def resolve(_host: str, _port: int) -> Sequence[Address]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    client = guarded_client(AddressRules(), timeout=20, resolve=resolve)
    recordings = HttpRecordings(client, PATIENT)
    with pytest.raises(RemoteFailedError, match=r"The host nobody\.example is unknown"):
        async with recordings.open("https://nobody.example/talk.wav"):
            pass


def test_a_scheme_that_is_not_set_up_is_not_offered() -> None:
    unavailable = UnavailableRecordings("Set it up first.")
    routed = RoutedRecordings({"https": InMemoryRemoteRecordings(), "s3": unavailable})
    with pytest.raises(InvalidUrlError) as told:
        routed.check("ftp://example.org/talk.wav")
    assert "https://" in str(told.value)
    assert "s3://" not in str(told.value)
