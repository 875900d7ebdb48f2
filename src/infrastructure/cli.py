"""The command `hexavox`: wires the same use cases as the server to a terminal."""

import asyncio
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from adapters.inbound.cli import doctor as doctor_report
from adapters.inbound.cli import models as model_commands
from adapters.inbound.cli import purge as purge_report
from adapters.inbound.cli.expert_options import options_named
from adapters.inbound.language_choice import language_named
from adapters.outbound.models.sample_speech import lay_out_sample_speech
from adapters.temporal_names import Capability
from application.advice import with_advice
from application.errors import ApplicationError, DatabaseUnavailableError
from application.formats.presentation import Presentation
from application.formats.registry import TranscriptFormat
from application.formats.subtitle_wishes import SubtitleWishes
from domain.errors import DomainError
from domain.speaker import SpeakerCount
from domain.transcription_options import Task, TranscriptionOptions
from infrastructure.container import Container
from infrastructure.cores import available_cores
from infrastructure.environment import SettingsError
from infrastructure.installed import wanted_models
from infrastructure.key_commands import keys_app
from infrastructure.leaving import leave
from infrastructure.one_shot import Output, transcribe_files
from infrastructure.pipeline_command import pipeline
from infrastructure.reaching_database import NoDatabaseError, complaint, require_database
from infrastructure.server import run_server
from infrastructure.terminal import container_for
from infrastructure.upkeep import purge_once
from infrastructure.worker import run_worker

