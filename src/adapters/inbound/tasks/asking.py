"""From a request to a task that waits for its turn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from dependency_injector.wiring import inject
from fastapi import Depends
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.tasks.task_examples import TAKEN
from adapters.inbound.tasks.task_parameters import TaskParameters
from application.ports.stage_results import StageResult
from application.task_note import TaskNote
from application.use_cases.jobs.request_transcription import JobRequest, RequestJob
from application.use_cases.models.choose_model import ChooseModel
from application.use_cases.tasks.check_callback import CheckCallback
from domain.audio_clip import AudioClip, OwnerId
from domain.callback import Callback
from domain.languages import Language
from domain.transcription_job import JobKind, Stage
from domain.transcription_options import TranscriptionOptions


class TaskTakenBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [TAKEN]})

    identifier: str = Field(description="Where the task is: /task/{identifier}.")
    message: str
    warnings: list[str] = Field(
        default=[], description="The parameters that were given and cannot be had yet."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a task is about."""

    clip: AudioClip | None = None
    file_name: str | None = None
    url: str | None = None
    language: Language | None = None
    """As a file says; None has the options say it."""
    given: Mapping[Stage, StageResult] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedTask:
    """A task that makes sense, and nothing is kept of it yet."""

    owner: OwnerId
    kind: JobKind
    options: TranscriptionOptions
    callback: Callback | None
    params: dict[str, Any]
    warnings: tuple[str, ...]

    def about(self, source: Source) -> JobRequest:
        clip, language = source.clip, source.language or self.options.language
        note = TaskNote(
            task_params=self.params,
            language=None if language is None else language.code,
            file_name=source.file_name,
            url=source.url,
            audio_duration=None if clip is None else clip.format.duration,
            warnings=self.warnings,
        )
        return JobRequest(
            owner=self.owner,
            clip_id=None if clip is None else clip.id,
            options=self.options,
            kind=self.kind,
            callback=self.callback,
            note=note.as_json(),
            given=source.given,
        )


@dataclass(frozen=True, slots=True)
class Asking:
    """What every route that takes a task does before and after it has the files."""

    owner: OwnerId
    choose_model: ChooseModel
    check_callback: CheckCallback
    request_job: RequestJob

    async def ask(self, kind: JobKind, query: TaskParameters) -> AskedTask:
        """Raises UnknownModelError, InvalidOptionError, and what CheckCallback raises."""
        model = await self.choose_model(query.model_name())
        options = query.options(model)
        params = query.as_asked()
        if "model" in params:
            params["model"] = model
        return AskedTask(
            owner=self.owner,
            kind=kind,
            options=options,
            callback=await self.check_callback(query.callback_url),
            params=params,
            warnings=query.warnings(),
        )

    async def queue(self, asked: AskedTask, source: Source) -> TaskTakenBody:
        """Raises QueueFullError, ClipNotFoundError."""
        job = await self.request_job(asked.about(source))
        return TaskTakenBody(
            identifier=str(job.id), message="Task queued", warnings=list(asked.warnings)
        )


@inject
def _asking(
    owner: Owner,
    choose_model: use.ChooseModel,
    check_callback: use.CheckCallback,
    request_job: use.RequestJob,
) -> Asking:
    return Asking(owner, choose_model, check_callback, request_job)


Ask = Annotated[Asking, Depends(_asking)]


def refuse_fields(fields: Mapping[str, list[str]], *, known: frozenset[str] = frozenset()) -> None:
    """Parameters stand in the query. Raises RequestValidationError for those in the form, which
    would be ignored otherwise."""
    unknown = [name for name in fields if name not in known]
    message = "unknown field of the form; parameters are sent in the query"
    if unknown:
        raise RequestValidationError(
            [{"type": "unknown_field", "loc": ("body", name), "msg": message} for name in unknown]
        )
