"""What cannot be asked of `hexavox pipeline`, and what would be asked in vain."""

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath

import typer

from infrastructure.pipeline_choices import DeepgramChoice, PipelineChoices


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


def _tells_speakers(choices: PipelineChoices) -> bool:
    hosted = choices.pyannote.api_key or choices.pyannote.json_in
    return bool(choices.wishes.diarization or hosted or "diarization" in choices.wishes.params)


def warnings_about(choices: PipelineChoices) -> Iterator[str]:
    """What was chosen and will change nothing, so that nobody believes it did."""
    if choices.is_local and (unheard := _unheard_here(choices)):
        yield f"Not heeded on this machine, only by a worker (--endpoint): {', '.join(unheard)}"
    if choices.pyannote.exclusive and not (choices.pyannote.api_key or choices.pyannote.json_in):
        yield "Not heeded without --pyannote-api-key: --pyannote-exclusive"
    if (unheard := _unheard_by_deepgram(choices.deepgram)) and not choices.deepgram.api_key:
        yield f"Not heeded without --deepgram-api-key: {', '.join(unheard)}"


def _unheard_here(choices: PipelineChoices) -> list[str]:
    chosen = {"--speaker-sample": choices.samples, "--sync": choices.worker.at_once}
    return [
        *choices.wishes.unheard_on_this_machine,
        *(option for option, choice in chosen.items() if choice),
    ]


def _unheard_by_deepgram(choice: DeepgramChoice) -> list[str]:
    chosen = {"--deepgram-tier": choice.tier, "--deepgram-version": choice.version}
    return [option for option, value in chosen.items() if value is not None]
