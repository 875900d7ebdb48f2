"""What belongs to somebody else is as good as not there, at every door."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response

from domain.webhook import callbacks_id
from tests.fakes.api_keys import ADAS, GRACES, a_key, bearer
from tests.fakes.clips import ADA, GRACE
from tests.fakes.ids import NOBODYS_ID
from tests.fakes.service import Service
from tests.fakes.voices import a_speaker, a_voice
from tests.fakes.webhooks import a_delivery, an_endpoint

TUS: Final = {"tus-resumable": "1.0.0"}
BYTES: Final = TUS | {"upload-offset": "0", "content-type": "application/offset+octet-stream"}


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that names a thing, as `{clip}` or `{job}` in its path or query."""

    method: str
    path: str
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def thing(self) -> str:
        return str(re.findall(r"{(\w+)}", self.path)[-1])


NAMING_A_THING: Final = [
    Ask("GET", "/api/audio/{clip}"),
    Ask("GET", "/api/audio/{clip}/content"),
    Ask("HEAD", "/api/audio/{clip}/content"),
    Ask("GET", "/api/audio/{clip}/link"),
    Ask("DELETE", "/api/audio/{clip}"),
    Ask("POST", "/api/transcribe?clip_id={clip}"),
    Ask("POST", "/api/transcribe?clip_id={clip}&wait=false"),
    Ask("POST", "/api/transcribe?clip_id={clip}&force=true"),
    Ask("POST", "/api/transcribe/stream?clip_id={clip}"),
    Ask("GET", "/api/transcription/{clip}"),
    Ask("DELETE", "/api/transcription/{clip}"),
    Ask("GET", "/api/jobs?clip_id={clip}"),
    Ask("POST", "/api/speakers", {"data": {"name": "Eve", "clip_ids": "{clip}"}}),
    Ask("POST", "/api/speakers/verify", {"data": {"clip_ids": ["{clip}", "{clip}"]}}),
    Ask("GET", "/api/jobs/{job}"),
    Ask("GET", "/api/jobs/{job}/transcript"),
    Ask("GET", "/api/jobs/{job}/events"),
    Ask("POST", "/api/jobs/{job}/cancel"),
    Ask("DELETE", "/api/jobs/{job}"),
    Ask("GET", "/task/{job}"),
    Ask("DELETE", "/task/{job}/delete"),
    Ask("GET", "/temporal/workflow/{job}"),
    Ask("GET", "/temporal/workflow/{job}/result"),
    Ask("GET", "/status/{job}"),
    Ask("POST", "/status/{job}"),
    Ask("POST", "/cancel/{job}"),
    Ask("GET", "/v2/any/status/{job}"),
    Ask("POST", "/v2/any/cancel/{job}"),
    Ask("HEAD", "/api/uploads/{upload}", {"headers": TUS}),
    Ask("GET", "/api/uploads/{upload}"),
    Ask("PATCH", "/api/uploads/{upload}", {"headers": BYTES, "content": b"RIFF"}),
    Ask("DELETE", "/api/uploads/{upload}", {"headers": TUS}),
    Ask("GET", "/api/speakers/{speaker}"),
    Ask("PATCH", "/api/speakers/{speaker}", {"data": {"name": "Eve"}}),
    Ask("DELETE", "/api/speakers/{speaker}"),
    Ask("GET", "/api/webhooks/{webhook}"),
    Ask("GET", "/api/webhooks/{callbacks}"),
    Ask("GET", "/api/webhooks/{webhook}/secret"),
    Ask("GET", "/api/webhooks/{callbacks}/secret"),
    Ask("POST", "/api/webhooks/{webhook}/rotate-secret"),
    Ask("POST", "/api/webhooks/{callbacks}/rotate-secret"),
    Ask("GET", "/api/webhooks/{webhook}/deliveries"),
    Ask("POST", "/api/webhooks/{webhook}/deliveries/{delivery}/resend"),
    Ask("DELETE", "/api/webhooks/{webhook}"),
    Ask("DELETE", "/api/webhooks/{callbacks}"),
]
NOT_THEIRS: Final = re.compile(r"/api/models/|/v1/models/|/api/ps/|/v2/{endpoint_id}/health")
"""Models are everybody's, and an endpoint may be called anything."""
LISTS: Final = {
    "/api/audio": "total",
    "/api/jobs": "total",
    "/task/all": "total",
    "/api/speakers": "items",
    "/api/webhooks": "items",
}


