"""The engines, their models, and what they compute on."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from domain.engine_kinds import AlignerKind, DiarizerKind, SpeechDetectorKind, TranscriberKind
from infrastructure.variables.reading import Variables, named

ComputeType = Literal[
    "auto",
    "int8",
    "int8_float32",
    "int8_float16",
    "int8_bfloat16",
    "float16",
    "bfloat16",
    "float32",
]
# Lowered before and not by pydantic, which would compare it with the pattern first.
Device = Annotated[
    str, StringConstraints(pattern=r"^(auto|cpu|mps|cuda(:\d+)?)$"), BeforeValidator(str.lower)
]


class EngineSettings(Variables):
    transcriber: TranscriberKind = TranscriberKind.FASTER_WHISPER
    """The engine that hears what is said. faster-whisper: Whisper in CTranslate2. transformers:
    Whisper in torch. whisperx: Whisper in CTranslate2, through WhisperX's own pipeline. The last
    two need the extra engines, which make install brings unless SLIM=1."""

    engine_choice: bool = True
    """0 has every request done by the engines that are set here; else a request may name others,
    as long as they can run."""

    aligner: AlignerKind = AlignerKind.AUTO
    """The engine that gives words their times. auto: the embedded phonemes for English, the model
    in CACHE_DIR/alignment/<language> where there is one, and else as whisper. whisper: the
    transcriber's own attention. whisperx: an align model through WhisperX, from that folder,
    embedded or from the hub, and whisper with a warning where there is none. none: as they come."""

    speech_detector: SpeechDetectorKind = SpeechDetectorKind.SILERO
    """The engine that finds where somebody speaks."""

    diarizer: DiarizerKind = DiarizerKind.AUTO
    """The engine that tells speakers apart. auto: PYANNOTE_MODEL when there is a token for it,
    else, or when that fails, the embedded one, which needs none. pyannote: PYANNOTE_MODEL and
    nothing else. embedded: our own, on weights out of registry packages. none: no labels."""

    diarization_threshold: Annotated[float, Field(gt=0, lt=1)] = 0.255
    """The distance of voices, one less their cosine, up to which the embedded diarizer holds them
    to be one person's. Lower it where people with similar voices become one, raise it where one
    person becomes two; anything from 0.23 to 0.28 found the same people in what was measured."""

    speaker_similarity: Annotated[float, Field(gt=0, lt=1)] = 0.6
    """From which similarity on two voices are taken for one: higher mistakes fewer strangers for
    somebody who is enrolled, and recognises fewer of those who are: see docs/speakers.md."""

    whisper_model: str = Field(
        default="auto",
        validation_alias=named(
            "WHISPER_MODEL",
            "PRELOAD_MODEL",
            "WHISPERX_MODEL",
            "WHISPERX_MODEL_NAME",
            "ASR_MODEL",
        ),
    )
    """The model for requests that name none: a name of `hexavox models list`, a hub id or a
    folder. auto: large-v3-turbo on a GPU, base on a processor."""

    pyannote_model: str | None = None
    """A diarization pipeline of pyannote.audio: a hub id or a folder. Unset:
    pyannote/speaker-diarization-community-1 with a token, the embedded weights without."""

    device: Device = Field(
        default="auto", validation_alias=named("DEVICE", "WHISPERX_DEVICE", "ASR_DEVICE")
    )
    """auto, cpu, cuda, cuda:N or mps."""

    diarization_device: Device = "auto"
    """Where speakers are told apart: auto, cpu, cuda, cuda:N or mps. auto: on the last GPU where
    there are two or more, which transcription then leaves alone; else where all is done."""

    compute_type: ComputeType = Field(
        default="auto", validation_alias=named("COMPUTE_TYPE", "ASR_QUANTIZATION")
    )
    """What Whisper computes in. auto: float16 on a GPU, or what an older one has, and int8 on a
    processor. What the device does not have is replaced, which /health tells."""

    batch_size: Annotated[int, Field(ge=1, le=256)] | None = None
    """Windows of 30 s decoded together. Unset: 16 on a GPU, 1 on a processor."""

    whisper_workers: Annotated[int, Field(ge=1, le=64)] | None = None
    """Pieces of work that Whisper does at a time. Unset: one on a GPU, one for each core (8 at
    most) on a processor."""
