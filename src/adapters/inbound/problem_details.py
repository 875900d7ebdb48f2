"""Errors as RFC 9457 problem documents."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.refusals import Refusal

MEDIA_TYPE: Final = "application/problem+json"


class FieldError(BaseModel):
    """What is wrong with one field of a request."""

    field: str
    message: str


class Problem(BaseModel):
    """What went wrong, and what to do about it (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:hexavox:problem:empty-file",
                    "title": "Empty file",
                    "status": 422,
                    "detail": "The file is empty.",
                    "advice": "Check that the recording was saved completely, "
                    "then upload it again.",
                }
            ]
        }
    )

    type: str = Field(description="A stable name for this kind of problem.")
    title: str
    status: int
    detail: str
    advice: str | None = Field(default=None, description="What the caller can do about it.")
    errors: list[FieldError] | None = Field(
        default=None, description="The fields of the request that are wrong."
    )


def as_problem(refusal: Refusal, _request_id: str) -> JSONResponse:
    body = Problem(
        type=f"urn:hexavox:problem:{refusal.code}",
        title=refusal.code.replace("-", " ").capitalize(),
        status=refusal.status,
        detail=refusal.detail,
        advice=refusal.advice or None,
        errors=[FieldError(field=each.field, message=each.message) for each in refusal.faults]
        or None,
    )
    return JSONResponse(
        body.model_dump(exclude_none=True),
        status_code=refusal.status,
        headers=refusal.headers,
        media_type=MEDIA_TYPE,
    )


def responses(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """How an endpoint documents the problems it can answer with."""
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {
        int(status): {"description": status.phrase, "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }


def describe(app: FastAPI) -> None:
    """Have the OpenAPI document tell what a problem is.

    `responses` refers to a schema that FastAPI cannot know of, because it takes the models of
    documented answers for application/json."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        parts = schema.pop("$defs", {})
        document.setdefault("components", {}).setdefault("schemas", {}).update(
            {**parts, Problem.__name__: schema}
        )
        return document

    app.openapi = openapi  # type: ignore[method-assign]
