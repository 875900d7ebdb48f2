"""The recording that a task is about: uploaded in a form, or fetched by its URL."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated

from dependency_injector.wiring import inject
from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.form_fields import fields_in
from adapters.inbound.known_parts import refuse_unknown_parts
from adapters.inbound.tasks.asking import Source, refuse_fields
from adapters.inbound.tasks.file_extensions import require_recording
from adapters.inbound.uploads import Upload, upload_in
from application.use_cases.clips.import_clip import ImportClip
from application.use_cases.clips.upload_clip import UploadClip, UploadClipCommand
from domain.audio_clip import AudioClip, OwnerId

_URL = "url"


@dataclass(frozen=True, slots=True)
class UploadedRecording:
    clip: AudioClip
    upload: Upload

    @property
    def source(self) -> Source:
        return Source(clip=self.clip, file_name=self.upload.filename)


@dataclass(frozen=True, slots=True)
class Recordings:
    owner: OwnerId
    upload: UploadClip
    import_clip: ImportClip

    async def uploaded(
        self, request: Request, *, beside: Collection[str] = ()
    ) -> UploadedRecording:
        """The form's part `file`, kept as a clip, with the small files beside it."""
        file = await upload_in(
            request, part="file", at_most=self.upload.largest_bytes, beside=beside
        )
        require_recording(file.filename)

        async def check() -> None:
            refuse_unknown_parts(file.form, advice="parameters are sent in the query")

        await check()
        taken = await self.upload(
            UploadClipCommand(
                owner=self.owner, filename=file.filename, content=file.content_then(check)
            )
        )
        return UploadedRecording(taken.clip, file)

    async def fetched(self, request: Request) -> Source:
        """What the form's field `url` names, kept as a clip."""
        url = await _url_in(request)
        names: list[str] = []

        def check(name: str) -> None:
            names.append(name)
            require_recording(name)

        taken = await self.import_clip(self.owner, url, check=check)
        return Source(clip=taken.clip, file_name=names[0], url=url)


async def _url_in(request: Request) -> str:
    fields = await fields_in(request)
    refuse_fields(fields, known=frozenset({_URL}))
    urls = [url.strip() for url in fields.get(_URL, [])]
    if len(urls) != 1 or not urls[0]:
        message = "one field `url` with the URL of the recording is needed"
        raise RequestValidationError([{"type": "url", "loc": ("body", _URL), "msg": message}])
    return urls[0]


@inject
def _recordings(owner: Owner, upload: use.UploadClip, import_clip: use.ImportClip) -> Recordings:
    return Recordings(owner, upload, import_clip)


TakeRecording = Annotated[Recordings, Depends(_recordings)]
