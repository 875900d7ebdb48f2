"""The use cases an endpoint may ask for. The one place that names entries of the container."""

from typing import Annotated, TypeAlias

from dependency_injector.wiring import Provide
from fastapi import Depends

from adapters.inbound.openai import habits
from adapters.inbound.webservice import answer_form
from application import gallery
from application.ports import clock
from application.use_cases.clips import (
    delete_clip,
    get_clip,
    import_clip,
    link_clip,
    read_clip,
    upload_clip,
)
from application.use_cases.jobs import (
    cancel_job,
    look_at_jobs,
    request_transcription,
    wait_a_while,
    watch_job,
)
from application.use_cases.models import (
    choose_model,
    load_model,
    models_in_memory,
    show_models,
    weights_here,
)
from application.use_cases.service import (
    check_readiness,
    expose_metrics,
    report_health,
    report_queue,
)
from application.use_cases.speakers import (
    diarize,
    enrol_speaker,
    hear_samples,
    hear_voice,
    known_speakers,
    verify_speakers,
)
from application.use_cases.speech import find_speech
from application.use_cases.tasks import check_callback, get_task, list_tasks
from application.use_cases.transcripts import (
    detect_language,
    follow_transcription,
    get_job_transcript,
    get_transcript,
    transcribe,
)
from application.use_cases.uploads import (
    begin_upload,
    continue_upload,
    give_up_upload,
    look_at_upload,
)
from application.use_cases.webhooks import deliveries, get_webhook, rotate_secret, subscribe
from domain import subtitle_shape

Clock: TypeAlias = Annotated[clock.Clock, Depends(Provide["clock"])]

UploadClip: TypeAlias = Annotated[upload_clip.UploadClip, Depends(Provide["upload_clip"])]
ImportClip: TypeAlias = Annotated[import_clip.ImportClip, Depends(Provide["import_clip"])]
GetClip: TypeAlias = Annotated[get_clip.GetClip, Depends(Provide["get_clip"])]
ListClips: TypeAlias = Annotated[get_clip.ListClips, Depends(Provide["list_clips"])]
LinkClip: TypeAlias = Annotated[link_clip.LinkClip, Depends(Provide["link_clip"])]
ReadClip: TypeAlias = Annotated[read_clip.ReadClip, Depends(Provide["read_clip"])]
DeleteClip: TypeAlias = Annotated[delete_clip.DeleteClip, Depends(Provide["delete_clip"])]

BeginUpload: TypeAlias = Annotated[begin_upload.BeginUpload, Depends(Provide["begin_upload"])]
ContinueUpload: TypeAlias = Annotated[
    continue_upload.ContinueUpload, Depends(Provide["continue_upload"])
]
LookAtUpload: TypeAlias = Annotated[look_at_upload.LookAtUpload, Depends(Provide["look_at_upload"])]
GiveUpUpload: TypeAlias = Annotated[give_up_upload.GiveUpUpload, Depends(Provide["give_up_upload"])]

RequestJob: TypeAlias = Annotated[request_transcription.RequestJob, Depends(Provide["request_job"])]
GetJob: TypeAlias = Annotated[look_at_jobs.GetJob, Depends(Provide["get_job"])]
ListJobs: TypeAlias = Annotated[look_at_jobs.ListJobs, Depends(Provide["list_jobs"])]
WatchJob: TypeAlias = Annotated[watch_job.WatchJob, Depends(Provide["watch_job"])]
WaitAWhile: TypeAlias = Annotated[wait_a_while.WaitAWhile, Depends(Provide["wait_a_while"])]
CancelJob: TypeAlias = Annotated[cancel_job.CancelJob, Depends(Provide["cancel_job"])]
DeleteJob: TypeAlias = Annotated[cancel_job.DeleteJob, Depends(Provide["delete_job"])]

Transcribe: TypeAlias = Annotated[transcribe.Transcribe, Depends(Provide["transcribe"])]
FollowTranscription: TypeAlias = Annotated[
    follow_transcription.FollowTranscription, Depends(Provide["follow_transcription"])
]
GetJobTranscript: TypeAlias = Annotated[
    get_job_transcript.GetJobTranscript, Depends(Provide["get_job_transcript"])
]
ReadJobTranscript: TypeAlias = Annotated[
    get_job_transcript.ReadJobTranscript, Depends(Provide["read_job_transcript"])
]
GetTranscript: TypeAlias = Annotated[
    get_transcript.GetTranscript, Depends(Provide["get_transcript"])
]
DeleteTranscripts: TypeAlias = Annotated[
    get_transcript.DeleteTranscripts, Depends(Provide["delete_transcripts"])
]

