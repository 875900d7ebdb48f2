"""Writes docs/configuration.md and .env.example out of the settings, or compares them with it."""

import argparse
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from infrastructure.environment import variable_names
from infrastructure.settings import Settings

_ROOT: Final = Path(__file__).resolve().parents[2]
_WRITE_THEM: Final = "python -m infrastructure.settings_docs"
_WIDTH: Final = 100

_ABOUT: Final = """\
# Configuration

<!-- Written by `python -m infrastructure.settings_docs` from src/infrastructure/settings.py. -->

Everything has a default, and nothing has to be set. Settings come from environment variables and
from a file `.env` in the working directory (start with a copy of `.env.example`); where both name
one, the environment wins. An empty value counts as none.

Some settings go by further names, which other speech services use. It does not matter which name
is taken, but two names that disagree stop the service, as do a value that is not allowed and a
name in `.env` that is nearly one of these.
"""

_OF_LIBRARIES: Final = """\
## Variables that libraries read

These are not settings of Hexavox; the libraries in it honour them as they do everywhere. Set them
in the environment: a library does not read `.env`.

| Variable | What it does |
|---|---|
| `HF_HOME` | Where what Hugging Face sends is kept. Models that are there are used. |
| `HF_ENDPOINT` | A mirror of Hugging Face to fetch from. |
| `PIP_INDEX_URL` | The package registry that the embedded weights come from. |
| `HTTPS_PROXY`, `NO_PROXY` | The proxy for weights; recordings by URL and webhooks go without. |
| `CUDA_VISIBLE_DEVICES` | The GPUs that may be used. |
"""

_VALUES_OF_TYPE: Final[Mapping[str, str]] = MappingProxyType(
    {"boolean": "1 or 0", "integer": "a whole number", "number": "a number", "string": "text"}
)
_VALUES_OF_FORMAT: Final[Mapping[str, str]] = MappingProxyType(
    {"path": "a folder", "password": "text, which is never shown"}
)
_LIMITS: Final[Mapping[str, str]] = MappingProxyType(
    {"minimum": "at least {}", "exclusiveMinimum": "more than {}", "maximum": "at most {}"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedSetting:
    """What a person has to know of one setting."""

    name: str
    other_names: tuple[str, ...]
    default: str
    """Empty where there is none, and the meaning says what holds then."""
    meaning: str
    values: str


def documented_settings() -> Iterator[DocumentedSetting]:
    schema = Settings.model_json_schema(by_alias=False)
    for field, info in Settings.model_fields.items():
        name, *others = variable_names(field)
        yield DocumentedSetting(
            name=name,
            other_names=tuple(others),
            default=_as_in_environment(info.default),
            meaning=" ".join((info.description or "").split()),
            values=_values(schema["properties"][field], schema.get("$defs", {})),
        )


def configuration_page() -> str:
    """docs/configuration.md"""
    settings = "\n".join(_section(setting) for setting in documented_settings())
    return f"{_ABOUT}\n## Settings\n\n{settings}\n{_OF_LIBRARIES}"


def example_environment() -> str:
    """.env.example"""
    opening = "# Copy this file to .env and take the # from the lines that you change."
    return "\n\n".join([opening, *map(_example, documented_settings())]) + "\n"


DOCUMENTS: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {"docs/configuration.md": configuration_page, ".env.example": example_environment}
)


def write_documents(root: Path) -> None:
    for name, text in DOCUMENTS.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text(), encoding="utf-8")


def outdated_documents(root: Path) -> list[str]:
    """The names of those that are missing or do not say what the settings say."""
    return [name for name, text in DOCUMENTS.items() if _read(root / name) != text()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare; 1 if they differ")
    if not parser.parse_args().check:
        write_documents(_ROOT)
    elif outdated := outdated_documents(_ROOT):
        sys.exit(f"{' and '.join(outdated)}: not what the settings say; run `{_WRITE_THEM}`.")


def _as_in_environment(default: object) -> str:
    if default is None:
        return ""
    if isinstance(default, bool):
        return str(int(default))
    return str(default.value if isinstance(default, Enum) else default)


def _values(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """What may be given, in words."""
    if "$ref" in schema:
        return _values(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "anyOf" in schema:
        (present,) = (each for each in schema["anyOf"] if each["type"] != "null")
        return _values(present, definitions)
    if choices := schema.get("enum", [schema["const"]] if "const" in schema else None):
        return ", ".join(f"`{choice}`" for choice in choices)
    if "pattern" in schema:
        return "as named above"
    kind = _VALUES_OF_FORMAT.get(schema.get("format", ""), _VALUES_OF_TYPE[schema["type"]])
    limits = [words.format(schema[limit]) for limit, words in _LIMITS.items() if limit in schema]
    return ", ".join([kind, *limits])


def _section(setting: DocumentedSetting) -> str:
    facts = [f"- Default: {f'`{setting.default}`' if setting.default else 'unset'}"]
    facts.append(f"- Values: {setting.values}")
    if setting.other_names:
        facts.append(f"- Also goes by: {', '.join(f'`{name}`' for name in setting.other_names)}")
    meaning = textwrap.fill(setting.meaning, _WIDTH, break_on_hyphens=False)
    return "\n".join([f"### `{setting.name}`", "", meaning, "", *facts, ""])


def _example(setting: DocumentedSetting) -> str:
    meaning = textwrap.wrap(setting.meaning, _WIDTH - 2, break_on_hyphens=False)
    return "\n".join([*(f"# {line}" for line in meaning), f"#{setting.name}={setting.default}"])


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


if __name__ == "__main__":
    main()
