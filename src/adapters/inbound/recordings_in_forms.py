"""A recording that comes in a form together with what is to be done with it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from fastapi import Request

from adapters.inbound.form_walk import ROOM_FOR_FIELDS, FormWalk
from adapters.inbound.uploads import upload_in
from application.use_cases.clips.upload_clip import UploadClip, UploadClipCommand
from domain.audio_clip import AudioClip, OwnerId

Content: TypeAlias = AsyncIterator[bytes]
CheckForm: TypeAlias = Callable[[FormWalk], Awaitable[None]]
"""Raises when the form, as far as it has been read, makes no sense."""
Rewrite: TypeAlias = Callable[[Content, FormWalk], Content]
"""What is kept of the file's content; the form has been read as far as where the file begins."""


def as_it_comes(content: Content, _form: FormWalk) -> Content:
    return content


@dataclass(frozen=True, slots=True)
class Recorded:
    clip: AudioClip
    form: FormWalk
    """Read to its end."""
    filename: str = ""
    """As it was called this time; the clip may have come before by another name."""


@dataclass(frozen=True, slots=True)
class TakeRecording:
    """Keeps the file as a clip.

    The form is checked where the file begins, so that no gigabyte is sent in vain, and once more
    at its end, for fields that come after the file; when either raises, nothing is kept. Raises
    what `upload_in`, UploadClip and the check raise.
    """

    upload: UploadClip
    passing: bool = True
    """For a client who never hears its id."""

    async def __call__(
        self,
        request: Request,
        owner: OwnerId,
        *,
        part: str,
        check: CheckForm,
        rewrite: Rewrite = as_it_comes,
        room: int = ROOM_FOR_FIELDS,
    ) -> Recorded:
        file = await upload_in(request, part=part, at_most=self.upload.largest_bytes, room=room)
        await check(file.form)

        async def check_again() -> None:
            await check(file.form)

        content = rewrite(file.content_then(check_again), file.form)
        uploaded = await self.upload(
            UploadClipCommand(
                owner=owner, filename=file.filename, content=content, passing=self.passing
            )
        )
        return Recorded(uploaded.clip, file.form, file.filename)
