"""Where the service keeps what it keeps."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field

from infrastructure.database_url import usable_database_url
from infrastructure.variables.reading import Variables, named


class ClipStorageKind(StrEnum):
    FILESYSTEM = "filesystem"
    S3 = "s3"


Folder = Annotated[Path, AfterValidator(Path.expanduser)]
DatabaseUrl = Annotated[str, AfterValidator(usable_database_url)]


class PlaceSettings(Variables):
    data_dir: Folder = Path("~/.hexavox")
    """All that the service keeps: database, clips and weights, unless they are moved one by one."""

    database_url: DatabaseUrl | None = Field(
        default=None, validation_alias=named("DATABASE_URL", "DB_URL"), repr=False
    )
    """sqlite:////srv/hexavox.db for a file, postgresql://user:password@host/name for a server that
    several machines share. Unset: the file hexavox.db in DATA_DIR."""

    clip_storage: ClipStorageKind = ClipStorageKind.FILESYSTEM
    """Where the bytes of clips are kept. filesystem: in AUDIO_STORAGE_PATH. s3: in S3_BUCKET, for
    several machines to share; clips that are kept already do not move there."""

    audio_storage_path: Folder | None = None
    """Where the bytes of clips, and of uploads that are not whole yet, are kept as files. Unset:
    the folder clips in DATA_DIR."""

    cache_dir: Folder | None = None
    """Where weights are kept. Unset: the folder models in DATA_DIR."""

    scratch_dir: Folder | None = None
    """Where decoded sound lies while it is worked on: 230 MB for an hour. Unset: the folder
    scratch in DATA_DIR."""

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
