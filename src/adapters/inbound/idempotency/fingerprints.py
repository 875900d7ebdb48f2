"""What tells a request from others.

Method, path, media type and query (in any order) are one fingerprint, which is known before the
body has come. The body is another one: SHA-256 of its bytes. Each client draws the boundary of a
form anew, so of a form the names, file names and contents of its parts count instead, in their
order. All is hashed in passing; nothing of a body is kept.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Protocol, final
from urllib.parse import parse_qsl

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers
from starlette.types import Scope

from adapters.inbound.multipart_events import (
    FormReader,
    PartBegun,
    PartData,
    PartEnded,
    boundary_of,
)
from adapters.inbound.request_errors import RequestError
from application.ports.idempotency import BodyFingerprint, RequestFingerprint


def fingerprint_of(scope: Scope) -> RequestFingerprint:
    media_type, _ = parse_options_header(Headers(scope=scope).get("content-type"))
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    tells = [scope["method"], scope["path"], media_type.decode("latin-1"), *sorted(query)]
    return RequestFingerprint(hashlib.sha256(json.dumps(tells).encode()).hexdigest())


class _Counted(Protocol):
    """What counts in a body."""

    def of(self, chunk: bytes) -> Iterator[bytes]: ...

    def is_whole(self) -> bool: ...


@final
class BodyHash:
    """The fingerprint of a body, made from its chunks, however it was cut into them."""

    def __init__(self, content_type: str) -> None:
        self.size = 0
        """Bytes so far."""
        self._sha256 = hashlib.sha256()
        self._counted: _Counted | None = None
        with suppress(RequestError):
            self._counted = _what_counts(content_type)

    def read(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self._counted is None:
            return
        try:
            for counted in self._counted.of(chunk):
                self._sha256.update(counted)
        except RequestError:
            self._counted = None

    def fingerprint(self) -> BodyFingerprint | None:
        """Of all that was read. None for a form that is none, which its door will refuse."""
        if self._counted is None or not self._counted.is_whole():
            return None
        return BodyFingerprint(self._sha256.hexdigest(), self.size)


def _what_counts(content_type: str) -> _Counted:
    """Raises RequestError for a form without a usable boundary."""
    if parse_options_header(content_type)[0] == b"multipart/form-data":
        return _Form(boundary_of(content_type))
    return _Bytes()


@final
class _Bytes(_Counted):
    def of(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk

    def is_whole(self) -> bool:
        return True


@final
class _Form(_Counted):
    """Of each part the hash of its names and that of its content. Both are as long as ever, so no
    content can pass for the beginning of another part."""

    def __init__(self, boundary: bytes) -> None:
        self._form = FormReader(boundary)
        self._content = hashlib.sha256()

    def of(self, chunk: bytes) -> Iterator[bytes]:
        for event in self._form.read(chunk):
            match event:
                case PartBegun(name, filename):
                    self._content = hashlib.sha256()
                    yield hashlib.sha256(json.dumps([name, filename]).encode()).digest()
                case PartData(data):
                    self._content.update(data)
                case PartEnded():
                    yield self._content.digest()

    def is_whole(self) -> bool:
        return self._form.is_complete
