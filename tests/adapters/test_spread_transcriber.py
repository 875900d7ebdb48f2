"""Transcribing on several GPUs, of which some may fail."""

from collections.abc import Callable

import pytest

from adapters.outbound.engines.device_pool import REST, DevicePool
from adapters.outbound.engines.spread_transcriber import SpreadTranscriber
from application.errors import (
    ApplicationError,
    DeviceMemoryError,
    EngineUnavailableError,
    TranscriptionFailedError,
)
from application.ports.engines.transcriber import Transcriber
from application.ports.progress import ignore_fraction
from application.waveform import ArrayWaveform
from domain.time_span import TimeSpan
from domain.transcript import Transcription
from tests.contract.transcriber import Spoken, TranscriberContract
from tests.fakes.clock import FakeClock
from tests.fakes.engines import HELLO, ScriptedTranscriber
from tests.fakes.jobs import TINY
from tests.fakes.sounds import silence

SOUND = ArrayWaveform(silence(2))
WHOLE = TimeSpan(0.0, 2.0)


def failing(error: ApplicationError) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


class Machine:
    """Two GPUs."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.first, self.second = ScriptedTranscriber(), ScriptedTranscriber()
        engines = {"cuda:0": self.first, "cuda:1": self.second}
        self.pool = DevicePool([*engines], at_once=1, clock=self.clock)
        self.transcriber = SpreadTranscriber(engines, self.pool)

    def hear(self) -> object:
        return self.transcriber.transcribe(SOUND, [WHOLE], TINY, ignore_fraction)


@pytest.fixture
def machine() -> Machine:
    return Machine()


class TestSpreadTranscriber(TranscriberContract):
    @pytest.fixture(scope="class")
    @classmethod
    def transcriber(cls) -> Transcriber:
        return Machine().transcriber

    @pytest.fixture(scope="class")
    @classmethod
    def spoken(cls) -> Spoken:
        return Spoken(SOUND, [WHOLE], TINY)


def test_a_recording_goes_to_the_gpu_that_has_less_to_do(machine: Machine) -> None:
    with machine.pool.lease():
        machine.hear()
    assert (len(machine.first.asked), len(machine.second.asked)) == (0, 1)


def failed_in_cuda() -> TranscriptionFailedError:
    error = TranscriptionFailedError("Whisper failed on this recording.")
    error.__cause__ = RuntimeError("CUDA error: an illegal memory access was encountered")
    return error


@pytest.mark.parametrize(
    "error",
    [
        EngineUnavailableError("the driver is gone"),
        DeviceMemoryError("it is full"),
        failed_in_cuda(),
    ],
)
def test_what_fails_on_one_gpu_is_done_on_another(
    machine: Machine, error: ApplicationError
) -> None:
    machine.first.before_answering = failing(error)
    assert machine.hear() == HELLO
    assert machine.pool.resting == ["cuda:0"]


def test_what_one_gpu_has_told_before_it_failed_is_not_told_by_the_next(machine: Machine) -> None:
    machine.first.after_telling = failing(DeviceMemoryError("it is full"))
    parts: list[Transcription] = []
    heard = machine.transcriber.transcribe(SOUND, [WHOLE], TINY, ignore_fraction, parts.append)
    assert [part.segments for part in parts] == [(segment,) for segment in heard.segments]


def test_a_gpu_that_failed_is_asked_again_when_it_has_rested(machine: Machine) -> None:
    machine.first.before_answering = failing(EngineUnavailableError("the driver is gone"))
    machine.hear()
    machine.hear()
    assert len(machine.first.asked) == 1
    machine.clock.advance(REST)
    machine.hear()
    assert len(machine.first.asked) == 2


def test_what_fails_on_every_gpu_is_told(machine: Machine) -> None:
    for engine in (machine.first, machine.second):
        engine.before_answering = failing(EngineUnavailableError("the driver is gone"))
    with pytest.raises(EngineUnavailableError):
        machine.hear()


def test_a_recording_that_cannot_be_heard_is_not_tried_on_every_gpu(machine: Machine) -> None:
    machine.first.before_answering = failing(TranscriptionFailedError("it is noise"))
    with pytest.raises(TranscriptionFailedError):
        machine.hear()
    assert not machine.second.asked
    assert machine.pool.resting == []


def test_it_can_run_as_long_as_one_gpu_can_and_says_what_is_wrong_with_the_other(
    machine: Machine,
) -> None:
    machine.first.problem = "cuda:0 fell off the bus"
    described = machine.transcriber.describe()
    assert described.can_run
    assert described.device == "cuda:0, cuda:1"
    assert described.warnings == ("cuda:0 fell off the bus",)


def test_it_cannot_run_where_no_gpu_can(machine: Machine) -> None:
    machine.first.problem = machine.second.problem = "no driver"
    assert machine.transcriber.describe().problem == "no driver"
