"""When a delivery that failed is tried again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias
from uuid import UUID

from domain.callback import CallbackStyle
from domain.errors import InvalidValueError

_HOUR: Final = 3600
_STANDARD_PAUSES: Final = (
    *(5, 5 * 60, 30 * 60),
    *(hours * _HOUR for hours in (2, 5, 10, 14, 20, 24)),
)
"""Seconds, as the specification of Standard Webhooks recommends."""
_LARGEST_SHIFT: Final = 0.1


class ScheduleName(StrEnum):
    """Kept with a delivery, so that a later release may change the pauses."""

    STANDARD = "standard"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class DeliverySchedule:
    pauses: tuple[timedelta, ...]
    """After each try but the last."""
    is_shifted: bool
    """Whether deliveries that fail together are tried again apart from each other."""

    def pause_after(self, tries: int, delivery_id: UUID) -> timedelta | None:
        """None when that many tries, of which the first is 1, were all there are."""
        if tries > len(self.pauses):
            return None
        pause = self.pauses[tries - 1]
        return pause * (1 + _shift(delivery_id, tries)) if self.is_shifted else pause


Schedules: TypeAlias = Mapping[ScheduleName, DeliverySchedule]

SCHEDULE_OF: Final[Mapping[CallbackStyle, ScheduleName]] = MappingProxyType(
    {
        CallbackStyle.EVENT: ScheduleName.STANDARD,
        CallbackStyle.TASK: ScheduleName.TASK,
        CallbackStyle.RUN: ScheduleName.STANDARD,
    }
)


def delivery_schedules(*, task_tries: int) -> Schedules:
    """The schedules by name; how often a task's callback is tried is the operator's choice."""
    if task_tries < 1:
        raise InvalidValueError("a callback is tried at least once")
    return MappingProxyType(
        {
            ScheduleName.STANDARD: DeliverySchedule(
                tuple(timedelta(seconds=seconds) for seconds in _STANDARD_PAUSES), is_shifted=True
            ),
            ScheduleName.TASK: DeliverySchedule(
                tuple(timedelta(seconds=2**failed) for failed in range(task_tries - 1)),
                is_shifted=False,
            ),
        }
    )


def _shift(delivery_id: UUID, tries: int) -> float:
    """0 to 0.1 of the pause: spread out, and the same for the same try of the same delivery."""
    return _LARGEST_SHIFT * ((delivery_id.int + tries * 7919) % 1000) / 1000
