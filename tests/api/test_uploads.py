"""POST /api/audio"""

from collections.abc import AsyncIterator, Sequence

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response

from tests.fakes.kept import kept_contents
from tests.fakes.service import LARGEST, Service

BOUNDARY = "----part"


def form(*parts: tuple[str, bytes]) -> bytes:
    """A form's body from the disposition and the content of each part."""
    return (
        b"".join(
            f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n".encode()
            + content
            + b"\r\n"
            for disposition, content in parts
        )
        + f"--{BOUNDARY}--\r\n".encode()
    )


async def in_chunks(body: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


async def post(
    client: AsyncClient, body: bytes, *, size: int = 65536, boundary: str = BOUNDARY
) -> Response:
    headers = {"content-type": f"multipart/form-data; boundary={boundary}"}
    return await client.post("/api/audio", content=in_chunks(body, size), headers=headers)


async def filename_of(client: AsyncClient, answer: Response) -> str:
    assert answer.status_code == 200, answer.text
    clip = (await client.get(f"/api/audio/{answer.json()['clip_id']}")).json()
    assert isinstance(clip["filename"], str)
    return clip["filename"]


async def content_of(client: AsyncClient, answer: Response) -> bytes:
    assert answer.status_code == 200, answer.text
    return (await client.get(f"/api/audio/{answer.json()['clip_id']}/content")).content


async def test_an_upload_answers_with_the_clips_id(client: AsyncClient, wav: bytes) -> None:
    answer = await client.post("/api/audio", files={"file": ("talk.wav", wav, "audio/wav")})
    assert answer.status_code == 200
    assert answer.json()["message"] == "File uploaded successfully."
    clip = await client.get(f"/api/audio/{answer.json()['clip_id']}")
    assert clip.json()["filename"] == "talk.wav"


async def test_the_same_file_again_is_the_same_clip(
    client: AsyncClient, service: Service, wav: bytes
) -> None:
    first = await client.post("/api/audio", files={"file": ("one.wav", wav)})
    again = await client.post("/api/audio", files={"file": ("two.wav", wav)})
    assert first.json()["clip_id"] == again.json()["clip_id"]
    assert again.json()["message"] == "This file was uploaded before."
    assert service.kept_clips == 1


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 1000, 10**6])
async def test_however_the_body_is_cut_the_bytes_are_the_same(
    client: AsyncClient, size: int
) -> None:
    tricky = b"RIFF\r\n--\r\n-----part\r\n" + f"\r\n--{BOUNDARY}x\r\n-".encode() + bytes(range(256))
    body = form(('name="file"; filename="a.wav"', tricky))
    assert await content_of(client, await post(client, body, size=size)) == tricky


@pytest.mark.parametrize(
    ("disposition", "expected"),
    [
        ('filename="talk.wav"', "talk.wav"),
        ("filename=talk.wav", "talk.wav"),
        ('filename="会議 ñ é “quoted”.mp3"', "会議 ñ é “quoted”.mp3"),
        ('filename="say %22hi%22.mp3"', 'say "hi".mp3'),
        ('filename="say \\"hi\\"; now.mp3"', 'say "hi"; now.mp3'),
        ("filename=\"x.mp3\"; filename*=UTF-8''%E4%BC%9A%E8%AD%B0.mp3", "会議.mp3"),
        ("filename*=utf-8''na%C3%AFve%20%25.mp3", "naïve %.mp3"),
        ("filename*=iso-8859-1'de'Gr%FC%DFe.mp3", "Grüße.mp3"),
        ("filename*=undefined'de'Gr%C3%BC%C3%9Fe.mp3", "Grüße.mp3"),
        ('filename="../../etc/passwd.mp3"', "passwd.mp3"),
        ('filename="C:\\fakepath\\talk.mp3"', "talk.mp3"),
        ('filename="bell\x07 and\ttab.mp3"', "bell andtab.mp3"),
        ('filename="family 👩‍👩‍👧.mp3"', "family 👩‍👩‍👧.mp3"),
        (f'filename="{"a" * 300}.mp3"', f"{'a' * 251}.mp3"),
    ],
)
async def test_a_clip_keeps_its_files_name(
    client: AsyncClient, wav: bytes, disposition: str, expected: str
) -> None:
    answer = await post(client, form((f'name="file"; {disposition}', wav)))
    assert await filename_of(client, answer) == expected


async def test_a_name_in_another_encoding_is_read_as_latin_1(
    client: AsyncClient, wav: bytes
) -> None:
    body = form(('name="file"; filename="@.mp3"', wav)).replace(b"@", b"\xe9t\xe9")
    assert await filename_of(client, await post(client, body)) == "été.mp3"


@pytest.mark.parametrize("other", ['name="x"', 'name="x"; filename="cover.png"'])
@pytest.mark.parametrize("is_after", [False, True])
async def test_parts_that_nobody_asked_for_are_refused_and_nothing_is_kept(
    client: AsyncClient, service: Service, wav: bytes, other: str, *, is_after: bool
) -> None:
    parts = [(other, b"1"), ('name="file"; filename="a.wav"', wav)]
    answer = await post(client, form(*(reversed(parts) if is_after else parts)))
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == ["x"]
    assert service.kept_clips == 0
    assert await kept_contents(service) == set()


