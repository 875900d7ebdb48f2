"""What the tus protocol says of requests and answers, one by one."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest
from fastapi import FastAPI

from tests.fakes.clock import NEW_YEAR, FakeClock
from tests.fakes.live_server import LiveServer
from tests.fakes.service import LARGEST, Service
from tests.fakes.uploads import KEPT_FOR
from tests.tus.client import (
    BYTES,
    SOUND,
    TUS,
    arrived,
    begun,
    encoded,
    half_sent,
    looked_at,
    offset_of,
    raw,
    sent,
)

NO_SUCH_UPLOAD = "/api/uploads/5f0f4a8e-6b1c-4c43-9d1c-0d9f6f5d2a11"


@pytest.fixture
def client(server: LiveServer) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client


def assert_problem(answer: httpx.Response, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["tus-resumable"] == "1.0.0"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == f"urn:hexavox:problem:{code}"
    assert answer.json()["advice"]


@pytest.mark.parametrize("path", ["/api/uploads", "/api/uploads/"])
def test_the_server_says_what_it_can_do(client: httpx.Client, path: str) -> None:
    answer = client.options(path)
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-max-size"] == str(LARGEST)
    assert set(answer.headers["tus-extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "creation-defer-length",
        "termination",
        "expiration",
        "checksum",
    }
    assert answer.headers["tus-checksum-algorithm"] == "sha1,sha256"


@pytest.mark.parametrize("path", ["/api/uploads", "/api/uploads/"])
def test_the_location_is_right_behind_any_proxy(client: httpx.Client, path: str) -> None:
    answer = client.post(path, headers={**TUS, "Upload-Length": "4"})
    assert answer.status_code == 201
    outside = httpx.URL("https://example.org/speech" + path).join(answer.headers["location"])
    upload_id = outside.path.rpartition("/")[2]
    assert str(outside) == f"https://example.org/speech/api/uploads/{upload_id}"
    assert offset_of(client, f"/api/uploads/{upload_id}") == 0


def test_what_is_known_of_an_upload(client: httpx.Client) -> None:
    note = f"filename {encoded('会議.wav')},filetype {encoded('audio/wav')},is_confidential"
    path = begun(client, 1000, **{"Upload-Metadata": note})
    sent(client, path, b"RIFF", offset=0)
    answer = looked_at(client, path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["upload-offset"] == "4"
    assert answer.headers["upload-length"] == "1000"
    assert answer.headers["upload-metadata"] == note
    assert parsedate_to_datetime(answer.headers["upload-expires"]) == NEW_YEAR + KEPT_FOR
    assert "hexavox-clip-id" not in answer.headers
    assert client.get(path).json() == {
        "upload_id": path.rpartition("/")[2],
        "offset": 4,
        "length": 1000,
        "filename": "会議.wav",
        "clip_id": None,
        "expires_at": (NEW_YEAR + KEPT_FOR).isoformat().replace("+00:00", "Z"),
    }


def test_the_last_byte_answers_with_the_clip(client: httpx.Client, service: Service) -> None:
    path = begun(client, len(SOUND))
    assert "hexavox-clip-id" not in sent(client, path, SOUND[:10], offset=0).headers
    last = sent(client, path, SOUND[10:], offset=10)
    (clip,) = service.database.committed.clips.values()
    assert (last.status_code, last.headers["upload-offset"]) == (204, str(len(SOUND)))
    assert last.headers["hexavox-clip-id"] == str(clip.id)
    again = sent(client, path, b"", offset=len(SOUND))
    assert (again.status_code, again.headers["hexavox-clip-id"]) == (204, str(clip.id))
    assert client.get(path).json()["clip_id"] == str(clip.id)


def test_bytes_for_another_place_than_the_next_are_refused(client: httpx.Client) -> None:
    path = begun(client, 1000)
    sent(client, path, b"RIFF", offset=0)
    for offset in (0, 3, 5, 1000):
        assert_problem(sent(client, path, b"x", offset=offset), 409, "upload-offset")
    assert offset_of(client, path) == 4


def test_one_that_is_wrong_disturbs_no_other(server: LiveServer, client: httpx.Client) -> None:
    path = begun(client, len(SOUND))
    with half_sent(server, path, SOUND[:5000], length=len(SOUND)) as line:
        arrived(client, path, 5000)
        assert_problem(sent(client, path, SOUND, offset=0), 409, "upload-offset")
        line.sendall(SOUND[5000:])
        assert line.recv(65536).startswith(b"HTTP/1.1 204 ")
    assert "hexavox-clip-id" in looked_at(client, path).headers


def test_of_two_at_once_the_last_goes_on_and_no_byte_is_there_twice(
    server: LiveServer, client: httpx.Client, service: Service
) -> None:
    path = begun(client, len(SOUND))
    with half_sent(server, path, SOUND[:5000], length=len(SOUND)) as first:
        arrived(client, path, 5000)
        last = sent(client, path, SOUND[5000:], offset=5000)
        assert last.status_code == 204
        assert first.recv(65536).startswith(b"HTTP/1.1 409 ")
    (clip,) = service.database.committed.clips.values()
    assert clip.content_hash.hex == hashlib.sha256(SOUND).hexdigest()


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Tus-Resumable": "0.2.2", "Upload-Length": "9"}, 412, "tus-version"),
        ({"Upload-Length": "9"}, 412, "tus-version"),
        ({**TUS}, 400, "malformed-tus-header"),
        ({**TUS, "Upload-Length": "-1"}, 400, "malformed-tus-header"),
        ({**TUS, "Upload-Length": "1e3"}, 400, "malformed-tus-header"),
        ({**TUS, "Upload-Length": "²"}, 400, "malformed-tus-header"),
        ({**TUS, "Upload-Length": "9" * 30}, 400, "malformed-tus-header"),
        ({**TUS, "Upload-Defer-Length": "2"}, 400, "malformed-tus-header"),
        ({**TUS, "Upload-Length": "9", "Upload-Defer-Length": "1"}, 400, "malformed-tus-header"),
        ({**TUS, "Upload-Length": "9", "Upload-Metadata": "filename §"}, 400, None),
        ({**TUS, "Upload-Length": "9", "Upload-Metadata": "filename abc"}, 400, None),
        ({**TUS, "Upload-Length": "9", "Upload-Metadata": "a YQ==,a YQ=="}, 400, None),
        ({**TUS, "Upload-Length": str(LARGEST + 1)}, 413, "file-too-large"),
        ({**TUS, "Upload-Length": "0"}, 422, "empty-file"),
    ],
)
def test_an_upload_that_cannot_begin(
    client: httpx.Client, headers: dict[str, str], status: int, code: str | None
) -> None:
    answer = client.post("/api/uploads", headers=raw(headers))
    assert_problem(answer, status, code or "malformed-tus-header")
    assert answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-max-size"] == str(LARGEST)


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({**BYTES, "Tus-Resumable": "2.0.0", "Upload-Offset": "0"}, 412, "tus-version"),
        ({**TUS, "Upload-Offset": "0"}, 415, "not-upload-bytes"),
        ({**BYTES, "Content-Type": "audio/wav", "Upload-Offset": "0"}, 415, "not-upload-bytes"),
        ({**BYTES}, 400, "malformed-tus-header"),
        ({**BYTES, "Upload-Offset": "x"}, 400, "malformed-tus-header"),
        ({**BYTES, "Upload-Offset": "0", "Upload-Checksum": "md5 YQ=="}, 400, None),
        ({**BYTES, "Upload-Offset": "0", "Upload-Checksum": "sha1 §"}, 400, None),
        ({**BYTES, "Upload-Offset": "0", "Upload-Length": "5"}, 422, "invalid-upload"),
    ],
)
def test_bytes_that_cannot_be_taken(
    client: httpx.Client, headers: dict[str, str], status: int, code: str | None
) -> None:
    path = begun(client, 1000)
    answer = client.patch(path, content=b"RIFF", headers=raw(headers))
    assert_problem(answer, status, code or "malformed-tus-header")
    assert offset_of(client, path) == 0


def test_more_than_was_announced_is_refused(client: httpx.Client, service: Service) -> None:
    path = begun(client, 10)
    assert_problem(sent(client, path, b"RIFF" * 5, offset=0), 413, "file-too-large")
    assert offset_of(client, path) == 0
    assert service.kept_clips == 0


def test_what_is_too_long_changes_nothing_that_has_arrived(
    client: httpx.Client, service: Service
) -> None:
    path = begun(client, len(SOUND))
    sent(client, path, SOUND[:1000], offset=0)
    too_long = bytes(len(SOUND))
    assert_problem(sent(client, path, too_long, offset=1000), 413, "file-too-large")
    assert offset_of(client, path) == 1000
    chunked = {**BYTES, "Upload-Offset": "1000"}
    answer = client.patch(path, content=iter([too_long[:2000], too_long]), headers=chunked)
    assert_problem(answer, 413, "file-too-large")
    assert offset_of(client, path) == 1000
    sent(client, path, SOUND[1000:], offset=1000)
    (clip,) = service.database.committed.clips.values()
    assert clip.content_hash.hex == hashlib.sha256(SOUND).hexdigest()


@pytest.mark.parametrize(
    ("headers", "extension"),
    [
        ({"Upload-Concat": "partial"}, "concatenation"),
        ({"Upload-Concat": "final;/api/uploads/a /api/uploads/b"}, "concatenation"),
        ({"Trailer": "Upload-Checksum"}, "checksum-trailer"),
    ],
)
def test_an_extension_that_is_not_offered_is_named(
    client: httpx.Client, headers: dict[str, str], extension: str
) -> None:
    answer = client.post("/api/uploads", headers={**TUS, "Upload-Length": "9", **headers})
    assert_problem(answer, 400, "malformed-tus-header")
    assert extension in answer.json()["detail"]


def test_a_length_can_be_said_later(client: httpx.Client, service: Service) -> None:
    answer = client.post("/api/uploads", headers={**TUS, "Upload-Defer-Length": "1"})
    path = str(httpx.URL("/api/uploads").join(answer.headers["location"]))
    sent(client, path, SOUND[:10], offset=0)
    before = looked_at(client, path).headers
    assert before["upload-defer-length"] == "1"
    assert "upload-length" not in before
    sent(client, path, SOUND[10:], offset=10)
    last = sent(client, path, b"", offset=len(SOUND), **{"Upload-Length": str(len(SOUND))})
    assert "hexavox-clip-id" in last.headers
    assert service.kept_clips == 1


def test_a_length_said_later_can_be_too_large(client: httpx.Client) -> None:
    answer = client.post("/api/uploads", headers={**TUS, "Upload-Defer-Length": "1"})
    path = str(httpx.URL("/api/uploads").join(answer.headers["location"]))
    much = {"Upload-Length": str(LARGEST + 1)}
    assert_problem(sent(client, path, b"RIFF", offset=0, **much), 413, "file-too-large")
    assert_problem(sent(client, path, bytes(LARGEST + 1), offset=0), 413, "file-too-large")


def test_bytes_can_come_with_the_first_request(client: httpx.Client, service: Service) -> None:
    headers = {**BYTES, "Upload-Length": str(len(SOUND))}
    some = client.post("/api/uploads", headers=headers, content=SOUND[:1000])
    assert (some.status_code, some.headers["upload-offset"]) == (201, "1000")
    everything = client.post("/api/uploads", headers=headers, content=SOUND)
    (clip,) = service.database.committed.clips.values()
    assert everything.headers["hexavox-clip-id"] == str(clip.id)


def test_a_first_request_with_another_body_is_refused(client: httpx.Client) -> None:
    answer = client.post("/api/uploads", headers={**TUS, "Upload-Length": "9"}, json={})
    assert_problem(answer, 415, "not-upload-bytes")


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_bytes_that_are_not_those_that_were_sent_are_not_kept(
    client: httpx.Client, algorithm: str
) -> None:
    path = begun(client, 1000)
    digest = base64.b64encode(hashlib.new(algorithm, b"RIFF").digest()).decode()
    checksum = {"Upload-Checksum": f"{algorithm} {digest}"}
    assert_problem(sent(client, path, b"RIFX", offset=0, **checksum), 460, "checksum-mismatch")
    assert offset_of(client, path) == 0
    assert sent(client, path, b"RIFF", offset=0, **checksum).status_code == 204
    assert offset_of(client, path) == 4


def test_an_upload_can_be_given_up(server: LiveServer, client: httpx.Client) -> None:
    path = begun(client, 1000)
    with half_sent(server, path, b"RIFF", length=1000) as line:
        arrived(client, path, 4)
        answer = client.delete(path, headers=TUS)
        assert (answer.status_code, answer.headers["tus-resumable"]) == (204, "1.0.0")
        assert line.recv(65536).startswith(b"HTTP/1.1 409 ")
    assert looked_at(client, path).status_code == 404


def test_a_clip_outlives_its_upload(client: httpx.Client, service: Service) -> None:
    path = begun(client, len(SOUND))
    sent(client, path, SOUND, offset=0)
    assert client.delete(path, headers=TUS).status_code == 204
    assert looked_at(client, path).status_code == 404
    assert service.kept_clips == 1


def test_an_upload_that_nobody_came_back_to_is_gone(client: httpx.Client, clock: FakeClock) -> None:
    path = begun(client, 1000)
    clock.advance(KEPT_FOR - timedelta(seconds=1))
    answer = sent(client, path, b"RIFF", offset=0)
    assert parsedate_to_datetime(answer.headers["upload-expires"]) == clock.now() + KEPT_FOR
    clock.advance(KEPT_FOR - timedelta(seconds=1))
    assert offset_of(client, path) == 4
    clock.advance(timedelta(seconds=1))
    assert_problem(sent(client, path, b"x", offset=4), 410, "upload-expired")
    assert looked_at(client, path).status_code == 410


def test_what_was_never_begun_is_unknown(client: httpx.Client) -> None:
    assert_problem(sent(client, NO_SUCH_UPLOAD, b"x", offset=0), 404, "upload-not-found")
    assert_problem(client.delete(NO_SUCH_UPLOAD, headers=TUS), 404, "upload-not-found")
    assert looked_at(client, NO_SUCH_UPLOAD).status_code == 404


def test_methods_that_a_line_lets_not_through_can_be_named_in_a_header(
    client: httpx.Client,
) -> None:
    path = begun(client, 1000)
    patch = {**BYTES, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    assert client.post(path, content=b"RIFF", headers=patch).status_code == 204
    assert offset_of(client, path) == 4
    delete = {**TUS, "X-HTTP-Method-Override": "DELETE"}
    assert client.post(path, headers=delete).status_code == 204
    assert looked_at(client, path).status_code == 404
    assert client.post(path, headers=TUS).status_code == 405


def test_parameters_that_mean_nothing_are_refused(client: httpx.Client) -> None:
    answer = client.post("/api/uploads?filename=a.wav", headers={**TUS, "Upload-Length": "9"})
    assert_problem(answer, 422, "invalid-request")


def test_the_door_describes_itself(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    assert set(paths) == {"/api/uploads", "/api/uploads/{upload_id}"}
    patch = paths["/api/uploads/{upload_id}"]["patch"]
    assert {each["name"]: each["required"] for each in patch["parameters"]} == {
        "upload_id": True,
        "Tus-Resumable": True,
        "Upload-Offset": True,
        "Upload-Length": False,
        "Upload-Checksum": False,
    }
    assert "application/offset+octet-stream" in patch["requestBody"]["content"]
    assert "Hexavox-Clip-Id" in patch["responses"]["204"]["headers"]
