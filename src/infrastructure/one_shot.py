"""The service for the length of one command: rows in memory, bytes in a folder that goes away."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from dependency_injector import providers
from rich.console import Console

from adapters.inbound.cli.transcribe import TranscribeFile, write_transcript
from adapters.outbound.memory.records import InMemoryDatabase
from adapters.outbound.memory.runners import InMemoryRunnerRegister
from adapters.outbound.memory.unit_of_work import InMemoryUnitOfWork
from adapters.outbound.storage.filesystem import FilesystemClipStorage
from application.advice import with_advice
from application.errors import ApplicationError
from application.formats.presentation import AS_USUAL, Presentation
from application.formats.registry import FORMATTERS, TranscriptFormat
from domain.errors import DomainError
from domain.transcription_options import TranscriptionOptions
from infrastructure.app import close
from infrastructure.container import Container
from infrastructure.environment import SettingsError
from infrastructure.variables.jobs import JobEngineKind

_STYLE_OF_WARNING: Final = "yellow"


@dataclass(frozen=True, slots=True)
class Output:
    form: TranscriptFormat
    folder: Path | None
    """None for standard output."""
    presentation: Presentation = AS_USUAL

    def path_for(self, source: Path) -> Path | None:
        ending = FORMATTERS[self.form].ending
        return None if self.folder is None else self.folder / f"{source.stem}{ending}"

    def make_folder(self) -> None:
        """Raises SettingsError."""
        if self.folder is None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(
                f"--output-dir {self.folder}: {error.strerror}. Name a folder that can be made."
            ) from error

    def clashing(self, sources: Sequence[Path]) -> Sequence[Path]:
        """Those of which only the last would be left."""
        if self.folder is None:
            return []
        written = Counter(map(self.path_for, sources))
        return [source for source in sources if written[self.path_for(source)] > 1]


async def transcribe_files(
    container: Container,
    files: Sequence[Path],
    options: TranscriptionOptions,
    output: Output,
    console: Console,
) -> int:
    """One after the other; how many could not be transcribed. Raises SettingsError."""
    output.make_folder()
    async with transcribing_here(container, console) as transcribe:
        failures = [
            path for path in files if not await _done(transcribe, path, options, output, console)
        ]
    return len(failures)


@asynccontextmanager
async def transcribing_here(
    container: Container, console: Console
) -> AsyncIterator[TranscribeFile]:
    """The service, until the context ends."""
    with TemporaryDirectory(prefix="hexavox-") as folder:
        keep_nothing(container, Path(folder))
        await container.job_runner().start()
        yield TranscribeFile(
            upload=container.upload_clip(),
            request=container.request_transcription(),
            transcribe=container.transcribe(),
            watch=container.watch_job(),
            console=console,
        )
        await close(container, runs_jobs=True)


def keep_nothing(container: Container, folder: Path) -> None:
    # What is in the memory of this process can be worked on in this process only.
    here = container.settings().model_copy(update={"job_engine": JobEngineKind.EMBEDDED})
    container.settings.override(providers.Object(here))
    container.unit_of_work.override(
        providers.Factory(partial(InMemoryUnitOfWork, InMemoryDatabase()))
    )
    container.runners.override(providers.Singleton(InMemoryRunnerRegister))
    container.clip_storage.override(providers.Singleton(FilesystemClipStorage, root=folder))
    container.clip_links.override(providers.Object(None))


async def _done(
    transcribe: TranscribeFile,
    path: Path,
    options: TranscriptionOptions,
    output: Output,
    console: Console,
) -> bool:
    try:
        transcript = await transcribe(path, options)
        written = output.path_for(path)
        write_transcript(transcript, output.form, output.presentation, written)
    except (ApplicationError, DomainError) as error:
        console.print(with_advice(f"{path}: {error}", error.advice), soft_wrap=True)
        return False
    except OSError as error:
        console.print(f"{path}: {error.strerror}", soft_wrap=True)
        return False
    if written is not None:
        console.print(f"{path}: written to {written}", soft_wrap=True)
    for warning in transcript.warnings:
        console.print(f"{path}: {warning}", style=_STYLE_OF_WARNING, soft_wrap=True)
    return True
