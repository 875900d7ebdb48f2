"""The options of `hexavox pipeline`, with their environment variables and help."""

from pathlib import Path
from typing import Annotated, Final, TypeAlias

import typer

from domain.subtitle_shape import MOST_LINES, NARROWEST, WIDEST

_STORAGE: Final = "Storage (S3)"
_WORKER: Final = "Worker"
_TRANSCRIPTION: Final = "Transcription"
_PYANNOTE: Final = "Speakers by pyannoteAI"
_DEEPGRAM: Final = "Word confidences by Deepgram"
_OUTPUTS: Final = "Outputs"
_WEEK: Final = 7 * 24 * 3600
"""Seconds. S3 signs nothing for longer."""

Sources: TypeAlias = Annotated[
    list[str],
    typer.Argument(help="Files, s3://BUCKET/KEY, or keys of objects in --bucket."),
]

S3Endpoint: TypeAlias = Annotated[
    str | None,
    typer.Option(
        envvar="SWAMI_STORAGE_ENDPOINT",
        help="The URL of an S3-compatible service. None: Amazon's.",
        rich_help_panel=_STORAGE,
    ),
]
BucketName: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--bucket",
        envvar="SWAMI_STORAGE_BUCKET",
        help="Where recordings are put for others to fetch, and transcripts are kept.",
        rich_help_panel=_STORAGE,
    ),
]
AccessKey: TypeAlias = Annotated[
    str | None,
    typer.Option(
        envvar=["SWAMI_STORAGE_ACCESS_KEY", "AWS_ACCESS_KEY_ID"],
        help="The bucket's access key.",
        rich_help_panel=_STORAGE,
    ),
]
SecretKey: TypeAlias = Annotated[
    str | None,
    typer.Option(
        envvar=["SWAMI_STORAGE_SECRET_KEY", "AWS_SECRET_ACCESS_KEY"],
        help="Its secret; better set in the environment than typed.",
        rich_help_panel=_STORAGE,
    ),
]
UrlExpiry: TypeAlias = Annotated[
    int,
    typer.Option(
        min=1,
        max=_WEEK,
        help="Seconds for which presigned URLs of recordings work.",
        rich_help_panel=_STORAGE,
    ),
]
PrefixAudio: TypeAlias = Annotated[
    str, typer.Option(help="Recordings go under this key.", rich_help_panel=_STORAGE)
]
PrefixTranscripts: TypeAlias = Annotated[
    str, typer.Option(help="Transcripts go under this key.", rich_help_panel=_STORAGE)
]
Force: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--force",
        help="Upload what is in the bucket already, and overwrite outputs.",
        rich_help_panel=_STORAGE,
    ),
]

Endpoint: TypeAlias = Annotated[
    str | None,
    typer.Option(
        envvar="SWAMI_RUNPOD_ENDPOINT",
        help="A worker that takes jobs at /run: the URL of a Hexavox server or of a RunPod "
        "endpoint, or the endpoint's id. None: this machine transcribes.",
        rich_help_panel=_WORKER,
    ),
]
ApiKey: TypeAlias = Annotated[
    str | None,
    typer.Option(envvar="SWAMI_RUNPOD_API_KEY", help="The worker's key.", rich_help_panel=_WORKER),
]
Sync: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--sync",
        help="Wait in one request to /runsync instead of asking for the status.",
        rich_help_panel=_WORKER,
    ),
]
WorkerTimeout: TypeAlias = Annotated[
    float,
    typer.Option(min=0.01, help="Seconds to wait for the worker.", rich_help_panel=_WORKER),
]
Debug: TypeAlias = Annotated[
    bool,
    typer.Option("--debug", help="Show the worker's answers in full.", rich_help_panel=_WORKER),
]

Model: TypeAlias = Annotated[
    str | None,
    typer.Option(
        help="On this machine, see `hexavox models list`.", rich_help_panel=_TRANSCRIPTION
    ),
]
LanguageName: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--language",
        help="A code or an English name. None: detected.",
        rich_help_panel=_TRANSCRIPTION,
    ),
]
AlignOutput: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--align-output/--no-align",
        help="Give words their times; confidences and speakers need them.",
        rich_help_panel=_TRANSCRIPTION,
    ),
]
DiarizationWish: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--diarization/--no-diarization",
        help="Have the transcriber tell speakers apart, or nobody. Neither: pyannoteAI, if it has "
        "a key.",
        show_default=False,
        rich_help_panel=_TRANSCRIPTION,
    ),
]
Temperature: TypeAlias = Annotated[
    float | None,
    typer.Option(min=0, help="How freely words are sampled.", rich_help_panel=_TRANSCRIPTION),
]
BatchSize: TypeAlias = Annotated[
    int | None,
    typer.Option(min=1, help="Windows decoded together.", rich_help_panel=_TRANSCRIPTION),
]
BeamSize: TypeAlias = Annotated[
    int | None,
    typer.Option(min=1, help="Readings kept while decoding.", rich_help_panel=_TRANSCRIPTION),
]
InitialPrompt: TypeAlias = Annotated[
    str | None, typer.Option(help="Style and spelling.", rich_help_panel=_TRANSCRIPTION)
]
VadOnset: TypeAlias = Annotated[
    float | None,
    typer.Option(min=0, max=1, help="Speech begins above this.", rich_help_panel=_TRANSCRIPTION),
]
VadOffset: TypeAlias = Annotated[
    float | None,
    typer.Option(min=0, max=1, help="Speech ends below this.", rich_help_panel=_TRANSCRIPTION),
]
NumSpeakers: TypeAlias = Annotated[
    int | None,
    typer.Option(min=1, help="If it is known.", rich_help_panel=_TRANSCRIPTION),
]
MinSpeakers: TypeAlias = Annotated[
    int | None, typer.Option(min=1, help="The fewest.", rich_help_panel=_TRANSCRIPTION)
]
MaxSpeakers: TypeAlias = Annotated[
    int | None, typer.Option(min=1, help="The most.", rich_help_panel=_TRANSCRIPTION)
]
SpeakerVerification: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--speaker-verification",
        help="Have a worker name speakers after --speaker-sample; this machine does so anyway.",
        rich_help_panel=_TRANSCRIPTION,
    ),
]
SpeakerSamples: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--speaker-sample",
        help="[NAME=]URL, or [NAME=]FILE, which goes into the bucket for a worker: whoever sounds "
        "like it is called so, with --diarization. Repeatable.",
        rich_help_panel=_TRANSCRIPTION,
    ),
]
ParamsJson: TypeAlias = Annotated[
    str | None,
    typer.Option(
        help="More of the worker's input: a JSON object, or @FILE. It wins over other options.",
        rich_help_panel=_TRANSCRIPTION,
    ),
]

