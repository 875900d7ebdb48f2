"""How long things are kept."""

from typing import Annotated

from pydantic import Field

from infrastructure.variables.reading import Variables

Days = Annotated[float, Field(ge=0, le=36_500)]


class RetentionSettings(Variables):
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
