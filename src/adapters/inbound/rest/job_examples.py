"""A job in the examples of the OpenAPI document: waiting, under way, and as its events tell it."""

from typing import Final

from pydantic.config import JsonDict

from adapters.inbound.example_ids import CLIP_ID, JOB_ID

QUEUED: Final[JsonDict] = {
    "id": JOB_ID,
    "url": f"/api/jobs/{JOB_ID}",
    "status": "queued",
    "kind": "full_process",
    "priority": "batch",
    "clip_id": CLIP_ID,
    "model": "base",
    "stage": None,
    "progress": 0.0,
    "attempt": 0,
    "requested_at": "2026-01-31T12:00:00Z",
    "started_at": None,
    "finished_at": None,
    "not_before": None,
    "failure": None,
    "warnings": [],
    "transcript_url": None,
}
RUNNING: Final[JsonDict] = {
    **QUEUED,
    "status": "running",
    "stage": "transcribe",
    "progress": 0.42,
    "attempt": 1,
    "started_at": "2026-01-31T12:00:01Z",
    "place": None,
    "seconds_left": 17.5,
    "attempts": [
        {
            "number": 1,
            "started_at": "2026-01-31T12:00:01Z",
            "ended_at": None,
            "outcome": None,
            "runner": "worker-1",
            "failure": None,
        }
    ],
    "seconds_per_stage": {"decode": 0.812, "detect_speech": 2.307},
}
PAGE: Final[JsonDict] = {"items": [QUEUED], "total": 1, "offset": 0, "limit": 50}
EVENTS: Final = f"""\
event: queued
data: {{"job_id":"{JOB_ID}","number":1,"at":"2026-01-31T12:00:00Z","what":"queued","attempt":0,\
"stage":null,"seconds":null,"failure":null}}
id: 1

event: started
data: {{"job_id":"{JOB_ID}","number":2,"at":"2026-01-31T12:00:01Z","what":"started","attempt":1,\
"stage":null,"seconds":null,"failure":null}}
id: 2

"""
