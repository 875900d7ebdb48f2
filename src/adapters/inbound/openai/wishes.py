"""What a form asks for, whatever it is written like."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from adapters.inbound.field_errors import about, naming_the_field
from adapters.inbound.given_options import Concerns, concerns
from adapters.inbound.language_choice import language_named
from adapters.inbound.openai.fields import (
    AudioFields,
    Included,
    ResponseFormat,
    TranscriptionFields,
)
from adapters.inbound.openai.model_aliases import MeantModel
from adapters.inbound.openai.refused_options import by_their_names_here
from domain.languages import Language
from domain.speaker import ANY_NUMBER, SpeakerCount
from domain.speaker_naming import AMONG_ENROLLED, NO_NAMES, SpeakerNaming
from domain.transcription_options import LONGEST_TEXT, Task, TranscriptionOptions


@dataclass(frozen=True, slots=True)
class Wishes:
    task: Task
    fields: AudioFields
    model: MeantModel
    unknown: Sequence[str] = ()
    """Fields that nobody here knows."""

    @property
    def form(self) -> ResponseFormat:
        return self.fields.response_format

    @property
    def transcription(self) -> TranscriptionFields:
        """What only a transcription can be asked for; of a translation, nothing."""
        fields = self.fields
        return fields if isinstance(fields, TranscriptionFields) else TranscriptionFields()

    @property
    def diarizes(self) -> bool:
        if self.fields.diarize is not None:
            return self.fields.diarize
        return self.form is ResponseFormat.DIARIZED_JSON or self.model.diarizes

    @property
    def with_logprobs(self) -> bool:
        return Included.LOGPROBS in self.transcription.include

    @property
    def concerns(self) -> Concerns:
        """Raises RequestValidationError."""
        with naming_the_field(self.fields):
            return concerns(self.fields.given())

    def options(self, model: str, samples: str | None) -> TranscriptionOptions:
        """With the model that is meant, and the version of the voices that came along. Raises
        RequestValidationError, InvalidOptionError."""
        with naming_the_field(self.fields), by_their_names_here(self.fields):
            language, among = self._languages()
            common = self.concerns
            common["language_search"] = replace(common["language_search"], among=among)
            return TranscriptionOptions(
                model=model,
                language=language,
                task=self.task,
                diarize=self.diarizes,
                speakers=self._speakers(),
                initial_prompt=(self.fields.prompt or "").strip()[-LONGEST_TEXT:] or None,
                hotwords=self._hotwords(),
                naming=self._naming(samples),
                **common,
            )

    def _languages(self) -> tuple[Language | None, tuple[str, ...]]:
        """The one that is spoken, or those that may be."""
        with about("language"):
            language = language_named(self.fields.language)
        with about("languages"):
            among = [Language.named(each) for each in self.transcription.languages]
        if language is None and len(set(among)) == 1:
            return among[0], ()
        return language, () if language else tuple(sorted({each.code for each in among}))

    def _speakers(self) -> SpeakerCount:
        fields = self.fields
        asked = SpeakerCount.of(
            exact=fields.num_speakers, at_least=fields.min_speakers, at_most=fields.max_speakers
        )
        return asked if self.diarizes else ANY_NUMBER

    def _hotwords(self) -> str | None:
        said = [self.fields.hotwords or "", *self.transcription.keywords]
        return ", ".join(each.strip() for each in said if each.strip()) or None

    def _naming(self, samples: str | None) -> SpeakerNaming:
        enrolled = AMONG_ENROLLED if self.fields.identify else NO_NAMES
        return replace(enrolled, samples=samples) if self.diarizes else NO_NAMES
