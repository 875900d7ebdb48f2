"""What all CallbackTargets do. An adapter's own test module names itself and inherits this."""

from abc import abstractmethod

import pytest

from application.errors import CallbackUnreachableError, InvalidUrlError
from application.ports.callback_targets import CallbackTargets


class CallbackTargetsContract:
    @abstractmethod
    def somebody(self) -> str:
        """The URL of one who answers."""

    @abstractmethod
    def nobody(self) -> str:
        """A URL at which nobody answers."""

    async def test_who_answers_is_reachable(self, targets: CallbackTargets) -> None:
        await targets.require_reachable(self.somebody())

    async def test_who_does_not_answer_is_not_reachable(self, targets: CallbackTargets) -> None:
        url = self.nobody()
        with pytest.raises(CallbackUnreachableError) as told:
            await targets.require_reachable(f"{url}?token=secret")
        assert "secret" not in str(told.value)

    async def test_what_is_no_url_is_told(self, targets: CallbackTargets) -> None:
        with pytest.raises(InvalidUrlError):
            await targets.require_reachable("http://[::1/")
