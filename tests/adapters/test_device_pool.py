"""Sharing several GPUs: a queue for each, the shortest for whoever comes next."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from queue import SimpleQueue
from threading import Event

import pytest

from adapters.outbound.engines.device_pool import REST, DevicePool
from application.ports.progress import NoLongerWantedError
from tests.fakes.clock import FakeClock

PATIENCE = 10
"""Seconds after which a thread that never comes fails the test."""
TWO = ("cuda:0", "cuda:1")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def pool_of(clock: FakeClock, *devices: str, at_once: int = 1) -> DevicePool:
    return DevicePool(devices, at_once=at_once, clock=clock)


class Line:
    """Borrowers in threads, who come one after the other and leave when they are told to."""

    def __init__(self, pool: DevicePool, threads: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._threads = threads
        self.served: SimpleQueue[int] = SimpleQueue()

    def join(self, number: int, leaves: Event) -> Future[str]:
        """It is in a queue, or has a device, when this returns."""
        waits, has_it = Event(), Event()

        def borrow() -> str:
            with self._pool.lease(lambda _fraction: waits.set()) as device:
                self.served.put(number)
                has_it.set()
                leaves.wait(PATIENCE)
                return device

        borrowed = self._threads.submit(borrow)
        while not (waits.is_set() or has_it.is_set() or borrowed.done()):
            has_it.wait(0.01)
        return borrowed


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_each_gpu_gets_one_before_any_gets_two(clock: FakeClock, count: int) -> None:
    pool = pool_of(clock, *(f"cuda:{index}" for index in range(count)), at_once=2)
    with ExitStack() as leases:
        lent = [leases.enter_context(pool.lease()) for _ in range(2 * count)]
    assert lent == [*pool.devices, *pool.devices]


def test_a_gpu_that_is_given_back_is_lent_again(clock: FakeClock) -> None:
    pool = pool_of(clock, *TWO)
    with pool.lease() as first:
        assert first == "cuda:0"
        with pool.lease() as second:
            assert second == "cuda:1"
        with pool.lease() as third:
            assert third == "cuda:1"


def test_a_borrower_who_fails_gives_the_gpu_back(clock: FakeClock) -> None:
    pool = pool_of(clock, "cuda:0")
    with pytest.raises(ZeroDivisionError), pool.lease():
        raise ZeroDivisionError
    with pool.lease() as device:
        assert device == "cuda:0"


def test_those_who_wait_for_a_gpu_are_served_in_the_order_in_which_they_came(
    clock: FakeClock,
) -> None:
    with ThreadPoolExecutor(4) as threads:
        line, leaves = Line(pool_of(clock, "cuda:0"), threads), Event()
        borrowers = [line.join(number, leaves) for number in range(4)]
        leaves.set()
        assert [each.result(PATIENCE) for each in borrowers] == ["cuda:0"] * 4
    assert [line.served.get() for _ in range(4)] == [0, 1, 2, 3]


def test_whoever_has_to_wait_goes_where_the_fewest_wait(clock: FakeClock) -> None:
    with ThreadPoolExecutor(4) as threads:
        line, leaves = Line(pool_of(clock, *TWO), threads), Event()
        borrowers = [line.join(number, leaves) for number in range(4)]
        leaves.set()
        lent = [each.result(PATIENCE) for each in borrowers]
    assert lent == ["cuda:0", "cuda:1", "cuda:0", "cuda:1"]


def test_whoever_is_no_longer_wanted_leaves_the_queue(clock: FakeClock) -> None:
    def stop(_fraction: float) -> None:
        raise NoLongerWantedError

    pool = pool_of(clock, "cuda:0")
    with ThreadPoolExecutor(1) as threads, pool.lease():
        waiting = threads.submit(lambda: pool.lease(stop).__enter__())
        assert isinstance(waiting.exception(PATIENCE), NoLongerWantedError)
    with pool.lease() as device:
        assert device == "cuda:0"


def test_a_gpu_that_failed_is_left_alone_until_it_has_rested(clock: FakeClock) -> None:
    pool = pool_of(clock, *TWO)
    pool.leave_alone("cuda:0")
    assert pool.resting == ["cuda:0"]
    for _ in range(3):
        with pool.lease() as device:
            assert device == "cuda:1"
    clock.advance(REST)
    assert pool.resting == []
    with pool.lease() as device:
        assert device == "cuda:0"


def test_where_every_gpu_failed_they_are_tried_all_the_same(clock: FakeClock) -> None:
    pool = pool_of(clock, *TWO)
    for device in TWO:
        pool.leave_alone(device)
    with pool.lease() as device:
        assert device in TWO


def test_whoever_failed_on_one_gpu_gets_another(clock: FakeClock) -> None:
    with pool_of(clock, *TWO).lease(without=["cuda:0"]) as device:
        assert device == "cuda:1"
