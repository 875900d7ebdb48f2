"""`python -m bench accuracy`, `load` and `soak`: the benches' command line."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Final

import typer

from adapters.outbound.models.sample_speech import lay_out_sample_speech
from bench.bench import Bench, Options
from bench.machine import circumstances
from bench.manifest import RecordingSet, UnusableFolderError, read_manifest
from bench.report import Report
from bench.run import ACCURACY, LOAD, SOAK, Run
from bench.screen import Screen
from bench.soak_pieces import recordings_in
from infrastructure.app import make_container
from infrastructure.environment import read_settings

NEEDED: Final = (
    "The benches need a folder of recordings with a manifest.json that says what is known of each: "
    "pass --audio FOLDER (with make: AUDIO=FOLDER). docs/benchmarks.md describes the manifest."
)
app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

Audio = Annotated[str, typer.Option(help="The folder with manifest.json.")]
ReportFolder = Annotated[Path, typer.Option("--report", help="Where the report goes.")]
CacheDir = Annotated[Path | None, typer.Option(help="Where the weights are. [CACHE_DIR]")]
RawModel = Annotated[
    Path | None, typer.Option(help="Weights for the engine without a server. [the service's]")
]
Most = Annotated[
    int | None, typer.Option("--limit", min=1, help="Only so many recordings of each kind.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Fail when a goal is missed.")]
Rounds = Annotated[int, typer.Option(min=1, max=20, help="How often each side is timed.")]


@app.command()
def accuracy(  # noqa: PLR0913 - each is an option of the command line
    *,
    audio: Audio = "",
    report: ReportFolder = Path("bench-report"),
    only: Annotated[
        list[str] | None, typer.Option(help=f"One of {', '.join(ACCURACY)}; may be repeated.")
    ] = None,
    skip_memory: Annotated[
        bool, typer.Option("--skip-memory", help="Leave out the recording of hours.")
    ] = False,
    long_hours: Annotated[float, typer.Option(help="How long that recording is.")] = 3.0,
    collar: Annotated[float, typer.Option(help="Seconds around turns not scored in DER.")] = 0.0,
    verify: Annotated[bool, typer.Option(help="Compare the files with their checksums.")] = True,
    rounds: Rounds = 3,
    limit: Most = None,
    cache_dir: CacheDir = None,
    raw_model: RawModel = None,
    strict: Strict = False,
) -> None:
    """Errors of words, speakers, times and languages; speed, memory, awkward files."""
    recordings = _recordings(audio, verify=verify)
    wanted = [key for key in only or ACCURACY if not (skip_memory and key == "memory")]
    if unknown := set(wanted) - set(ACCURACY):
        raise typer.BadParameter(f"{', '.join(unknown)}: choose from {', '.join(ACCURACY)}")
    options = _options(cache_dir, raw_model, rounds, limit)
    options = replace(options, collar=collar, long_hours=long_hours)
    _run("accuracy", recordings, options, wanted, report, strict=strict)


@app.command()
def load(  # noqa: PLR0913 - each is an option of the command line
    *,
    audio: Audio = "",
    report: ReportFolder = Path("bench-report"),
    url: Annotated[
        str | None, typer.Option(help="A server on this machine; left out, one is started.")
    ] = None,
    time_limit: Annotated[float, typer.Option(help="Seconds; no round begins later.")] = 1800.0,
    rounds: Rounds = 3,
    limit: Most = None,
    cache_dir: CacheDir = None,
    raw_model: RawModel = None,
    strict: Strict = False,
) -> None:
    """Eight clients at once, beside the engine without a server."""
    recordings = _recordings(audio, verify=False)
    options = _options(cache_dir, raw_model, rounds, limit)
    options = replace(options, url=url, time_limit=time_limit)
    _run("load", recordings, options, LOAD, report, strict=strict)


@app.command()
def soak(
    *,
    audio: Annotated[
        str, typer.Option(help="A folder with recordings; left out, those of `hexavox sample`.")
    ] = "",
    report: ReportFolder = Path("bench-report"),
    minutes: Annotated[float, typer.Option(min=0.1, max=600, help="How long it lasts.")] = 5.0,
    cache_dir: CacheDir = None,
) -> None:
    """Eight clients who ask for all kinds of things: nothing fails, nothing grows."""
    options = replace(_options(cache_dir, None, 1, None), minutes=minutes)
    with TemporaryDirectory(prefix="hexavox-sample-") as folder:
        recordings = _any_recordings(audio, Path(folder), options.cache_dir)
        _run("soak", recordings, options, SOAK, report, strict=True)


def _any_recordings(audio: str, samples: Path, cache_dir: Path) -> RecordingSet:
    if not audio.strip():
        settings = read_settings().model_copy(update={"cache_dir": cache_dir})
        lay_out_sample_speech(make_container(settings).sample_store(), samples)
    try:
        return recordings_in(Path(audio).resolve() if audio.strip() else samples)
    except UnusableFolderError as error:
        raise typer.BadParameter(str(error)) from error


def _recordings(audio: str, *, verify: bool) -> RecordingSet:
    if not audio.strip():
        raise typer.BadParameter(NEEDED)
    try:
        recordings = read_manifest(Path(audio).resolve())
    except UnusableFolderError as error:
        raise typer.BadParameter(f"{error}. {NEEDED}") from error
    if verify and (damaged := recordings.damaged()):
        raise typer.BadParameter(f"not what the manifest says: {', '.join(damaged)}")
    return recordings


def _options(
    cache_dir: Path | None, raw_model: Path | None, rounds: int, limit: int | None
) -> Options:
    weights = cache_dir or read_settings().cache_dir or Path("models")
    return Options(
        cache_dir=weights.resolve(), raw_model=raw_model, rounds=rounds, most_recordings=limit
    )


def _run(
    name: str,
    recordings: RecordingSet,
    options: Options,
    wanted: list[str] | tuple[str, ...],
    folder: Path,
    *,
    strict: bool,
) -> None:
    """Ends the program: 1 if something could not be measured, or, if strict, missed its goal."""
    screen, report = Screen(), Report(title=f"Hexavox: {name}", circumstances=circumstances())
    with TemporaryDirectory(prefix="hexavox-bench-") as scratch:
        bench = Bench(recordings=recordings, options=options, scratch=Path(scratch), say=screen.say)
        Run(bench=bench, report=report, screen=screen, folder=folder, name=name)(wanted)
    report.write(folder, name)
    screen.close(report)
    if report.unmeasured or (strict and report.missed):
        raise typer.Exit(1)


if __name__ == "__main__":
    app()
