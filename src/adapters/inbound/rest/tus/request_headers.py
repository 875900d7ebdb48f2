"""The headers of a tus request, read strictly."""

import base64
import binascii
from collections.abc import Mapping
from typing import Final

from fastapi import Request

from adapters.inbound.request_errors import (
    MalformedTusHeaderError,
    NotUploadBytesError,
    TusVersionError,
)
from adapters.inbound.rest.tus.route import VERSION
from application.ports.partial_uploads import Checksum, ChecksumAlgorithm
from domain.filename import plain_filename

BYTES_OF_UPLOAD: Final = "application/offset+octet-stream"
NAMELESS: Final = "recording"

_NAMES: Final = ("filename", "name")
_LONGEST_NUMBER: Final = 18
_ALGORITHMS: Final = ", ".join(ChecksumAlgorithm)


def require_version(request: Request) -> None:
    if request.headers.get("tus-resumable") != VERSION:
        raise TusVersionError(f"This is version {VERSION} of the tus protocol.")


def refuse_what_is_not_offered(request: Request) -> None:
    """A client that believes in an extension which is not here would lose its file to it."""
    if "upload-concat" in request.headers:
        raise MalformedTusHeaderError(
            "Upload-Concat: the extension concatenation is not offered here."
        )
    if "upload-checksum" in request.headers.get("trailer", "").lower():
        raise MalformedTusHeaderError(
            "Trailer: the extension checksum-trailer is not offered here: send Upload-Checksum "
            "before the bytes."
        )


def require_bytes_of_upload(request: Request) -> None:
    if request.headers.get("content-type", "").strip().lower() != BYTES_OF_UPLOAD:
        raise NotUploadBytesError(f"The body is not of the type {BYTES_OF_UPLOAD}.")


def has_body(request: Request) -> bool:
    headers = request.headers
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


def number_in(request: Request, header: str) -> int | None:
    text = request.headers.get(header)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER):
        raise MalformedTusHeaderError(f"{header}: {text!r} is not a number of bytes.")
    return int(text)


def offset_in(request: Request) -> int:
    offset = number_in(request, "Upload-Offset")
    if offset is None:
        raise MalformedTusHeaderError("The header Upload-Offset is missing.")
    return offset


def whole_length_in(request: Request) -> int | None:
    """None when the client will say it later."""
    length, later = number_in(request, "Upload-Length"), request.headers.get("upload-defer-length")
    if later not in {None, "1"}:
        raise MalformedTusHeaderError("Upload-Defer-Length: only 1 means something here.")
    if (length is None) == (later is None):
        raise MalformedTusHeaderError("Send either Upload-Length or Upload-Defer-Length: 1.")
    return length


def metadata_in(request: Request) -> str:
    return request.headers.get("upload-metadata", "")


def filename_in(metadata: str) -> str:
    """The file's name, or one that says nothing. Raises MalformedTusHeaderError for metadata that
    are none."""
    values = _values_of(metadata)
    names = (plain_filename(values.get(key, b"").decode("utf-8", "replace")) for key in _NAMES)
    return next(filter(None, names), NAMELESS)


def checksum_in(request: Request) -> Checksum | None:
    text = request.headers.get("upload-checksum")
    if text is None:
        return None
    algorithm, _, digest = text.strip().partition(" ")
    if algorithm not in set(ChecksumAlgorithm):
        raise MalformedTusHeaderError(f"Upload-Checksum: the algorithms are {_ALGORITHMS}.")
    return Checksum(ChecksumAlgorithm(algorithm), _decoded("Upload-Checksum", digest))


def _values_of(metadata: str) -> Mapping[str, bytes]:
    values: dict[str, bytes] = {}
    for pair in filter(None, map(str.strip, metadata.split(","))):
        key, _, value = pair.partition(" ")
        if key in values or not key.isascii():
            raise MalformedTusHeaderError(f"Upload-Metadata: {key!r} cannot be a key here.")
        values[key] = _decoded("Upload-Metadata", value)
    return values


def _decoded(header: str, value: str) -> bytes:
    try:
        return base64.b64decode(value.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformedTusHeaderError(f"{header}: a value is not in base64.") from error
