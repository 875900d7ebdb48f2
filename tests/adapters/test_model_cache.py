"""Lending models, one load for many borrowers."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest

from adapters.outbound.engines.model_cache import ModelCache
from application.errors import ModelInUseError
from tests.fakes.clock import FakeClock

PATIENCE = 10
"""Seconds after which a thread that never comes fails the test."""
AN_HOUR = timedelta(hours=1)


class Weights:
    """Something that is loaded, and counts how often."""

    def __init__(self) -> None:
        self.loads = 0

    def load(self) -> str:
        self.loads += 1
        return f"model {self.loads}"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def models(clock: FakeClock) -> ModelCache:
    return ModelCache(clock)


def borrow(models: ModelCache, key: str, load: Callable[[], str] = lambda: "model") -> str:
    with models.lease(key, load) as model:
        return model


def test_a_model_is_loaded_for_the_first_borrower_and_kept_for_the_next(
    models: ModelCache,
) -> None:
    weights = Weights()
    assert [borrow(models, "base", weights.load) for _ in range(3)] == ["model 1"] * 3


def test_borrowers_who_come_at_once_wait_for_one_load_and_share_it(models: ModelCache) -> None:
    everybody, weights = Barrier(4), Weights()

    def borrow_with_the_others(_: int) -> str:
        everybody.wait(PATIENCE)
        with models.lease("base", weights.load) as model:
            everybody.wait(PATIENCE)  # all hold it at the same time
            return model

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(borrow_with_the_others, range(4))) == ["model 1"] * 4


def test_different_models_load_at_the_same_time(models: ModelCache) -> None:
    both = Barrier(2)

    def load() -> str:
        both.wait(PATIENCE)
        return "model"

    with ThreadPoolExecutor(2) as threads:
        borrowed = threads.map(lambda key: borrow(models, key, load), ["base", "small"])
        assert list(borrowed) == ["model", "model"]


def test_a_load_that_fails_tells_its_borrower_and_the_next_one_tries_again(
    models: ModelCache,
) -> None:
    def fail() -> str:
        raise OSError("no such file")

    with pytest.raises(OSError, match="no such file"):
        borrow(models, "base", fail)
    assert models.names() == []
    assert borrow(models, "base", Weights().load) == "model 1"


def test_a_borrower_who_waited_for_a_load_that_failed_loads_anew(models: ModelCache) -> None:
    loading, may_fail = Event(), Event()

    def fail() -> str:
        loading.set()
        may_fail.wait(PATIENCE)
        raise OSError("no such file")

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(borrow, models, "base", fail)
        loading.wait(PATIENCE)
        second = threads.submit(borrow, models, "base", Weights().load)
        may_fail.set()
        assert isinstance(first.exception(PATIENCE), OSError)
        assert second.result(PATIENCE) == "model 1"
    assert models.names() == ["base"]


def test_a_borrower_who_fails_gives_the_model_back(models: ModelCache, clock: FakeClock) -> None:
    with pytest.raises(ZeroDivisionError), models.lease("base", Weights().load):
        raise ZeroDivisionError
    clock.advance(AN_HOUR)
    assert models.evict_idle(AN_HOUR) == ["base"]


def test_models_are_named_in_the_order_in_which_they_were_loaded(models: ModelCache) -> None:
    loading, may_load = Event(), Event()

    def load_slowly() -> str:
        loading.set()
        may_load.wait(PATIENCE)
        return "model"

    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(borrow, models, "large", load_slowly)
        loading.wait(PATIENCE)
        borrow(models, "base")
        assert models.names() == ["base"]
        may_load.set()
        slow.result(PATIENCE)
    assert models.names() == ["base", "large"]


def test_a_model_that_nobody_borrowed_for_long_enough_is_dropped(
    models: ModelCache, clock: FakeClock
) -> None:
    weights = Weights()
    borrow(models, "base", weights.load)
    clock.advance(AN_HOUR)
    assert models.evict_idle(AN_HOUR) == ["base"]
    assert models.names() == []
    assert borrow(models, "base", weights.load) == "model 2"


def test_a_model_that_was_borrowed_meanwhile_stays(models: ModelCache, clock: FakeClock) -> None:
    borrow(models, "base")
    clock.advance(AN_HOUR / 2)
    borrow(models, "base")
    clock.advance(AN_HOUR / 2)
    assert models.evict_idle(AN_HOUR) == []
    assert models.names() == ["base"]


def test_a_model_that_is_lent_stays_however_long(models: ModelCache, clock: FakeClock) -> None:
    with models.lease("base", Weights().load):
        clock.advance(AN_HOUR)
        assert models.evict_idle(AN_HOUR) == []
    assert models.evict_idle(AN_HOUR) == []
    clock.advance(AN_HOUR)
    assert models.evict_idle(AN_HOUR) == ["base"]


def test_each_device_has_a_copy_of_its_own(models: ModelCache) -> None:
    weights = Weights()
    for device in ("cuda:0", "cuda:1", "cuda:0"):
        with models.lease("whisper base", weights.load, device=device):
            pass
    assert weights.loads == 2
    assert models.names() == ["whisper base"]
    assert [model.device for model in models.loaded()] == ["cuda:0", "cuda:1"]


def test_it_is_told_who_uses_a_model_and_since_when_nobody_does(
    models: ModelCache, clock: FakeClock
) -> None:
    with models.lease("whisper base", Weights().load, device="cpu"):
        (lent,) = models.loaded()
        assert (lent.key, lent.leases) == ("whisper base", 1)
        clock.advance(AN_HOUR)
    (idle,) = models.loaded()
    assert (idle.leases, idle.last_used) == (0, clock.now())


@pytest.mark.parametrize("name", ["base", "whisper base"])
def test_a_model_can_be_dropped_at_once_from_every_device(models: ModelCache, name: str) -> None:
    for device in ("cuda:0", "cuda:1"):
        with models.lease("whisper base", Weights().load, device=device):
            pass
    borrow(models, "whisper tiny")
    assert models.drop(name) == ["whisper base"]
    assert models.names() == ["whisper tiny"]
    assert models.drop(name) == []


def test_a_model_that_is_lent_cannot_be_dropped(models: ModelCache) -> None:
    with models.lease("whisper base", Weights().load), pytest.raises(ModelInUseError):
        models.drop("base")
    assert models.names() == ["whisper base"]
