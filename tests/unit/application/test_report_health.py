"""What the service says of itself."""

from collections.abc import Mapping

import pytest

from application.ports.engines.description import Engine
from application.use_cases.service.report_health import Health, ReportHealth
from domain.transcription_job import Stage
from tests.fakes.engines import (
    ListedModels,
    ScriptedDiarizer,
    ScriptedSpeechDetector,
    ScriptedTranscriber,
    UnchangingAligner,
)


def health(**changed: Engine) -> Health:
    engines: Mapping[Stage, Engine] = {
        Stage.DETECT_SPEECH: ScriptedSpeechDetector(),
        Stage.TRANSCRIBE: ScriptedTranscriber(),
        Stage.ALIGN_WORDS: UnchangingAligner(),
        Stage.DIARIZE: ScriptedDiarizer(),
        **{Stage(name): engine for name, engine in changed.items()},
    }
    return ReportHealth(device="cpu", gpus=[], engines=engines, models=ListedModels(["base"]))()


def test_every_engine_describes_itself() -> None:
    report = health()
    assert (report.device, report.loaded_models) == ("cpu", ["base"])
    assert report.stages[Stage.TRANSCRIBE].model == "tiny"
    assert all(description.can_run for description in report.stages.values())
    assert report.can_transcribe


@pytest.mark.parametrize(
    "broken",
    [
        {"detect_speech": ScriptedSpeechDetector(problem="onnxruntime is missing.")},
        {"transcribe": ScriptedTranscriber(problem="ctranslate2 is missing.")},
    ],
)
def test_without_what_a_transcript_needs_there_is_none(broken: Mapping[str, Engine]) -> None:
    assert not health(**broken).can_transcribe


def test_speakers_are_a_bonus() -> None:
    report = health(diarize=ScriptedDiarizer(problem="pyannote.audio is missing."))
    assert report.can_transcribe
    assert report.stages[Stage.DIARIZE].problem == "pyannote.audio is missing."
