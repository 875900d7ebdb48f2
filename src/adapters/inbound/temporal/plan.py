"""What a workflow is told before it begins, and what it tells back, as JSON in Temporal's history:
a plan once made is kept to, whatever is set differently later."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stage, and how Temporal is to have it worked on. Times are in seconds."""

    stage: str
    queue: str
    limit: float
    """From the start of one attempt to its end."""
    heartbeat: float
    """How long a worker may be silent before the stage is given to another."""
    urgency: int
    """1..5 as Temporal counts: 1 goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """Temporal's retry policy, for what may pass. Times are in seconds."""

    most_attempts: int
    first_pause: float
    coefficient: float
    longest_pause: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    owner: str
    """Whoever has many jobs does not keep others waiting."""
    first: list[Step]
    """One after the other."""
    chains: list[list[Step]]
    """Then these side by side."""
    last: Step
    retries: Retries
    labels_may_fail: bool
    """Whether a diarization that fails costs the labels only, and not the job. Voices that cannot
    be learned cost no more than the names of any."""
    is_complete: bool = True
    """Or else there are only the first steps, and then another plan is to be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something failed, by the stable name of the error and in words."""

    code: str
    detail: str


PUT_BACK: Final = "put-back"
"""The type of the error with which a stage is given back: it is to be worked on again soon, and
nothing counts against it."""
NO_LONGER_WANTED: Final = "no-longer-wanted"
"""The same for a job that has ended, or is gone."""
