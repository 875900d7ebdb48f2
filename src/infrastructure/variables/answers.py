"""How answers look where a request does not say."""

from typing import Annotated

from pydantic import Field

from adapters.inbound.webservice.answer_form import AsrDialect
from domain.subtitle_shape import MOST_LINES, NARROWEST, WIDEST
from infrastructure.variables.reading import Variables


class AnswerSettings(Variables):
    openai_whisper1_model: str | None = None
    """The model that whisper-1 stands for at /v1: a name of `hexavox models list`, or a model that
    is here. Unset: that of WHISPER_MODEL."""

    openai_language_names: bool = False
    """1 has verbose_json at /v1 tell languages by their English names, as OpenAI does; else it is
    by their codes, en and not english."""

    subtitle_max_line_width: Annotated[int, Field(ge=NARROWEST, le=WIDEST)] = 42
    """Characters in a line of subtitles, unless a request says how many."""

    subtitle_max_line_count: Annotated[int, Field(ge=1, le=MOST_LINES)] = 2
    """Lines of a cue, unless a request says how many."""

    subtitle_highlight_words: bool = False
    """1 underlines the word that is being spoken, unless a request says otherwise."""

    asr_compat: AsrDialect = AsrDialect.SEED
    """What /asr is to callers who say neither output_format nor output. seed: the JSON of
    whisperx-asr-service, with speakers. webservice: the plain text of whisper-asr-webservice."""
