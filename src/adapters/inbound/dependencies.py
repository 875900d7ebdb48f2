"""The use cases an endpoint may ask for. The one place that names entries of the container."""

from typing import Annotated, TypeAlias

from dependency_injector.wiring import Provide
from fastapi import Depends

from application.use_cases.clips import delete_clip, get_clip, read_clip, upload_clip
from application.use_cases.models import choose_model
from application.use_cases.service import report_health
from application.use_cases.transcripts import get_transcript, transcribe

UploadClip: TypeAlias = Annotated[upload_clip.UploadClip, Depends(Provide["upload_clip"])]
GetClip: TypeAlias = Annotated[get_clip.GetClip, Depends(Provide["get_clip"])]
ListClips: TypeAlias = Annotated[get_clip.ListClips, Depends(Provide["list_clips"])]
ReadClip: TypeAlias = Annotated[read_clip.ReadClip, Depends(Provide["read_clip"])]
DeleteClip: TypeAlias = Annotated[delete_clip.DeleteClip, Depends(Provide["delete_clip"])]

Transcribe: TypeAlias = Annotated[transcribe.Transcribe, Depends(Provide["transcribe"])]
GetTranscript: TypeAlias = Annotated[
    get_transcript.GetTranscript, Depends(Provide["get_transcript"])
]
DeleteTranscripts: TypeAlias = Annotated[
    get_transcript.DeleteTranscripts, Depends(Provide["delete_transcripts"])
]

ChooseModel: TypeAlias = Annotated[choose_model.ChooseModel, Depends(Provide["choose_model"])]
ReportHealth: TypeAlias = Annotated[report_health.ReportHealth, Depends(Provide["report_health"])]