ChooseModel: TypeAlias = Annotated[choose_model.ChooseModel, Depends(Provide["choose_model"])]
CheckReadiness: TypeAlias = Annotated[
    check_readiness.CheckReadiness, Depends(Provide["check_readiness"])
]
ShowModels: TypeAlias = Annotated[show_models.ShowModels, Depends(Provide["show_models"])]
LoadModel: TypeAlias = Annotated[load_model.LoadModel, Depends(Provide["load_model"])]
BringModel: TypeAlias = Annotated[weights_here.BringModel, Depends(Provide["bring_model"])]
RemoveModel: TypeAlias = Annotated[weights_here.RemoveModel, Depends(Provide["remove_model"])]
TakeIntoMemory: TypeAlias = Annotated[
    models_in_memory.TakeIntoMemory, Depends(Provide["take_into_memory"])
]
TakeOutOfMemory: TypeAlias = Annotated[
    models_in_memory.TakeOutOfMemory, Depends(Provide["take_out_of_memory"])
]
UnloadModel: TypeAlias = Annotated[load_model.UnloadModel, Depends(Provide["unload_model"])]
ExposeMetrics: TypeAlias = Annotated[
    expose_metrics.ExposeMetrics, Depends(Provide["expose_metrics"])
]
ReportHealth: TypeAlias = Annotated[report_health.ReportHealth, Depends(Provide["report_health"])]

CheckCallback: TypeAlias = Annotated[
    check_callback.CheckCallback, Depends(Provide["check_callback"])
]
GetTask: TypeAlias = Annotated[get_task.GetTask, Depends(Provide["get_task"])]
ListTasks: TypeAlias = Annotated[list_tasks.ListTasks, Depends(Provide["list_tasks"])]

OpenaiHabits: TypeAlias = Annotated[habits.OpenaiHabits, Depends(Provide["openai_habits"])]
ReportQueue: TypeAlias = Annotated[report_queue.ReportQueue, Depends(Provide["report_queue"])]
DetectLanguage: TypeAlias = Annotated[
    detect_language.DetectLanguage, Depends(Provide["detect_language"])
]
AsrCompat: TypeAlias = Annotated[answer_form.AsrDialect, Depends(Provide["asr_compat"])]

UsualSubtitles: TypeAlias = Annotated[
    subtitle_shape.SubtitleShape, Depends(Provide["subtitle_shape"])
]

HearSamples: TypeAlias = Annotated[hear_samples.HearSamples, Depends(Provide["hear_samples"])]
Gallery: TypeAlias = Annotated[gallery.Gallery, Depends(Provide["gallery"])]
Diarize: TypeAlias = Annotated[diarize.Diarize, Depends(Provide["diarize"])]
FindSpeech: TypeAlias = Annotated[find_speech.FindSpeech, Depends(Provide["find_speech"])]
HearVoice: TypeAlias = Annotated[hear_voice.HearVoice, Depends(Provide["hear_voice"])]
EnrolSpeaker: TypeAlias = Annotated[enrol_speaker.EnrolSpeaker, Depends(Provide["enrol_speaker"])]
ListSpeakers: TypeAlias = Annotated[known_speakers.ListSpeakers, Depends(Provide["list_speakers"])]
GetSpeaker: TypeAlias = Annotated[known_speakers.GetSpeaker, Depends(Provide["get_speaker"])]
UpdateSpeaker: TypeAlias = Annotated[
    known_speakers.UpdateSpeaker, Depends(Provide["update_speaker"])
]
ForgetSpeaker: TypeAlias = Annotated[
    known_speakers.ForgetSpeaker, Depends(Provide["forget_speaker"])
]
VerifySpeakers: TypeAlias = Annotated[
    verify_speakers.VerifySpeakers, Depends(Provide["verify_speakers"])
]

Subscribe: TypeAlias = Annotated[subscribe.Subscribe, Depends(Provide["subscribe"])]
Unsubscribe: TypeAlias = Annotated[subscribe.Unsubscribe, Depends(Provide["unsubscribe"])]
ListWebhooks: TypeAlias = Annotated[get_webhook.ListWebhooks, Depends(Provide["list_webhooks"])]
GetWebhook: TypeAlias = Annotated[get_webhook.GetWebhook, Depends(Provide["get_webhook"])]
RotateSecret: TypeAlias = Annotated[rotate_secret.RotateSecret, Depends(Provide["rotate_secret"])]
ListDeliveries: TypeAlias = Annotated[
    deliveries.ListDeliveries, Depends(Provide["list_deliveries"])
]
ResendDelivery: TypeAlias = Annotated[
    deliveries.ResendDelivery, Depends(Provide["resend_delivery"])
]
