"""The names by which a Whisper model may be asked for, and the repository that each stands for."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

DEFAULT_NAMES: Final = frozenset({"", "auto", "whisper-1"})
"""`whisper-1` is what clients of the OpenAI dialect send when they do not care."""

WHISPER_REPOSITORIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "tiny": "Systran/faster-whisper-tiny",
        "tiny.en": "Systran/faster-whisper-tiny.en",
        "base": "Systran/faster-whisper-base",
        "base.en": "Systran/faster-whisper-base.en",
        "small": "Systran/faster-whisper-small",
        "small.en": "Systran/faster-whisper-small.en",
        "medium": "Systran/faster-whisper-medium",
        "medium.en": "Systran/faster-whisper-medium.en",
        "large-v1": "Systran/faster-whisper-large-v1",
        "large-v2": "Systran/faster-whisper-large-v2",
        "large-v3": "Systran/faster-whisper-large-v3",
        "large-v3-turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
        "distil-small.en": "Systran/faster-distil-whisper-small.en",
        "distil-medium.en": "Systran/faster-distil-whisper-medium.en",
        "distil-large-v2": "Systran/faster-distil-whisper-large-v2",
        "distil-large-v3": "Systran/faster-distil-whisper-large-v3",
        "distil-large-v3.5": "distil-whisper/distil-large-v3.5-ct2",
        "nyrahealth/faster_CrisperWhisper": "nyrahealth/faster_CrisperWhisper",
    }
)

TORCH_REPOSITORIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{
            name: ("distil-whisper/" if name.startswith("distil-") else "openai/whisper-") + name
            for name in WHISPER_REPOSITORIES
            if "/" not in name
        },
        "nyrahealth/faster_CrisperWhisper": "nyrahealth/CrisperWhisper",
    }
)
"""The same models in the layout of transformers."""

NICKNAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "large": "large-v3",
        "turbo": "large-v3-turbo",
        "nyrahealth/crisperwhisper": "nyrahealth/faster_CrisperWhisper",
    }
)

# One model has many names: its authors', its converters', OpenAI's with and without a prefix.
_PREFIXES: Final = ("", "openai/whisper-", "distil-whisper/", "systran/faster-whisper-", "whisper-")
_NAME_OF_LOWER_CASE: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{name.lower(): name for name in WHISPER_REPOSITORIES},
        **{repository.lower(): name for name, repository in WHISPER_REPOSITORIES.items()},
        **NICKNAMES,
    }
)
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_][\w.-]{0,95}", re.ASCII)
_HUB_ID: Final = re.compile(r"[A-Za-z0-9_][\w.-]{0,95}/[A-Za-z0-9_][\w.-]{0,95}", re.ASCII)


def whisper_name(wanted: str) -> str | None:
    """The canonical name that `wanted` is another spelling of, if it is one."""
    lower = wanted.lower()
    spellings = (lower.removeprefix(prefix) for prefix in _PREFIXES)
    return next(
        (_NAME_OF_LOWER_CASE[each] for each in spellings if each in _NAME_OF_LOWER_CASE), None
    )


def is_plain_name(wanted: str) -> bool:
    """Whether it is safe as the name of one folder."""
    return _PLAIN_NAME.fullmatch(wanted) is not None


def is_hub_id(wanted: str) -> bool:
    """Whether it has the form `organisation/name`; such a text is also safe as a path."""
    return _HUB_ID.fullmatch(wanted) is not None


def short_names() -> list[str]:
    """What a person may choose from."""
    return [name for name in (*WHISPER_REPOSITORIES, *NICKNAMES) if "/" not in name]
