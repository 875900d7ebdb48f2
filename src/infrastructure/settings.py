"""Everything that can be set from the environment."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    AliasChoices,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from adapters.inbound.webservice.answer_form import AsrDialect
from domain.engine_kinds import AlignerKind, DiarizerKind, SpeechDetectorKind, TranscriberKind
from domain.subtitle_shape import MOST_LINES, NARROWEST, WIDEST
from infrastructure.api_keys import usable_api_keys
from infrastructure.database_url import usable_database_url
from infrastructure.limit_settings import counting_place, host_names, origins, proxies, quotas
from infrastructure.s3_settings import bucket_where_needed, secret_with_its_key
from infrastructure.text_lists import http_schemes, networks, networks_and_hosts, text_list
from infrastructure.yes_or_no import is_said


class JobEngineKind(StrEnum):
    EMBEDDED = "embedded"
    TEMPORAL = "temporal"


class ClipStorageKind(StrEnum):
    FILESYSTEM = "filesystem"
    S3 = "s3"


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    CRITICAL = "critical"


class LogFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


ComputeType = Literal[
    "auto",
    "int8",
    "int8_float32",
    "int8_float16",
    "int8_bfloat16",
    "float16",
    "bfloat16",
    "float32",
]
# Lowered before and not by pydantic, which would compare it with the pattern first.
Device = Annotated[
    str, StringConstraints(pattern=r"^(auto|cpu|mps|cuda(:\d+)?)$"), BeforeValidator(str.lower)
]
StoreUrl = Annotated[str, StringConstraints(pattern=r"^https?://[^/\s]+")]
Minutes = Annotated[float, Field(gt=0)]
Days = Annotated[float, Field(ge=0, le=36_500)]
Folder = Annotated[Path, AfterValidator(Path.expanduser)]
DatabaseUrl = Annotated[str, AfterValidator(usable_database_url)]
HttpSchemes = Annotated[str, AfterValidator(http_schemes)]
TextList = Annotated[str, AfterValidator(text_list)]
NetworksAndHosts = Annotated[str, AfterValidator(networks_and_hosts)]
Networks = Annotated[str, AfterValidator(networks)]
Quotas = Annotated[str, AfterValidator(quotas)]
CountingPlace = Annotated[str, AfterValidator(counting_place)]
Origins = Annotated[str, AfterValidator(origins)]
HostNames = Annotated[str, AfterValidator(host_names)]
Proxies = Annotated[str, AfterValidator(proxies)]


def _named(*names: str) -> AliasChoices:
    return AliasChoices(*names)


class Settings(BaseSettings):
    """Read from environment variables and from a file `.env`; the environment wins."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        use_attribute_docstrings=True,
    )

    host: str = "127.0.0.1"
    """The address to listen on. 0.0.0.0 opens the service to the network: to everybody there,
    unless there are API keys."""

    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """The port to listen on; 0 takes any that is free."""

    api_keys: Annotated[SecretStr | None, AfterValidator(usable_api_keys)] = Field(
        default=None, validation_alias=_named("API_KEYS", "API_KEY"), repr=False
    )
    """API keys, with commas between, each of at least 16 characters without colons, commas and
    blanks. As owner:key it opens what that owner has, and alone what was kept while there were no
    keys. They may do everything; `hexavox keys create` makes such as may do less. Unset, and with
    none made: requests need no key."""

    data_dir: Folder = Path("~/.hexavox")
    """All that the service keeps: database, clips and weights, unless they are moved one by one."""

    database_url: DatabaseUrl | None = Field(
        default=None, validation_alias=_named("DATABASE_URL", "DB_URL"), repr=False
    )
    """sqlite:////srv/hexavox.db for a file, postgresql://user:password@host/name for a server that
    several machines share. Unset: the file hexavox.db in DATA_DIR."""

    clip_storage: ClipStorageKind = ClipStorageKind.FILESYSTEM
    """Where the bytes of clips are kept. filesystem: in AUDIO_STORAGE_PATH. s3: in S3_BUCKET, for
    several machines to share; clips that are kept already do not move there."""

    audio_storage_path: Folder | None = None
    """Where the bytes of clips, and of uploads that are not whole yet, are kept as files. Unset:
    the folder clips in DATA_DIR."""

    cache_dir: Folder | None = None
    """Where weights are kept. Unset: the folder models in DATA_DIR."""

    scratch_dir: Folder | None = None
    """Where decoded sound lies while it is worked on: 230 MB for an hour. Unset: the folder
    scratch in DATA_DIR."""

    transcriber: TranscriberKind = TranscriberKind.FASTER_WHISPER
    """The engine that hears what is said. faster-whisper: Whisper in CTranslate2. transformers:
    Whisper in torch. whisperx: Whisper in CTranslate2, through WhisperX's own pipeline. The last
    two need the extra engines, which make install brings unless SLIM=1."""

    engine_choice: bool = True
    """0 has every request done by the engines that are set here; else a request may name others,
    as long as they can run."""

    aligner: AlignerKind = AlignerKind.AUTO
    """The engine that gives words their times. auto: the embedded phonemes for English, the model
    in CACHE_DIR/alignment/<language> where there is one, and else as whisper. whisper: the
    transcriber's own attention. whisperx: an align model through WhisperX, from that folder,
    embedded or from the hub, and whisper with a warning where there is none. none: as they come."""

    speech_detector: SpeechDetectorKind = SpeechDetectorKind.SILERO
    """The engine that finds where somebody speaks."""

    diarizer: DiarizerKind = DiarizerKind.AUTO
    """The engine that tells speakers apart. auto: PYANNOTE_MODEL when there is a token for it,
    else, or when that fails, the embedded one, which needs none. pyannote: PYANNOTE_MODEL and
    nothing else. embedded: our own, on weights out of registry packages. none: no labels."""

    diarization_threshold: Annotated[float, Field(gt=0, lt=1)] = 0.255
    """The distance of voices, one less their cosine, up to which the embedded diarizer holds them
    to be one person's. Lower it where people with similar voices become one, raise it where one
    person becomes two; anything from 0.23 to 0.28 found the same people in what was measured."""

    speaker_similarity: Annotated[float, Field(gt=0, lt=1)] = 0.6
    """From which similarity on two voices are taken for one: higher mistakes fewer strangers for
    somebody who is enrolled, and recognises fewer of those who are: see docs/speakers.md."""

    whisper_model: str = Field(
        default="auto",
        validation_alias=_named(
            "WHISPER_MODEL",
            "PRELOAD_MODEL",
            "WHISPERX_MODEL",
            "WHISPERX_MODEL_NAME",
            "ASR_MODEL",
        ),
    )
    """The model for requests that name none: a name of `hexavox models list`, a hub id or a
    folder. auto: large-v3-turbo on a GPU, base on a processor."""

    pyannote_model: str | None = None
    """A diarization pipeline of pyannote.audio: a hub id or a folder. Unset:
    pyannote/speaker-diarization-community-1 with a token, the embedded weights without."""

    device: Device = Field(
        default="auto", validation_alias=_named("DEVICE", "WHISPERX_DEVICE", "ASR_DEVICE")
    )
    """auto, cpu, cuda, cuda:N or mps."""

    diarization_device: Device = "auto"
    """Where speakers are told apart: auto, cpu, cuda, cuda:N or mps. auto: on the last GPU where
    there are two or more, which transcription then leaves alone; else where all is done."""

    compute_type: ComputeType = Field(
        default="auto", validation_alias=_named("COMPUTE_TYPE", "ASR_QUANTIZATION")
    )
    """What Whisper computes in. auto: float16 on a GPU, or what an older one has, and int8 on a
    processor. What the device does not have is replaced, which /health tells."""

    batch_size: Annotated[int, Field(ge=1, le=256)] | None = None
    """Windows of 30 s decoded together. Unset: 16 on a GPU, 1 on a processor."""

    whisper_workers: Annotated[int, Field(ge=1, le=64)] | None = None
    """Pieces of work that Whisper does at a time. Unset: one on a GPU, one for each core (8 at
    most) on a processor."""

    job_concurrency: Annotated[int, Field(ge=1, le=256)] | None = None
    """Jobs that are worked on together; the rest wait. Unset: two for each core."""

    gpu_concurrency: Annotated[int, Field(ge=1, le=64)] = Field(
        default=1, validation_alias=_named("GPU_CONCURRENCY", "MAX_CONCURRENT_GPU_TASKS")
    )
    """Recordings that use a GPU at a time, on each one; decoding goes on beside them. Without a GPU
    it says nothing."""

    job_engine: JobEngineKind = JobEngineKind.EMBEDDED
    """Who hands jobs to those that run them. embedded: the queue in this service's own database.
    temporal: a Temporal server."""

    server_runs_jobs: bool = True
    """0 leaves all jobs to processes started with `hexavox worker`."""

    max_queue_size: Annotated[int, Field(ge=1)] = 32
    """Jobs that may wait; whoever asks for one more is told to come back later."""

    temporal_server_url: str = "localhost:7233"
    """Where the Temporal server is."""

    temporal_namespace: str = "default"
    """The namespace there."""

    temporal_task_queue: str = "whisperx-task-queue"
    """The queue there for jobs; those for stages that want a GPU or a processor are called the same
    with -gpu and -cpu."""

    temporal_heartbeat_timeout: Annotated[float, Field(ge=2)] = 30.0
    """Seconds that a worker may be silent before Temporal gives its stages to another."""

    diarization_capability: Literal["gpu", "cpu"] = "cpu"
    """What a worker for Temporal must take to tell speakers apart."""

    temporal_max_attempts: Annotated[int, Field(ge=1, le=100)] = Field(
        default=3, validation_alias=_named("TEMPORAL_MAX_ATTEMPTS", "JOB_MAX_ATTEMPTS")
    )
    """How often a job, or with Temporal each of its stages, is tried when it fails in a way that
    may pass. It holds for every job engine."""

    temporal_initial_interval: Annotated[float, Field(gt=0)] = Field(
        default=5.0, validation_alias=_named("TEMPORAL_INITIAL_INTERVAL", "JOB_RETRY_INTERVAL")
    )
    """Seconds before the second try. It holds for every job engine, as do the next two."""

    temporal_backoff_coefficient: Annotated[float, Field(ge=1)] = Field(
        default=2.0,
        validation_alias=_named("TEMPORAL_BACKOFF_COEFFICIENT", "JOB_BACKOFF_COEFFICIENT"),
    )
    """By how much each pause is longer than the one before."""

    temporal_max_interval: Annotated[float, Field(gt=0)] = Field(
        default=300.0,
        validation_alias=_named("TEMPORAL_MAX_INTERVAL", "JOB_MAX_RETRY_INTERVAL"),
    )
    """The longest pause, in seconds."""

    transcription_timeout: Minutes = 30.0
    """Minutes that finding speech and transcribing may take, each, for a recording of up to an
    hour; a longer one gets as much more as it is longer. So it is with the next three."""

    alignment_timeout: Minutes = 10.0
    """Minutes that aligning words may take."""

    diarization_timeout: Minutes = 10.0
    """Minutes that telling speakers apart may take. Without a GPU it takes about as long as
    transcribing."""

    speaker_assignment_timeout: Minutes = 5.0
    """Minutes that putting words and speakers together may take."""

    hf_token: SecretStr | None = Field(
        default=None,
        validation_alias=_named(
            "HF_TOKEN",
            "HUGGINGFACE_TOKEN",
            "HUGGINGFACE_AUTH_TOKEN",
            "HUGGINGFACE_ACCESS_TOKEN",
        ),
    )
    """A Hugging Face token, for models whose authors ask for one. Nothing needs it by default."""

    hf_hub_offline: bool = False
    """1 forbids every use of the network for weights."""

    max_file_size_mb: Annotated[int, Field(ge=1)] = 1000
    """The largest upload, in megabytes of 1,000,000 bytes."""

    upload_ttl_hours: Annotated[int, Field(ge=1)] = 24
    """How long an upload to /api/uploads is kept after the last request that brought bytes, and how
    long it is remembered which clip it became."""

    max_duration_seconds: Annotated[float, Field(gt=0)] = 12 * 3600
    """The longest recording."""

    ssrf_protection_enabled: bool = True
    """0 lets the URLs that clients send lead to this machine and its neighbours: recordings are
    fetched from there, and webhooks delivered."""

    ssrf_allowed_schemes: HttpSchemes = "http, https"
    """What such URLs may begin with: http, https or both, with a comma between. A redirect may not
    leave them either."""

    ssrf_allowed_networks: NetworksAndHosts = ""
    """Exceptions, with commas between: networks (10.1.0.0/16), addresses and names of hosts
    (minio.internal) that such URLs may lead to although they are not public. Whatever has one of
    these names may be anywhere."""

    ssrf_blocked_networks: Networks = ""
    """Networks and addresses, with commas between, that such URLs may not lead to although they
    are public. Private, loopback, link-local, shared, reserved and multicast ones need not be
    named: they are refused anyway, as are the metadata services of clouds."""

    remote_idle_timeout_seconds: Annotated[float, Field(gt=0)] = 60.0
    """How long a server that a recording is fetched from may keep silent."""

    remote_timeout_seconds: Annotated[float, Field(gt=0)] = 3600.0
    """How long it may take to send the whole recording."""

    s3_endpoint: StoreUrl | None = Field(
        default=None,
        validation_alias=_named("S3_ENDPOINT", "STORAGE_ENDPOINT", "SWAMI_STORAGE_ENDPOINT"),
    )
    """The URL of an object store that speaks S3. Unset: Amazon's."""

    s3_public_endpoint: StoreUrl | None = None
    """Its URL as clients know it, for links to recordings. Unset: S3_ENDPOINT."""

    s3_bucket: Annotated[str | None, AfterValidator(bucket_where_needed)] = Field(
        default=None,
        validate_default=True,
        validation_alias=_named("S3_BUCKET", "STORAGE_BUCKET", "SWAMI_STORAGE_BUCKET"),
    )
    """The bucket of this service there. It has to exist; a rule in it that removes incomplete
    multipart uploads after a day is a good idea."""

    s3_prefix: str = "clips"
    """What the keys of clips begin with. Two services may share a bucket, but not a prefix: each
    deletes there what its own database does not know."""

    s3_access_key: str | None = Field(
        default=None,
        repr=False,
        validation_alias=_named("S3_ACCESS_KEY", "STORAGE_ACCESS_KEY", "SWAMI_STORAGE_ACCESS_KEY"),
    )
    """The key to it. Unset: AWS_ACCESS_KEY_ID, or the identity of the container or the machine."""

    s3_secret_key: Annotated[SecretStr | None, AfterValidator(secret_with_its_key)] = Field(
        default=None,
        validate_default=True,
        repr=False,
        validation_alias=_named("S3_SECRET_KEY", "STORAGE_SECRET_KEY", "SWAMI_STORAGE_SECRET_KEY"),
    )
    """The secret that belongs to the key."""

    s3_region: str | None = Field(
        default=None,
        validation_alias=_named("S3_REGION", "STORAGE_REGION", "SWAMI_STORAGE_REGION"),
    )
    """The region of the bucket. Unset: AWS_REGION, else us-east-1."""

    presign_ttl: Annotated[int, Field(ge=1, le=604_800)] = 3600
    """How long a link to a recording in the bucket can be used, in seconds."""

    s3_import_buckets: TextList = ""
    """Buckets there, with commas between, from which clients may have recordings fetched by
    s3:// URLs. Unset: none, and s3:// URLs are refused. All clients may read all that is in
    them, so the bucket of this service is not among them unless it is named."""

    rate_limit: Quotas = "none"
    """How often one caller may ask: whoever has a key, and else whoever comes from one address. A
    number, a stroke and a stretch of time, with ; between several: 120/minute;2000/hour, or
    10/5 seconds. none: as often as they like. /health, /metrics and /docs are not counted."""

    rate_limit_storage: CountingPlace = Field(default="memory://", repr=False)
    """Where requests are counted. memory://: in this process. redis://:password@host:6379/0, or
    rediss: for several servers together, with the extra scale. While Redis does not answer, each
    server counts by itself."""

    failed_key_limit: Quotas = "20/minute"
    """How often requests may come from one address without a key that is known here, before the
    address is refused for a while; written as RATE_LIMIT. Without keys it says nothing."""

    max_concurrent_requests: Annotated[int, Field(ge=0)] = 0
    """Requests that one caller may have under way at a time at one server, streams among them. 0:
    as many as they like."""

    request_timeout_seconds: Annotated[float, Field(ge=0)] = 0.0
    """Seconds after which a request is ended with 504, and its work unless others wait for it, too.
    0: never, since transcribing an hour may take an hour."""

    body_timeout_seconds: Annotated[float, Field(ge=0)] = 60.0
    """Seconds that a client may send nothing of a body that is not whole yet. 0: for ever."""

    cors_origins: Origins = ""
    """Origins, with commas between, whose pages may use this service from a browser:
    https://app.example.org, or * for all. Unset: none."""

    trusted_hosts: HostNames = ""
    """Names, with commas between, that requests may have in their Host header: speech.example.org,
    *.example.org, 192.168.1.5. Unset: any. Set it where a browser on this network might be led
    here by somebody else's page. /health and /metrics answer to any name."""

    trusted_proxies: Proxies = ""
    """Addresses and networks, with commas between, of proxies that are believed when they say in
    X-Forwarded-For and X-Forwarded-Proto who asks, and whether by https: 10.0.0.5, 172.16.0.0/12,
    or * for all. Unset: none."""

    hsts_seconds: Annotated[int, Field(ge=0)] = 31_536_000
    """How long browsers keep to https once they have come by it. 0 does not tell them to."""

    idempotency_ttl_hours: Annotated[int, Field(ge=1)] = 24
    """How long the answer to a request with an Idempotency-Key is kept, to be given again when the
    request is sent again."""

    callback_timeout: Annotated[float, Field(gt=0, le=300)] = 10
    """Seconds that the receiver of a webhook or a callback has for its answer."""

    callback_max_retries: Annotated[int, Field(ge=1, le=10)] = 3
    """How often a callback of the task API is tried in all, with pauses of 1, 2, 4 ... seconds.
    Webhooks are tried ten times in three days."""

    retain_clips_days: Days = 0.0
    """Days for which a clip is kept after its last use, which is an upload or a request for a job;
    with it go its transcripts and jobs. 0: for ever, since it may be somebody's only copy."""

    retain_passing_clips_days: Days = 1.0
    """Days for which a recording is kept that came with its request through a door which answers no
    clip_id, such as /asr and /v1/audio, after its last use. It answers the same request again
    without work. 0: as RETAIN_CLIPS_DAYS says."""

    retain_transcripts_days: Days = 0.0
    """Days for which a transcript, or what a job for a part of one has made, is kept. 0: for ever,
    or as long as its clip. Copies are in callbacks that were delivered and, for
    IDEMPOTENCY_TTL_HOURS, in answers to requests with a key."""

    retain_jobs_days: Days = 90.0
    """Days for which a job, with its history, is listed after it has ended; its transcript stays.
    It is a log that grows with every request, and one looks back a quarter at most. 0: for ever."""

    retain_deliveries_days: Days = 30.0
    """Days for which deliveries to webhooks and callbacks can be looked up, and sent again.
    Callbacks hold whole transcripts, and few receivers are down for a month. 0: for ever."""

    purge_interval_minutes: Annotated[float, Field(ge=0, le=525_600)] = 60.0
    """Minutes between two looks for what is to be kept no longer. 0: only `hexavox purge` removes
    it."""

    model_keep_alive_seconds: Annotated[int, Field(ge=0)] = Field(
        default=0, validation_alias=_named("MODEL_KEEP_ALIVE_SECONDS", "MODEL_IDLE_TIMEOUT")
    )
    """How long a model, of whatever kind, stays in memory after its last use. 0: for ever."""

    model_eviction_interval_seconds: Annotated[int, Field(ge=1)] = 60
    """Seconds between two looks for such models; at least 30, whatever is set."""

    preload: bool = False
    """1 loads at the start, in the background, the models that requests without options use."""

    preload_model: str | None = None
    """A Whisper model to load at the start, in the background. It is the default model, too, unless
    WHISPER_MODEL names it: the two may not disagree."""

    openai_whisper1_model: str | None = None
    """The model that whisper-1 stands for at /v1: a name of `hexavox models list`, or a model that
    is here. Unset: that of WHISPER_MODEL."""

    openai_language_names: bool = False
    """1 has verbose_json at /v1 tell languages by their English names, as OpenAI does; else it is
    by their codes, en and not english."""

    subtitle_max_line_width: Annotated[int, Field(ge=NARROWEST, le=WIDEST)] = 42
    """Characters in a line of subtitles, unless a request says how many."""

    subtitle_max_line_count: Annotated[int, Field(ge=1, le=MOST_LINES)] = 2
    """Lines of a cue, unless a request says how many."""

    subtitle_highlight_words: bool = False
    """1 underlines the word that is being spoken, unless a request says otherwise."""

    asr_compat: AsrDialect = AsrDialect.SEED
    """What /asr is to callers who say neither output_format nor output. seed: the JSON of
    whisperx-asr-service, with speakers. webservice: the plain text of whisper-asr-webservice."""

    log_level: Annotated[LogLevel, BeforeValidator(str.lower)] = Field(
        default=LogLevel.INFO, validation_alias=_named("LOG_LEVEL", "CONSOLE_LOG_LEVEL")
    )
    """What is logged at least: debug, info, warning, error or critical."""

    debug: Annotated[bool, BeforeValidator(is_said)] = False
    """1 logs everything, unless LOG_LEVEL says how much. What is neither yes nor no counts as no,
    since many programs go by this name."""

    log_format: LogFormat = LogFormat.TEXT
    """text: a line for people. json: an object a line, with time, level, logger, message and,
    where there is one, request_id and job_id."""

    access_log: bool = True
    """0 leaves out the line for each answered request. It names the endpoint and never the path or
    the query; those of /health and /metrics are written with LOG_LEVEL=debug only."""

    filter_warning: bool = True
    """0 logs the warnings of Python libraries, which are for those who write programs."""

    worker_metrics_port: Annotated[int, Field(ge=0, le=65535)] = 0
    """Where `hexavox worker` answers /metrics, /health/live and /health/ready, at HOST and without
    keys. 0: nowhere."""

    tracing: bool = False
    """1 sends OpenTelemetry traces of requests, jobs and stages. It needs the extra scale."""

    otel_exporter_otlp_endpoint: StoreUrl | None = None
    """Where traces are sent to, by OTLP over HTTP: http://collector:4318. To set it is to turn
    traces on. Unset, and TRACING=1: as the other OTEL_ variables say."""

    @property
    def least_level(self) -> LogLevel:
        """What is logged at least, with DEBUG heeded."""
        is_open = "log_level" not in self.model_fields_set
        return LogLevel.DEBUG if self.debug and is_open else self.log_level

    def resolved(self) -> Self:
        """The same with every place that follows from DATA_DIR filled in."""
        data = self.data_dir.expanduser()
        return self.model_copy(
            update={
                "data_dir": data,
                "database_url": self.database_url or f"sqlite+aiosqlite:///{data / 'hexavox.db'}",
                "audio_storage_path": self.audio_storage_path or data / "clips",
                "cache_dir": self.cache_dir or data / "models",
                "scratch_dir": self.scratch_dir or data / "scratch",
            }
        )
