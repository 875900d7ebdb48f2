"""Examples at /openapi.json: all that can be sent, and every answer, has one, and they are true."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import pytest
from jsonschema_rs import Draft202012Validator

from adapters.inbound.rest.transcript_examples import FILES
from application.formats.json_document import to_document
from application.formats.registry import FORMATTERS
from domain.languages import Language
from domain.speaker import SpeakerLabel
from domain.transcript import Segment, Transcript
from infrastructure.app import app_of
from infrastructure.container import Container
from tests.fakes.transcripts import a_segment, a_word

Described: TypeAlias = tuple[str, dict[str, Any], dict[str, Any]]
"""What it is, what may hold examples, and its schema."""


@pytest.fixture(scope="module")
def document(wiring: Container) -> dict[str, Any]:
    return app_of(wiring).openapi()


def test_everything_that_can_be_sent_has_an_example(document: dict[str, Any]) -> None:
    sent = list(_sent(document))
    assert [what for what, holder, schema in sent if not _examples(holder, schema)] == []
    assert len(sent) > 500


def test_every_answer_of_success_has_an_example(document: dict[str, Any]) -> None:
    answers = list(_answers(document))
    assert [what for what, holder, schema in answers if not _examples(holder, schema)] == []
    assert len(answers) > 80


def test_every_example_is_what_its_schema_says(document: dict[str, Any]) -> None:
    wrong = [
        f"{what}: {error}"
        for what, holder, schema in (*_sent(document), *_answers(document))
        for example in _examples(holder, schema)
        for error in _errors(example, schema, document)
    ]
    assert wrong == []


def test_the_files_are_of_the_transcript_in_the_example(document: dict[str, Any]) -> None:
    [shown] = document["components"]["schemas"]["TranscriptBody"]["examples"]
    transcript = Transcript(
        language=Language(shown["language"]),
        language_probability=shown["language_probability"],
        duration=shown["duration"],
        segments=tuple(_segment(**each) for each in shown["segments"]),
        model=shown["model"],
    )
    assert to_document(transcript, with_words=False).items() <= shown.items()
    assert {form: FORMATTERS[form](transcript) for form in FILES} == FILES


def _segment(speaker: SpeakerLabel, start: float, end: float, text: str) -> Segment:
    return a_segment(a_word(text, start, end, speaker=speaker), speaker=speaker)


def _sent(document: dict[str, Any]) -> Iterator[Described]:
    for name, operation in _operations(document):
        for parameter in operation.get("parameters", ()):
            yield f"{name} {parameter['name']}", parameter, parameter["schema"]
        for content in operation.get("requestBody", {}).get("content", {}).values():
            schema = _resolved(content["schema"], document)
            yield from _fields(name, schema, document)


def _fields(name: str, schema: dict[str, Any], document: dict[str, Any]) -> Iterator[Described]:
    """Those of objects within objects, too."""
    for field, within in schema.get("properties", {}).items():
        resolved = _resolved(within, document)
        if not _is_file(resolved):
            yield f"{name} {field}", within, resolved
        for each in (resolved, *resolved.get("anyOf", ()), resolved.get("items", {})):
            yield from _fields(f"{name} {field}", _resolved(each, document), document)


def _answers(document: dict[str, Any]) -> Iterator[Described]:
    for name, operation in _operations(document):
        for status, answer in operation["responses"].items():
            contents = answer.get("content", {}) if status.startswith("2") else {}
            for media_type, content in contents.items():
                schema = _resolved(content["schema"], document)
                if not _is_file(schema):
                    yield f"{name} {status} {media_type}", content, schema


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def _is_file(schema: dict[str, Any]) -> bool:
    return "binary" in (schema.get("format"), schema.get("items", {}).get("format"))


def _examples(holder: dict[str, Any], schema: dict[str, Any]) -> list[Any]:
    """Those of a parameter or a media type have names, and those of a schema have none."""
    named = holder.get("examples", {})
    listed = named if isinstance(named, list) else [each["value"] for each in named.values()]
    single = [each["example"] for each in (holder, schema) if "example" in each]
    return [*listed, *single, *schema.get("examples", ())]


def _errors(example: object, schema: dict[str, Any], document: dict[str, Any]) -> list[str]:
    """References lead to what stands beside the schema."""
    whole = {**schema, "components": document["components"]}
    errors = Draft202012Validator(whole, validate_formats=True).iter_errors(example)
    return [error.message for error in errors]


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: dict[str, Any] = document["components"]["schemas"][reference.rsplit("/", 1)[-1]]
    return found
