from datetime import timedelta

import pytest

from domain.errors import InvalidValueError
from domain.retention import RetentionPolicy, oldest_kept
from domain.transcription_job import JobKind
from tests.fakes.clock import NEW_YEAR

DAY = timedelta(days=1)


def test_by_default_everything_is_kept_for_ever() -> None:
    assert oldest_kept(RetentionPolicy().clips, now=NEW_YEAR) is None


def test_what_is_older_than_it_may_be_has_expired() -> None:
    assert oldest_kept(2 * DAY, now=NEW_YEAR) == NEW_YEAR - 2 * DAY


@pytest.mark.parametrize("kept_for", [timedelta(), -DAY])
def test_nothing_expires_before_it_is_there(kept_for: timedelta) -> None:
    with pytest.raises(InvalidValueError):
        RetentionPolicy(jobs=kept_for)


@pytest.mark.parametrize(
    ("jobs", "transcripts", "whole", "part"),
    [
        (None, None, None, None),
        (9 * DAY, None, 9 * DAY, 9 * DAY),
        (None, 2 * DAY, None, 2 * DAY),
        (9 * DAY, 2 * DAY, 9 * DAY, 2 * DAY),
        (2 * DAY, 9 * DAY, 2 * DAY, 2 * DAY),
    ],
)
def test_what_a_job_for_a_part_has_made_outlives_no_transcript(
    jobs: timedelta | None,
    transcripts: timedelta | None,
    whole: timedelta | None,
    part: timedelta | None,
) -> None:
    policy = RetentionPolicy(jobs=jobs, transcripts=transcripts)
    assert policy.of_jobs(JobKind.FULL) == whole
    assert policy.of_jobs(JobKind.DIARIZATION) == part
