"""What every Aligner does. An adapter's own test module names itself and inherits this."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class Watched:
    """What came of aligning, and the progress that was told meanwhile."""

    aligned: Transcription
    fractions: Sequence[float]


class AlignerContract(ABC):
    @pytest.fixture(scope="class")
    @classmethod
    @abstractmethod
    def aligner(cls) -> Aligner: ...

    @pytest.fixture(scope="class")
    @classmethod
    @abstractmethod
    def waveform(cls) -> Waveform: ...

    @pytest.fixture(scope="class")
    @classmethod
    @abstractmethod
    def heard(cls) -> Transcription:
        """What is said in the recording, as a transcriber heard it."""

    @pytest.fixture(scope="class")
    @classmethod
    def watched(cls, aligner: Aligner, waveform: Waveform, heard: Transcription) -> Watched:
        fractions: list[float] = []
        aligned = aligner.align(waveform, heard, DEFAULT_ALIGNMENT, fractions.append)
        return Watched(aligned, fractions)

    @pytest.fixture(scope="class")
    @classmethod
    def aligned(cls, watched: Watched) -> Transcription:
        return watched.aligned

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

    def test_progress_reaches_one(self, watched: Watched) -> None:
        assert watched.fractions[-1] == 1

    def test_whoever_listens_may_stop_the_work(
        self, aligner: Aligner, waveform: Waveform, heard: Transcription
    ) -> None:
        def stop(_fraction: float) -> None:
            raise StoppedError

        with pytest.raises(StoppedError):
            aligner.align(waveform, heard, DEFAULT_ALIGNMENT, stop)

    def test_it_says_that_it_can_run(self, aligner: Aligner) -> None:
        assert aligner.describe().can_run
