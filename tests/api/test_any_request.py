"""Requests that nobody thought of, made from what the service says of itself at /openapi.json."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import pytest
import requests
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from infrastructure.container import Container
from tests.fakes import live_server
from tests.fakes.live_server import LiveServer

Operation: TypeAlias = APIOperation[Any, Any, Any, Any]

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
AS_MANY_AS_THERE_IS_TIME_FOR: Final = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
NO_HTTP: Final = b"Invalid HTTP request received."
"""What uvicorn says to what reaches no application."""
BYTES: Final = "application/offset+octet-stream"


@schemathesis.serializer(BYTES)
def _as_they_are(_context: schemathesis.SerializationContext, value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


@dataclass(frozen=True, slots=True)
class Described:
    """The service on a socket, with all that it says it can be asked."""

    server: LiveServer
    schema: schemathesis.BaseSchema
    wav: bytes

    def operations(self) -> list[Operation]:
        results = self.schema.get_all_operations()
        return [result.ok() for result in results if isinstance(result, Ok)]

    def new_clip(self) -> str:
        with self.server.client() as client:
            answer = client.post("/api/audio", files={"file": ("talk.wav", self.wav)})
        return str(answer.json()["clip_id"])


@pytest.fixture
def described(app: FastAPI, container: Container, wav: bytes) -> Iterator[Described]:
    with live_server.serving(app) as server:
        schema = schemathesis.openapi.from_dict(app.openapi())
        schema.config.update(base_url=server.url, request_timeout=20)
        yield Described(server, schema, wav)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_operation_answers_as_documented_whatever_it_is_sent(
    described: Described, mode: GenerationMode
) -> None:
    operations = described.operations()
    wrong = {each.label: _what_is_wrong_with(each, described, mode) for each in operations}
    assert {label: why for label, why in wrong.items() if why} == {}
    assert len(operations) > 50


def _what_is_wrong_with(operation: Operation, described: Described, mode: GenerationMode) -> str:
    """With ids of clips that are there, which no generator would guess."""
    clip_id = described.new_clip()

    @AS_MANY_AS_THERE_IS_TIME_FOR
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers_as_documented(case: Case[Any]) -> None:
        for place in (case.path_parameters, case.query):
            _fill_in(place, clip_id)
        answer = case.call()
        if answer.content != NO_HTTP:
            case.validate_response(answer, checks=CHECKS)

    try:
        answers_as_documented()
    except FailureGroup as group:
        return "\n".join(str(each) for each in group.exceptions)
    except (requests.ConnectionError, requests.Timeout) as error:
        return f"no answer: {error}"
    except Unsatisfiable:
        return ""  # it takes nothing, so nothing can be wrong with it
    return ""


def _fill_in(place: Any, clip_id: str) -> None:  # noqa: ANN401 - schemathesis has it so
    if "clip_id" in (place or {}):
        place["clip_id"] = clip_id
