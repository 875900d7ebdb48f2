"""A form with several files, each a stream, and fields before, between and after them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from adapters.inbound.form_walk import ROOM_FOR_FIELDS
from adapters.inbound.multipart_events import Event, PartBegun, PartData, PartEnded
from adapters.inbound.request_errors import FieldTooLongError, UnnamedFileError
from domain.filename import plain_filename


@dataclass(slots=True)
class StreamedForm:
    events: AsyncIterator[Event]
    part: str
    """The part with the files; it may come any number of times."""
    fields: dict[str, list[str]] = field(default_factory=dict)
    """Those that have been read: all of them once `files` has ended."""
    other_files: list[str] = field(default_factory=list)
    """Parts with files that nobody asked for, which are not read."""
    _room: int = ROOM_FOR_FIELDS

    async def files(self) -> AsyncIterator[AsyncIterator[bytes]]:
        """The content of each, which has to be read to its end before the next."""
        async for event in self.events:
            if not isinstance(event, PartBegun):
                continue
            if event.name == self.part and event.filename is not None:
                if not plain_filename(event.filename):
                    raise UnnamedFileError(f"The part `{self.part}` of the form has no file name.")
                yield self._content()
            elif event.filename is not None:
                self.other_files.append(event.name)
            else:
                await self._read_field(event.name)

    async def _content(self) -> AsyncIterator[bytes]:
        async for event in self.events:
            if isinstance(event, PartEnded):
                break
            if isinstance(event, PartData):
                yield event.data

    async def _read_field(self, name: str) -> None:
        text = bytearray()
        self._room -= len(name)
        async for data in self._content():
            text += data
            self._room -= len(data)
            if self._room < 0:
                raise FieldTooLongError(
                    f"The field `{name}` is too long: the fields of a form can have "
                    f"{ROOM_FOR_FIELDS:,} bytes together."
                )
        self.fields.setdefault(name, []).append(text.decode("utf-8", "replace"))
