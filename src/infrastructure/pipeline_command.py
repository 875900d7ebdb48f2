"""The command `hexavox pipeline`: what was asked for, checked, and set to work."""

import asyncio
from datetime import timedelta
from typing import Final

import typer
from rich.console import Console

from adapters.inbound.cli import pipeline_options as options
from adapters.inbound.cli.pipeline_arguments import params_from
from adapters.inbound.language_choice import language_named
from adapters.outbound.hosted import deepgram, pyannote_cloud
from application.use_cases.pipeline.wishes import Wishes
from domain.confidence_levels import ConfidenceLevels
from domain.subtitle_shape import SubtitleShape
from infrastructure.leaving import leave
from infrastructure.pipeline_checks import refuse_what_contradicts_itself, warnings_about
from infrastructure.pipeline_choices import (
    DEEPGRAM_MODEL,
    PYANNOTE_MODEL,
    DeepgramChoice,
    PipelineChoices,
    PyannoteChoice,
    StorageChoice,
    WorkerChoice,
)
from infrastructure.pipeline_runs import run_sources

_DAY: Final = 24 * 3600
_INTERRUPTED: Final = 130
"""What a shell takes for Ctrl-C."""


def pipeline(  # noqa: PLR0913 - a command's options are its parameters
    sources: options.Sources,
    *,
    s3_endpoint: options.S3Endpoint = None,
    bucket: options.BucketName = None,
    access_key: options.AccessKey = None,
    secret_key: options.SecretKey = None,
    url_expiry: options.UrlExpiry = _DAY,
    prefix_audio: options.PrefixAudio = "audio",
    prefix_transcripts: options.PrefixTranscripts = "transcripts",
    force: options.Force = False,
    endpoint: options.Endpoint = None,
    api_key: options.ApiKey = None,
    sync: options.Sync = False,
    worker_timeout: options.WorkerTimeout = 6 * 3600,
    debug: options.Debug = False,
    model: options.Model = None,
    language: options.LanguageName = None,
    align_output: options.AlignOutput = True,
    diarization: options.DiarizationWish = None,
    temperature: options.Temperature = None,
    batch_size: options.BatchSize = None,
    beam_size: options.BeamSize = None,
    initial_prompt: options.InitialPrompt = None,
    vad_onset: options.VadOnset = None,
    vad_offset: options.VadOffset = None,
    num_speakers: options.NumSpeakers = None,
    min_speakers: options.MinSpeakers = None,
    max_speakers: options.MaxSpeakers = None,
    speaker_verification: options.SpeakerVerification = False,
    speaker_sample: options.SpeakerSamples = None,
    params_json: options.ParamsJson = None,
    pyannote_api_key: options.PyannoteApiKey = None,
    pyannote_model: options.PyannoteModel = PYANNOTE_MODEL,
    pyannote_exclusive: options.PyannoteExclusive = False,
    pyannote_poll_interval: options.PyannotePollInterval = 10.0,
    pyannote_timeout: options.PyannoteTimeout = 3600.0,
    pyannote_json_in: options.PyannoteJsonIn = None,
    pyannote_url: options.PyannoteUrl = pyannote_cloud.URL,
    deepgram_api_key: options.DeepgramApiKey = None,
    deepgram_json_in: options.DeepgramJsonIn = None,
    deepgram_model: options.DeepgramModel = DEEPGRAM_MODEL,
    deepgram_tier: options.DeepgramTier = None,
    deepgram_version: options.DeepgramVersion = None,
    deepgram_url: options.DeepgramUrl = deepgram.URL,
    word_confidence_low_threshold: options.LowThreshold = 0.6,
    word_confidence_high_threshold: options.HighThreshold = 0.85,
    low_confidence_min_dur: options.LowMinDuration = 0.5,
    max_line_width: options.MaxLineWidth = 42,
    max_line_count: options.MaxLineCount = 2,
    highlight_words: options.HighlightWords = False,
    download_transcript: options.DownloadTranscript = False,
    download_dir: options.DownloadDir = None,
) -> None:
    """Recordings to transcripts with speakers and word confidences, through a worker or here.

    Each recording goes into a bucket, if one is named, and is transcribed by a worker or by this
    machine. pyannoteAI tells its speakers apart and Deepgram says how sure it is of each word, if
    they have a key. For NAME.wav, NAME.json, NAME.segments.json, NAME.srt and NAME.vtt are made,
    and what the two answered is kept as NAME.pyannote.job.json and NAME.deepgram.json. They go
    into the bucket, or without one into the current folder or --download-dir.

    The exit status is 1 if anything that was asked for could not be had.
    """
    console = Console(stderr=True, markup=False, highlight=False)
    choices = PipelineChoices(
        storage=StorageChoice(
            endpoint=s3_endpoint or None,
            bucket=bucket or None,
            access_key=access_key,
            secret_key=secret_key,
            url_expiry=timedelta(seconds=url_expiry),
            prefix_audio=prefix_audio,
            prefix_transcripts=prefix_transcripts,
        ),
        worker=WorkerChoice(
            endpoint=endpoint or None,
            api_key=api_key,
            at_once=sync,
            timeout=worker_timeout,
            shows_answers=debug,
        ),
        pyannote=PyannoteChoice(
            api_key=_unless(diarization, pyannote_api_key),
            url=pyannote_url,
            model=pyannote_model,
            exclusive=pyannote_exclusive,
            poll_interval=pyannote_poll_interval,
            timeout=pyannote_timeout,
            json_in=pyannote_json_in,
        ),
        deepgram=DeepgramChoice(
            api_key=deepgram_api_key,
            url=deepgram_url,
            model=deepgram_model,
            tier=deepgram_tier,
            version=deepgram_version,
            json_in=deepgram_json_in,
        ),
        wishes=Wishes(
            model=model,
            language=language_named(language),
            align_output=align_output,
            diarization=diarization,
            temperature=temperature,
            batch_size=batch_size,
            beam_size=beam_size,
            initial_prompt=initial_prompt,
            vad_onset=vad_onset,
            vad_offset=vad_offset,
            num_speakers=num_speakers,
            min_speakers=min_speakers,
            max_speakers=max_speakers,
            speaker_verification=speaker_verification or None,
            debug=debug or None,
            params=params_from(params_json),
        ),
        samples=tuple(speaker_sample or ()),
        levels=ConfidenceLevels(
            low=word_confidence_low_threshold,
            high=word_confidence_high_threshold,
            shortest_stretch=low_confidence_min_dur,
        ),
        shape=SubtitleShape(
            max_line_width=max_line_width,
            max_line_count=max_line_count,
            highlight_words=highlight_words,
        ),
        force=force,
        download=download_transcript or download_dir is not None,
        folder=download_dir,
    )
    refuse_what_contradicts_itself(sources, choices)
    for warning in warnings_about(choices):
        console.print(warning, style="yellow", soft_wrap=True)
    try:
        incomplete = asyncio.run(run_sources(sources, choices, console))
    except KeyboardInterrupt:
        console.print("Stopped.")
        leave(_INTERRUPTED)
    raise typer.Exit(1 if incomplete else 0)


def _unless(diarization: bool | None, key: str | None) -> str | None:  # noqa: FBT001 - three states
    """Whoever wants no speakers told apart pays nobody for it."""
    return None if diarization is False else key
