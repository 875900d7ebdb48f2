"""Claiming the key that a request came with."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.errors import ConflictError, KeyReusedError, RequestOutstandingError
from application.ports.clock import Clock
from application.ports.idempotency import (
    ClaimId,
    IdempotencyKey,
    KeptAnswer,
    KeyRecord,
    RequestFingerprint,
)
from application.ports.identifiers import NewId
from application.ports.runners import RunnerRegister
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.audio_clip import OwnerId

CLAIM_LASTS: Final = timedelta(seconds=30)
"""Unless it is renewed: so long is a key locked at most whose process was lost without a trace, or
could not give it back because the database was gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimKeyCommand:
    owner: OwnerId
    key: IdempotencyKey
    request: RequestFingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimKey:
    """The right to work on a request, or what was answered to it before.

    Raises KeyReusedError where the key came with another request, RequestOutstandingError while
    somebody works on this one. A claim whose process is gone, or that has expired, is free.
    """

    unit_of_work: UnitOfWorkFactory
    runners: RunnerRegister
    clock: Clock
    new_id: NewId

    async def __call__(self, command: ClaimKeyCommand) -> ClaimId | KeptAnswer:
        async with self.unit_of_work() as uow:
            known = await uow.idempotency.find(command.owner, command.key)
            if known is not None:
                if not self._is_free(known):
                    return _met(known, command)
                await uow.idempotency.remove(known.claim)
            claimed = self._claimed(command)
            try:
                await uow.idempotency.add(claimed)
            except ConflictError as error:
                raise _outstanding() from error
            await uow.commit()
        return claimed.claim

    def _is_free(self, known: KeyRecord) -> bool:
        if known.has_expired(now=self.clock.now()):
            return True
        return known.answered is None and self.runners.is_gone(known.runner)

    def _claimed(self, command: ClaimKeyCommand) -> KeyRecord:
        return KeyRecord(
            owner=command.owner,
            key=command.key,
            request=command.request,
            claim=ClaimId(self.new_id()),
            runner=self.runners.me,
            expires_at=self.clock.now() + CLAIM_LASTS,
        )


def _met(known: KeyRecord, command: ClaimKeyCommand) -> KeptAnswer:
    if known.request != command.request:
        raise KeyReusedError("This Idempotency-Key was sent with a different request.")
    if known.answered is None:
        raise _outstanding()
    return known.answered


def _outstanding() -> RequestOutstandingError:
    return RequestOutstandingError("The first request with this Idempotency-Key is not done yet.")
