import pytest

from domain.callback import Callback
from domain.errors import InvalidWebhookError
from domain.web_address import LONGEST_ADDRESS, origin_of, require_web_address


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://ada.example/hook?x=1", "https://ada.example:443"),
        ("http://ADA.example", "http://ada.example:80"),
        ("HTTP://ada.example:8080/", "http://ada.example:8080"),
        ("http://[::1]:81/", "http://::1:81"),
        ("https://bücher.example/", "https://bücher.example:443"),
        ("no address at all", "no address at all"),
    ],
)
def test_receivers_are_told_apart_by_their_origin(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ada.example/hook",
        "/hook",
        "ftp://ada.example/",
        "file:///etc/passwd",
        "https://",
        "https:///hook",
        "https://ada.example:0/",
        "https://ada.example:99999/",
        "https://ada.example:port/",
        "https://ada:secret@ada.example/",
        "https://ada@ada.example/",
        "https://ada.example/a b",
        "https://ada.example/\r\nX-Header: 1",
        "https://ada.example\\@other.example/",
        "https://[::1/",
        "https://ada.example/" + "x" * LONGEST_ADDRESS,
    ],
)
def test_what_nothing_can_be_sent_to_is_refused(url: str) -> None:
    with pytest.raises(InvalidWebhookError):
        require_web_address(url)
    with pytest.raises(InvalidWebhookError):
        Callback(url)
