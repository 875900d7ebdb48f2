"""What every Aligner does. An adapter's own test module names itself and inherits this."""

from abc import ABC, abstractmethod
from dataclasses import replace
from itertools import pairwise

import pytest

from application.ports.engines.aligner import Aligner
from application.ports.progress import ignore_fraction
from application.waveform import Waveform
from domain.alignment_options import DEFAULT_ALIGNMENT
from domain.transcript import Transcription
from tests.contract.transcriber import words_of


class StoppedError(Exception):
    """Nobody wants the work any more."""


class AlignerContract(ABC):
    @pytest.fixture
    @abstractmethod
    def aligner(self) -> Aligner: ...

    @pytest.fixture
    @abstractmethod
    def waveform(self) -> Waveform: ...

    @pytest.fixture
    @abstractmethod
    def heard(self) -> Transcription:
        """What is said in the recording, as a transcriber heard it."""

    @pytest.fixture
    def aligned(self, aligner: Aligner, waveform: Waveform, heard: Transcription) -> Transcription:
        return aligner.align(waveform, heard, DEFAULT_ALIGNMENT, ignore_fraction)

    def test_the_words_stay_as_they_are(self, aligned: Transcription, heard: Transcription) -> None:
        assert [word.text for word in words_of(aligned)] == [word.text for word in words_of(heard)]
        assert [each.text for each in aligned.segments] == [each.text for each in heard.segments]

    def test_no_word_begins_before_the_one_before_it(self, aligned: Transcription) -> None:
        for word, following in pairwise(words_of(aligned)):
            assert word.span.start <= following.span.start

    def test_words_begin_within_the_recording(
        self, aligned: Transcription, waveform: Waveform
    ) -> None:
        assert all(word.span.start < waveform.duration for word in words_of(aligned))

    def test_segments_hold_their_words(self, aligned: Transcription) -> None:
        for segment in aligned.segments:
            assert segment.span.start == segment.words[0].span.start
            assert segment.span.end == max(word.span.end for word in segment.words)

    def test_where_nothing_was_heard_nothing_is_aligned(
        self, aligner: Aligner, waveform: Waveform, heard: Transcription
    ) -> None:
        nothing = replace(heard, segments=())
        assert aligner.align(waveform, nothing, DEFAULT_ALIGNMENT, ignore_fraction) == nothing

    def test_progress_reaches_one(
        self, aligner: Aligner, waveform: Waveform, heard: Transcription
    ) -> None:
        fractions: list[float] = []
        aligner.align(waveform, heard, DEFAULT_ALIGNMENT, fractions.append)
        assert fractions[-1] == 1

    def test_whoever_listens_may_stop_the_work(
        self, aligner: Aligner, waveform: Waveform, heard: Transcription
    ) -> None:
        def stop(_fraction: float) -> None:
            raise StoppedError

        with pytest.raises(StoppedError):
            aligner.align(waveform, heard, DEFAULT_ALIGNMENT, stop)

    def test_it_says_that_it_can_run(self, aligner: Aligner) -> None:
        assert aligner.describe().can_run
