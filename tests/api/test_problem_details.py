"""Errors as problem documents, whatever they are."""

import logging
from collections.abc import Iterator
from http import HTTPStatus
from typing import TypeVar

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from adapters.inbound.errors import KnownError, code_of, status_of
from adapters.inbound.request_errors import RequestError
from application.errors import ApplicationError, ServiceStoppingError, StorageFullError
from domain.errors import DomainError, IllegalTransitionError, InvalidOptionError

E = TypeVar("E", bound=Exception)


def kinds_of(root: type[E]) -> Iterator[type[E]]:
    for kind in root.__subclasses__():
        yield kind
        yield from kinds_of(kind)


def known_errors() -> list[type[KnownError]]:
    """Those of the service itself: a test or an adapter may have some of its own."""
    roots: tuple[type[KnownError], ...] = (DomainError, ApplicationError, RequestError)
    return [
        kind
        for root in roots
        for kind in kinds_of(root)
        if kind.__module__.startswith(("domain.", "application.", "adapters."))
    ]


@pytest.mark.parametrize("error", known_errors())
def test_every_error_has_a_status_of_its_own_kind(error: type[KnownError]) -> None:
    assert status_of(error) >= HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize("error", list(kinds_of(ApplicationError)))
def test_every_error_of_a_use_case_names_itself(error: type[ApplicationError]) -> None:
    assert "code" in vars(error)


def test_no_two_errors_share_a_name() -> None:
    codes = [code_of(error) for error in known_errors()]
    assert sorted(codes) == sorted(set(codes))


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        (InvalidOptionError("no such thing"), "invalid-option", 422),
        (IllegalTransitionError("it has ended"), "illegal-transition", 409),
        (StorageFullError("The disk is full."), "storage-full", 507),
        (ServiceStoppingError("The server is stopping."), "service-stopping", 503),
    ],
)
async def test_a_known_error_says_what_to_do(
    app: FastAPI, client: AsyncClient, error: KnownError, code: str, status: int
) -> None:
    @app.get("/fails")
    async def fails() -> None:
        raise error

    answer = await client.get("/fails")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": f"urn:hexavox:problem:{code}",
        "title": code.replace("-", " ").capitalize(),
        "status": status,
        "detail": str(error),
        "advice": error.advice,
    }


async def test_an_unexpected_error_is_logged_and_gives_nothing_away(
    app: FastAPI, client: AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/breaks")
    async def breaks() -> None:
        raise RuntimeError("/secret/path")

    with caplog.at_level(logging.ERROR):
        answer = await client.get("/breaks")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:hexavox:problem:internal-error"
    assert "secret" not in answer.text
    assert "/secret/path" in caplog.text


@pytest.mark.parametrize("path", ["/nowhere", "/api", "/api/nowhere"])
async def test_a_path_that_leads_nowhere_is_not_found(client: AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.json() == {
        "type": "urn:hexavox:problem:not-found",
        "title": "Not found",
        "status": 404,
        "detail": f"GET {path}: not found.",
        "advice": "The endpoints are listed at /docs.",
    }


async def test_a_wrong_method_is_not_allowed(client: AsyncClient) -> None:
    answer = await client.put("/api/audio")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["allow"]


async def test_an_invalid_request_names_each_wrong_field(client: AsyncClient) -> None:
    answer = await client.get("/api/audio", params={"offset": "x", "limit": 0})
    body = answer.json()
    assert (answer.status_code, body["type"]) == (422, "urn:hexavox:problem:invalid-request")
    assert [error["field"] for error in body["errors"]] == ["offset", "limit"]
    assert all(error["message"] for error in body["errors"])
