"""The client of Deepgram, against its documented API on a real socket."""

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.outbound.hosted.deepgram import Deepgram
from adapters.outbound.hosted.hosted_api import HostedApi
from application.errors import HostedServiceError
from application.ports.hosted import Recording
from domain.languages import Language
from domain.time_span import TimeSpan
from domain.word_confidence import HeardWord
from tests.fakes.hosted_answers import deepgram_answer
from tests.fakes.hosted_services import Answer, HostedServices

URL = Recording(url="https://bucket.example/talk.wav?signature=s")


@pytest.fixture
def deepgram(api: HostedApi) -> Deepgram:
    return Deepgram(
        api=replace(api, authorization="Token a-key"), model="nova-3", tier=None, version=None
    )


async def test_it_fetches_what_has_a_url(services: HostedServices, deepgram: Deepgram) -> None:
    services.answers("POST", "/v1/listen", deepgram_answer(("hello", 0.1, 0.5, 0.99)))
    hearing = await deepgram.hear(URL, Language("en"))
    [asked] = services.asked
    assert asked.json == {"url": URL.url}
    assert asked.query == {"model": "nova-3", "language": "en"}
    assert asked.headers["Authorization"] == "Token a-key"
    assert hearing.words == [HeardWord("hello", TimeSpan(0.1, 0.5), 0.99)]


async def test_a_file_is_sent_as_it_is(
    services: HostedServices, deepgram: Deepgram, tmp_path: Path
) -> None:
    talk = tmp_path / "talk.wav"
    talk.write_bytes(b"sound")
    services.answers("POST", "/v1/listen", deepgram_answer())
    await replace(deepgram, tier="enhanced", version="v1").hear(Recording(talk), None)
    [asked] = services.asked
    assert asked.body == b"sound"
    assert asked.headers["Content-Type"] in {"audio/wav", "audio/x-wav"}
    assert asked.query == {
        "model": "nova-3",
        "tier": "enhanced",
        "version": "v1",
        "detect_language": "true",
    }


async def test_a_word_that_takes_no_time_is_heard_all_the_same(
    services: HostedServices, deepgram: Deepgram
) -> None:
    services.answers("POST", "/v1/listen", deepgram_answer(("a", 1.0, 1.0, 0.5)))
    hearing = await deepgram.hear(URL, None)
    assert hearing.words == [HeardWord("a", TimeSpan(1.0, 1.01), 0.5)]


async def test_its_refusal_is_told(services: HostedServices, deepgram: Deepgram) -> None:
    refusal = {"err_code": "INVALID_AUTH", "err_msg": "Invalid credentials.", "request_id": "r"}
    services.answers("POST", "/v1/listen", Answer(refusal, 401))
    with pytest.raises(HostedServiceError, match="answered 401: Invalid credentials"):
        await deepgram.hear(URL, None)


async def test_an_answer_without_words_is_refused(
    services: HostedServices, deepgram: Deepgram
) -> None:
    services.answers("POST", "/v1/listen", {"metadata": {}})
    with pytest.raises(HostedServiceError, match="without words"):
        await deepgram.hear(URL, None)
