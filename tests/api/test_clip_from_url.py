"""POST /api/audio/from-url."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from dependency_injector import containers, providers
from fastapi import FastAPI
from httpx import AsyncClient

from adapters.outbound.net.address_rules import AddressRules
from adapters.outbound.net.guarded_client import guarded_client
from adapters.outbound.net.http_recordings import HttpRecordings
from adapters.outbound.net.patience import Patience
from application.use_cases.clips.import_clip import ImportClip
from tests.fakes.service import LARGEST, Service
from tests.fakes.site import FakeSite, page, redirect, serving

URL = "https://example.org/talk.wav"
AS_JSON = {"Content-Type": "application/json"}
ALLOWED = AddressRules.of(allowed=["127.0.0.1"])


async def asked(client: AsyncClient, url: object = URL) -> tuple[int, dict[str, Any]]:
    body = json.dumps({"url": url})  # in ASCII, so that anything can be in it
    answer = await client.post("/api/audio/from-url", content=body, headers=AS_JSON)
    return answer.status_code, answer.json()


async def test_a_recording_is_fetched_and_kept(
    client: AsyncClient, service: Service, wav: bytes
) -> None:
    service.elsewhere.by_url[URL] = wav
    status, body = await asked(client)
    assert (status, body["message"]) == (200, "File fetched successfully.")
    clip = (await client.get(f"/api/audio/{body['clip_id']}")).json()
    assert (clip["filename"], clip["size_bytes"]) == ("talk.wav", len(wav))


async def test_a_recording_that_was_uploaded_is_that_clip(
    client: AsyncClient, service: Service, wav: bytes, clip_id: str
) -> None:
    service.elsewhere.by_url[URL] = wav
    assert await asked(client) == (
        200,
        {"clip_id": clip_id, "message": "This file was uploaded before."},
    )


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "url"),
        ({"url": None}, "url"),
        ({"url": 1}, "url"),
        ({"url": ""}, "url"),
        ({"url": "x" * 8193}, "url"),
        ({"url": URL, "URL": URL}, "URL"),
        ({"url": URL, "headers": {}}, "headers"),
        ({"url": "\ud800"}, "url"),
        ([URL], "request"),
    ],
)
async def test_a_body_that_cannot_be_is_refused_with_its_field(
    client: AsyncClient, body: object, field: str
) -> None:
    answer = await client.post("/api/audio/from-url", content=json.dumps(body), headers=AS_JSON)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_a_body_that_is_no_json_is_refused(client: AsyncClient) -> None:
    answer = await client.post("/api/audio/from-url", content=b"{", headers=AS_JSON)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"<html>", 415, "not-audio"),
        (b"", 422, "empty-file"),
        (b"RIFF" + bytes(LARGEST), 413, "file-too-large"),
    ],
)
async def test_a_file_that_cannot_be_used_is_the_problem_that_it_is_as_an_upload(
    client: AsyncClient, service: Service, content: bytes, status: int, code: str
) -> None:
    service.elsewhere.by_url[URL] = content
    problem = (await asked(client))[1]
    uploaded = await client.post("/api/audio", files={"file": ("talk.wav", content)})
    assert (problem["status"], problem["type"]) == (status, f"urn:hexavox:problem:{code}")
    assert (uploaded.json()["status"], uploaded.json()["type"]) == (status, problem["type"])
    assert service.kept_clips == 0


class TestOverTheNetwork:
    @pytest.fixture
    async def site(self) -> AsyncIterator[FakeSite]:
        async with serving(FakeSite()) as site:
            yield site

    @pytest.fixture
    async def app(self, app: FastAPI, container: containers.DynamicContainer) -> FastAPI:
        """With recordings that are fetched indeed."""
        import_clip: ImportClip = container.import_clip()
        client = guarded_client(ALLOWED, timeout=10)
        recordings = HttpRecordings(client, Patience(idle=10, overall=10))
        over_http = ImportClip(recordings=recordings, upload=import_clip.upload)
        container.import_clip.override(providers.Object(over_http))
        return app

    async def test_a_recording_is_fetched(
        self, client: AsyncClient, site: FakeSite, wav: bytes
    ) -> None:
        site.pages["/talk.wav"] = page(wav)
        status, _ = await asked(client, f"http://{site.address}/talk.wav")
        assert status == 200

    @pytest.mark.parametrize(
        ("url", "status", "code"),
        [
            ("http://127.0.0.2:1/talk.wav", 422, "forbidden-address"),
            ("http://169.254.169.254/latest/meta-data/", 422, "forbidden-address"),
            ("http://[::ffff:10.0.0.1]/", 422, "forbidden-address"),
            ("http://127.0.0.1:1/talk.wav", 502, "remote-failed"),
            ("file:///etc/passwd", 422, "invalid-url"),
            ("http://", 422, "invalid-url"),
        ],
    )
    async def test_a_url_that_cannot_be_followed_is_a_problem(
        self, client: AsyncClient, url: str, status: int, code: str
    ) -> None:
        answered, problem = await asked(client, url)
        assert (answered, problem["type"]) == (status, f"urn:hexavox:problem:{code}")
        assert problem["advice"]

    @pytest.mark.parametrize(
        ("answer", "status", "code"),
        [
            (redirect("http://10.0.0.1/"), 422, "forbidden-address"),
            (page(status="404 Not Found"), 422, "remote-refused"),
            (page(status="500 Oops"), 502, "remote-failed"),
            (page(b"RIFF", Content_Length="1000"), 502, "remote-failed"),
            (page(Content_Length="200001"), 413, "file-too-large"),
            (page(bytes(LARGEST + 1), Content_Length="None"), 413, "file-too-large"),
            (page(b"<html>", Content_Type="text/html"), 415, "not-audio"),
        ],
    )
    async def test_a_server_that_does_not_help_is_a_problem_without_secrets(
        self, client: AsyncClient, site: FakeSite, answer: bytes, status: int, code: str
    ) -> None:
        site.pages["/talk.wav"] = answer
        url = f"http://ada:hunter2@{site.address}/talk.wav?token=hunter3"
        answered, problem = await asked(client, url)
        assert (answered, problem["type"]) == (status, f"urn:hexavox:problem:{code}")
        assert "hunter" not in str(problem)
