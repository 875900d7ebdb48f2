"""Which files the task API takes, by the ends of their names."""

from pathlib import PurePath
from typing import Final

from adapters.inbound.request_errors import UnsupportedExtensionError

AUDIO: Final = (".oga", ".m4a", ".aac", ".wav", ".amr", ".wma", ".awb", ".mp3", ".ogg")
VIDEO: Final = (".wmv", ".mkv", ".avi", ".mov", ".mp4")


def require_recording(filename: str) -> None:
    """Raises UnsupportedExtensionError. The decoder could read more; the contract lists these."""
    _require(filename, (*AUDIO, *VIDEO))


def require_json(filename: str) -> None:
    """Raises UnsupportedExtensionError."""
    _require(filename, (".json",))


def _require(filename: str, taken: tuple[str, ...]) -> None:
    extension = PurePath(filename).suffix.lower()
    if extension not in taken:
        has = f"ends in {extension}" if extension else "has no extension"
        raise UnsupportedExtensionError(
            f"The name of the file {has}; it must end in {', '.join(taken)}."
        )
