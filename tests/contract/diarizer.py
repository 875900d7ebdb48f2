"""What every Diarizer does. An adapter's own test module names itself and inherits this."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest

from application.ports.engines.diarizer import Diarizer
from application.ports.progress import ignore_fraction
from application.waveform import SAMPLE_RATE, ArrayWaveform, Waveform
from domain.speaker import ANY_NUMBER, SpeakerCount, speaker_label
from domain.transcript import Diarization
from tests.fakes.sounds import silence


class StoppedError(Exception):
    """Nobody wants the work any more."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What came of a conversation, and the progress that was told meanwhile."""

    told_apart: Diarization
    fractions: list[float]


class DiarizerContract:
    """`conversation` is at least ten seconds of two people; `told_apart` is what came of it."""

    @pytest.fixture(scope="class")
    @classmethod
    def watched(cls, diarizer: Diarizer, conversation: Waveform) -> Watched:
        fractions: list[float] = []
        return Watched(diarizer.diarize(conversation, ANY_NUMBER, fractions.append), fractions)

    @pytest.fixture(scope="class")
    @classmethod
    def told_apart(cls, watched: Watched) -> Diarization:
        return watched.told_apart

    def test_two_people_are_told_apart(self, told_apart: Diarization) -> None:
        assert len({turn.speaker for turn in told_apart.turns}) == 2

    def test_turns_stand_in_order_and_do_not_overlap(self, told_apart: Diarization) -> None:
        for turn, following in pairwise(told_apart.turns):
            assert turn.span.end <= following.span.start

    def test_voices_stand_in_order_of_time(self, told_apart: Diarization) -> None:
        starts = [turn.span.start for turn in told_apart.overlapping]
        assert starts == sorted(starts)

    def test_turns_lie_within_the_recording(
        self, told_apart: Diarization, conversation: Waveform
    ) -> None:
        ends = [turn.span.end for turn in (*told_apart.turns, *told_apart.overlapping)]
        assert max(ends) <= conversation.duration

    def test_whoever_holds_the_floor_is_heard_under_the_same_label(
        self, told_apart: Diarization
    ) -> None:
        for turn in told_apart.turns:
            heard = [each for each in told_apart.overlapping if each.speaker == turn.speaker]
            assert sum(each.span.overlap(turn.span) for each in heard) > turn.span.duration / 2

    def test_speakers_are_numbered_in_the_order_in_which_they_first_speak(
        self, told_apart: Diarization
    ) -> None:
        turns = (*told_apart.turns, *told_apart.overlapping)
        labels = list(dict.fromkeys(turn.speaker for turn in turns))
        assert labels == [speaker_label(number) for number in range(len(labels))]

    def test_no_more_speakers_are_found_than_there_may_be(
        self, diarizer: Diarizer, conversation: Waveform
    ) -> None:
        told_apart = diarizer.diarize(conversation, SpeakerCount(at_most=1), ignore_fraction)
        turns = (*told_apart.turns, *told_apart.overlapping)
        assert {turn.speaker for turn in turns} == {speaker_label(0)}

    @pytest.mark.parametrize("count", [ANY_NUMBER, SpeakerCount(2, 2), SpeakerCount(at_least=3)])
    @pytest.mark.parametrize("seconds", [0.0, 1 / SAMPLE_RATE, 0.05, 0.5, 11.0])
    def test_nobody_speaks_in_silence(
        self, diarizer: Diarizer, seconds: float, count: SpeakerCount
    ) -> None:
        quiet = ArrayWaveform(silence(seconds))
        assert diarizer.diarize(quiet, count, ignore_fraction) == Diarization(())

    @pytest.mark.parametrize("seconds", [0.2, 0.5, 1.0])
    def test_a_word_or_two_are_not_too_short(
        self, diarizer: Diarizer, conversation: Waveform, seconds: float
    ) -> None:
        first_words = ArrayWaveform(conversation.whole()[: round(seconds * SAMPLE_RATE)])
        turns = diarizer.diarize(first_words, SpeakerCount(2, 2), ignore_fraction).turns
        assert all(turn.span.end <= first_words.duration for turn in turns)

    def test_progress_grows_to_the_end(self, watched: Watched) -> None:
        reached = watched.fractions
        assert reached == sorted(reached)
        assert 0 <= reached[0] < reached[-1] == 1

    def test_what_the_report_raises_stops_the_work(
        self, diarizer: Diarizer, conversation: Waveform
    ) -> None:
        def stop(_fraction: float) -> None:
            raise StoppedError

        with pytest.raises(StoppedError):
            diarizer.diarize(conversation, ANY_NUMBER, stop)

    def test_sound_that_must_not_be_written_to_is_fine(
        self, diarizer: Diarizer, conversation: Waveform
    ) -> None:
        samples = np.array(conversation.whole()[: 3 * SAMPLE_RATE])
        samples.flags.writeable = False
        diarizer.diarize(ArrayWaveform(samples), ANY_NUMBER, ignore_fraction)

    def test_it_says_that_it_can_run(self, diarizer: Diarizer) -> None:
        assert diarizer.describe().can_run
