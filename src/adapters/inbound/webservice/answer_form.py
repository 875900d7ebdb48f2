"""Which of the two services that have an /asr a caller takes this for, and what it wants back."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.errors import InvalidOptionError


class AsrDialect(StrEnum):
    SEED = "seed"
    """JSON around everything, as whisperx-asr-service and whispermlx-asr-service have it."""
    WEBSERVICE = "webservice"
    """The bare text, as whisper-asr-webservice has it."""


class AsrForm(StrEnum):
    JSON = "json"
    TEXT = "text"
    SRT = "srt"
    VTT = "vtt"
    TSV = "tsv"


TXT: Final = "txt"
"""What the webservice calls text."""


@dataclass(frozen=True, slots=True)
class Wanted:
    dialect: AsrDialect
    form: AsrForm
    warnings: tuple[str, ...] = ()

    @property
    def ending(self) -> str:
        """Of a file, as the webservice names it."""
        return TXT if self.form is AsrForm.TEXT else self.form.value


def wanted(*, output_format: str | None, output: str | None, otherwise: AsrDialect) -> Wanted:
    """`output_format` is the seed's word and `output` the webservice's; where there is neither, the
    service is what it is set to be. Raises InvalidOptionError."""
    if output_format is not None:
        return Wanted(AsrDialect.SEED, _form(output_format), _unheeded(output, output_format))
    if output is not None:
        return _of_output(output.lower())
    if otherwise is AsrDialect.SEED:
        return Wanted(AsrDialect.SEED, AsrForm.JSON)
    return Wanted(AsrDialect.WEBSERVICE, AsrForm.TEXT)


def _of_output(output: str) -> Wanted:
    """`text` is a word of the seed alone: its own scripts send it as `output`."""
    if output == AsrForm.TEXT:
        return Wanted(AsrDialect.SEED, AsrForm.TEXT)
    if output in frozenset(AsrForm):
        return Wanted(AsrDialect.WEBSERVICE, AsrForm(output))
    unknown = () if output == TXT else (f"output={output[:40]} is not known, and txt was made.",)
    return Wanted(AsrDialect.WEBSERVICE, AsrForm.TEXT, unknown)


def _form(output_format: str) -> AsrForm:
    try:
        return AsrForm(output_format.lower())
    except ValueError as error:
        raise InvalidOptionError(
            f"Unsupported output format: {output_format[:40]}; output_format is one of "
            f"{', '.join(AsrForm)}"
        ) from error


def _unheeded(output: str | None, output_format: str) -> tuple[str, ...]:
    if output is None or output.lower() == output_format.lower():
        return ()
    return (f"output={output[:40]} was not heeded: output_format={output_format} was given.",)
