"""Making sure that somebody can be told, before a task is taken."""

from dataclasses import dataclass

from application.ports.callback_targets import CallbackTargets
from domain.callback import Callback, CallbackStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCallback:
    """The callback of a task; None for no URL.

    Raises InvalidWebhookError, InvalidUrlError, ForbiddenAddressError, CallbackUnreachableError.
    """

    targets: CallbackTargets

    async def __call__(self, url: str | None) -> Callback | None:
        if url is None:
            return None
        callback = Callback(url, CallbackStyle.TASK)
        await self.targets.require_reachable(url)
        return callback
