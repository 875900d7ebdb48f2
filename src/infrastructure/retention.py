"""What the settings say of how long things are kept, in the domain's terms."""

from datetime import timedelta

from domain.retention import RetentionPolicy
from infrastructure.settings import Settings


def retention_policy(settings: Settings) -> RetentionPolicy:
    return RetentionPolicy(
        clips=_days(settings.retain_clips_days),
        passing_clips=_days(settings.retain_passing_clips_days),
        transcripts=_days(settings.retain_transcripts_days),
        jobs=_days(settings.retain_jobs_days),
        deliveries=_days(settings.retain_deliveries_days),
    )


def _days(number: float) -> timedelta | None:
    """Kept for ever when it is 0."""
    return timedelta(days=number) if number else None
