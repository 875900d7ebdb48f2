"""Keeping a claim from expiring while its request is worked on."""

from dataclasses import dataclass, replace

from application.ports.clock import Clock
from application.ports.idempotency import ClaimId
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.idempotency.claim_key import CLAIM_LASTS


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewClaim:
    """Have it last anew. False once there is nothing to renew: it was answered, or lost."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, claim: ClaimId) -> bool:
        async with self.unit_of_work() as uow:
            held = await uow.idempotency.under_claim(claim)
            if held is None or held.answered is not None:
                return False
            expires_at = self.clock.now() + CLAIM_LASTS
            await uow.idempotency.save(replace(held, expires_at=expires_at))
            await uow.commit()
        return True
