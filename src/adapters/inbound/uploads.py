"""A form's file as a stream that is never whole in memory nor on a disk of ours."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass

from fastapi import Request

from adapters.inbound.form_walk import LARGEST_SMALL_FILE, ROOM_FOR_FIELDS, FormWalk, SmallFile
from adapters.inbound.multipart_events import boundary_of, events_of
from adapters.inbound.streamed_form import StreamedForm
from application.errors import FileTooLargeError


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in."""

    filename: str
    content: AsyncIterator[bytes]
    """Read it to its end: what is wrong with the rest of the form shows only there."""
    form: FormWalk

    @property
    def fields(self) -> Mapping[str, list[str]]:
        """The form's other fields: all of them once `content` has been read, until then those that
        came before the file."""
        return self.form.fields

    def small_file(self, part: str) -> SmallFile:
        """A file beside it, once `content` has been read. Raises MissingFileError."""
        return self.form.small_file(part)

    async def content_then(self, check: Callable[[], Awaitable[None]]) -> AsyncIterator[bytes]:
        """The content, and a look at the rest of the form at its end. Whoever reads a file keeps
        nothing of it when that raises."""
        async for chunk in self.content:
            yield chunk
        await check()


async def upload_in(
    request: Request,
    *,
    part: str,
    at_most: int,
    beside: Collection[str] = (),
    room: int = ROOM_FOR_FIELDS,
) -> Upload:
    """The file in that part of the form; `at_most` is its largest size in bytes. Parts named
    `beside` hold small files that come with it, before or after; `room` is for the fields.

    Raises FileTooLargeError, NotMultipartError, MalformedFormError, MissingFileError,
    UnnamedFileError; so does reading the content.
    """
    form = _form(request, part, at_most, beside, room)
    filename = await form.filename()
    return Upload(filename, form.content(), form)


def streamed_form_in(request: Request, *, part: str, at_most: int) -> StreamedForm:
    """A form with any number of files in that part, to be read one after the other as they arrive;
    `at_most` is the size in bytes of all together.

    Reading raises FileTooLargeError, NotMultipartError, MalformedFormError, UnnamedFileError.
    """
    boundary = boundary_of(request.headers.get("content-type", ""))
    body = _capped(request.stream(), at_most + ROOM_FOR_FIELDS, told=at_most)
    return StreamedForm(events_of(body, boundary), part)


async def small_form_in(request: Request, *, files: Collection[str] = ()) -> FormWalk:
    """A form with fields and small files only, read to its end. Raises as `upload_in` does."""
    form = _form(request, None, 0, files, ROOM_FOR_FIELDS)
    await form.to_end()
    return form


def _form(
    request: Request, part: str | None, at_most: int, small: Collection[str], room: int
) -> FormWalk:
    boundary = boundary_of(request.headers.get("content-type", ""))
    declared = request.headers.get("content-length", "")
    beside = room + LARGEST_SMALL_FILE * len(small)
    if declared.isdecimal() and int(declared) > at_most + beside:
        raise _too_large(at_most or beside)
    body = _capped(request.stream(), at_most + beside, told=at_most or beside)
    return FormWalk(events_of(body, boundary), part, small, room=room)


async def _capped(body: AsyncIterator[bytes], at_most: int, *, told: int) -> AsyncIterator[bytes]:
    """Parts that are not kept cost reading too."""
    read = 0
    async for chunk in body:
        read += len(chunk)
        if read > at_most:
            raise _too_large(told)
        yield chunk


def _too_large(at_most: int) -> FileTooLargeError:
    return FileTooLargeError(f"The file is larger than {at_most:,} bytes.")
