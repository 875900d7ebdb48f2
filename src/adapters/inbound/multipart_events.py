"""A multipart/form-data body as a series of events, however it was cut into chunks."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from adapters.inbound.content_disposition import parameters_of
from adapters.inbound.request_errors import (
    LongPartHeaderError,
    MalformedFormError,
    NotMultipartError,
)

LONGEST_HEADER: Final = 4_224
"""Bytes of a line before the content of a part; the names of a field and its file are in one."""
_TOO_LONG: Final = "header size"
"""The parser has one error for everything, and these words for that."""


@dataclass(frozen=True, slots=True)
class PartBegun:
    name: str
    filename: str | None


@dataclass(frozen=True, slots=True)
class PartData:
    data: bytes


@dataclass(frozen=True, slots=True)
class PartEnded:
    pass


Event: TypeAlias = PartBegun | PartData | PartEnded


def boundary_of(content_type: str) -> bytes:
    """What stands between the parts. Raises NotMultipartError, MalformedFormError."""
    kind, parameters = parse_options_header(content_type)
    if kind != b"multipart/form-data":
        sent = f"it is {kind.decode('latin-1')}" if kind else "it has no Content-Type"
        raise NotMultipartError(f"The body must be multipart/form-data, and {sent}.")
    boundary = parameters.get(b"boundary")
    if not boundary:
        raise MalformedFormError("The Content-Type header names no boundary.")
    return boundary


async def events_of(body: AsyncIterator[bytes], boundary: bytes) -> AsyncIterator[Event]:
    """Raises LongPartHeaderError, and MalformedFormError, also for a body that ends too early."""
    reader = FormReader(boundary)
    async for chunk in body:
        for event in reader.read(chunk):
            yield event
    if not reader.is_complete:
        raise MalformedFormError("The form ends before its closing boundary.")


class FormReader:
    """Collects what the parser calls back about while it reads a chunk."""

    def __init__(self, boundary: bytes) -> None:
        self.is_complete = False
        self._events: list[Event] = []
        self._header_name = b""
        self._header_value = b""
        self._disposition = b""
        try:
            self._parser = self._new_parser(boundary)
        except FormParserError as error:
            raise MalformedFormError("The boundary of the form is too long.") from error

    def read(self, chunk: bytes) -> Sequence[Event]:
        self._events = []
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            if _TOO_LONG in str(error):
                raise LongPartHeaderError(
                    "The header of a part of the form is too long: with the names of the field and "
                    f"of the file it can have {LONGEST_HEADER:,} bytes."
                ) from error
            raise MalformedFormError("The body is not a well-formed multipart form.") from error
        return self._events

    def _new_parser(self, boundary: bytes) -> MultipartParser:
        return MultipartParser(
            boundary,
            {
                "on_part_data": self._on_data,
                "on_part_end": self._on_part_end,
                "on_header_field": self._on_header_name,
                "on_header_value": self._on_header_value,
                "on_header_end": self._on_header_end,
                "on_headers_finished": self._on_headers_finished,
                "on_end": self._on_end,
            },
            max_header_size=LONGEST_HEADER,
        )

    def _on_header_name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _on_header_end(self) -> None:
        if self._header_name.lower() == b"content-disposition":
            self._disposition = self._header_value
        self._header_name = self._header_value = b""

    def _on_headers_finished(self) -> None:
        parameters = parameters_of(self._disposition)
        self._disposition = b""
        if "name" not in parameters:
            raise MalformedFormError("A part of the form has no name.")
        self._events.append(PartBegun(parameters["name"], parameters.get("filename")))

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        self._events.append(PartData(data[start:end]))

    def _on_part_end(self) -> None:
        self._events.append(PartEnded())

    def _on_end(self) -> None:
        self.is_complete = True
