"""What every Transcriber does. An adapter's own test module names itself and inherits this."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import pytest

from adapters.outbound.engines.whisper_tokens import read_vocabulary
from application.ports.engines.transcriber import Transcriber
from application.ports.progress import ReportFraction, ignore_fraction
from application.waveform import Waveform
from domain.languages import Language
from domain.time_span import TimeSpan
from domain.transcript import Transcription, Word
from domain.transcription_options import TranscriptionOptions

Read: TypeAlias = Callable[[Sequence[int]], str]


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


@dataclass(frozen=True, slots=True)
class Watched:
    """What was heard, and what was told meanwhile."""

    heard: Transcription
    parts: Sequence[Transcription]
    fractions: list[float]


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
    def read(cls) -> Read:
        """What tokens say. Those of scripted engines are the numbers of characters."""
        return lambda tokens: "".join(map(chr, tokens))

    @pytest.fixture(scope="class")
    @classmethod
    def watched(cls, transcriber: Transcriber, spoken: Spoken) -> Watched:
        parts: list[Transcription] = []
        fractions: list[float] = []
        heard = transcriber.transcribe(
            spoken.waveform, spoken.speech, spoken.options, fractions.append, parts.append
        )
        return Watched(heard, parts, fractions)

    @pytest.fixture(scope="class")
    @classmethod
    def heard(cls, watched: Watched) -> Transcription:
        return watched.heard

    def test_what_is_told_part_by_part_is_what_is_answered(self, watched: Watched) -> None:
        heard, parts = watched.heard, watched.parts
        assert tuple(segment for part in parts for segment in part.segments) == heard.segments
        assert {(part.language, part.language_probability) for part in parts} == {
            (heard.language, heard.language_probability)
        }

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

    def test_the_tokens_of_a_word_say_the_word(self, heard: Transcription, read: Read) -> None:
        for word in words_of(heard):
            assert read(word.tokens) == word.text

    def test_every_segment_tells_where_its_window_begins(
        self, heard: Transcription, spoken: Spoken
    ) -> None:
        for segment in heard.segments:
            window_start = segment.decoding.window_start
            assert window_start in {span.start for span in spoken.speech}
            assert window_start <= segment.span.start

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

    def test_progress_rises_to_one(self, watched: Watched) -> None:
        fractions = watched.fractions
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


def reader_in(folder: Path) -> Read:
    """Of the tokens of the model in that folder."""
    vocabulary = read_vocabulary(folder)
    return lambda tokens: str(vocabulary.decode(list(tokens)))


def words_of(transcription: Transcription) -> list[Word]:
    return [word for segment in transcription.segments for word in segment.words]
