"""docs/task-api.md names the errors that are answered."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from httpx import AsyncClient

from application.errors import CallbackUnreachableError

_PAGE = Path(__file__).parents[3] / "docs" / "task-api.md"


def documented() -> Mapping[int, set[str]]:
    rows = re.findall(r"^\| (\d{3}) \| (.*) \|$", _PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {int(status): set(re.findall(r"`([A-Z_]+)`", codes)) for status, codes in rows}


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("PUT", "/speech-to-text", {}),
        ("POST", "/speech-to-text", {"content-type": "application/json"}),
        ("POST", "/speech-to-text", {"idempotency-key": "two words"}),
        ("GET", "/task/00000000-0000-0000-0000-000000000000", {}),
    ],
)
async def test_the_table_has_it(
    client: AsyncClient, method: str, path: str, headers: dict[str, str]
) -> None:
    answer = await client.request(method, path, headers=headers, content=b"{}")
    assert answer.json()["error"]["code"] in documented()[answer.status_code]


def test_the_page_and_the_advice_say_the_same_of_callbacks() -> None:
    answers = "2xx, 405 or 501"
    assert answers in CallbackUnreachableError.advice
    assert answers in _PAGE.read_text(encoding="utf-8")
