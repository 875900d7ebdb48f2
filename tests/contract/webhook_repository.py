"""What every WebhookRepository does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.errors import WebhookNotFoundError
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.webhook import EventType, SigningSecret
from tests.fakes.clips import ADA, GRACE
from tests.fakes.clock import NEW_YEAR
from tests.fakes.webhooks import a_secret, an_endpoint


class WebhookRepositoryContract:
    async def test_an_endpoint_comes_back_in_whatever_state_it_was_saved(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        endpoint = an_endpoint(events=frozenset({EventType.JOB_FAILED, EventType.JOB_SUCCEEDED}))
        rotated = endpoint.rotated(SigningSecret(a_secret(1)), now=NEW_YEAR)
        async with unit_of_work() as uow:
            await uow.webhooks.add(endpoint)
            await uow.commit()
        for changed in (endpoint, rotated, rotated.disabled(now=NEW_YEAR)):
            async with unit_of_work() as uow:
                await uow.webhooks.save(changed)
                assert await uow.webhooks.get(ADA, endpoint.id) == changed
                await uow.commit()
            async with unit_of_work() as uow:
                assert await uow.webhooks.get(ADA, endpoint.id) == changed

    async def test_an_endpoint_may_have_no_address(self, unit_of_work: UnitOfWorkFactory) -> None:
        endpoint = an_endpoint(url=None)
        async with unit_of_work() as uow:
            await uow.webhooks.add(endpoint)
            assert await uow.webhooks.get(ADA, endpoint.id) == endpoint

    async def test_an_owners_endpoints_come_oldest_first(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        endpoints = [
            an_endpoint(created_at=NEW_YEAR + timedelta(seconds=seconds)) for seconds in (2, 0, 1)
        ]
        async with unit_of_work() as uow:
            for endpoint in (*endpoints, an_endpoint(owner=GRACE)):
                await uow.webhooks.add(endpoint)
            assert list(await uow.webhooks.all(ADA)) == [endpoints[1], endpoints[2], endpoints[0]]

    async def test_an_endpoint_that_is_not_theirs_is_not_found(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        endpoint = an_endpoint()
        async with unit_of_work() as uow:
            await uow.webhooks.add(endpoint)
            with pytest.raises(WebhookNotFoundError):
                await uow.webhooks.get(GRACE, endpoint.id)
            with pytest.raises(WebhookNotFoundError):
                await uow.webhooks.save(replace(endpoint, owner=GRACE))
            with pytest.raises(WebhookNotFoundError):
                await uow.webhooks.save(an_endpoint())

    async def test_an_endpoint_that_was_removed_is_gone(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        endpoint, other = an_endpoint(), an_endpoint()
        async with unit_of_work() as uow:
            await uow.webhooks.add(endpoint)
            await uow.webhooks.add(other)
            await uow.webhooks.remove(endpoint.id)
            await uow.webhooks.remove(endpoint.id)
            assert list(await uow.webhooks.all(ADA)) == [other]
