"""Everything that can be set from the environment."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    AliasChoices,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from infrastructure.database_url import usable_database_url


class TranscriberKind(StrEnum):
    FASTER_WHISPER = "faster-whisper"


class DiarizerKind(StrEnum):
    AUTO = "auto"
    PYANNOTE = "pyannote"
    NONE = "none"


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


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
Folder = Annotated[Path, AfterValidator(Path.expanduser)]
DatabaseUrl = Annotated[str, AfterValidator(usable_database_url)]


def _named(*names: str) -> AliasChoices:
    return AliasChoices(*names)


class Settings(BaseSettings):
    """Read from environment variables and from a file `.env`; the environment wins."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        use_attribute_docstrings=True,
    )

    host: str = "127.0.0.1"
    """The address to listen on. 0.0.0.0 opens the service to the network: it has no keys yet."""

    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """The port to listen on; 0 takes any that is free."""

    data_dir: Folder = Path("~/.hexavox")
    """All that the service keeps: database, clips and weights, unless they are moved one by one."""

    database_url: DatabaseUrl | None = Field(
        default=None, validation_alias=_named("DATABASE_URL", "DB_URL"), repr=False
    )
    """A URL of SQLAlchemy, such as sqlite:////srv/hexavox.db, with an asynchronous driver. Unset:
    the file hexavox.db in DATA_DIR."""

    audio_storage_path: Folder | None = None
    """Where the bytes of clips are kept. Unset: the folder clips in DATA_DIR."""

    cache_dir: Folder | None = None
    """Where weights are kept. Unset: the folder models in DATA_DIR."""

    scratch_dir: Folder | None = None
    """Where decoded sound lies while it is worked on: 230 MB for an hour. Unset: the folder
    scratch in DATA_DIR."""

    transcriber: TranscriberKind = TranscriberKind.FASTER_WHISPER
    """The engine that hears what is said."""

    diarizer: DiarizerKind = DiarizerKind.AUTO
    """The engine that tells speakers apart. auto: PYANNOTE_MODEL when there is a token for it,
    else, or when that fails, the embedded weights, which need none. pyannote: PYANNOTE_MODEL and
    nothing else. none: no labels."""

    whisper_model: str = Field(
        default="auto",
        validation_alias=_named(
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
        default="auto", validation_alias=_named("DEVICE", "WHISPERX_DEVICE", "ASR_DEVICE")
    )
    """auto, cpu, cuda, cuda:N or mps."""

    compute_type: ComputeType = Field(
        default="auto", validation_alias=_named("COMPUTE_TYPE", "ASR_QUANTIZATION")
    )
    """What Whisper computes in. auto: float16 on a GPU, int8 on a processor."""

    batch_size: Annotated[int, Field(ge=1, le=256)] | None = None
    """Windows of 30 s decoded together. Unset: 16 on a GPU, 1 on a processor."""

    whisper_workers: Annotated[int, Field(ge=1, le=64)] | None = None
    """Pieces of work that Whisper does at a time. Unset: one on a GPU, one for each core (8 at
    most) on a processor."""

    job_concurrency: Annotated[int, Field(ge=1, le=256)] | None = None
    """Jobs that are worked on together; the rest wait. Unset: two for each core."""

    hf_token: SecretStr | None = Field(
        default=None,
        validation_alias=_named(
            "HF_TOKEN",
            "HUGGINGFACE_TOKEN",
            "HUGGINGFACE_AUTH_TOKEN",
            "HUGGINGFACE_ACCESS_TOKEN",
        ),
    )
    """A Hugging Face token, for models whose authors ask for one. Nothing needs it by default."""

    hf_hub_offline: bool = False
    """1 forbids every use of the network for weights."""

    max_file_size_mb: Annotated[int, Field(ge=1)] = 1000
    """The largest upload, in megabytes of 1,000,000 bytes."""

    max_duration_seconds: Annotated[float, Field(gt=0)] = 12 * 3600
    """The longest recording."""

    model_keep_alive_seconds: Annotated[int, Field(ge=0)] = Field(
        default=0, validation_alias=_named("MODEL_KEEP_ALIVE_SECONDS", "MODEL_IDLE_TIMEOUT")
    )
    """How long a model stays in memory after its last use. 0: for ever."""

    log_level: LogLevel = LogLevel.INFO
    """debug, info, warning or error."""

    def resolved(self) -> Self:
        """The same with every place that follows from DATA_DIR filled in."""
        data = self.data_dir.expanduser()
        return self.model_copy(
            update={
                "data_dir": data,
                "database_url": self.database_url or f"sqlite+aiosqlite:///{data / 'hexavox.db'}",
                "audio_storage_path": self.audio_storage_path or data / "clips",
                "cache_dir": self.cache_dir or data / "models",
                "scratch_dir": self.scratch_dir or data / "scratch",
            }
        )
