"""Keeping the answer to a request whose key was claimed."""

from dataclasses import dataclass, replace
from datetime import timedelta

from application.ports.clock import Clock
from application.ports.idempotency import ClaimId, KeptAnswer
from application.ports.unit_of_work import UnitOfWorkFactory


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteRequest:
    """Keep what was answered; False, and nothing is kept, where the claim was lost meanwhile."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock
    keep_for: timedelta

    async def __call__(self, claim: ClaimId, answered: KeptAnswer) -> bool:
        async with self.unit_of_work() as uow:
            held = await uow.idempotency.under_claim(claim)
            if held is None:
                return False
            expires_at = self.clock.now() + self.keep_for
            await uow.idempotency.save(replace(held, answered=answered, expires_at=expires_at))
            await uow.commit()
        return True
