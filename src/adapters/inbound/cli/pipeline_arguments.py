"""What the arguments of `hexavox pipeline` that have a syntax of their own mean."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer

_NAMED: Final = re.compile(r"(?P<name>[^=:/?#]+)=(?P<place>.+)", re.DOTALL)
_OBJECT: Final = re.compile(r"s3://(?P<bucket>[^/]+)/(?P<key>.+)")


@dataclass(frozen=True, slots=True)
class ObjectName:
    bucket: str
    key: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A voice to know again."""

    place: str
    """A URL, a file or an object."""
    name: str | None

    @property
    def is_elsewhere(self) -> bool:
        return "://" in self.place


def object_named(text: str) -> ObjectName | None:
    """None where it is no `s3://` name."""
    found = _OBJECT.fullmatch(text)
    return ObjectName(found["bucket"], found["key"]) if found else None


def sample_named(text: str) -> Sample:
    found = _NAMED.fullmatch(text)
    return Sample(found["place"], found["name"]) if found else Sample(text, None)


def is_web_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def params_from(text: str | None) -> dict[str, object]:
    """Raises typer.BadParameter."""
    if not text:
        return {}
    try:
        written = Path(text[1:]).read_text(encoding="utf-8") if text[0] == "@" else text
        params = json.loads(written)
    except OSError as error:
        raise typer.BadParameter(f"--params-json {text}: {error.strerror}") from error
    except ValueError as error:
        raise typer.BadParameter("--params-json is not JSON.") from error
    if not isinstance(params, dict):
        raise typer.BadParameter("--params-json is not a JSON object.")
    return params
