"""/docs works where there is no internet, and tells nobody of its visitors."""

import re

import pytest
from httpx import AsyncClient


async def test_the_page_names_no_other_server_and_may_ask_none(client: AsyncClient) -> None:
    page = await client.get("/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "//" not in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "http" not in policy


async def test_no_script_stands_in_the_page(client: AsyncClient) -> None:
    page = (await client.get("/docs")).text
    assert re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL) == ["", ""]


async def test_every_file_of_the_page_is_here(client: AsyncClient) -> None:
    page = (await client.get("/docs")).text
    files = re.findall(r'(?:src|href)="([^":]+)"', page)
    assert len(files) == 4
    for file in files:
        answer = await client.get(f"/{file}")
        assert answer.status_code == 200, file
        assert answer.content, file


async def test_the_page_begins_with_our_operations_and_no_validator(client: AsyncClient) -> None:
    script = await client.get("/docs/start.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert 'url: "openapi.json"' in script.text
    assert "validatorUrl: null" in script.text


@pytest.mark.parametrize("path", ["/docs/__init__.py", "/docs/..%2Fcore.py", "/redoc"])
async def test_nothing_else_is_served(client: AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404
