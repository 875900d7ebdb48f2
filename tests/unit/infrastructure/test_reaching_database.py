"""What is said of a database that does not answer."""

import socket
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from application.errors import DatabaseUnavailableError
from infrastructure.reaching_database import NoDatabaseError, complaint, require_database
from infrastructure.settings import Settings


def test_a_server_is_named_by_its_place_and_not_by_its_password() -> None:
    url = make_url("postgresql+asyncpg://hexa:secret@db.example:5433/speech")
    error = DatabaseUnavailableError("The database cannot be reached.")
    error.__cause__ = OSError("Connect call failed")
    said = complaint(url, error)
    assert said.startswith("The database speech at db.example:5433 cannot be used (Connect call")
    assert "DATABASE_URL" in said
    assert "secret" not in said
    assert "\n" not in said


def test_a_server_that_is_not_there_is_waited_for_no_longer_than_that() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    url = f"postgresql://hexa:secret@127.0.0.1:{port}/speech"
    with pytest.raises(NoDatabaseError, match=f"speech at 127.0.0.1:{port} cannot be used"):
        require_database(Settings(database_url=url), patience=timedelta(0))


def test_a_file_needs_nothing_to_be_there(tmp_path: Path) -> None:
    require_database(Settings(database_url=f"sqlite:///{tmp_path}/new/hexavox.db"))


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Minutes of the meeting. " * 100, encoding="utf-8")
    with pytest.raises(NoDatabaseError, match=r"notes\.txt cannot be used \(file is not a data"):
        require_database(Settings(database_url=f"sqlite:///{tmp_path}/notes.txt"))
