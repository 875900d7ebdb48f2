"""Reading the settings, so that whatever is wrong with them is said at once and in full."""

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Final

from dotenv import dotenv_values
from pydantic import AliasChoices, ValidationError

from infrastructure.settings import Settings

_ENV_FILE: Final = Path(".env")
_QUOTAS: Final = (
    "write a number, a stroke and second, minute, hour or day, with ; between several, as in"
    " 120/minute;2000/hour, at most 1000000000 and a year; none allows everything"
)
_ADVICE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "DEVICE": "choose auto, cpu, cuda, cuda:N or mps",
        "DATABASE_URL": "give a URL such as sqlite:////srv/hexavox.db or"
        " postgresql://user:password@host/name",
        "S3_ENDPOINT": "give a URL such as https://s3.example.org",
        "S3_PUBLIC_ENDPOINT": "give a URL such as https://s3.example.org",
        "S3_BUCKET": "name the bucket that CLIP_STORAGE=s3 keeps clips in",
        "RATE_LIMIT": _QUOTAS,
        "RATE_LIMIT_STORAGE": "write memory://, or a URL such as redis://:password@host:6379/0,"
        " which needs the extra scale",
        "FAILED_KEY_LIMIT": _QUOTAS,
        "CORS_ORIGINS": "write origins with commas between, as https://app.example.org, without a"
        " path, or * for all",
        "TRUSTED_HOSTS": "write names with commas between, as speech.example.org or *.example.org,"
        " without a port",
        "TRUSTED_PROXIES": "write addresses or networks with commas between, as 10.0.0.5 or"
        " 172.16.0.0/12, or * for all",
        "S3_SECRET_KEY": "S3_ACCESS_KEY and S3_SECRET_KEY go together; set both of them or neither",
    }
)
"""For settings of which pydantic's own words say too little."""


class SettingsError(Exception):
    """The environment says something that cannot be; its text names every such thing."""


def read_settings() -> Settings:
    """Raises SettingsError."""
    if problems := [*_disagreements(_environment()), *_misspellings()]:
        raise SettingsError("\n".join(problems))
    try:
        return Settings().resolved()
    except ValidationError as error:
        raise SettingsError("\n".join(_complaints(error))) from error


def variable_names(field: str) -> tuple[str, ...]:
    """The names by which a setting goes in the environment, the canonical one first."""
    alias = Settings.model_fields[field].validation_alias
    if isinstance(alias, AliasChoices):
        return tuple(str(choice) for choice in alias.choices)
    return (field.upper(),)


def _environment() -> Mapping[str, str]:
    merged = {**dotenv_values(_ENV_FILE), **os.environ}
    return {name.upper(): value for name, value in merged.items() if value}


def _disagreements(environment: Mapping[str, str]) -> Iterator[str]:
    for field in Settings.model_fields:
        said = {n: environment[n] for n in variable_names(field) if n in environment}
        if len(set(said.values())) > 1:
            yield (
                f"{' and '.join(said)} mean the same setting and disagree: leave only one of them."
            )


def _misspellings() -> Iterator[str]:
    """A name in `.env` that is nearly one of ours is a slip; any other is somebody else's."""
    known = [name for field in Settings.model_fields for name in variable_names(field)]
    for name in dotenv_values(_ENV_FILE):
        near = get_close_matches(name.upper(), known, n=1, cutoff=0.85)
        if near and name.upper() not in known:
            yield f"{name} in .env is not a setting; did you mean {near[0]}?"


def _complaints(error: ValidationError) -> Iterator[str]:
    for problem in error.errors(include_url=False, include_context=False):
        place = str(problem["loc"][0])
        field = next(f for f in Settings.model_fields if place in (f, *variable_names(f)))
        name = variable_names(field)[0]
        # Whatever is left out of a log may hold a password.
        is_shown = Settings.model_fields[field].repr and problem["input"] is not None
        said = f"={problem['input']}" if is_shown else ""
        message = problem["msg"]
        yield f"{name}{said}: {_ADVICE.get(name, message[0].lower() + message[1:])}"
