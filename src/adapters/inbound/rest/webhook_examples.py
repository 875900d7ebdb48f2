"""A webhook in the examples of the OpenAPI document, and an event that it was told."""

from typing import Final

from pydantic.config import JsonDict

from adapters.inbound.example_ids import DELIVERY_ID, JOB_ID, WEBHOOK_ID

_URL: Final = "https://example.org/hexavox"
_SECRET: Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - nobody signs with it

WEBHOOK: Final[JsonDict] = {
    "id": WEBHOOK_ID,
    "url": _URL,
    "events": ["job.failed", "job.succeeded"],
    "created_at": "2026-01-31T12:00:00Z",
    "disabled_at": None,
}
WEBHOOK_WITH_SECRET: Final[JsonDict] = {**WEBHOOK, "secret": _SECRET}
SECRETS: Final[JsonDict] = {
    "secret": _SECRET,
    "earlier": [
        {
            "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
            "expires_at": "2026-02-01T12:00:00Z",
        }
    ],
}
DELIVERY: Final[JsonDict] = {
    "id": DELIVERY_ID,
    "webhook_id": "msg_f8029a01700549d5b51e3d67d39174b9",
    "event": "job.succeeded",
    "job_id": JOB_ID,
    "url": _URL,
    "status": "delivered",
    "attempts": [
        {"at": "2026-01-31T12:00:45Z", "status_code": 204, "error": None, "seconds": 0.081}
    ],
    "next_attempt_at": None,
    "created_at": "2026-01-31T12:00:45Z",
}