@pytest.fixture
async def ada(client: AsyncClient, service: Service, wav: bytes) -> Mapping[str, str]:
    """One thing of hers of each kind, and a job that has ended."""
    speaker, endpoint = a_speaker("Ada", a_voice(0), owner=ADA), an_endpoint(owner=ADA)
    delivery = a_delivery(endpoint)
    async with service.unit_of_work() as uow:
        await uow.keys.add(a_key(ADAS, owner=ADA))
        await uow.keys.add(a_key(GRACES, owner=GRACE))
        await uow.speakers.add(speaker)
        await uow.webhooks.add(endpoint)
        await uow.deliveries.add(delivery, "{}")
        await uow.commit()
    hers = bearer(ADAS)
    clip = await client.post("/api/audio", files={"file": ("talk.wav", wav)}, headers=hers)
    clip_id = clip.json()["clip_id"]
    made = await client.post(f"/api/transcribe?clip_id={clip_id}", headers=hers)
    assert made.status_code == 200, made.text
    upload = await client.post("/api/uploads", headers=hers | TUS | {"upload-length": "1000"})
    [job] = (await client.get("/api/jobs", headers=hers)).json()["items"]
    return {
        "clip": clip_id,
        "job": job["job_id"] if "job_id" in job else job["id"],
        "upload": upload.headers["location"].rpartition("/")[2],
        "speaker": str(speaker.id),
        "webhook": str(endpoint.id),
        "delivery": str(delivery.id),
        "callbacks": str(callbacks_id(ADA)),
    }


async def asked(
    client: AsyncClient, ask: Ask, secret: str, things: Mapping[str, str]
) -> tuple[int, str]:
    """The answer, without the id that was asked for."""
    more = {name: _filled(value, things) for name, value in ask.more.items()}
    headers = {"x-request-id": "same"} | bearer(secret) | more.pop("headers", {})
    path = ask.path.format(**things)
    answer: Response = await client.request(ask.method, path, headers=headers, **more)
    said = answer.text
    for thing in {*things.values(), NOBODYS_ID}:
        said = said.replace(thing, "...")
    return answer.status_code, said


def _filled(value: Any, things: Mapping[str, str]) -> Any:  # noqa: ANN401 - of any shape
    if isinstance(value, str) and "{" in value:
        return value.format(**things)
    if isinstance(value, list):
        return [_filled(each, things) for each in value]
    if isinstance(value, dict):
        return {name: _filled(each, things) for name, each in value.items()}
    return value


async def test_another_owners_thing_is_answered_as_one_that_is_not_there(
    client: AsyncClient, ada: Mapping[str, str]
) -> None:
    nothing = dict.fromkeys(ada, NOBODYS_ID)
    for ask in NAMING_A_THING:
        theirs = await asked(client, ask, GRACES, ada)
        assert theirs == await asked(client, ask, GRACES, nothing), ask
        assert theirs[0] == 404 or ask.path.startswith("/api/jobs?"), (ask, theirs)


async def test_they_are_all_still_there_for_their_owner(
    client: AsyncClient, ada: Mapping[str, str]
) -> None:
    for ask in NAMING_A_THING:
        await asked(client, ask, GRACES, ada)
    for path in (
        "/api/audio/{clip}",
        "/api/audio/{clip}/content",
        "/api/transcription/{clip}",
        "/api/jobs/{job}",
        "/api/jobs/{job}/transcript",
        "/task/{job}",
        "/temporal/workflow/{job}",
        "/api/uploads/{upload}",
        "/api/speakers/{speaker}",
        "/api/webhooks/{webhook}",
        "/api/webhooks/{webhook}/deliveries",
        "/api/webhooks/{callbacks}/secret",
    ):
        assert (await asked(client, Ask("GET", path), ADAS, ada))[0] == 200, path


async def test_lists_and_counts_have_only_ones_own(
    client: AsyncClient, ada: Mapping[str, str]
) -> None:
    assert ada
    for path, what in LISTS.items():
        hers = (await client.get(path, headers=bearer(ADAS))).json()[what]
        theirs = (await client.get(path, headers=bearer(GRACES))).json()[what]
        assert hers, path
        assert not theirs, path
    jobs = (await client.get("/v2/any/health", headers=bearer(GRACES))).json()["jobs"]
    assert set(jobs.values()) == {0}


async def test_the_same_bytes_are_a_clip_for_each_owner(
    client: AsyncClient, ada: Mapping[str, str], wav: bytes
) -> None:
    answer = await client.post("/api/audio", files={"file": ("x.wav", wav)}, headers=bearer(GRACES))
    assert answer.json()["message"] == "File uploaded successfully."
    assert answer.json()["clip_id"] != ada["clip"]
    assert (await client.delete(f"/api/audio/{ada['clip']}", headers=bearer(ADAS))).is_success
    path = f"/api/audio/{answer.json()['clip_id']}/content"
    assert (await client.get(path, headers=bearer(GRACES))).content == wav


def test_no_operation_that_names_a_thing_is_left_out(app: FastAPI) -> None:
    named = {(ask.method, _plain(ask.path)) for ask in NAMING_A_THING}
    documented = {
        (method.upper(), _plain(path))
        for path, methods in app.openapi()["paths"].items()
        for method, operation in methods.items()
        if "{" in path or any("_id" in each["name"] for each in operation.get("parameters", []))
        if not NOT_THEIRS.match(path)
    }
    assert documented - named == set()


def _plain(path: str) -> str:
    return re.sub(r"{\w+}", "{}", path.partition("?")[0])