PyannoteApiKey: TypeAlias = Annotated[
    str | None,
    typer.Option(
        envvar="PYANNOTE_API_KEY",
        help="Has pyannoteAI tell the speakers apart.",
        rich_help_panel=_PYANNOTE,
    ),
]
PyannoteModel: TypeAlias = Annotated[
    str,
    typer.Option(help="precision-1, precision-2 or community-1.", rich_help_panel=_PYANNOTE),
]
PyannoteExclusive: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--pyannote-exclusive",
        help="Have it decide who leads where several speak.",
        rich_help_panel=_PYANNOTE,
    ),
]
PyannotePollInterval: TypeAlias = Annotated[
    float,
    typer.Option(min=0.01, help="Seconds between questions.", rich_help_panel=_PYANNOTE),
]
PyannoteTimeout: TypeAlias = Annotated[
    float,
    typer.Option(min=0.01, help="Seconds to wait for it.", rich_help_panel=_PYANNOTE),
]
PyannoteUrl: TypeAlias = Annotated[
    str,
    typer.Option(
        envvar="PYANNOTE_API_URL",
        help="Where its API is.",
        rich_help_panel=_PYANNOTE,
    ),
]
PyannoteJsonIn: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        dir_okay=False,
        help="Use a saved NAME.pyannote.job.json instead of asking.",
        rich_help_panel=_PYANNOTE,
    ),
]

DeepgramApiKey: TypeAlias = Annotated[
    str | None,
    typer.Option(
        envvar="DEEPGRAM_API_KEY",
        help="Has Deepgram say how sure it is of each word.",
        rich_help_panel=_DEEPGRAM,
    ),
]
DeepgramJsonIn: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        dir_okay=False,
        help="Use a saved NAME.deepgram.json instead of asking.",
        rich_help_panel=_DEEPGRAM,
    ),
]
DeepgramModel: TypeAlias = Annotated[
    str, typer.Option(help="The model to ask.", rich_help_panel=_DEEPGRAM)
]
DeepgramTier: TypeAlias = Annotated[
    str | None, typer.Option(help="Of older models.", rich_help_panel=_DEEPGRAM)
]
DeepgramVersion: TypeAlias = Annotated[
    str | None, typer.Option(help="Of the model.", rich_help_panel=_DEEPGRAM)
]
DeepgramUrl: TypeAlias = Annotated[
    str,
    typer.Option(
        envvar="DEEPGRAM_API_URL",
        help="Where its API is.",
        rich_help_panel=_DEEPGRAM,
    ),
]
LowThreshold: TypeAlias = Annotated[
    float,
    typer.Option(
        "--word-confidence-low-threshold",
        help="Confidences below it are low.",
        rich_help_panel=_DEEPGRAM,
    ),
]
HighThreshold: TypeAlias = Annotated[
    float,
    typer.Option(
        "--word-confidence-high-threshold",
        help="Confidences above it are high.",
        rich_help_panel=_DEEPGRAM,
    ),
]
LowMinDuration: TypeAlias = Annotated[
    float,
    typer.Option(
        "--low-confidence-min-dur",
        help="Seconds of low speech in a row that are flagged.",
        rich_help_panel=_DEEPGRAM,
    ),
]

MaxLineWidth: TypeAlias = Annotated[
    int,
    typer.Option(
        envvar="SUBTITLE_MAX_LINE_WIDTH",
        min=NARROWEST,
        max=WIDEST,
        help="Characters in a line of subtitles.",
        rich_help_panel=_OUTPUTS,
    ),
]
MaxLineCount: TypeAlias = Annotated[
    int,
    typer.Option(
        envvar="SUBTITLE_MAX_LINE_COUNT",
        min=1,
        max=MOST_LINES,
        help="Lines of subtitles that are shown together.",
        rich_help_panel=_OUTPUTS,
    ),
]
HighlightWords: TypeAlias = Annotated[
    bool,
    typer.Option(
        envvar="SUBTITLE_HIGHLIGHT_WORDS",
        help="Underline each word while it is spoken.",
        rich_help_panel=_OUTPUTS,
    ),
]
DownloadTranscript: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--download-transcript",
        help="Write the outputs here, too, when they go into a bucket.",
        rich_help_panel=_OUTPUTS,
    ),
]
DownloadDir: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        file_okay=False,
        help="Where here is; naming it is asking for them. None: the current folder.",
        rich_help_panel=_OUTPUTS,
    ),
]
