"""Hosted engines with the world they live in: services that are scripted, and no waiting."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from adapters.outbound.hosted.hosted_api import HostedApi
from tests.fakes.hosted_services import HostedServices, running_hosted_services

KEY = "a-secret-key"


@pytest.fixture
def services() -> Iterator[HostedServices]:
    with running_hosted_services() as services:
        yield services


@pytest.fixture
def pauses() -> list[float]:
    """How long somebody would have waited."""
    return []


@pytest.fixture
async def api(services: HostedServices, pauses: list[float]) -> AsyncIterator[HostedApi]:
    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    async with httpx.AsyncClient(timeout=30) as client:
        yield HostedApi(
            name="The service",
            client=client,
            base_url=services.url,
            authorization=f"Bearer {KEY}",
            sleep=sleep,
        )
