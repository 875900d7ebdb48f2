"""What a recording that lies elsewhere is to be called here."""

from collections.abc import Mapping
from email.message import Message
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote

from domain.filename import plain_filename

_SUFFIX_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        "audio/aac": ".aac",
        "audio/flac": ".flac",
        "audio/mp4": ".m4a",
        "audio/mpeg": ".mp3",
        "audio/ogg": ".ogg",
        "audio/wav": ".wav",
        "audio/wave": ".wav",
        "audio/webm": ".weba",
        "audio/x-flac": ".flac",
        "audio/x-m4a": ".m4a",
        "audio/x-wav": ".wav",
        "video/mp4": ".mp4",
        "video/quicktime": ".mov",
        "video/webm": ".webm",
        "video/x-matroska": ".mkv",
    }
)


def filename_of(*, disposition: str, path: str, media_type: str) -> str:
    """The name that the other side gives it, else the end of its path, else one that says what it
    is. `path` is percent-encoded."""
    return (
        plain_filename(_in_disposition(disposition))
        or plain_filename(unquote(path.rpartition("/")[2]))
        or "recording" + _SUFFIX_OF.get(media_type.partition(";")[0].strip().lower(), "")
    )


def _in_disposition(header: str) -> str:
    message = Message()
    message["Content-Disposition"] = header
    return message.get_filename("")
