"""What every Transcriber does. An adapter's own test module names itself and inherits this."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import pytest

from application.ports.engines.transcriber import Transcriber
from application.ports.progress import ReportFraction, ignore_fraction
from application.waveform import Waveform
from domain.languages import Language
from domain.time_span import TimeSpan
from domain.transcript import Transcription, Word
from domain.transcription_options import TranscriptionOptions


class StoppedError(Exception):
    """Nobody wants the work any more."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A recording in English, where somebody speaks in it, and the model to hear it with."""

    waveform: Waveform
    speech: Sequence[TimeSpan]
    options: TranscriptionOptions

    def heard_by(
        self, transcriber: Transcriber, report: ReportFraction = ignore_fraction
    ) -> Transcription:
        return transcriber.transcribe(self.waveform, self.speech, self.options, report)


class TranscriberContract(ABC):
    @pytest.fixture(scope="class")
    @classmethod
    @abstractmethod
    def transcriber(cls) -> Transcriber: ...

    @pytest.fixture(scope="class")
    @classmethod
    @abstractmethod
    def spoken(cls) -> Spoken: ...

    @pytest.fixture(scope="class")
    @classmethod
    def heard(cls, transcriber: Transcriber, spoken: Spoken) -> Transcription:
        return spoken.heard_by(transcriber)

    def test_every_segment_has_its_words(self, heard: Transcription) -> None:
        assert heard.segments
        for segment in heard.segments:
            assert "".join(word.text for word in segment.words).strip() == segment.text

    def test_words_stand_in_the_order_in_which_they_begin(self, heard: Transcription) -> None:
        for word, following in pairwise(words_of(heard)):
            assert word.span.start <= following.span.start

    def test_words_lie_where_somebody_speaks(self, heard: Transcription, spoken: Spoken) -> None:
        for word in words_of(heard):
            assert any(span.start <= word.span.middle <= span.end for span in spoken.speech)

    def test_a_segment_lasts_from_its_first_word_to_its_last(self, heard: Transcription) -> None:
        for segment in heard.segments:
            assert segment.span.start == segment.words[0].span.start
            assert segment.span.end == segment.words[-1].span.end

    def test_scores_are_probabilities(self, heard: Transcription) -> None:
        assert all(0 <= word.score <= 1 for word in words_of(heard))
        assert 0 < heard.language_probability <= 1

    def test_the_language_is_heard(self, heard: Transcription) -> None:
        assert heard.language == Language("en")

    def test_where_nobody_speaks_nothing_is_heard(
        self, transcriber: Transcriber, spoken: Spoken
    ) -> None:
        heard = transcriber.transcribe(spoken.waveform, [], spoken.options, ignore_fraction)
        assert heard.segments == ()

    def test_progress_rises_to_one(self, transcriber: Transcriber, spoken: Spoken) -> None:
        fractions: list[float] = []
        spoken.heard_by(transcriber, fractions.append)
        assert fractions == sorted(fractions)
        assert 0 <= fractions[0] <= fractions[-1] == 1

    def test_whoever_listens_may_stop_the_work(
        self, transcriber: Transcriber, spoken: Spoken
    ) -> None:
        def stop(_fraction: float) -> None:
            raise StoppedError

        with pytest.raises(StoppedError):
            spoken.heard_by(transcriber, stop)

    def test_two_threads_at_once_hear_what_one_hears(
        self, transcriber: Transcriber, spoken: Spoken, heard: Transcription
    ) -> None:
        with ThreadPoolExecutor(2) as threads:
            both = [threads.submit(spoken.heard_by, transcriber) for _ in range(2)]
            assert [each.result() for each in both] == [heard] * 2

    def test_it_says_that_it_can_run(self, transcriber: Transcriber) -> None:
        assert transcriber.describe().can_run


def words_of(transcription: Transcription) -> list[Word]:
    return [word for segment in transcription.segments for word in segment.words]
