"""Idempotency keys to test with, and the use cases that keep them."""

from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from application.ports.clock import Clock
from application.ports.idempotency import (
    Answer,
    BodyFingerprint,
    ClaimId,
    IdempotencyKey,
    KeptAnswer,
    KeyRecord,
    RequestFingerprint,
)
from application.ports.runners import RunnerRegister
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.idempotency.claim_key import ClaimKey
from application.use_cases.idempotency.complete_request import CompleteRequest
from application.use_cases.idempotency.keyed_requests import KeyedRequests
from application.use_cases.idempotency.release_key import ReleaseKey
from application.use_cases.idempotency.renew_claim import RenewClaim
from domain.audio_clip import OwnerId
from domain.job_lease import RunnerId
from tests.fakes.clips import ADA
from tests.fakes.clock import NEW_YEAR

KEPT_FOR: Final = timedelta(hours=24)
KEY: Final = IdempotencyKey("8e03978e-40d5-43e8-bc93-6894a57f9324")
CREATED: Final = KeptAnswer(
    Answer(
        201,
        (("content-type", "application/json"), ("link", "</a>"), ("link", "</b>; title=é")),
        b'{"name": "Gr\xc3\xbc\xc3\x9fe"}\x00',
    ),
    BodyFingerprint("b" * 64, 5_000_000_000),
)


def request(letter: str) -> RequestFingerprint:
    """The fingerprint of some request that a letter of a..f tells from others."""
    return RequestFingerprint(letter * 64)


def a_key_record(
    *,
    owner: OwnerId = ADA,
    key: IdempotencyKey = KEY,
    expires_at: datetime = NEW_YEAR,
    answered: KeptAnswer | None = None,
) -> KeyRecord:
    return KeyRecord(
        owner=owner,
        key=key,
        request=request("a"),
        claim=ClaimId(uuid4()),
        runner=RunnerId("a process"),
        expires_at=expires_at,
        answered=answered,
    )


def keyed_requests(
    unit_of_work: UnitOfWorkFactory, clock: Clock, runners: RunnerRegister
) -> KeyedRequests:
    return KeyedRequests(
        claim=ClaimKey(unit_of_work=unit_of_work, runners=runners, clock=clock, new_id=uuid4),
        renew=RenewClaim(unit_of_work=unit_of_work, clock=clock),
        complete=CompleteRequest(unit_of_work=unit_of_work, clock=clock, keep_for=KEPT_FOR),
        release=ReleaseKey(unit_of_work=unit_of_work),
    )
