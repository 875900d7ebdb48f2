"""How long what is kept is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.errors import InvalidValueError
from domain.transcription_job import JobKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPolicy:
    """For how long each kind of thing is kept; None is for ever."""

    clips: timedelta | None = None
    """After their last use: they were uploaded again, or a job was asked for."""
    passing_clips: timedelta | None = None
    """The same, of those that nobody can come back for."""
    transcripts: timedelta | None = None
    """After they were made."""
    jobs: timedelta | None = None
    """After they ended."""
    deliveries: timedelta | None = None
    """After they were written."""

    def __post_init__(self) -> None:
        kept = (self.clips, self.passing_clips, self.transcripts, self.jobs, self.deliveries)
        if any(each is not None and each <= timedelta() for each in kept):
            raise InvalidValueError("what is kept is kept for some time")

    def of_jobs(self, kind: JobKind) -> timedelta | None:
        """What a job of another kind than the whole makes is kept with the job, and no longer than
        a transcript."""
        limits = (self.jobs,) if kind is JobKind.FULL else (self.jobs, self.transcripts)
        return min((limit for limit in limits if limit is not None), default=None)


def oldest_kept(kept_for: timedelta | None, *, now: datetime) -> datetime | None:
    """What is older has expired; None where nothing expires."""
    return None if kept_for is None else now - kept_for
