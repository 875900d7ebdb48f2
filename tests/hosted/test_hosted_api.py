"""Calls to a hosted API, over a real socket."""

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.outbound.hosted.hosted_api import HostedApi
from adapters.outbound.hosted.retry_after import seconds_asked_for
from application.errors import HostedServiceError
from tests.fakes.hosted_services import Answer, HostedServices
from tests.hosted.conftest import KEY

BUSY = Answer({"message": "slow down"}, 429, {"Retry-After": "7"})


async def test_a_busy_service_is_asked_again_when_it_says(
    services: HostedServices, api: HostedApi, pauses: list[float]
) -> None:
    services.answers("POST", "/work", BUSY, Answer({}, 503), {"done": True})
    assert await api.post("/work", {"a": 1}) == {"done": True}
    assert pauses == [7.0, 2.0]
    assert [asked.json for asked in services.asked] == [{"a": 1}] * 3


async def test_a_service_that_stays_broken_is_given_up_on(
    services: HostedServices, api: HostedApi, pauses: list[float]
) -> None:
    services.answers("GET", "/work", Answer(b"<html>", 502))
    with pytest.raises(HostedServiceError, match=r"^The service answered 502\.$"):
        await api.get("/work")
    assert pauses == [1.0, 2.0, 4.0, 8.0]


async def test_nobody_waits_for_an_hour(services: HostedServices, api: HostedApi) -> None:
    services.answers("GET", "/work", Answer({}, 429, {"Retry-After": "3600"}))
    with pytest.raises(HostedServiceError, match="asks to wait 3600 s"):
        await api.get("/work")


async def test_a_refusal_is_told_without_the_key(services: HostedServices, api: HostedApi) -> None:
    services.answers("GET", "/work", Answer({"err_msg": f"{KEY} is not valid."}, 401))
    with pytest.raises(HostedServiceError) as refused:
        await api.get("/work")
    assert str(refused.value) == "The service answered 401: *** is not valid."
    assert KEY not in repr(api)


async def test_a_service_that_is_not_there_is_told_so(api: HostedApi, pauses: list[float]) -> None:
    with pytest.raises(HostedServiceError, match="cannot be reached"):
        await replace(api, base_url="http://127.0.0.1:1").get("/work")
    assert len(pauses) == 4


@pytest.mark.parametrize("address", ["ftp://example.org", "http://here:port", ""])
async def test_an_address_that_is_none_is_told_so(api: HostedApi, address: str) -> None:
    with pytest.raises(HostedServiceError, match="no usable address"):
        await replace(api, base_url=address).get("/work")


@pytest.mark.parametrize("body", [b"", b"no", [1]])
async def test_what_is_no_object_is_refused(
    services: HostedServices, api: HostedApi, body: object
) -> None:
    services.answers("GET", "/work", Answer(body))
    with pytest.raises(HostedServiceError, match="did not answer"):
        await api.get("/work")


async def test_a_file_is_sent_again_from_its_start(
    services: HostedServices, api: HostedApi, tmp_path: Path
) -> None:
    talk = tmp_path / "talk.wav"
    talk.write_bytes(b"sound" * 500_000)
    services.answers("PUT", "/place", Answer({}, 500), {})
    await api.put_elsewhere(f"{services.url}/place?signature=s", talk)
    first, second = services.asked
    assert first.body == second.body == talk.read_bytes()
    assert "Authorization" not in second.headers


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "12"}, 12.0),
        (
            {
                "Retry-After": "Wed, 21 Oct 2026 07:28:30 GMT",
                "Date": "Wed, 21 Oct 2026 07:28:00 GMT",
            },
            30.0,
        ),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:30 GMT"}, None),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_a_server_says_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert seconds_asked_for(headers) == seconds
