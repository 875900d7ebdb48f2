"""Where a caller wants to be told that a job has ended."""

from dataclasses import dataclass
from enum import StrEnum

from domain.web_address import require_web_address


class CallbackStyle(StrEnum):
    """What the message says, and how often it is tried."""

    EVENT = "event"
    """An event of Standard Webhooks, tried for days."""
    TASK = "task"
    """The result of a task as the task API shows it, tried three times."""
    RUN = "run"
    """The job as the serverless API shows it, tried as often as an event."""


@dataclass(frozen=True, slots=True)
class Callback:
    url: str
    style: CallbackStyle = CallbackStyle.EVENT

    def __post_init__(self) -> None:
        require_web_address(self.url)
