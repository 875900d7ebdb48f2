"""Giving a key back whose request came to nothing that should be answered again."""

from dataclasses import dataclass

from application.ports.idempotency import ClaimId
from application.ports.unit_of_work import UnitOfWorkFactory


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseKey:
    """Free the key, unless its request has been answered after all or the claim was lost."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(self, claim: ClaimId) -> None:
        async with self.unit_of_work() as uow:
            held = await uow.idempotency.under_claim(claim)
            if held is not None and held.answered is None:
                await uow.idempotency.remove(claim)
                await uow.commit()
