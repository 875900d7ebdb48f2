"""From a form to what is asked of the service."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, TypeAlias

from dependency_injector.wiring import inject
from fastapi import Depends, Request

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.form_walk import FormWalk
from adapters.inbound.known_speakers import ROOM_FOR_VOICES, check_known_speakers, voices_of
from adapters.inbound.openai.fields import AudioFields
from adapters.inbound.openai.habits import OpenaiHabits
from adapters.inbound.openai.model_aliases import meant_by
from adapters.inbound.openai.reading import fields_of
from adapters.inbound.openai.unheeded import warnings_of, warnings_of_query
from adapters.inbound.openai.wishes import Wishes
from adapters.inbound.openai_errors import FILE
from adapters.inbound.recordings_in_forms import TakeRecording
from application.errors import FileTooLargeError
from application.gallery import Gallery
from application.use_cases.clips.upload_clip import UploadClip
from application.use_cases.jobs.request_transcription import TranscriptionRequest
from application.use_cases.models.choose_model import ChooseModel
from application.use_cases.speakers.hear_samples import HearSamples
from domain.audio_clip import AudioClip, OwnerId
from domain.transcription_job import Stage
from domain.transcription_options import Task, TranscriptionOptions


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks for, with its recording kept."""

    wishes: Wishes
    request: TranscriptionRequest
    warnings: tuple[str, ...]
    """What of it is not heeded."""


@dataclass(frozen=True, slots=True)
class AskInForm:
    """Raises RequestValidationError for fields that make no sense, and what TakeRecording and
    ChooseModel raise; nothing is kept then."""

    owner: OwnerId
    upload: UploadClip
    choose_model: ChooseModel
    hear: HearSamples
    gallery: Gallery
    habits: OpenaiHabits

    async def __call__(self, request: Request, kind: type[AudioFields], task: Task) -> Asked:
        async def check(form: FormWalk) -> None:
            wishes = self._wishes(form, kind, task)
            check_known_speakers(*_known_speakers(wishes))
            await self._options(wishes, None)

        arriving = _Arriving(request, self.upload.largest_bytes)
        with arriving.too_large_as_openai_says():
            recorded = await TakeRecording(self.upload)(
                request,
                self.owner,
                part=FILE,
                check=check,
                rewrite=arriving.counted,
                room=ROOM_FOR_VOICES,
            )
        wishes = self._wishes(recorded.form, kind, task)
        unheeded = (*warnings_of(wishes), *warnings_of_query(list(request.query_params)))
        return Asked(wishes, await self._request(wishes, recorded.clip), unheeded)

    def _wishes(self, form: FormWalk, kind: type[AudioFields], task: Task) -> Wishes:
        fields, unknown = fields_of(form, kind)
        return Wishes(task, fields, meant_by(fields.model, self.habits), unknown)

    async def _request(self, wishes: Wishes, clip: AudioClip) -> TranscriptionRequest:
        known = await voices_of(*_known_speakers(wishes), self.hear) if wishes.diarizes else None
        given = {} if known is None else {Stage.FETCH: known}
        version = None if known is None else self.gallery.version_of(known)
        options = await self._options(wishes, version)
        return TranscriptionRequest(owner=self.owner, clip_id=clip.id, options=options, given=given)

    async def _options(self, wishes: Wishes, samples: str | None) -> TranscriptionOptions:
        model = await self.choose_model(wishes.model.name, wishes.concerns["engines"])
        return wishes.options(model, samples)


def _known_speakers(wishes: Wishes) -> tuple[Sequence[str], Sequence[str]]:
    fields = wishes.transcription
    return fields.known_speaker_names, fields.known_speaker_references


@dataclass(slots=True)
class _Arriving:
    """Counts the bytes of the recording, because OpenAI tells how many they were."""

    request: Request
    at_most: int
    read: int = field(default=0, init=False)

    async def counted(self, content: AsyncIterator[bytes], _form: FormWalk) -> AsyncIterator[bytes]:
        async for chunk in content:
            self.read += len(chunk)
            yield chunk

    @contextmanager
    def too_large_as_openai_says(self) -> Iterator[None]:
        try:
            yield
        except FileTooLargeError as error:
            raise FileTooLargeError(
                f"Maximum content size limit ({self.at_most}) exceeded ({self._size} bytes read)."
            ) from error

    @property
    def _size(self) -> int:
        declared = self.request.headers.get("content-length", "")
        return self.read or (int(declared) if declared.isdecimal() else self.at_most + 1)


@inject
def _ask_in_form(
    owner: Owner,
    upload: use.UploadClip,
    choose_model: use.ChooseModel,
    hear_samples: use.HearSamples,
    gallery: use.Gallery,
    habits: use.OpenaiHabits,
) -> AskInForm:
    return AskInForm(owner, upload, choose_model, hear_samples, gallery, habits)


Ask: TypeAlias = Annotated[AskInForm, Depends(_ask_in_form)]
