"""Making keys, taking them back, and telling who a caller is."""

import asyncio
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from adapters.outbound.key_secrets import new_key_secret
from adapters.outbound.memory.records import InMemoryDatabase
from adapters.outbound.memory.unit_of_work import InMemoryUnitOfWork
from application.errors import (
    AmbiguousKeyError,
    DatabaseUnavailableError,
    KeyNotFoundError,
    KeyRefusedError,
    MissingKeyError,
    OutOfScopeError,
)
from application.known_keys import FRESH, KnownKeys
from application.use_cases.keys.check_key import CheckKey, require_scope
from application.use_cases.keys.manage_keys import (
    CreateKey,
    ForgetKey,
    KeyWish,
    ListKeys,
    RevokeKey,
)
from domain.api_key import ApiKey, Scope, Secret, digest_of
from domain.audio_clip import EVERYONE
from tests.fakes.absent_database import AbsentDatabase
from tests.fakes.api_keys import ADAS, GRACES, STRANGERS, a_key
from tests.fakes.clips import ADA, GRACE
from tests.fakes.clock import FakeClock

DAY = timedelta(days=1)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def database() -> AbsentDatabase:
    return AbsentDatabase(partial(InMemoryUnitOfWork, InMemoryDatabase()))


@pytest.fixture
def create(database: AbsentDatabase, clock: FakeClock) -> CreateKey:
    return CreateKey(unit_of_work=database, clock=clock, new_id=uuid4, new_secret=new_key_secret)


@pytest.fixture
def revoke(database: AbsentDatabase, clock: FakeClock) -> RevokeKey:
    return RevokeKey(unit_of_work=database, clock=clock)


@pytest.fixture
def check(database: AbsentDatabase, clock: FakeClock) -> CheckKey:
    return CheckKey(keys=KnownKeys([], database, clock), clock=clock)


async def kept(database: AbsentDatabase, *keys: ApiKey) -> None:
    async with database() as uow:
        for key in keys:
            await uow.keys.add(key)
        await uow.commit()


async def test_a_made_key_opens_the_service_and_its_secret_is_kept_nowhere(
    create: CreateKey, check: CheckKey, database: AbsentDatabase
) -> None:
    made = await create(KeyWish(name="laptop", owner=ADA))
    assert made.secret.startswith("hvx_")
    assert len(made.secret) == 4 + 43
    assert made.secret.isascii()
    assert made.secret not in repr(made)
    assert made.key.digest == digest_of(made.secret)
    assert made.secret.startswith(made.key.hint)
    assert await check(made.secret) == made.key
    assert await ListKeys(unit_of_work=database)() == [made.key]


async def test_no_two_secrets_are_alike(create: CreateKey) -> None:
    assert len({(await create(KeyWish(name="x"))).secret for _ in range(20)}) == 20


async def test_a_key_belongs_to_everyone_unless_it_is_said_whose_it_is(create: CreateKey) -> None:
    assert (await create(KeyWish(name="laptop"))).key.owner == EVERYONE


async def test_without_any_key_everybody_is_let_in_with_whatever_they_send(check: CheckKey) -> None:
    assert await check.is_open()
    assert await check(None) is None
    assert await check("sk-anything") is None


async def test_with_a_key_nobody_is_let_in_without_one(
    check: CheckKey, database: AbsentDatabase
) -> None:
    await kept(database, a_key())
    assert not await check.is_open()
    with pytest.raises(MissingKeyError):
        await check(None)
    with pytest.raises(KeyRefusedError, match="no such"):
        await check(STRANGERS)


async def test_a_key_expires(check: CheckKey, create: CreateKey, clock: FakeClock) -> None:
    made = await create(KeyWish(name="for a day", lasting=DAY))
    assert await check(made.secret) == made.key
    clock.advance(DAY)
    with pytest.raises(KeyRefusedError, match="expired"):
        await check(made.secret)
    assert not await check.is_open()


@pytest.mark.parametrize("by_hint", [True, False])
async def test_a_revoked_key_opens_nothing_once_the_keys_are_read_again(
    check: CheckKey, create: CreateKey, revoke: RevokeKey, *, by_hint: bool
) -> None:
    made = await create(KeyWish(name="laptop"))
    await check(made.secret)
    revoked = await revoke(made.key.hint if by_hint else str(made.key.id))
    assert revoked.revoked_at is not None
    assert await check(made.secret)
    await check.keys.read()
    with pytest.raises(KeyRefusedError, match="revoked"):
        await check(made.secret)
    assert not await check.is_open()


async def test_the_service_is_open_again_when_the_last_key_is_forgotten(
    check: CheckKey, create: CreateKey, database: AbsentDatabase
) -> None:
    made = await create(KeyWish(name="laptop"))
    await ForgetKey(unit_of_work=database)(made.key.hint)
    assert await check.is_open()


async def test_a_key_is_named_by_what_only_it_has(
    revoke: RevokeKey, database: AbsentDatabase
) -> None:
    await kept(database, a_key(), a_key(Secret(ADAS + "-and-another")))
    with pytest.raises(AmbiguousKeyError):
        await revoke(a_key().hint)
    with pytest.raises(KeyNotFoundError):
        await revoke("hvx_nobody")


async def test_a_scope_that_a_key_has_not_is_named() -> None:
    require_scope(a_key(), Scope.DELETE)
    with pytest.raises(OutOfScopeError, match="`models`"):
        require_scope(a_key(), Scope.MODELS)


async def test_a_key_that_was_just_made_is_known_but_strangers_do_not_have_the_keys_read(
    check: CheckKey, database: AbsentDatabase, clock: FakeClock
) -> None:
    await kept(database, a_key())
    assert await check(ADAS)
    await kept(database, a_key(GRACES, owner=GRACE))
    with pytest.raises(KeyRefusedError):
        await check(GRACES)
    clock.advance(2 * FRESH)
    assert await check(GRACES)


async def test_a_known_key_needs_no_database_and_an_unknown_one_is_not_refused_without_it(
    check: CheckKey, database: AbsentDatabase, clock: FakeClock
) -> None:
    await kept(database, a_key())
    assert await check(ADAS)
    database.is_gone = True
    clock.advance(DAY)
    assert await check(ADAS)
    assert database.refusals == 0
    for _ in range(3):
        with pytest.raises(DatabaseUnavailableError):
            await check(GRACES)
    assert database.refusals == 1


async def test_before_the_keys_were_ever_read_nobody_is_let_in_without_a_database(
    check: CheckKey, database: AbsentDatabase, clock: FakeClock
) -> None:
    database.is_gone = True
    with pytest.raises(DatabaseUnavailableError):
        await check(None)
    database.is_gone = False
    clock.advance(DAY)
    assert await check(None) is None


async def test_keys_of_the_settings_need_no_database_once_it_was_read(
    database: AbsentDatabase, clock: FakeClock
) -> None:
    check = CheckKey(keys=KnownKeys([a_key()], database, clock), clock=clock)
    assert await check(ADAS) is not None
    with pytest.raises(MissingKeyError):
        await check(None)


async def test_many_who_ask_at_once_have_the_keys_read_once(
    check: CheckKey, database: AbsentDatabase, clock: FakeClock
) -> None:
    await kept(database, a_key())
    asked = await asyncio.gather(*(check(ADAS) for _ in range(10)))
    assert {key.owner for key in asked if key} == {ADA}
    database.is_gone = True
    clock.advance(DAY)
    refused = await asyncio.gather(*(check(STRANGERS) for _ in range(10)), return_exceptions=True)
    assert {type(each) for each in refused} == {DatabaseUnavailableError}
    assert database.refusals == 1
