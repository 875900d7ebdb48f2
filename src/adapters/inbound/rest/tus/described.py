"""The headers of tus in the OpenAPI document, which FastAPI does not see: they are read one by one,
so that a wrong one is answered as tus wants it and no query parameter passes for a header."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final, TypeAlias

from adapters.inbound.problem_details import MEDIA_TYPE, Problem
from adapters.inbound.rest.tus.request_headers import BYTES_OF_UPLOAD
from adapters.inbound.rest.tus.route import CHECKSUM_MISMATCH, VERSION

Described: TypeAlias = dict[int | str, dict[str, Any]]

_TEXT: Final = {"type": "string"}
_BYTES: Final = {BYTES_OF_UPLOAD: {"schema": {"type": "string", "format": "binary"}}}
_ASKED: Final[Mapping[str, str]] = {
    "Tus-Resumable": f"The version of the protocol: {VERSION}.",
    "Upload-Length": "Bytes of the whole file.",
    "Upload-Defer-Length": "1: the length will be said with a later PATCH.",
    "Upload-Metadata": "Pairs `key base64(value)` with commas between: `filename`, `filetype`.",
    "Upload-Offset": "Where these bytes go: as many as have arrived already.",
    "Upload-Checksum": "`sha1` or `sha256`, a space, and the digest of this body in base64.",
}
_EXAMPLES: Final[Mapping[str, str]] = {
    "Tus-Resumable": VERSION,
    "Upload-Length": "5242880",
    "Upload-Defer-Length": "1",
    "Upload-Metadata": "filename dGFsay5tcDM=,filetype YXVkaW8vbXBlZw==",
    "Upload-Offset": "0",
    "Upload-Checksum": "sha256 LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
}
_REQUIRED: Final = frozenset({"Tus-Resumable", "Upload-Offset"})
_ANSWERED: Final[Mapping[str, str]] = {
    "Location": "Where the bytes are to be sent, as seen from this URL.",
    "Upload-Offset": "Bytes that have arrived.",
    "Upload-Length": "Bytes of the whole file.",
    "Upload-Expires": "When the upload is forgotten, unless more arrives.",
    "Upload-Metadata": "As it was sent.",
    "Hexavox-Clip-Id": "The clip that the file became, once it is complete.",
    "Tus-Version": "The versions of the protocol.",
    "Tus-Extension": "The extensions of the protocol.",
    "Tus-Max-Size": "Bytes of the largest file.",
    "Tus-Checksum-Algorithm": "The algorithms of Upload-Checksum.",
}


def asked(*headers: str) -> dict[str, Any]:
    return {"parameters": [_header(name) for name in ("Tus-Resumable", *headers)]}


def asked_with_bytes(*headers: str, required: bool) -> dict[str, Any]:
    return {**asked(*headers), "requestBody": {"required": required, "content": _BYTES}}


def answered(status: HTTPStatus, *headers: str) -> Described:
    described = {name: {"description": _ANSWERED[name], "schema": _TEXT} for name in headers}
    return {int(status): {"description": status.phrase, "headers": described}}


def checksum_mismatch() -> Described:
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    problem = {"description": "Checksum Mismatch", "content": {MEDIA_TYPE: {"schema": schema}}}
    return {CHECKSUM_MISMATCH: problem}


def _header(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": name in _REQUIRED,
        "description": _ASKED[name],
        "schema": {**_TEXT, "examples": [_EXAMPLES[name]]},
    }
