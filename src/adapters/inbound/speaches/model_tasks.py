"""What models are for, in the words of the hub that most of them come from."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from application.ports.model_catalog import ModelPurpose


class ModelTask(StrEnum):
    AUTOMATIC_SPEECH_RECOGNITION = "automatic-speech-recognition"
    SPEAKER_DIARIZATION = "speaker-diarization"
    FORCED_ALIGNMENT = "forced-alignment"


_TASKS: Final[Mapping[ModelPurpose, ModelTask]] = MappingProxyType(
    {
        ModelPurpose.TRANSCRIBE: ModelTask.AUTOMATIC_SPEECH_RECOGNITION,
        ModelPurpose.TRANSCRIBE_TORCH: ModelTask.AUTOMATIC_SPEECH_RECOGNITION,
        ModelPurpose.DIARIZE: ModelTask.SPEAKER_DIARIZATION,
        ModelPurpose.ALIGN: ModelTask.FORCED_ALIGNMENT,
    }
)


def task_of(purpose: ModelPurpose) -> ModelTask:
    return _TASKS[purpose]
