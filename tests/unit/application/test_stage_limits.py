"""How long a stage may take, and how long it took."""

from datetime import timedelta

from application.stage_clock import StageClock
from application.stage_limits import StageLimits
from domain.transcription_job import Stage
from tests.fakes.clock import FakeClock
from tests.fakes.progress import Notes


def test_a_limit_grows_with_recordings_of_more_than_an_hour() -> None:
    limits = StageLimits({Stage.TRANSCRIBE: timedelta(minutes=30)})
    for hours, minutes in ((0, 30), (0.5, 30), (1, 30), (3, 90)):
        limit = limits.of(Stage.TRANSCRIBE, duration=hours * 3600)
        assert limit == timedelta(minutes=minutes)


def test_no_stage_may_take_for_ever() -> None:
    assert StageLimits().of(Stage.DIARIZE, duration=60) == timedelta(minutes=10)


def test_a_stage_begins_when_it_is_first_heard_of() -> None:
    clock, notes = FakeClock(), Notes()
    stages = StageClock(clock, notes.report)
    for fraction in (0, 0.5, 1):
        stages.report(Stage.TRANSCRIBE, fraction)
        clock.advance(timedelta(seconds=2))
    stages.report(Stage.ALIGN_WORDS, 0)
    assert stages.seconds_in(Stage.TRANSCRIBE) == 6
    assert stages.seconds_in(Stage.ALIGN_WORDS) == stages.seconds_in(Stage.DIARIZE) == 0
    assert notes.fractions_of(Stage.TRANSCRIBE) == [0, 0.5, 1]


def test_a_clock_that_is_set_back_takes_no_time_away() -> None:
    clock = FakeClock()
    stages = StageClock(clock, Notes().report)
    stages.report(Stage.DECODE, 0)
    clock.advance(timedelta(hours=-1))
    assert stages.seconds_in(Stage.DECODE) == 0
