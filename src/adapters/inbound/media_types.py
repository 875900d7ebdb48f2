"""The media type of a recording: only ever sound or video, whatever its name pretends."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from domain.audio_clip import AudioClip

UNKNOWN: Final = "application/octet-stream"

_OF_SUFFIX: Final[Mapping[str, str]] = MappingProxyType(
    {
        "3gp": "video/3gpp",
        "3gpp": "video/3gpp",
        "aac": "audio/aac",
        "aif": "audio/aiff",
        "aiff": "audio/aiff",
        "amr": "audio/AMR",
        "avi": "video/x-msvideo",
        "awb": "audio/AMR-WB",
        "flac": "audio/flac",
        "m4a": "audio/mp4",
        "m4v": "video/mp4",
        "mka": "audio/x-matroska",
        "mkv": "video/x-matroska",
        "mov": "video/quicktime",
        "mp3": "audio/mpeg",
        "mp4": "video/mp4",
        "mpeg": "video/mpeg",
        "mpga": "audio/mpeg",
        "oga": "audio/ogg",
        "ogg": "audio/ogg",
        "opus": "audio/ogg",
        "wav": "audio/wav",
        "weba": "audio/webm",
        "webm": "video/webm",
        "wma": "audio/x-ms-wma",
        "wmv": "video/x-ms-wmv",
    }
)

_OF_CODEC: Final[Mapping[str, str]] = MappingProxyType(
    {
        "amr_nb": "audio/AMR",
        "amr_wb": "audio/AMR-WB",
        "flac": "audio/flac",
        "mp3": "audio/mpeg",
        "mp3float": "audio/mpeg",
        "opus": "audio/ogg",
        "pcm_s16le": "audio/wav",
        "vorbis": "audio/ogg",
    }
)
"""For files without a suffix that tells: the container that a codec most often comes in."""


def media_type_of(clip: AudioClip) -> str:
    suffix = clip.filename.rpartition(".")[2].lower()
    return _OF_SUFFIX.get(suffix) or _OF_CODEC.get(clip.format.codec, UNKNOWN)
