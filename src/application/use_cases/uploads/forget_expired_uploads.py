"""Making room that uploads took which nobody came back to."""

from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.partial_uploads import PartialUploads


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetExpiredUploads:
    """Answers how many there were."""

    uploads: PartialUploads
    clock: Clock

    async def __call__(self) -> int:
        return await self.uploads.forget_expired(now=self.clock.now())
