"""Guessing how long a job still takes."""

from domain.past_run import PastRun
from domain.time_left import Speed


def test_nothing_is_guessed_before_anybody_has_run() -> None:
    assert Speed.of([]) is None
    assert Speed.of([PastRun(seconds=3, duration=0)]) is None


def test_one_odd_run_does_not_change_the_guess() -> None:
    usual = [PastRun(seconds=30, duration=60), PastRun(seconds=60, duration=120)]
    speed = Speed.of([*usual, PastRun(seconds=6000, duration=60)])
    assert speed == Speed(0.5)
    assert speed.seconds_for(600) == 300
