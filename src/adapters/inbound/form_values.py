"""A form as OpenAI's clients write it: lists and objects in brackets, as JSON, or repeated."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from adapters.inbound.field_errors import refused

_NAME: Final = re.compile(r"(?P<name>[^\[\]]+)(?:\[(?P<key>[^\[\]]*)\])?")

_NO_JSON: Final = (ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class FormShape:
    """Which fields hold more than one value; all others hold text."""

    known: Collection[str]
    lists: Collection[str]
    objects: Collection[str]


@dataclass(frozen=True, slots=True)
class FormValues:
    given: Mapping[str, object]
    """By name: text, a list of texts, or a mapping. What is blank was not given."""
    unknown: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Value:
    text: str
    key: str | None
    """What stood in brackets after the name; None where no brackets stood there."""


def values_in(fields: Mapping[str, Sequence[str]], shape: FormShape) -> FormValues:
    """Raises RequestValidationError for text that is given twice, and for broken JSON."""
    gathered: dict[str, list[_Value]] = {}
    for written, texts in fields.items():
        name, key = _parted(written, shape)
        values = [_Value(text, key) for text in texts if text.strip()]
        gathered.setdefault(name, []).extend(values)
    given = {
        name: _meant(name, values, shape)
        for name, values in gathered.items()
        if values and name in shape.known
    }
    return FormValues(given, [name for name in gathered if name not in shape.known])


def _parted(written: str, shape: FormShape) -> tuple[str, str | None]:
    """Brackets after a name that nobody knows are a part of it."""
    parts = _NAME.fullmatch(written)
    if parts is None or parts["name"] not in shape.known:
        return written, None
    return parts["name"], parts["key"]


def _meant(name: str, values: Sequence[_Value], shape: FormShape) -> object:
    if name in shape.lists:
        return [item for value in values for item in _items(value.text)]
    if name in shape.objects:
        return _object(name, values)
    if any(value.key is not None for value in values):
        return ",".join(value.text for value in values)
    texts = {value.text for value in values}
    if len(texts) > 1:
        raise refused(name, "given more than once, and not the same each time")
    return texts.pop()


def _items(text: str) -> Iterator[str]:
    """Of a list that is written as JSON; any other text is one item, whatever it begins with."""
    try:
        items = json.loads(text) if text.lstrip().startswith("[") else None
    except _NO_JSON:
        items = None
    if not isinstance(items, list):
        yield text
        return
    for item in items:
        yield _plain(item) if isinstance(item, str) else json.dumps(item)


def _plain(text: str) -> str:
    """JSON can say halves of characters, which nobody can write down."""
    return text.encode("utf-8", "replace").decode()


def _object(name: str, values: Sequence[_Value]) -> object:
    """Text that is no object is left as it is, for words such as `auto`."""
    if any(value.key for value in values):
        return {value.key: value.text for value in values if value.key}
    text = values[-1].text.strip()
    if not text.startswith("{"):
        return text
    try:
        return json.loads(text)
    except _NO_JSON as error:
        raise refused(name, "it begins as a JSON object does, and is none") from error