@pytest.mark.parametrize(
    ("body", "status", "code", "words"),
    [
        (form(), 422, "missing-file", "no part `file`"),
        (form(('name="audio"; filename="a.wav"', b"x")), 422, "missing-file", "`audio`"),
        (form(('name="audio_file"', b"x")), 422, "missing-file", "`audio_file`"),
        (form(('name="file"; filename=""', b"x")), 422, "unnamed-file", "no file name"),
        (form(('name="file"; filename="/"', b"x")), 422, "unnamed-file", "no file name"),
        (form(('name="file"', b"x")), 422, "unnamed-file", "no file name"),
        (form(('name="file"; filename="a.wav"', b"")), 422, "empty-file", "empty"),
        (form(('name="file"; filename="a.wav"', b"MZ")), 415, "not-audio", "sound"),
        (form(('filename="a.wav"', b"x")), 400, "malformed-form", "no name"),
        (b"", 400, "malformed-form", "ends before"),
        (b"RIFF", 400, "malformed-form", "not a well-formed"),
        (
            form(('name="file"; filename="a.wav"', b"RIFF"))[:-8],
            400,
            "malformed-form",
            "ends before",
        ),
        (
            form(('name="file"; filename="a"', b"RIFF1"), ('name="file"; filename="b"', b"RIFF2")),
            400,
            "repeated-part",
            "more than one part `file`",
        ),
        (form(('name="x"', b"x" * 70_000)), 422, "field-too-long", "65,536 bytes"),
        (form((f'name="file"; x="{"x" * 9000}"', b"x")), 400, "long-part-header", "4,224 bytes"),
        (form((f'name="file"; filename="{"x" * 5000}"', b"x")), 400, "long-part-header", "header"),
        (form((f'name="{"x" * 200_000}"', b"x")), 400, "long-part-header", "too long"),
    ],
)
async def test_a_form_that_cannot_be_used_is_a_problem_and_leaves_nothing(
    client: AsyncClient, service: Service, body: bytes, status: int, code: str, words: str
) -> None:
    answer = await post(client, body)
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:hexavox:problem:{code}")
    assert words in answer.json()["detail"]
    assert answer.json()["advice"]
    assert service.kept_clips == 0
    assert await kept_contents(service) == set()


@pytest.mark.parametrize(
    ("content_type", "status", "code"),
    [
        ("application/json", 415, "not-multipart"),
        ("audio/wav", 415, "not-multipart"),
        ("", 415, "not-multipart"),
        ("multipart/form-data", 400, "malformed-form"),
        ("multipart/form-data; boundary=", 400, "malformed-form"),
        (f"multipart/form-data; boundary={'b' * 300}", 400, "malformed-form"),
    ],
)
async def test_a_body_of_another_type_is_a_problem(
    client: AsyncClient, content_type: str, status: int, code: str
) -> None:
    answer = await client.post("/api/audio", content=b"{}", headers={"content-type": content_type})
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:hexavox:problem:{code}")


async def test_a_file_of_the_largest_size_is_kept(client: AsyncClient, wav: bytes) -> None:
    answer = await client.post("/api/audio", files={"file": ("a.wav", wav.ljust(LARGEST))})
    assert answer.status_code == 200


async def test_a_byte_more_is_too_large(client: AsyncClient, service: Service, wav: bytes) -> None:
    answer = await client.post("/api/audio", files={"file": ("a.wav", wav.ljust(LARGEST + 1))})
    assert (answer.status_code, answer.json()["title"]) == (413, "File too large")
    assert service.kept_clips == 0


class Body:
    """An ASGI `receive` that counts how much of a body was asked for."""

    def __init__(self, chunks: Sequence[bytes], *, broken_off: bool = False) -> None:
        self.taken = 0
        self._chunks = chunks
        self._broken_off = broken_off

    async def receive(self) -> dict[str, object]:
        if self.taken == len(self._chunks):
            return {"type": "http.disconnect"}
        self.taken += 1
        more = self._broken_off or self.taken < len(self._chunks)
        return {"type": "http.request", "body": self._chunks[self.taken - 1], "more_body": more}


async def answered_status(app: FastAPI, body: Body, **headers: str) -> int:
    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    content_type = f"multipart/form-data; boundary={BOUNDARY}"
    lines = {"content-type": content_type, **headers}
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/audio",
        "query_string": b"",
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in lines.items()
        ],
    }
    await app(scope, body.receive, send)  # type: ignore[arg-type]
    status = sent[0]["status"]
    assert isinstance(status, int)
    return status


async def test_a_body_that_declares_too_much_is_refused_unread(app: FastAPI) -> None:
    body = Body([b"x" * 1000] * 1000)
    assert await answered_status(app, body, content_length="1000000") == 413
    assert body.taken == 0


@pytest.mark.parametrize("disposition", ['name="file"; filename="a.wav"', 'name="x"; filename="x"'])
async def test_a_body_that_declares_nothing_is_read_no_further_than_the_limit(
    app: FastAPI, disposition: str
) -> None:
    head = form((disposition, b"RIFF")).partition(b"\r\n\r\nRIFF")[0]
    body = Body([head, b"\r\n\r\n", *[b"x" * 1000] * 1000])
    assert await answered_status(app, body) == 413
    assert body.taken < 300


async def test_an_upload_that_is_broken_off_leaves_nothing(app: FastAPI, service: Service) -> None:
    head = form(('name="file"; filename="a.wav"', b"RIFF")).partition(b"RIFF")[0]
    await answered_status(app, Body([head, b"RIFF", b"x" * 1000], broken_off=True))
    assert service.kept_clips == 0
    assert await kept_contents(service) == set()
