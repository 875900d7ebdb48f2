"""One container out of parts that know each other's providers."""

from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from dependency_injector import containers, providers

from infrastructure.app import make_container
from infrastructure.container import Container
from infrastructure.settings import Settings
from tests.fakes.clock import FakeClock

TIMED_IN_EACH_PART: Final = (
    "begin_upload",
    "cancel_job",
    "check_key",
    "deliver_due",
    "enrol_speaker",
    "evict_idle_models",
    "link_clip",
    "note_end",
    "purge_expired",
    "take_job",
    "upload_clip",
)
ITSELF: Final = "__self__"
"""What the library adds to a container that was asked for once."""
PARTS: Final = [
    kind
    for kind in Container.__mro__
    if issubclass(kind, containers.DeclarativeContainer)
    and kind is not containers.DeclarativeContainer
]


@pytest.fixture
def container(tmp_path: Path) -> Container:
    return make_container(Settings(data_dir=tmp_path).resolved())


@pytest.mark.parametrize("name", TIMED_IN_EACH_PART)
def test_every_part_has_the_clock_of_its_container(container: Container, name: str) -> None:
    assert container.clock in set(providers.traverse(container.providers[name]))


def test_a_container_needs_nothing_of_another() -> None:
    declared = set(Container.providers.values())
    assert declared.isdisjoint(providers.traverse(*Container().providers.values()))


def test_a_use_case_gets_what_was_put_in_place_of_another_parts_provider(
    container: Container,
) -> None:
    clock = FakeClock()
    container.clock.override(providers.Object(clock))
    assert container.check_key().clock is clock
    assert container.enrol_speaker().clock is clock
    assert container.queue_job().clock is clock


def test_one_container_does_not_override_another(container: Container, tmp_path: Path) -> None:
    other = make_container(Settings(data_dir=tmp_path).resolved())
    container.clock.override(providers.Object(FakeClock()))
    assert container.check_key().clock is not other.check_key().clock


def test_no_two_parts_give_the_same_name() -> None:
    named = Counter(name for part in PARTS for name in part.cls_providers)
    assert set(named) == Container.providers.keys() - {ITSELF}
    assert max(named.values()) == 1
