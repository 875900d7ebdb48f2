"""`hexavox keys` beside a server that runs, and what that server says of secrets."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, Final, TypeAlias

import httpx
import pytest

from tests.fakes.sounds import silence, wav_bytes
from tests.server.hexavox import RunningServer, run, serving
from tests.server.patience import until
from tests.server.requests import uploaded

Keys: TypeAlias = Callable[..., CompletedProcess[str]]

CONFIGURED: Final = "correct-horse-battery-staple"
WRONG: Final = "hvx_a-key-that-somebody-has-mistyped"
SECRETS: Final = {
    "API_KEYS": f"{CONFIGURED},ada:another-secret-of-adas",
    "HF_TOKEN": "hf_not-to-be-seen",
    "S3_ACCESS_KEY": "an-access-key-id",
    "S3_SECRET_KEY": "a-very-secret-key",
    "LOG_LEVEL": "debug",
}


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    def called(*arguments: str) -> CompletedProcess[str]:
        return run("keys", *arguments, folder=tmp_path, settings={"DATA_DIR": str(tmp_path)})

    return called


def listed(keys: Keys) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(keys("list", "--json").stdout)
    return found


def status(server: RunningServer, secret: str | None) -> int:
    headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}
    return httpx.get(f"{server.url}/api/audio", headers=headers).status_code


def test_keys_made_and_revoked_beside_a_server_open_and_shut_it(keys: Keys, tmp_path: Path) -> None:
    with serving(tmp_path, DATA_DIR=str(tmp_path), FAILED_KEY_LIMIT="none") as server:
        assert server.says("no API keys: HOST=127.0.0.1, and whoever is on this machine gets in")
        with server.client() as client:
            uploaded(client, "silence.wav", wav_bytes(silence(1.0)))
        made = keys("create", "laptop", "--owner", "ada", "--scope", "read", "--expires-days", "7")
        assert made.returncode == 0, made.stderr
        secret = made.stdout.strip()
        assert secret.startswith("hvx_")
        assert secret not in made.stderr
        assert "may read" in made.stderr
        until(lambda: status(server, None) == 401)
        assert status(server, secret) == 200
        with server.client() as client:
            client.headers["x-api-key"] = secret
            assert client.get("/api/audio").json()["total"] == 0
            assert client.post("/api/audio").status_code == 403
        [key] = listed(keys)
        assert key["scopes"] == ["read"]
        assert key["owner"] == "ada"
        assert key["expires_at"] > key["created_at"]
        assert keys("revoke", key["hint"]).returncode == 0
        until(lambda: status(server, secret) == 403)
        assert status(server, None) == 401
        assert listed(keys)[0]["revoked_at"]
        assert keys("forget", key["id"]).returncode == 0
        until(lambda: status(server, None) == 200)
        with server.client() as client:
            assert client.get("/api/audio").json()["total"] == 1
        assert not server.says(secret)


def test_no_secret_is_in_a_list_or_in_the_database(keys: Keys, tmp_path: Path) -> None:
    made = json.loads(keys("create", "laptop", "--json").stdout)
    shown = keys("list")
    assert made["hint"] in shown.stdout
    assert "delete, read, write" in shown.stdout
    assert made["secret"] not in shown.stdout + shown.stderr
    with closing(sqlite3.connect(tmp_path / "hexavox.db")) as database:
        assert made["secret"] not in "\n".join(database.iterdump())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("revoke", "hvx_nobody"), "There is no key with that id or hint."),
        (("create", "x", "--owner", "ada lovelace"), "an owner has 1 to 128"),
        (("create", " "), "a key has a name"),
        (("create", "x", "--scope", "admin"), "admin"),
        (("create", "x", "--expires-days", "0"), "expires-days"),
    ],
)
def test_what_makes_no_sense_is_told(keys: Keys, arguments: tuple[str, ...], words: str) -> None:
    done = keys(*arguments)
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_log_of_everything_has_no_secret_in_it(tmp_path: Path) -> None:
    with serving(tmp_path, DATA_DIR=str(tmp_path), **SECRETS) as server:
        for secret in (CONFIGURED, "another-secret-of-adas", WRONG):
            for headers in ({"Authorization": f"Bearer {secret}"}, {"X-API-Key": secret}):
                httpx.get(f"{server.url}/api/jobs", headers=headers, params={"api_key": secret})
                httpx.post(f"{server.url}/run", headers=headers, json={"input": 1})
            httpx.post(f"{server.url}/v1/audio/transcriptions?token={secret}")
        assert server.says("requests need an API key; 2 of 2 are good")
        server.stop()
        log = "".join(server.log)
    hidden = {CONFIGURED, "another-secret-of-adas", WRONG, *SECRETS.values()} - {"debug"}
    assert [secret for secret in hidden if secret in log] == []


def test_keys_that_are_too_short_keep_the_server_from_starting(tmp_path: Path) -> None:
    done = run("serve", folder=tmp_path, settings={"DATA_DIR": str(tmp_path), "API_KEYS": "12345"})
    assert done.returncode == 2
    assert done.stderr.startswith("hexavox: API_KEYS: ")
    assert "secret 1 has fewer than 16 characters" in " ".join(done.stderr.split())
    assert "12345" not in done.stderr