_WIDE: Final = 200
"""Columns where no terminal says how many there are: whoever reads a pipe wants whole names."""
_WRONG: Final = 2
_NO_DATABASE: Final = 3
"""As a server that cannot start."""
_INTERRUPTED: Final = 130
"""What a shell takes for Ctrl-C."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Self-hosted speech to text: who said what, when.",
)
models_app = typer.Typer(no_args_is_help=True, help="Weights: list, fetch, verify.")
app.add_typer(models_app, name="models")
app.add_typer(keys_app, name="keys")
app.command()(pipeline)

# What is printed may come from a client or be the name of a file: brackets in it are no markup.
_ERRORS: Final = Console(stderr=True, markup=False, highlight=False)
_ANSWERS: Final = Console(markup=False, width=None if sys.stdout.isatty() else _WIDE)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - so typer calls it
    if wanted:
        _ANSWERS.print(f"hexavox {version('hexavox')}")
        raise typer.Exit


def main() -> None:
    """The entry point."""
    try:
        app()
    except NoDatabaseError as error:
        _ERRORS.print(f"hexavox: {error}", soft_wrap=True)
        sys.exit(_NO_DATABASE)
    except (SettingsError, ApplicationError, DomainError) as error:
        advice = getattr(error, "advice", "")
        _ERRORS.print(with_advice(f"hexavox: {error}", advice), soft_wrap=True)
        sys.exit(_WRONG)


@app.callback()
def hexavox(
    *,
    _version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_show_version, help="Say it and end."),
    ] = False,
) -> None:
    """Self-hosted speech to text: who said what, when."""


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Overrides HOST.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Overrides PORT.")] = None,
) -> None:
    """Migrate the database and serve."""
    run_server(host=host, port=port)


@app.command()
def worker(
    takes: Annotated[
        list[Capability] | None,
        typer.Option(help="Stages to work on, with JOB_ENGINE=temporal; else and by default all."),
    ] = None,
) -> None:
    """Run jobs without serving, beside a server or on another machine with the same settings."""
    run_worker(takes=takes or [])


@app.command()
def transcribe(  # noqa: PLR0913 - a command's options are its parameters
    files: Annotated[list[Path], typer.Argument(help="Sound or video files.")],
    *,
    form: Annotated[
        TranscriptFormat, typer.Option("--format", "-f", help="What to write.")
    ] = TranscriptFormat.TEXT,
    output_dir: Annotated[
        Path | None,
        typer.Option(
            "--output-dir",
            "-o",
            file_okay=False,
            writable=True,
            help="Write NAME.srt and so on there.",
        ),
    ] = None,
    diarize: Annotated[bool, typer.Option(help="Tell speakers apart.")] = True,
    language: Annotated[str | None, typer.Option(help="A code or an English name.")] = None,
    task: Annotated[Task, typer.Option(help="Or into English.")] = Task.TRANSCRIBE,
    model: Annotated[str | None, typer.Option(help="See `hexavox models list`.")] = None,
    num_speakers: Annotated[int | None, typer.Option(help="If it is known.")] = None,
    min_speakers: Annotated[int | None, typer.Option(help="The fewest.")] = None,
    max_speakers: Annotated[int | None, typer.Option(help="The most.")] = None,
    initial_prompt: Annotated[str | None, typer.Option(help="Style and spelling.")] = None,
    hotwords: Annotated[str | None, typer.Option(help="Words to expect.")] = None,
    max_line_width: Annotated[
        int | None, typer.Option(help="Characters in a line of subtitles.")
    ] = None,
    max_line_count: Annotated[int | None, typer.Option(help="Lines shown together.")] = None,
    highlight_words: Annotated[
        bool | None, typer.Option(help="Underline each word while it is spoken.")
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help="Any other option of /api/transcribe, such as beam_size=3; may be repeated.",
        ),
    ] = None,
) -> None:
    """Transcribe files of this machine. One file goes to standard output, several into files.

    Nothing is kept of what is transcribed here.
    """
    container = _container()
    options = TranscriptionOptions(
        model=container.model_catalog().canonical_name(model),
        language=language_named(language),
        task=task,
        diarize=diarize,
        speakers=SpeakerCount.of(exact=num_speakers, at_least=min_speakers, at_most=max_speakers),
        initial_prompt=initial_prompt,
        hotwords=hotwords,
        **options_named(option or []),
    )
    wishes = SubtitleWishes(
        max_line_width=max_line_width,
        max_line_count=max_line_count,
        highlight_words=highlight_words,
    )
    shape = wishes.shape_for(form, container.subtitle_shape())
    folder = output_dir or (Path() if len(files) > 1 else None)
    output = Output(form, folder, Presentation(shape=shape, task=task))
    if clashing := output.clashing(files):
        names = " and ".join(map(str, clashing))
        raise typer.BadParameter(f"{names} would be written to the same file.")
    try:
        failures = asyncio.run(transcribe_files(container, files, options, output, _ERRORS))
    except KeyboardInterrupt:
        _ERRORS.print("Stopped.")
        leave(_INTERRUPTED)
    raise typer.Exit(1 if failures else 0)


@models_app.command("list")
def list_models() -> None:
    """Every model by name, where it comes from, and whether it is here."""
    model_commands.show_models(_container().list_models()(), _ANSWERS)


@models_app.command("fetch")
def fetch_models(
    names: Annotated[
        list[str] | None, typer.Argument(help="None: all that the default settings use.")
    ] = None,
) -> None:
    """Bring models here, so that nothing has to be fetched later."""
    container = _container()
    wanted = names or wanted_models(container)
    _end(
        ok=model_commands.fetch_models(
            wanted, container.fetch_model(), container.name_models(), _ERRORS
        )
    )


@models_app.command("verify")
def verify_models(
    names: Annotated[list[str] | None, typer.Argument(help="None: all that are here.")] = None,
) -> None:
    """Compare models with their checksums."""
    container = _container()
    wanted = names or [entry.name for entry in container.list_models()() if entry.is_here]
    _end(
        ok=model_commands.verify_models(
            wanted, container.verify_model(), container.name_models(), _ANSWERS
        )
    )


@app.command()
def doctor() -> None:
    """What is installed, which engines can run, on which device, and why not."""
    container = _container()
    health = container.report_health()()
    doctor_report.show_installed(_ANSWERS)
    doctor_report.show_machine(health, available_cores(), _ANSWERS)
    able = doctor_report.show_engines(health, _ANSWERS)
    doctor_report.show_models_here(container.list_models()(), _ANSWERS)
    _end(ok=able)


@app.command()
def purge(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> None:
    """Remove what the RETAIN_ settings keep no longer, as servers do from time to time."""
    container = _container()
    require_database(container.settings())
    try:
        counts = asyncio.run(purge_once(container, dry_run=dry_run))
    except DatabaseUnavailableError as error:
        raise NoDatabaseError(complaint(container.database_engine().url, error)) from error
    purge_report.show_expired(counts, _ANSWERS, dry_run=dry_run)


@app.command()
def sample(
    folder: Annotated[
        Path, typer.Argument(file_okay=False, writable=True, help="Where to put them.")
    ] = Path("sample"),
) -> None:
    """Put recordings to try the service with into a folder."""
    with _ERRORS.status("Fetching sample recordings ..."):
        recordings = lay_out_sample_speech(_container().sample_store(), folder)
    for recording in recordings:
        _ANSWERS.print(str(recording), soft_wrap=True)


def _container() -> Container:
    return container_for(_ERRORS)


def _end(*, ok: bool) -> None:
    raise typer.Exit(0 if ok else 1)
