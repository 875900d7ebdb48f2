"""A diarizer that stands in for another one, and for how long."""

import gc
from typing import Final, final
from weakref import ref

import pytest

from adapters.outbound.engines.fallback_diarizer import REST, FallbackDiarizer
from application.errors import (
    ApplicationError,
    CorruptWeightsError,
    EngineUnavailableError,
    ModelUnavailableError,
    ServiceStoppingError,
    TranscriptionFailedError,
)
from application.ports.engines.description import EngineDescription
from application.ports.engines.diarizer import Diarizer
from application.ports.progress import ReportFraction, ignore_fraction
from application.waveform import ArrayWaveform, Waveform
from domain.speaker import ANY_NUMBER, SpeakerCount
from domain.transcript import Diarization
from tests.fakes.diarizer import ScriptedDiarizer, turn
from tests.fakes.sounds import silence

SECOND: Final = ArrayWaveform(silence(1))
TOLD: Final = Diarization(
    turns=(turn("SPEAKER_00", 0, 1),),
    overlapping=(turn("SPEAKER_00", 0, 1), turn("SPEAKER_01", 0.5, 1)),
    warnings=("A warning of its own.",),
)
ONLY_FIRST: Final = Diarization((turn("SPEAKER_00", 0, 0.5),))


@final
class Recovering(Diarizer):
    """Fails until `fails_with` is taken away."""

    def __init__(self, fails_with: type[ApplicationError]) -> None:
        self.fails_with: type[ApplicationError] | None = fails_with
        self.asked = 0

    def describe(self) -> EngineDescription:
        return EngineDescription(name="recovering", model="community-1")

    def diarize(
        self, waveform: Waveform, speakers: SpeakerCount, report: ReportFraction
    ) -> Diarization:
        self.asked += 1
        if self.fails_with is not None:
            raise self.fails_with("Not now.")
        return ONLY_FIRST


@final
class Seconds:
    """A monotonic clock that stands still until it is told to move."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed


def told(diarizer: Diarizer) -> Diarization:
    return diarizer.diarize(SECOND, ANY_NUMBER, ignore_fraction)


def test_the_first_diarizer_answers_where_it_can() -> None:
    second = ScriptedDiarizer(Diarization(()))
    assert told(FallbackDiarizer(ScriptedDiarizer(TOLD), second)) == TOLD
    assert not second.asked


@pytest.mark.parametrize("kind", [ModelUnavailableError, EngineUnavailableError])
def test_the_second_diarizer_stands_in_and_says_why(kind: type[ApplicationError]) -> None:
    first = ScriptedDiarizer(kind("The token was refused."), model="community-1")
    second = ScriptedDiarizer(TOLD, model="embedded")
    answer = FallbackDiarizer(first, second).diarize(SECOND, SpeakerCount(2, 2), ignore_fraction)
    assert (answer.turns, answer.overlapping) == (TOLD.turns, TOLD.overlapping)
    assert second.asked == [SpeakerCount(2, 2)]
    assert answer.warnings == (
        "Speakers were told apart with embedded instead of community-1: The token was refused. "
        + kind.advice,
        "A warning of its own.",
    )


def test_damaged_weights_cost_no_labels_and_are_named_with_what_mends_them() -> None:
    first = ScriptedDiarizer(CorruptWeightsError("A file is damaged."), model="community-1")
    answer = told(FallbackDiarizer(first, ScriptedDiarizer(TOLD, model="embedded")))
    assert answer.turns == TOLD.turns
    assert answer.warnings[0] == (
        "Speakers were told apart with embedded instead of community-1: A file is damaged. "
        "Run `hexavox models fetch community-1`, which replaces files that are damaged."
    )


def test_what_the_second_diarizer_raises_is_not_hidden() -> None:
    first = ScriptedDiarizer(ModelUnavailableError("The token was refused."))
    second = ScriptedDiarizer(CorruptWeightsError("A file is damaged."))
    with pytest.raises(CorruptWeightsError):
        told(FallbackDiarizer(first, second))


@pytest.mark.parametrize("kind", [ModelUnavailableError, CorruptWeightsError])
def test_a_diarizer_that_cannot_be_had_is_left_alone_for_a_while(
    kind: type[ApplicationError],
) -> None:
    first, seconds = Recovering(kind), Seconds()
    diarizer = FallbackDiarizer(first, ScriptedDiarizer(TOLD), seconds)
    warned = told(diarizer).warnings
    seconds.passed = REST - 1
    assert told(diarizer).warnings == warned
    assert first.asked == 1
    seconds.passed = REST
    told(diarizer)
    assert first.asked == 2


def test_a_model_that_was_accepted_meanwhile_is_used() -> None:
    first, seconds = Recovering(ModelUnavailableError), Seconds()
    diarizer = FallbackDiarizer(first, ScriptedDiarizer(TOLD, model="embedded"), seconds)
    told(diarizer)
    assert diarizer.describe().model == "embedded"
    first.fails_with = None
    seconds.passed = REST
    assert told(diarizer) == ONLY_FIRST
    assert diarizer.describe().model == "community-1"


def test_a_recording_that_could_not_be_managed_is_no_reason_to_leave_it_alone() -> None:
    first = Recovering(TranscriptionFailedError)
    diarizer = FallbackDiarizer(first, ScriptedDiarizer(TOLD))
    assert told(diarizer).turns == TOLD.turns
    first.fails_with = None
    assert told(diarizer) == ONLY_FIRST


def test_what_the_report_raises_stops_the_work() -> None:
    second = ScriptedDiarizer(TOLD)

    def stop(_fraction: float) -> None:
        raise ServiceStoppingError

    with pytest.raises(ServiceStoppingError):
        FallbackDiarizer(ScriptedDiarizer(TOLD), second).diarize(SECOND, ANY_NUMBER, stop)
    assert not second.asked


def test_a_failure_keeps_no_recording_in_memory() -> None:
    diarizer = FallbackDiarizer(Recovering(ModelUnavailableError), ScriptedDiarizer(TOLD))
    recording = ArrayWaveform(silence(1))
    watched = ref(recording)
    diarizer.diarize(recording, ANY_NUMBER, ignore_fraction)
    del recording
    gc.collect()
    assert watched() is None


@pytest.mark.parametrize(("problem", "model"), [(None, "first"), ("broken", "second")])
def test_the_diarizer_that_would_run_is_described(problem: str | None, model: str) -> None:
    first = ScriptedDiarizer(TOLD, model="first", problem=problem)
    described = FallbackDiarizer(first, ScriptedDiarizer(TOLD, model="second")).describe()
    assert described.model == model
