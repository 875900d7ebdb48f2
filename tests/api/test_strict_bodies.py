"""What stands in a body is heeded or refused, at whichever door."""

import json
from collections.abc import AsyncIterator
from typing import Any, TypeAlias

import pytest
from httpx import AsyncClient, Response

from adapters.inbound.body_limit import LARGEST_BODY
from tests.fakes.service import Service

TRANSCRIBE = "/api/upload+transcribe"
Part: TypeAlias = tuple[str, tuple[str | None, bytes]]


async def sent(client: AsyncClient, *parts: Part) -> Response:
    """In this order."""
    return await client.post(TRANSCRIBE, files=list(parts))


@pytest.mark.parametrize("body", [{"data": {"diarize": "false"}}, {"json": {"diarize": False}}])
async def test_options_in_a_body_are_refused_where_none_is_read(
    client: AsyncClient, clip_id: str, body: dict[str, Any]
) -> None:
    answer = await client.post("/api/transcribe", params={"clip_id": clip_id}, **body)
    assert (answer.status_code, answer.json()["title"]) == (422, "Unexpected body")
    assert "query" in answer.json()["advice"]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (("diarize", ("hostname", b"x")), "a file where text belongs"),
        (("cover", ("cover.png", b"x")), "unknown part"),
        (("langauge", (None, b"en")), "unknown field"),
        (("language", (None, b"klingon")), "klingon"),
        (("callback_url", (None, b"http://10.0.0.1/hook")), "public address"),
        (("model", (None, b"gigantic")), "gigantic"),
    ],
)
@pytest.mark.parametrize("is_after", [False, True])
async def test_what_is_refused_is_not_kept(
    client: AsyncClient,
    service: Service,
    wav: bytes,
    part: Part,
    words: str,
    *,
    is_after: bool,
) -> None:
    service.addresses.forbidden.add("10.0.0.1")
    file: Part = ("file", ("talk.wav", wav))
    answer = await sent(client, *((file, part) if is_after else (part, file)))
    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert service.kept_clips == 0


async def test_a_form_that_contradicts_the_query_is_refused_with_both(
    client: AsyncClient, service: Service, wav: bytes
) -> None:
    files = {"file": ("talk.wav", wav)}
    answer = await client.post(
        TRANSCRIBE, params={"diarize": "false"}, files=files, data={"diarize": "true"}
    )
    assert answer.status_code == 422
    assert "form says true and the query says false" in answer.json()["detail"]
    assert service.kept_clips == 0
    agreed = await client.post(
        TRANSCRIBE, params={"diarize": "false"}, files=files, data={"diarize": "no"}
    )
    assert agreed.status_code == 200


@pytest.mark.parametrize("path", ["/run", "/api/webhooks", "/api/audio/from-url"])
@pytest.mark.parametrize("is_declared", [True, False])
async def test_a_body_that_is_read_whole_has_a_limit(
    client: AsyncClient, path: str, *, is_declared: bool
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(2):
            yield b" " * (LARGEST_BODY // 2 + 1)

    content = b" " * (LARGEST_BODY + 1) if is_declared else pieces()
    answer = await client.post(path, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert "1,000,000 bytes" in answer.text
    assert answer.headers["x-request-id"]
    assert ("error" in answer.json()) == (path == "/run")


async def test_a_repeated_request_with_a_larger_body_is_told_too(client: AsyncClient) -> None:
    headers = {"Idempotency-Key": "once", "Content-Type": "application/json"}
    body = {"url": "https://ada.example/hook"}
    await client.post("/api/webhooks", content=json.dumps(body), headers=headers)
    answer = await client.post("/api/webhooks", content=b" " * (LARGEST_BODY + 1), headers=headers)
    assert (answer.status_code, answer.json()["title"]) == (413, "Body too large")


async def test_json_that_breaks_is_told_where(client: AsyncClient) -> None:
    answer = await client.post(
        "/api/webhooks", content=b'{"url": }', headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["title"]) == (422, "Malformed json")
    assert "breaks at character 8" in answer.json()["detail"]


async def test_a_body_without_its_type_is_told_which_header_is_missing(
    client: AsyncClient,
) -> None:
    for headers in ({}, {"Content-Type": "text/plain"}):
        answer = await client.post(
            "/run", content=b'{"input": {"audio_file": "https://a.example/a.wav"}}', headers=headers
        )
        assert answer.status_code == 400
        assert "Content-Type: application/json" in answer.json()["error"]


async def test_a_body_that_cannot_be_read_comes_with_advice(client: AsyncClient) -> None:
    answer = await client.post(
        "/api/webhooks", content=b"\xff\xfe\xff", headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400
    assert "JSON" in answer.json()["advice"]


async def test_detail_and_advice_are_two_sentences(client: AsyncClient) -> None:
    answer = await client.post("/run", json={})
    assert "Field required. Correct" in answer.json()["error"]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/api/audio", "GET, POST"),
        ("/api/audio/x", "GET, DELETE"),
        ("/run", "POST"),
        ("/status/x", "GET, POST"),
    ],
)
async def test_all_methods_of_a_path_are_allowed(
    client: AsyncClient, path: str, allowed: str
) -> None:
    answer = await client.put(path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize("prefer", ["Respond-Async", "wait=10, respond-async;foo=bar"])
async def test_preferences_have_parameters_and_no_case(
    client: AsyncClient, clip_id: str, prefer: str
) -> None:
    answer = await client.post(
        "/api/transcribe", params={"clip_id": clip_id}, headers={"Prefer": prefer}
    )
    assert answer.status_code == 202


async def test_nothing_is_promised_to_an_address_that_nothing_is_sent_to(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    url = "http://127.0.0.1:9/hook"
    service.addresses.forbidden.add("127.0.0.1")
    wished = await client.post("/api/transcribe", params={"clip_id": clip_id, "callback_url": url})
    subscribed = await client.post("/api/webhooks", json={"url": url})
    for answer in (wished, subscribed):
        assert (answer.status_code, answer.json()["title"]) == (422, "Forbidden address")
    run = await client.post(
        "/run", json={"input": {"audio_file": "https://a.example/a.wav"}, "webhook": url}
    )
    assert (run.status_code, len(service.database.committed.jobs)) == (400, 0)


async def test_a_prompt_without_end_is_refused(client: AsyncClient, clip_id: str) -> None:
    for name in ("initial_prompt", "hotwords"):
        answer = await client.post("/api/transcribe", params={"clip_id": clip_id, name: "x" * 2001})
        assert answer.status_code == 422
        assert f"{name} has 2,001 characters" in answer.json()["detail"]


async def test_a_form_without_its_file_tells_what_else_it_has(
    client: AsyncClient, wav: bytes
) -> None:
    answer = await client.post("/service/align", files={"file": ("talk.wav", wav)})
    assert "it has `file`" in answer.json()["error"]["message"]
