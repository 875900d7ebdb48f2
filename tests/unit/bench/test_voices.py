"""Errors of voices, counted by hand."""

from pathlib import Path

import pytest

from bench.manifest import Recording
from bench.measure.enrolment import _of_known_speakers
from bench.processes.voices import _cut
from bench.voices import Spoken, Trials, recognition
from domain.time_span import TimeSpan
from tests.fakes.voices import a_voice


def test_voices_that_are_told_apart_make_no_error() -> None:
    spoken = [
        Spoken("ada", "1", a_voice(0)),
        Spoken("ada", "2", a_voice(10)),
        Spoken("grace", "3", a_voice(90)),
    ]
    trials = Trials.of(spoken)
    assert (len(trials.same), len(trials.different)) == (1, 2)
    assert trials.equal_error_rate[0] == 0
    assert trials.missed(0.99) == 1
    assert trials.mistaken(0.1) == 0.5


def test_pieces_of_one_utterance_are_not_compared() -> None:
    spoken = [Spoken("ada", "1", a_voice(0)), Spoken("ada", "1", a_voice(5))]
    assert Trials.of(spoken).same == []


def test_where_half_is_mistaken_half_is_missed() -> None:
    assert Trials(same=[0.2, 0.8], different=[0.1, 0.7]).equal_error_rate[0] == pytest.approx(0.5)


def test_who_is_enrolled_is_recognised_and_a_stranger_is_not() -> None:
    enrolling = [
        Spoken(speaker, f"{speaker}-{n}", a_voice(degrees + n))
        for speaker, degrees in (("ada", 0), ("grace", 90))
        for n in range(4)
    ]
    found = recognition(enrolling, enrolling, 0.6)
    assert (found.right, found.unnamed, found.wrong) == (2, 0, 0)
    assert (found.strangers, found.named_strangers) == (2, 0)


def test_speech_is_cut_into_pieces_of_one_length() -> None:
    speech = [TimeSpan(0, 2), TimeSpan(5, 6.5), TimeSpan(8, 8.2)]
    assert list(_cut(speech, 1.5)) == [
        [TimeSpan(0, 1.5)],
        [TimeSpan(1.5, 2), TimeSpan(5, 6)],
    ]


def test_only_speakers_who_can_be_enrolled_and_recognised_are_measured() -> None:
    def recordings(speaker: str, count: int) -> list[Recording]:
        return [
            Recording(
                name=f"{speaker}-{n}",
                path=Path(f"{n}.flac"),
                kind="utterance",
                speakers=(speaker,),
            )
            for n in range(count)
        ]

    chosen = _of_known_speakers([*recordings("ada", 4), *recordings("grace", 5)])
    assert len(chosen) == 9
    assert _of_known_speakers([*recordings("ada", 4), *recordings("grace", 3)]) == []
