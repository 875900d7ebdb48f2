"""Telling which language is spoken in a recording, which is not kept."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from application.errors import EmptyFileError
from application.language_desk import LanguageDesk
from application.ports.clip_storage import ClipStorage
from domain.languages import Language
from domain.transcription_options import TranscriptionOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectLanguage:
    """The language of the first half minute of speech, and how likely it is, 0..1; None where
    nobody speaks. Nothing is kept of the recording.

    It waits for no job: while recordings are transcribed it comes between two of their pieces.
    Raises UnusableAudioError, FileTooLargeError, StorageFullError, UnavailableError.
    """

    storage: ClipStorage
    desk: LanguageDesk
    largest_bytes: int

    async def __call__(
        self, content: AsyncIterator[bytes], options: TranscriptionOptions
    ) -> tuple[Language, float] | None:
        async with self.storage.staged(content, at_most=self.largest_bytes) as staged:
            if not staged.size_bytes:
                raise EmptyFileError("The file is empty.")
            return await self.desk.language_in(staged.path, options)
