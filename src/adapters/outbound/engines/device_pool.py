"""Devices that the same work may be done on, each with a queue of its own."""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Lock
from typing import Final, final

from application.ports.clock import Clock
from application.ports.progress import ReportFraction, ignore_fraction

_LOG: Final = logging.getLogger(__name__)

REST: Final = timedelta(minutes=1)
"""For which a device that failed is left alone: a driver that is restarted, or a program that
fills a GPU and ends, takes about as long."""
_LOOK: Final = 0.5
"""Seconds after which whoever waits asks whether the work is still wanted."""


@dataclass(slots=True)
class _Device:
    name: str
    working: int = 0
    waiting: deque[Event] = field(default_factory=deque)
    rests_until: datetime | None = None

    @property
    def queue(self) -> int:
        return self.working + len(self.waiting)


@final
class DevicePool:
    """Safe to use from several threads. Whoever asks is sent to the device with the shortest
    queue, the first of several, and stays in that queue; each is served in order."""

    def __init__(self, devices: Sequence[str], *, at_once: int, clock: Clock) -> None:
        """`at_once` pieces of work at a time on each of the devices, of which there is one."""
        self._devices = [_Device(name) for name in devices]
        self._at_once = at_once
        self._clock = clock
        self._lock = Lock()

    @property
    def devices(self) -> Sequence[str]:
        return [device.name for device in self._devices]

    @property
    def resting(self) -> Sequence[str]:
        """Those that failed, and are left alone for a while."""
        with self._lock:
            return [device.name for device in self._devices if not self._is_fit(device)]

    @contextmanager
    def lease(
        self, report: ReportFraction = ignore_fraction, *, without: Sequence[str] = ()
    ) -> Iterator[str]:
        """A device for as long as the context lasts; waits for one. `report` is told 0 meanwhile,
        and may raise to leave the queue. Never one of `without`, unless there is no other."""
        device = self._joined(without, report)
        try:
            yield device.name
        finally:
            self._give_back(device)

    def shortest_queue(self) -> str:
        """The device that would be leased next, for work that is too short to wait for one."""
        with self._lock:
            return min(self._candidates(()), key=lambda each: each.queue).name

    def leave_alone(self, name: str) -> None:
        """The device failed. Until it has rested, only those who are in its queue already, or who
        have no other to go to, get it."""
        with self._lock:
            device = next(each for each in self._devices if each.name == name)
            device.rests_until = self._clock.now() + REST
        _LOG.warning("%s is left alone for %d seconds", name, REST.total_seconds())

    def _joined(self, without: Sequence[str], report: ReportFraction) -> _Device:
        turn = Event()
        with self._lock:
            device = min(self._candidates(without), key=lambda each: each.queue)
            if device.working < self._at_once:
                device.working += 1
                return device
            device.waiting.append(turn)
        self._wait(device, turn, lambda: report(0))
        return device

    def _candidates(self, without: Sequence[str]) -> Sequence[_Device]:
        others = [device for device in self._devices if device.name not in without]
        fit = [device for device in others if self._is_fit(device)]
        return fit or others or self._devices

    def _is_fit(self, device: _Device) -> bool:
        return device.rests_until is None or self._clock.now() >= device.rests_until

    def _wait(self, device: _Device, turn: Event, look: Callable[[], None]) -> None:
        try:
            while not turn.wait(_LOOK):
                look()
        except BaseException:
            self._leave(device, turn)
            raise

    def _leave(self, device: _Device, turn: Event) -> None:
        with self._lock:
            if turn in device.waiting:
                device.waiting.remove(turn)
                return
        self._give_back(device)  # its turn came just as it went

    def _give_back(self, device: _Device) -> None:
        with self._lock:
            if device.waiting:
                device.waiting.popleft().set()  # the place passes on
            else:
                device.working -= 1
