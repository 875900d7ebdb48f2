"""Who may work on a request that comes with a key, and what is answered again."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Final

import pytest

from adapters.outbound.memory.records import InMemoryDatabase
from adapters.outbound.memory.runners import InMemoryRunnerRegister
from adapters.outbound.memory.unit_of_work import InMemoryUnitOfWork
from application.errors import KeyReusedError, RequestOutstandingError
from application.ports.idempotency import ClaimId, IdempotencyKey, KeptAnswer
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.idempotency.claim_key import CLAIM_LASTS, ClaimKeyCommand
from application.use_cases.idempotency.keyed_requests import KeyedRequests
from domain.audio_clip import OwnerId
from tests.fakes.clips import ADA, GRACE
from tests.fakes.clock import FakeClock
from tests.fakes.keys import CREATED, KEPT_FOR, KEY, keyed_requests, request

SECOND: Final = timedelta(seconds=1)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def runners() -> InMemoryRunnerRegister:
    return InMemoryRunnerRegister()


@pytest.fixture
def unit_of_work() -> UnitOfWorkFactory:
    return partial(InMemoryUnitOfWork, InMemoryDatabase())


@pytest.fixture
def requests(
    unit_of_work: UnitOfWorkFactory, clock: FakeClock, runners: InMemoryRunnerRegister
) -> KeyedRequests:
    return keyed_requests(unit_of_work, clock, runners)


def sent(letter: str = "a", *, owner: OwnerId = ADA, key: IdempotencyKey = KEY) -> ClaimKeyCommand:
    return ClaimKeyCommand(owner=owner, key=key, request=request(letter))


async def claimed(requests: KeyedRequests, command: ClaimKeyCommand) -> ClaimId:
    claim = await requests.claim(command)
    assert not isinstance(claim, KeptAnswer)
    return claim


async def test_a_request_is_worked_on_once_and_answered_again(requests: KeyedRequests) -> None:
    claim = await claimed(requests, sent())
    assert await requests.complete(claim, CREATED)
    assert await requests.claim(sent()) == CREATED
    assert await requests.claim(sent()) == CREATED


async def test_a_request_that_is_not_done_yet_is_outstanding(requests: KeyedRequests) -> None:
    await claimed(requests, sent())
    with pytest.raises(RequestOutstandingError):
        await requests.claim(sent())


async def test_of_many_at_once_one_is_worked_on(requests: KeyedRequests) -> None:
    claims = await asyncio.gather(
        *(requests.claim(sent()) for _ in range(8)), return_exceptions=True
    )
    assert sum(isinstance(each, RequestOutstandingError) for each in claims) == 7


@pytest.mark.parametrize("is_answered", [False, True])
async def test_a_key_belongs_to_one_request(requests: KeyedRequests, *, is_answered: bool) -> None:
    claim = await claimed(requests, sent("a"))
    if is_answered:
        await requests.complete(claim, CREATED)
    with pytest.raises(KeyReusedError):
        await requests.claim(sent("b"))


async def test_other_keys_and_other_owners_are_other_requests(requests: KeyedRequests) -> None:
    await claimed(requests, sent())
    await claimed(requests, sent("b", owner=GRACE))
    await claimed(requests, sent("b", key=IdempotencyKey("another")))


async def test_a_key_that_is_given_back_is_free_for_another_request(
    requests: KeyedRequests,
) -> None:
    await requests.release(await claimed(requests, sent("a")))
    await claimed(requests, sent("b"))


async def test_an_answer_is_not_given_back(requests: KeyedRequests) -> None:
    claim = await claimed(requests, sent())
    await requests.complete(claim, CREATED)
    await requests.release(claim)
    assert await requests.claim(sent()) == CREATED


async def test_the_key_of_a_process_that_is_gone_is_free(
    requests: KeyedRequests, runners: InMemoryRunnerRegister
) -> None:
    lost = await claimed(requests, sent())
    runners.gone.add(runners.me)
    taken_over = await claimed(requests, sent())
    assert taken_over != lost


async def test_the_answer_of_a_process_that_is_gone_is_kept(
    requests: KeyedRequests, runners: InMemoryRunnerRegister
) -> None:
    await requests.complete(await claimed(requests, sent()), CREATED)
    runners.gone.add(runners.me)
    assert await requests.claim(sent()) == CREATED


async def test_a_claim_expires_unless_it_is_renewed(
    requests: KeyedRequests, clock: FakeClock
) -> None:
    claim = await claimed(requests, sent())
    clock.advance(CLAIM_LASTS - SECOND)
    assert await requests.renew(claim)
    clock.advance(CLAIM_LASTS - SECOND)
    with pytest.raises(RequestOutstandingError):
        await requests.claim(sent())
    clock.advance(SECOND)
    await claimed(requests, sent())


async def test_who_lost_a_claim_cannot_speak_for_who_has_it_now(
    requests: KeyedRequests, clock: FakeClock
) -> None:
    lost = await claimed(requests, sent())
    clock.advance(CLAIM_LASTS)
    await claimed(requests, sent())
    assert not await requests.renew(lost)
    assert not await requests.complete(lost, CREATED)
    await requests.release(lost)
    with pytest.raises(RequestOutstandingError):
        await requests.claim(sent())


async def test_an_answer_is_not_renewed(requests: KeyedRequests) -> None:
    claim = await claimed(requests, sent())
    await requests.complete(claim, CREATED)
    assert not await requests.renew(claim)


async def test_an_answer_is_kept_for_its_time(requests: KeyedRequests, clock: FakeClock) -> None:
    await requests.complete(await claimed(requests, sent("a")), CREATED)
    clock.advance(KEPT_FOR - SECOND)
    assert await requests.claim(sent("a")) == CREATED
    clock.advance(SECOND)
    await claimed(requests, sent("b"))


async def test_what_has_expired_can_be_forgotten(
    requests: KeyedRequests, unit_of_work: UnitOfWorkFactory, clock: FakeClock
) -> None:
    await requests.complete(await claimed(requests, sent()), CREATED)
    clock.advance(KEPT_FOR)
    async with unit_of_work() as uow:
        assert await uow.idempotency.forget_expired(clock.now()) == 1
        assert await uow.idempotency.find(ADA, KEY) is None
