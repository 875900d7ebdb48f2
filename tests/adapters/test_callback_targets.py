"""Those who want to be called back, asked over real sockets, and their twin in memory."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.outbound.memory.callback_targets import InMemoryCallbackTargets
from adapters.outbound.net.address_rules import AddressRules
from adapters.outbound.net.guarded_client import guarded_client
from adapters.outbound.notifications.http_callback_targets import HttpCallbackTargets
from application.errors import CallbackUnreachableError, ForbiddenAddressError
from application.ports.callback_targets import CallbackTargets
from tests.contract.callback_targets import CallbackTargetsContract
from tests.fakes.receiver import Answer, Receiver, endless, endless_headers, receiving, silence
from tests.fakes.site import page, redirect

HERE = AddressRules.of(allowed=["127.0.0.1"])


def over_http(rules: AddressRules, *, seconds: float = 20) -> HttpCallbackTargets:
    client = guarded_client(rules, timeout=seconds)
    return HttpCallbackTargets(client, patience=timedelta(seconds=seconds))


class TestInMemoryCallbackTargets(CallbackTargetsContract):
    @pytest.fixture
    def targets(self) -> CallbackTargets:
        return InMemoryCallbackTargets({self.somebody()})

    def somebody(self) -> str:
        return "https://ada.example/hook"

    def nobody(self) -> str:
        return "https://nobody.example/hook"


class TestHttpCallbackTargets(CallbackTargetsContract):
    @pytest.fixture(autouse=True)
    async def receiver(self) -> AsyncIterator[Receiver]:
        async with receiving(page()) as self.receiver_there:
            yield self.receiver_there

    @pytest.fixture
    def targets(self) -> CallbackTargets:
        return over_http(HERE)

    def somebody(self) -> str:
        return self.receiver_there.url

    def nobody(self) -> str:
        return "http://127.0.0.1:1/hook"

    async def test_it_is_asked_with_head(self, targets: CallbackTargets) -> None:
        await targets.require_reachable(f"{self.somebody()}?token=1")
        [asked] = self.receiver_there.received
        assert (asked.path, asked.body) == ("/hook?token=1", b"")


@pytest.mark.parametrize(
    "status", ["200 OK", "204 No Content", "405 Method Not Allowed", "501 Not Implemented"]
)
async def test_who_takes_only_post_is_reachable(status: str) -> None:
    async with receiving(page(status=status)) as receiver:
        await over_http(HERE).require_reachable(receiver.url)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (page(status="404 Not Found"), "it answered 404"),
        (page(status="500 Internal Server Error"), "it answered 500"),
        (redirect("http://127.0.0.1/elsewhere"), "it answered 302"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "does not speak HTTP"),
    ],
)
async def test_who_would_not_take_the_message_is_not_reachable(answer: Answer, told: str) -> None:
    async with receiving(answer) as receiver:
        with pytest.raises(CallbackUnreachableError, match=told):
            await over_http(HERE).require_reachable(receiver.url)


@pytest.mark.parametrize("answer", [silence, endless_headers])
async def test_who_keeps_the_service_waiting_is_not_reachable(answer: Answer) -> None:
    async with receiving(answer) as receiver:
        with pytest.raises(CallbackUnreachableError):
            await over_http(HERE, seconds=0.2).require_reachable(receiver.url)


async def test_how_long_the_body_is_does_not_matter() -> None:
    async with receiving(endless) as receiver:
        await over_http(HERE).require_reachable(receiver.url)


async def test_this_machine_is_not_asked() -> None:
    async with receiving(page()) as receiver:
        with pytest.raises(ForbiddenAddressError):
            await over_http(AddressRules()).require_reachable(receiver.url)
        assert not receiver.received
