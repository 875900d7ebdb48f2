"""A form's file as a stream that is never whole in memory nor on a disk of ours."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from fastapi import Request

from adapters.inbound.content_disposition import plain_filename
from adapters.inbound.multipart_events import (
    Event,
    PartBegun,
    PartData,
    PartEnded,
    boundary_of,
    events_of,
)
from adapters.inbound.request_errors import (
    MalformedFormError,
    MissingFileError,
    UnnamedFileError,
)
from application.errors import FileTooLargeError

ROOM_FOR_FIELDS: Final = 64 * 1024
"""Bytes that a form may have besides its file."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in."""

    filename: str
    content: AsyncIterator[bytes]
    """Read it to its end: what is wrong with the rest of the form shows only there."""
    fields: Mapping[str, list[str]]
    """The form's other fields: all of them once `content` has been read, until then those that
    came before the file."""


async def upload_in(request: Request, *, part: str, at_most: int) -> Upload:
    """The file in that part of the form; `at_most` is its largest size in bytes.

    Raises FileTooLargeError, NotMultipartError, MalformedFormError, MissingFileError,
    UnnamedFileError; so does reading the content.
    """
    boundary = boundary_of(request.headers.get("content-type", ""))
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > at_most + ROOM_FOR_FIELDS:
        raise _too_large(at_most)
    body = _capped(request.stream(), at_most)
    form = _Form(events_of(body, boundary), part)
    filename = await form.filename()
    return Upload(filename, form.content(), form.fields)


@dataclass(slots=True)
class _Form:
    events: AsyncIterator[Event]
    part: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    _other_files: list[str] = field(default_factory=list)

    async def filename(self) -> str:
        """Reads on until the file begins."""
        file = await self._next_file()
        if file is None:
            raise MissingFileError(self._missing())
        name = plain_filename(file.filename or "")
        if not name:
            raise UnnamedFileError(f"The part `{self.part}` of the form has no file name.")
        return name

    async def content(self) -> AsyncIterator[bytes]:
        async for event in self.events:
            if isinstance(event, PartEnded):
                break
            if isinstance(event, PartData):
                yield event.data
        if await self._next_file() is not None:
            raise MalformedFormError(
                f"The form has more than one part `{self.part}`; send one recording at a time."
            )

    async def _next_file(self) -> PartBegun | None:
        """The part looked for, or None at the end; other parts are read on the way."""
        async for event in self.events:
            if isinstance(event, PartBegun):
                if event.name == self.part:
                    return event
                await self._read_other(event)
        return None

    async def _read_other(self, other: PartBegun) -> None:
        text = bytearray()
        async for event in self.events:
            if isinstance(event, PartEnded):
                break
            if isinstance(event, PartData) and other.filename is None:
                text += event.data
                if len(text) > ROOM_FOR_FIELDS:
                    raise MalformedFormError(f"The field `{other.name}` is too long.")
        if other.filename is None:
            self.fields.setdefault(other.name, []).append(text.decode("utf-8", "replace"))
        else:
            self._other_files.append(other.name)

    def _missing(self) -> str:
        others = ", ".join(f"`{name}`" for name in [*self.fields, *self._other_files])
        has = f"it has {others}" if others else "it has no parts at all"
        return f"The form has no part `{self.part}` with the recording; {has}."


async def _capped(body: AsyncIterator[bytes], at_most: int) -> AsyncIterator[bytes]:
    """Parts that are not kept cost reading too."""
    read = 0
    async for chunk in body:
        read += len(chunk)
        if read > at_most + ROOM_FOR_FIELDS:
            raise _too_large(at_most)
        yield chunk


def _too_large(at_most: int) -> FileTooLargeError:
    return FileTooLargeError(f"The file is larger than {at_most:,} bytes.")
