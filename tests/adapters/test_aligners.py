"""Giving words their times, under the contract."""

from dataclasses import replace

import pytest

from adapters.outbound.engines.kept_times_aligner import KeptTimesAligner
from application.ports.engines.aligner import Aligner
from application.ports.progress import ignore_fraction
from application.waveform import ArrayWaveform, Waveform
from domain.alignment_options import DEFAULT_ALIGNMENT, AlignmentOptions, Interpolation
from domain.engine_kinds import AlignerKind
from domain.languages import Language
from domain.transcript import Transcription
from tests.contract.aligner import AlignerContract
from tests.contract.transcriber import words_of
from tests.fakes.engines import HELLO, UnchangingAligner
from tests.fakes.sounds import silence
from tests.fakes.transcripts import a_segment, a_word

TANGLED = Transcription(
    language=Language("en"),
    language_probability=1,
    segments=(
        a_segment(a_word(" It", 0.5, 0.9), a_word(" was", 0.2, 0.4), a_word(" the", 0.9, 1.4)),
        a_segment(a_word(" best", 1.2, 1.3), a_word(" of", 1.9, 2.5), a_word(" times.", 2.6, 3.0)),
    ),
)
"""Words that go back in time, across segments too, and beyond the end."""


class TestUnchangingAligner(AlignerContract):
    @pytest.fixture(scope="class")
    @classmethod
    def aligner(cls) -> Aligner:
        return UnchangingAligner()

    @pytest.fixture(scope="class")
    @classmethod
    def waveform(cls) -> Waveform:
        return ArrayWaveform(silence(2))

    @pytest.fixture(scope="class")
    @classmethod
    def heard(cls) -> Transcription:
        return HELLO


class TestTimesOfNobody(AlignerContract):
    @pytest.fixture(scope="class")
    @classmethod
    def aligner(cls) -> Aligner:
        return KeptTimesAligner(AlignerKind.NONE)

    @pytest.fixture(scope="class")
    @classmethod
    def waveform(cls) -> Waveform:
        return ArrayWaveform(silence(2))

    @pytest.fixture(scope="class")
    @classmethod
    def heard(cls) -> Transcription:
        return TANGLED


class TestTimesOfTheTranscriber(AlignerContract):
    @pytest.fixture(scope="class")
    @classmethod
    def aligner(cls) -> Aligner:
        return KeptTimesAligner(AlignerKind.WHISPER)

    @pytest.fixture(scope="class")
    @classmethod
    def waveform(cls) -> Waveform:
        return ArrayWaveform(silence(2))

    @pytest.fixture(scope="class", params=[HELLO, TANGLED], ids=["in order", "tangled"])
    @classmethod
    def heard(cls, request: pytest.FixtureRequest) -> Transcription:
        heard: Transcription = request.param
        return heard


def test_times_that_are_in_order_are_trusted() -> None:
    aligned = KeptTimesAligner(AlignerKind.WHISPER).align(
        ArrayWaveform(silence(2)), HELLO, DEFAULT_ALIGNMENT, ignore_fraction
    )
    assert words_of(aligned) == words_of(HELLO)


@pytest.mark.parametrize(
    "aligner", [KeptTimesAligner(AlignerKind.NONE), KeptTimesAligner(AlignerKind.WHISPER)]
)
@pytest.mark.parametrize(
    ("options", "name"),
    [
        (AlignmentOptions(characters=True), "return_char_alignments"),
        (AlignmentOptions(model="en"), "align_model"),
        (AlignmentOptions(interpolation=Interpolation.LINEAR), "interpolate_method"),
    ],
)
def test_what_is_asked_of_an_aligner_that_listens_to_nothing_is_named(
    aligner: Aligner, options: AlignmentOptions, name: str
) -> None:
    aligned = aligner.align(ArrayWaveform(silence(2)), HELLO, options, ignore_fraction)
    (warning,) = aligned.warnings
    assert name in warning


@pytest.mark.parametrize(
    "aligner", [KeptTimesAligner(AlignerKind.NONE), KeptTimesAligner(AlignerKind.WHISPER)]
)
def test_times_that_the_transcriber_guessed_are_told_once(aligner: Aligner) -> None:
    segment = HELLO.segments[0]
    guessed = tuple(replace(word, interpolated=True) for word in segment.words)
    heard = replace(HELLO, segments=(replace(segment, words=guessed),))
    aligned = aligner.align(ArrayWaveform(silence(2)), heard, DEFAULT_ALIGNMENT, ignore_fraction)
    (warning,) = aligned.warnings
    assert "words share the time" in warning
