"""The benches load only the machine they run on."""

import pytest

from bench.client import Ask, Client


@pytest.mark.parametrize(
    "url", ["http://192.0.2.1:8000", "http://example.com", "http://0.0.0.0:1", "nonsense"]
)
def test_another_machine_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="another machine"):
        Client(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://[::1]:8000", "http://localhost"])
def test_this_machine_is_not(url: str) -> None:
    with Client(url):
        pass


def test_only_what_is_asked_for_is_sent() -> None:
    assert Ask(diarize=True, hotwords="Ada").parameters("7") == {
        "clip_id": "7",
        "diarize": "true",
        "word_timestamps": "true",
        "hotwords": "Ada",
    }
