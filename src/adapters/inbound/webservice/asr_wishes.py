"""What /asr can be asked, by the names of all services that have one."""

from typing import Annotated, Final

from pydantic import Field

from adapters.inbound.given_options import concerns
from adapters.inbound.language_choice import language_named
from adapters.inbound.option_fields import OptionFields
from adapters.inbound.webservice.answer_form import AsrDialect, AsrForm, Wanted, wanted
from domain.engine_kinds import DiarizerKind
from domain.speaker import ANY_NUMBER, SpeakerCount
from domain.transcription_options import Task, TranscriptionOptions

Speakers = Annotated[int, Field(ge=1, le=1000)]

_ABOUT_SPEAKERS: Final = ("num_speakers", "min_speakers", "max_speakers")
_SILENCE: Final = (
    "vad_filter=false was not heeded: only what is speech is transcribed; "
    "speech_detector=none hears everything."
)
_EMBEDDINGS: Final = ("return_speaker_embeddings", "speaker_embeddings")


class AsrWishes(OptionFields):
    """All of it may stand in the query or in the form."""

    task: Task = Field(
        default=Task.TRANSCRIBE,
        description="`transcribe` writes what is said; `translate` writes it in English.",
        examples=["transcribe"],
    )
    language: str | None = Field(
        default=None,
        description="The language spoken: a code (`en`), an English name (`english`), or `auto`, "
        "which is what it is when left out.",
        examples=["en"],
    )
    model: str | None = Field(
        default=None,
        description="A name of the model catalogue or an alias (`turbo`, `large-v3`, `whisper-1`); "
        "left out, it is the service's default model.",
        examples=["base"],
    )
    initial_prompt: str | None = Field(
        default=None,
        description="Text to take for what was said before: style and spelling.",
        examples=["Hexavox, Nyquist, Fourier."],
    )
    hotwords: str | None = Field(
        default=None, description="Words to expect, such as names.", examples=["Hexavox Nyquist"]
    )
    output: str | None = Field(
        default=None,
        description="`txt`, `srt`, `vtt` or `tsv`: the bare text, as whisper-asr-webservice "
        "answers it, and `json` its JSON; any other name is taken for `txt`. `text` is that of "
        "`output_format`.",
        examples=["srt"],
    )
    output_format: str | None = Field(
        default=None,
        description="`json`, `text`, `srt`, `vtt` or `tsv`, each inside JSON. It goes before "
        "`output`. With neither, ASR_COMPAT decides.",
        examples=["json"],
    )
    word_timestamps: bool | None = Field(
        default=None,
        description="Show the words of each segment, in JSON. Left out, it is `true` where "
        "`output_format` rules, and elsewhere for who has speakers told apart.",
        examples=[True],
    )
    diarize: bool | None = Field(
        default=None,
        description="Tell speakers apart. Left out, it is `true` where `output_format` rules and "
        "`false` where `output` does.",
        examples=[True],
    )
    enable_diarization: bool | None = Field(
        default=None, description="The same: of the two, one `true` is enough.", examples=[True]
    )
    num_speakers: Speakers | None = Field(
        default=None,
        description="How many speakers there are, if that is known; "
        "it overrides min_speakers and max_speakers.",
        examples=[2],
    )
    min_speakers: Speakers | None = Field(
        default=None, description="The fewest there can be.", examples=[2]
    )
    max_speakers: Speakers | None = Field(
        default=None, description="The most there can be.", examples=[4]
    )
    return_speaker_embeddings: bool = Field(
        default=False,
        description="Answer what each speaker sounds like, as numbers (JSON only).",
        examples=[False],
    )
    speaker_embeddings: bool = Field(
        default=False, description="The same by its name at /api/transcribe.", examples=[False]
    )
    encode: bool = Field(
        default=True,
        description="`false`: the file is no file of sound but the samples themselves, 16 bits "
        "each, signed, the lower byte first, mono, 16 kHz.",
        examples=[True],
    )
    vad_filter: bool | None = Field(
        default=None,
        description="Only what is speech is ever transcribed, so `true` is what is done anyway. "
        "`false` is not heeded, and a warning says so; `speech_detector=none` hears everything.",
        examples=[True],
    )

    def wanted(self, otherwise: AsrDialect) -> Wanted:
        """Raises InvalidOptionError."""
        return wanted(output_format=self.output_format, output=self.output, otherwise=otherwise)

    def options(self, model: str, form: Wanted) -> TranscriptionOptions:
        """With the model that is meant. Raises InvalidOptionError."""
        diarize = self.diarizes(form)
        return TranscriptionOptions(
            model=model,
            language=language_named(self.language),
            task=self.task,
            diarize=diarize,
            speakers=self._speakers() if diarize else ANY_NUMBER,
            initial_prompt=(self.initial_prompt or "").strip() or None,
            hotwords=(self.hotwords or "").strip() or None,
            speaker_embeddings=diarize and self._wants_voices and form.form is AsrForm.JSON,
            **concerns(self.given()),
        )

    def diarizes(self, form: Wanted) -> bool:
        """One of the two names is enough, and neither leaves it to the dialect."""
        said = {self.diarize, self.enable_diarization} - {None}
        if said:
            return True in said
        return form.dialect is AsrDialect.SEED and self.diarizer is not DiarizerKind.NONE

    def shows_words(self, form: Wanted) -> bool:
        """In the webservice only the engine that tells speakers apart gives words unasked."""
        if self.word_timestamps is not None:
            return self.word_timestamps
        return form.dialect is AsrDialect.SEED or self.diarizes(form)

    def warnings(self, form: Wanted) -> tuple[str, ...]:
        """What is asked for and not done."""
        return (*form.warnings, *self._about_silence(), *self._about_speakers(form))

    def _about_silence(self) -> tuple[str, ...]:
        return (_SILENCE,) if self.vad_filter is False else ()

    def _about_speakers(self, form: Wanted) -> tuple[str, ...]:
        if not self.diarizes(form):
            asked = [name for name in (*_ABOUT_SPEAKERS, *_EMBEDDINGS) if getattr(self, name)]
            return tuple(f"{name} was not heeded: it needs diarize=true." for name in asked)
        if form.form is AsrForm.JSON:
            return ()
        asked = [name for name in _EMBEDDINGS if getattr(self, name)]
        return tuple(f"{name} was not heeded: only json has room for it." for name in asked)

    @property
    def _wants_voices(self) -> bool:
        return self.return_speaker_embeddings or self.speaker_embeddings

    def _speakers(self) -> SpeakerCount:
        return SpeakerCount.of(
            exact=self.num_speakers, at_least=self.min_speakers, at_most=self.max_speakers
        )
