"""Requests with keys, without them, and with some that fit nothing."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, Final

import pytest
from dependency_injector import providers
from fastapi import FastAPI
from httpx import AsyncClient, Response

from adapters.inbound.keys.needed_scopes import needed_scope
from application.known_keys import FRESH
from domain.api_key import EVERY_SCOPE, ApiKey, Scope, Secret
from infrastructure.container import Container
from tests.fakes.absent_database import AbsentDatabase
from tests.fakes.api_keys import ADAS, GRACES, STRANGERS, a_key, bearer
from tests.fakes.clips import ADA, GRACE
from tests.fakes.clock import NEW_YEAR, FakeClock
from tests.fakes.ids import NOBODYS_ID
from tests.fakes.service import Service

DAY: Final = timedelta(days=1)


@pytest.fixture
async def adas(service: Service) -> ApiKey:
    return await kept(service, a_key())


@pytest.fixture
async def database(container: Container, service: Service) -> AsyncIterator[AbsentDatabase]:
    database = AbsentDatabase(service.unit_of_work)
    with container.unit_of_work.override(providers.Factory(database)):
        yield database


async def kept(service: Service, key: ApiKey) -> ApiKey:
    async with service.unit_of_work() as uow:
        await uow.keys.add(key)
        await uow.commit()
    return key


def problem(answer: Response) -> str:
    said = answer.json()["type"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert isinstance(said, str)
    return said.removeprefix("urn:hexavox:problem:")


@pytest.mark.parametrize(
    "headers", [{}, bearer("sk-anything"), {"x-api-key": "a"} | bearer("b"), bearer("é")]
)
async def test_without_keys_everybody_is_let_in(
    client: AsyncClient, headers: dict[str, str]
) -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    assert (await client.get("/api/jobs", headers=raw)).status_code == 200


@pytest.mark.usefixtures("adas")
@pytest.mark.parametrize(
    "headers",
    [
        bearer(ADAS),
        {"authorization": f"bearer  {ADAS} "},
        {"x-api-key": ADAS},
        {"x-api-key": ADAS} | bearer(ADAS),
        {"x-api-key": ADAS, "authorization": "Basic YTpi"},
    ],
)
async def test_a_key_is_taken_from_either_header(
    client: AsyncClient, headers: dict[str, str]
) -> None:
    assert (await client.get("/api/jobs", headers=headers)).status_code == 200


@pytest.mark.usefixtures("adas")
@pytest.mark.parametrize("headers", [{}, {"authorization": "Basic YTpi"}, {"x-api-key": " "}])
async def test_who_sends_no_key_is_asked_for_one(
    client: AsyncClient, headers: dict[str, str]
) -> None:
    answer = await client.get("/api/jobs", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["x-request-id"]
    assert problem(answer) == "missing-api-key"


@pytest.mark.usefixtures("adas")
@pytest.mark.parametrize("secret", [STRANGERS, ADAS[:-1], f"{ADAS}x", ADAS.upper(), "é", "ada"])
async def test_who_sends_another_key_is_refused(client: AsyncClient, secret: str) -> None:
    headers = [(b"authorization", f"Bearer {secret}".encode())]
    answer = await client.get("/api/jobs", headers=headers)
    assert answer.status_code == 403
    assert "www-authenticate" not in answer.headers
    assert problem(answer) == "invalid-api-key"
    assert secret not in answer.json()["detail"]


@pytest.mark.usefixtures("adas")
async def test_two_different_keys_are_one_too_many(client: AsyncClient) -> None:
    answer = await client.get("/api/jobs", headers={"x-api-key": GRACES} | bearer(ADAS))
    assert answer.status_code == 400
    assert problem(answer) == "two-keys"
    twice = [("x-api-key", ADAS), ("x-api-key", GRACES)]
    assert (await client.get("/api/jobs", headers=twice)).status_code == 400


@pytest.mark.usefixtures("adas")
@pytest.mark.parametrize(
    "path",
    ["/", "/docs", "/docs/start.js", "/openapi.json", "/health", "/health/live", "/health/ready"],
)
async def test_who_only_looks_whether_it_is_there_needs_no_key(
    client: AsyncClient, path: str
) -> None:
    assert (await client.get(path)).status_code < 400


@pytest.mark.usefixtures("adas")
@pytest.mark.parametrize(
    "path", ["/nothing/there", "/healthy", "/docsx", "/health/", "/v2/x/health"]
)
async def test_whatever_else_there_is_or_not_needs_one(client: AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 401


@pytest.mark.usefixtures("adas")
async def test_a_browser_may_ask_first_what_it_may_send(client: AsyncClient) -> None:
    assert (await client.options("/api/uploads")).status_code == 204


@pytest.mark.usefixtures("adas")
@pytest.mark.parametrize(
    ("method", "path", "said"),
    [
        ("POST", "/api/audio", ("type",)),
        ("POST", "/api/upload+transcribe", ("type",)),
        ("POST", "/api/uploads", ("type",)),
        ("POST", "/speech-to-text", ("error", "code")),
        ("GET", f"/task/{NOBODYS_ID}", ("error", "code")),
        ("GET", f"/temporal/workflow/{NOBODYS_ID}", ("error", "code")),
        ("POST", "/run", ("error",)),
        ("GET", f"/v2/any/status/{NOBODYS_ID}", ("error",)),
        ("POST", "/v1/audio/transcriptions", ("error", "code")),
        ("GET", "/v1/models", ("error", "message")),
        ("POST", "/asr", ("detail",)),
        ("POST", "/inference", ("error",)),
    ],
)
async def test_each_door_refuses_in_its_own_words(
    client: AsyncClient, method: str, path: str, said: tuple[str, ...]
) -> None:
    for headers, status in (({}, 401), (bearer(STRANGERS), 403)):
        answer = await client.request(method, path, headers=headers, content=b"x")
        assert answer.status_code == status
        body: Any = answer.json()
        for name in said:
            body = body[name]
        assert "key" in body.lower()


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/api/jobs", Scope.READ),
        ("HEAD", "/api/audio/x/content", Scope.READ),
        ("GET", "/api/jobs/x/events", Scope.READ),
        ("GET", "/task/all", Scope.READ),
        ("POST", "/status/x", Scope.READ),
        ("POST", "/v2/y/status/x", Scope.READ),
        ("POST", "/api/audio", Scope.WRITE),
        ("POST", "/asr", Scope.WRITE),
        ("POST", "/v1/audio/transcriptions", Scope.WRITE),
        ("PATCH", "/api/speakers/x", Scope.WRITE),
        ("POST", "/api/jobs/x/cancel", Scope.WRITE),
        ("HEAD", "/api/uploads/x", Scope.WRITE),
        ("DELETE", "/api/uploads/x", Scope.WRITE),
        ("GET", "/api/webhooks/x", Scope.READ),
        ("GET", "/api/webhooks/x/secret", Scope.WRITE),
        ("DELETE", "/api/audio/x", Scope.DELETE),
        ("DELETE", "/task/x/delete", Scope.DELETE),
        ("GET", "/api/models", Scope.READ),
        ("GET", "/v1/models/org/name", Scope.READ),
        ("POST", "/api/models/base/load", Scope.MODELS),
        ("POST", "/v1/models/org/name", Scope.MODELS),
        ("DELETE", "/v1/models/org/name", Scope.MODELS),
        ("POST", "/api/ps/base", Scope.MODELS),
        ("DELETE", "/api/ps/base", Scope.MODELS),
        ("GET", "/metrics", Scope.METRICS),
        ("BREW", "/api/coffee", Scope.WRITE),
    ],
)
def test_a_request_needs_one_scope(method: str, path: str, scope: Scope) -> None:
    assert needed_scope(method, path) is scope


@pytest.mark.parametrize("scope", list(Scope))
async def test_a_key_opens_what_its_scope_says_and_nothing_else(
    client: AsyncClient, service: Service, scope: Scope
) -> None:
    await kept(service, a_key(scopes=frozenset({scope})))
    asked = {
        Scope.READ: ("GET", "/api/jobs"),
        Scope.WRITE: ("POST", "/api/audio"),
        Scope.DELETE: ("DELETE", f"/api/audio/{NOBODYS_ID}"),
        Scope.MODELS: ("POST", "/api/models/nothing/unload"),
    }
    for needed, (method, path) in asked.items():
        answer = await client.request(method, path, headers=bearer(ADAS))
        if needed is scope:
            assert answer.status_code not in {401, 403}
        else:
            assert answer.status_code == 403
            assert problem(answer) == "out-of-scope"
            assert f"`{needed}`" in answer.json()["detail"]


async def test_a_method_in_a_header_opens_no_more_than_its_own_scope_does(
    client: AsyncClient, service: Service
) -> None:
    await kept(service, a_key(scopes=frozenset({Scope.READ})))
    headers = bearer(ADAS) | {"x-http-method-override": "DELETE", "tus-resumable": "1.0.0"}
    answer = await client.get(f"/api/uploads/{NOBODYS_ID}", headers=headers)
    assert answer.status_code == 403


async def test_a_key_that_has_expired_says_so_and_leaves_nothing_open(
    client: AsyncClient, service: Service, clock: FakeClock
) -> None:
    await kept(service, a_key(expires_at=NEW_YEAR + DAY))
    assert (await client.get("/api/jobs", headers=bearer(ADAS))).status_code == 200
    clock.advance(DAY)
    answer = await client.get("/api/jobs", headers=bearer(ADAS))
    assert answer.status_code == 403
    assert "expired" in answer.json()["detail"]
    assert (await client.get("/api/jobs")).status_code == 401


async def test_a_revoked_key_opens_nothing_when_the_keys_were_read_again(
    client: AsyncClient, adas: ApiKey, container: Container
) -> None:
    assert (await client.get("/api/jobs", headers=bearer(ADAS))).status_code == 200
    await container.revoke_key()(str(adas.id))
    await container.known_keys().read()
    answer = await client.get("/api/jobs", headers=bearer(ADAS))
    assert answer.status_code == 403
    assert "revoked" in answer.json()["detail"]
    assert (await client.get("/api/jobs")).status_code == 401


@pytest.mark.usefixtures("adas")
async def test_a_key_made_while_it_serves_opens_it(
    client: AsyncClient, service: Service, clock: FakeClock
) -> None:
    assert (await client.get("/api/jobs", headers=bearer(ADAS))).status_code == 200
    await kept(service, a_key(GRACES, owner=GRACE))
    clock.advance(2 * FRESH)
    assert (await client.get("/api/jobs", headers=bearer(GRACES))).status_code == 200


@pytest.mark.usefixtures("adas")
async def test_while_the_database_is_gone_nobody_is_told_that_their_key_is_wrong(
    client: AsyncClient, database: AbsentDatabase, clock: FakeClock
) -> None:
    assert (await client.get("/api/jobs", headers=bearer(ADAS))).status_code == 200
    database.is_gone = True
    clock.advance(DAY)
    for secret in (ADAS, GRACES):
        answer = await client.get("/api/jobs", headers=bearer(secret))
        assert answer.status_code == 503
        assert problem(answer) == "database-unavailable"
        assert answer.headers["retry-after"]
    models = await client.get("/api/models", headers=bearer(ADAS))
    assert models.status_code == 200, "what needs no database is there for who is known"


@pytest.mark.usefixtures("adas")
async def test_two_owners_may_use_the_same_idempotency_key(
    client: AsyncClient, service: Service, wav: bytes
) -> None:
    await kept(service, a_key(GRACES, owner=GRACE))
    key = {"idempotency-key": '"the-same"'}
    clips = [
        (
            await client.post(
                "/api/audio", files={"file": ("a.wav", wav)}, headers=bearer(secret) | key
            )
        ).json()["clip_id"]
        for secret in (ADAS, GRACES)
    ]
    assert clips[0] != clips[1]


async def test_every_operation_says_whether_it_needs_a_key(app: FastAPI) -> None:
    document = app.openapi()
    assert set(document["components"]["securitySchemes"]) == {"bearer", "x-api-key"}
    operation = document["paths"]["/api/models/{name}/load"]["post"]
    assert operation["security"] == [{"bearer": []}, {"x-api-key": []}]
    assert "`models`" in operation["responses"]["403"]["description"]
    assert document["paths"]["/health"]["get"]["security"] == []
    assert document["paths"]["/api/uploads"]["options"]["security"] == []
    refusal = document["paths"]["/task/all"]["get"]["responses"]["401"]
    assert "TaskErrorBody" in str(refusal)


@pytest.mark.parametrize("secret", [Secret(ADAS), None])
async def test_who_holds_every_scope_finds_no_door_shut(
    client: AsyncClient, service: Service, secret: Secret | None
) -> None:
    if secret is not None:
        await kept(service, a_key(secret, owner=ADA, scopes=EVERY_SCOPE))
    headers = {} if secret is None else bearer(secret)
    for method, path in (("GET", "/api/models"), ("DELETE", f"/api/jobs/{NOBODYS_ID}")):
        answer = await client.request(method, path, headers=headers)
        assert answer.status_code not in {401, 403}
