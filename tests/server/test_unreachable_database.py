"""A database that is not there when something starts that needs it."""

from pathlib import Path

import pytest

from tests.server.hexavox import run


@pytest.mark.parametrize(
    "command", [("serve", "--port", "0"), ("worker",), ("purge",), ("keys", "list")]
)
def test_it_is_told_in_a_line_with_its_place_and_no_password(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    # A folder in the place of the file: unlike a server, nobody waits for that to change.
    (tmp_path / "hexavox.db").mkdir()
    ended = run(*command, folder=tmp_path, settings={"DATA_DIR": str(tmp_path), "DEVICE": "cpu"})
    assert ended.returncode == 3
    assert "Traceback" not in ended.stderr
    told = ended.stderr.splitlines()[-1]
    assert told.startswith(f"hexavox: The database {tmp_path}/hexavox.db cannot be used")
    assert "Check that it runs and that DATABASE_URL is right" in told
    assert "send it again" not in ended.stderr
