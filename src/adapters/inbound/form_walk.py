"""Going through the parts of a form in the order in which they arrive."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
from typing import Final

from adapters.inbound.multipart_events import Event, PartBegun, PartData, PartEnded
from adapters.inbound.request_errors import (
    FieldTooLongError,
    MissingFileError,
    RepeatedPartError,
    UnnamedFileError,
)
from application.errors import FileTooLargeError
from domain.filename import plain_filename

ROOM_FOR_FIELDS: Final = 64 * 1024
"""Bytes that a form may have besides its files."""
LARGEST_SMALL_FILE: Final = 16_000_000
"""Bytes."""


@dataclass(frozen=True, slots=True)
class SmallFile:
    """A file that may be whole in memory."""

    filename: str
    content: bytes


@dataclass(slots=True)
class FormWalk:
    events: AsyncIterator[Event]
    streamed: str | None
    """The part that is read as it arrives; None where all are small."""
    small: Collection[str] = ()
    """Parts with small files."""
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, SmallFile] = field(default_factory=dict)
    other_files: list[str] = field(default_factory=list)
    """Parts with files that nobody asked for, which are not read."""
    room: int = ROOM_FOR_FIELDS
    """Bytes that its fields may have together."""
    _has_streamed: bool = False
    _taken: int = 0

    async def filename(self) -> str:
        """Reads on until the streamed file begins."""
        file = await self._next_file()
        if file is None:
            raise self.lacks(self.streamed or "file")
        return _named(file)

    async def content(self) -> AsyncIterator[bytes]:
        async for event in self.events:
            if isinstance(event, PartEnded):
                break
            if isinstance(event, PartData):
                yield event.data
        if await self._next_file() is not None:
            raise RepeatedPartError(f"The form has more than one part `{self.streamed}`.")

    async def to_end(self) -> None:
        """Where no part is streamed."""
        await self._next_file()

    def small_file(self, name: str) -> SmallFile:
        """Once the form has been read. Raises MissingFileError."""
        if name not in self.files:
            raise self.lacks(name)
        return self.files[name]

    def lacks(self, name: str) -> MissingFileError:
        streamed = [self.streamed] if self.streamed and self._has_streamed else []
        others = [*streamed, *self.fields, *self.files, *self.other_files]
        listed = ", ".join(f"`{other}`" for other in others)
        has = f"it has {listed}" if others else "it has no parts at all"
        what = "the recording" if name == self.streamed else "a file"
        return MissingFileError(f"The form has no part `{name}` with {what}; {has}.")

    async def _next_file(self) -> PartBegun | None:
        """The part looked for, or None at the end; other parts are read on the way."""
        async for event in self.events:
            if isinstance(event, PartBegun):
                if event.name == self.streamed:
                    self._has_streamed = True
                    return event
                await self._read_other(event)
        return None

    async def _read_other(self, other: PartBegun) -> None:
        if other.filename is None:
            text = await self._read(other, max(0, self.room - self._taken - len(other.name)))
            self._taken += len(other.name) + len(text)
            self.fields.setdefault(other.name, []).append(text.decode("utf-8", "replace"))
        elif other.name not in self.small:
            self.other_files.append(other.name)
            await self._skip()
        elif other.name in self.files:
            raise RepeatedPartError(f"The form has more than one part `{other.name}`.")
        else:
            name = _named(other)
            self.files[other.name] = SmallFile(name, await self._read(other, LARGEST_SMALL_FILE))

    async def _read(self, part: PartBegun, at_most: int) -> bytes:
        content = bytearray()
        async for event in self.events:
            if isinstance(event, PartEnded):
                break
            if isinstance(event, PartData):
                content += event.data
                if len(content) > at_most:
                    raise _too_long(part, at_most, self.room)
        return bytes(content)

    async def _skip(self) -> None:
        async for event in self.events:
            if isinstance(event, PartEnded):
                break


def _named(file: PartBegun) -> str:
    name = plain_filename(file.filename or "")
    if not name:
        raise UnnamedFileError(f"The part `{file.name}` of the form has no file name.")
    return name


def _too_long(part: PartBegun, at_most: int, room: int) -> FileTooLargeError | FieldTooLongError:
    if part.filename is None:
        return FieldTooLongError(
            f"The field `{part.name}` is too long: the fields of a form can have "
            f"{room:,} bytes together."
        )
    return FileTooLargeError(f"The file in `{part.name}` is larger than {at_most:,} bytes.")
