"""A form with samples of voices: files that are listened to as they arrive, and clips."""

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fastapi import Request

from adapters.inbound.field_errors import refused
from adapters.inbound.form_fields import URLENCODED, fields_in
from adapters.inbound.known_parts import refuse_unknown_parts
from adapters.inbound.uploads import streamed_form_in
from application.errors import TooLittleSpeechError
from application.use_cases.speakers.hear_voice import HearVoice
from domain.audio_clip import ClipId, OwnerId
from domain.errors import InvalidSpeakerError
from domain.voice_print import VoicePrint

SAMPLES: Final = "samples"
CLIP_IDS: Final = "clip_ids"
NAME: Final = "name"
MOST_AT_ONCE: Final = 20
"""Samples in one request: a few seconds of work."""

Fields = Mapping[str, Sequence[str]]
Check = Callable[[Fields], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class VoiceForm:
    prints: tuple[VoicePrint, ...]
    """Of the files in the order of the form, then of the clips."""
    fields: Fields

    @property
    def name(self) -> str | None:
        return one_of(self.fields, NAME)


@dataclass(frozen=True, slots=True)
class ReadVoices:
    request: Request
    hear: HearVoice
    owner: OwnerId
    known: Collection[str]
    """The fields of the form."""
    check: Check
    """Told of the fields before anything is listened to, as far as they have arrived."""
    at_most: int = MOST_AT_ONCE

    async def __call__(self) -> VoiceForm:
        """Raises what HearVoice raises, InvalidSpeakerError for too many samples,
        RequestValidationError for fields that make no sense, and what `streamed_form_in` raises."""
        if self.request.headers.get("content-type", "").startswith(URLENCODED):
            fields: Fields = await fields_in(self.request)
            return await self._with_clips([], fields)
        form = streamed_form_in(self.request, part=SAMPLES, at_most=self.hear.largest_bytes)
        prints: list[VoicePrint] = []
        async for content in form.files():
            refuse_unknown_parts(form, known=self.known, advice=self._advice)
            await self.check(form.fields)
            self._require_few(len(prints) + 1)
            with _too_little_in(f"Sample {len(prints) + 1}"):
                prints.append(await self.hear.in_upload(content))
        refuse_unknown_parts(form, known=self.known, advice=self._advice)
        return await self._with_clips(prints, form.fields)

    async def _with_clips(self, prints: list[VoicePrint], fields: Fields) -> VoiceForm:
        await self.check(fields)
        clip_ids = _clip_ids(fields)
        self._require_few(len(prints) + len(clip_ids))
        clips = await self.hear.in_clips(self.owner, clip_ids)
        return VoiceForm((*prints, *clips), fields)

    def _require_few(self, count: int) -> None:
        if count > self.at_most:
            raise InvalidSpeakerError(f"a request like this takes {self.at_most} samples at most")

    @property
    def _advice(self) -> str:
        fields = " and ".join(f"`{name}`" for name in self.known)
        return (
            f"the form has files in `{SAMPLES}` (with curl `-F {SAMPLES}=@ada.wav`), and {fields}"
        )


@contextmanager
def _too_little_in(sample: str) -> Iterator[None]:
    """Of several samples, which it is."""
    try:
        yield
    except TooLittleSpeechError as error:
        raise TooLittleSpeechError(f"{sample}: {error}") from error


def one_of(fields: Fields, name: str) -> str | None:
    """Raises RequestValidationError where it is given more than once."""
    values = fields.get(name, [])
    if len(values) > 1:
        raise refused(name, "given more than once")
    return values[0] if values else None


def _clip_ids(fields: Fields) -> Sequence[ClipId]:
    """Repeated, or with commas between them."""
    said = ",".join(fields.get(CLIP_IDS, [])).split(",")
    try:
        return [ClipId(UUID(each.strip())) for each in said if each.strip()]
    except ValueError as error:
        raise refused(CLIP_IDS, "a clip_id is a UUID, as the upload answered it") from error
