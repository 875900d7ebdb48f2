"""CORS_ORIGINS and TRUSTED_HOSTS."""

import pytest
from httpx import AsyncClient

from infrastructure.settings import Settings

APP = "https://app.example.org"
PREFLIGHT = {
    "origin": APP,
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,x-api-key,idempotency-key,x-stainless-lang",
}


async def test_no_page_is_let_in_unless_it_is_named(client: AsyncClient) -> None:
    asked = await client.options("/api/audio", headers=PREFLIGHT)
    assert "access-control-allow-origin" not in asked.headers
    answer = await client.get("/api/jobs", headers={"origin": APP})
    assert "access-control-allow-origin" not in answer.headers


class TestWithOrigins:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(
            update={"cors_origins": f"http://localhost:3000, {APP}", "rate_limit": "2/minute"}
        )

    @pytest.mark.parametrize(
        ("path", "method"),
        [
            ("/api/audio", "POST"),
            ("/v1/audio/transcriptions", "POST"),
            ("/api/uploads", "PATCH"),
            ("/api/audio/x", "DELETE"),
        ],
    )
    async def test_a_browser_is_told_before_it_asks(
        self, client: AsyncClient, path: str, method: str
    ) -> None:
        headers = {**PREFLIGHT, "access-control-request-method": method}
        asked = await client.options(path, headers=headers)
        assert asked.status_code == 200
        assert asked.headers["access-control-allow-origin"] == APP
        assert method in asked.headers["access-control-allow-methods"]
        allowed = asked.headers["access-control-allow-headers"]
        assert allowed == PREFLIGHT["access-control-request-headers"]
        assert "access-control-allow-credentials" not in asked.headers
        assert asked.headers["x-content-type-options"] == "nosniff"

    async def test_tus_uploads_are_among_what_is_asked_for(self, client: AsyncClient) -> None:
        headers = {
            "origin": APP,
            "access-control-request-method": "POST",
            "access-control-request-headers": "tus-resumable,upload-length,upload-metadata",
        }
        assert (await client.options("/api/uploads", headers=headers)).status_code == 200

    async def test_a_page_may_read_what_a_client_needs(self, client: AsyncClient) -> None:
        answer = await client.get("/api/jobs", headers={"origin": APP})
        assert answer.headers["access-control-allow-origin"] == APP
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        exposed = answer.headers["access-control-expose-headers"].lower().split(", ")
        assert {"x-request-id", "location", "hexavox-warnings", "ratelimit"} <= set(exposed)
        assert {"upload-offset", "tus-resumable", "retry-after"} <= set(exposed)

    async def test_it_may_read_what_refuses_it_too(self, client: AsyncClient) -> None:
        answers = [await client.get("/api/jobs", headers={"origin": APP}) for _ in range(3)]
        assert [each.status_code for each in answers] == [200, 200, 429]
        assert answers[-1].headers["access-control-allow-origin"] == APP

    async def test_others_are_not_let_in(self, client: AsyncClient) -> None:
        other = {**PREFLIGHT, "origin": "https://evil.example"}
        assert (await client.options("/api/audio", headers=other)).status_code == 400


class TestWithAll:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"cors_origins": "*"})

    async def test_every_page_is_let_in(self, client: AsyncClient) -> None:
        answer = await client.get("/api/jobs", headers={"origin": "https://anybody.example"})
        assert answer.headers["access-control-allow-origin"] == "*"


class TestTrustedHosts:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(
            update={"trusted_hosts": "speech.example.org, *.lan, 192.168.1.5, ::1"}
        )

    @pytest.mark.parametrize(
        "host",
        [
            "speech.example.org",
            "Speech.Example.org:8000",
            "studio.lan",
            "192.168.1.5:8000",
            "[::1]:8000",
        ],
    )
    async def test_its_own_names_are_answered(self, client: AsyncClient, host: str) -> None:
        assert (await client.get("/api/jobs", headers={"host": host})).status_code == 200

    @pytest.mark.parametrize("host", ["evil.example", "lan", "speech.example.org.evil.example", ""])
    async def test_other_names_are_not(self, client: AsyncClient, host: str) -> None:
        refused = await client.get("/api/jobs", headers={"host": host})
        assert refused.status_code == 421
        assert refused.json()["type"] == "urn:hexavox:problem:unknown-host"
        assert refused.headers["x-content-type-options"] == "nosniff"

    async def test_each_door_says_so_in_its_own_words(self, client: AsyncClient) -> None:
        refused = await client.get("/task/all", headers={"host": "evil.example"})
        assert refused.json()["error"]["code"] == "UNKNOWN_HOST"

    @pytest.mark.parametrize("path", ["/health", "/health/live", "/health/ready"])
    async def test_probes_may_use_an_address(self, client: AsyncClient, path: str) -> None:
        assert (await client.get(path, headers={"host": "10.1.2.3:8000"})).status_code != 421
