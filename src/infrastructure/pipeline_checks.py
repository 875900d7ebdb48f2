"""What cannot be asked of `hexavox pipeline`, and what would be asked in vain."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePath

import typer

from infrastructure.pipeline_choices import (
    DEEPGRAM_MODEL,
    PYANNOTE_MODEL,
    DeepgramChoice,
    PipelineChoices,
    PyannoteChoice,
)


def refuse_what_contradicts_itself(sources: list[str], choices: PipelineChoices) -> None:
    stems = Counter(PurePath(source).stem for source in sources)
    if clashing := [source for source in sources if stems[PurePath(source).stem] > 1]:
        names = " and ".join(clashing)
        raise typer.BadParameter(f"{names} would be written to the same files.")
    saved = (choices.pyannote.json_in, choices.deepgram.json_in)
    if len(sources) > 1 and any(saved):
        raise typer.BadParameter("A saved answer is about one recording: name only that one.")
    if choices.wishes.diarization is False and choices.pyannote.json_in:
        raise typer.BadParameter("--no-diarization leaves no use for --pyannote-json-in.")
    if choices.wishes.speakers.is_known and not _tells_speakers(choices):
        raise typer.BadParameter(
            "--num-speakers, --min-speakers and --max-speakers say how to tell speakers apart: "
            "give --diarization or --pyannote-api-key, too."
        )
    for path in filter(None, saved):
        _require_json(path)
    if choices.folder is not None:
        _require_folder(choices.folder)


def _require_json(path: Path) -> None:
    """Before anything is computed or paid for."""
    try:
        json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise typer.BadParameter(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise typer.BadParameter(f"{path} is not JSON.") from error


def _require_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise typer.BadParameter(
            f"The folder {path} cannot be made: {error.strerror}.", param_hint="--download-dir"
        ) from error
    if not os.access(path, os.W_OK):
        raise typer.BadParameter(
            f"Nothing can be written to the folder {path}.", param_hint="--download-dir"
        )


def _tells_speakers(choices: PipelineChoices) -> bool:
    hosted = choices.pyannote.api_key or choices.pyannote.json_in
    return bool(choices.wishes.diarization or hosted or "diarization" in choices.wishes.params)


def warnings_about(choices: PipelineChoices) -> Iterator[str]:
    """What was chosen and will change nothing, so that nobody believes it did."""
    if choices.is_local and (unheard := _unheard_here(choices)):
        yield f"Not heeded on this machine, only by a worker (--endpoint): {', '.join(unheard)}"
    hosted = choices.pyannote.api_key or choices.pyannote.json_in
    if (unheard := _unheard_by_pyannote(choices.pyannote)) and not hosted:
        yield f"Not heeded without --pyannote-api-key: {', '.join(unheard)}"
    if (unheard := _unheard_by_deepgram(choices.deepgram)) and not choices.deepgram.api_key:
        yield f"Not heeded without --deepgram-api-key: {', '.join(unheard)}"


def _unheard_here(choices: PipelineChoices) -> list[str]:
    names_speakers = choices.samples and choices.wishes.diarization
    chosen = {
        "--speaker-sample": choices.samples and not names_speakers,
        "--speaker-verification": choices.wishes.speaker_verification and not names_speakers,
        "--sync": choices.worker.at_once,
    }
    return [
        *choices.wishes.unheard_on_this_machine,
        *(option for option, choice in chosen.items() if choice),
    ]


def _unheard_by_pyannote(choice: PyannoteChoice) -> list[str]:
    chosen = {
        "--pyannote-model": choice.model != PYANNOTE_MODEL,
        "--pyannote-exclusive": choice.exclusive,
    }
    return [option for option, is_chosen in chosen.items() if is_chosen]


def _unheard_by_deepgram(choice: DeepgramChoice) -> list[str]:
    chosen = {
        "--deepgram-model": choice.model != DEEPGRAM_MODEL,
        "--deepgram-tier": choice.tier is not None,
        "--deepgram-version": choice.version is not None,
    }
    return [option for option, is_chosen in chosen.items() if is_chosen]
