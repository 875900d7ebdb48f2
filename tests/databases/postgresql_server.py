"""A real PostgreSQL for the length of a test run: Debian's package, started by the tests."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, final

import asyncpg  # type: ignore[import-untyped]  # it ships no types

PACKAGE: Final = "apt-get install postgresql"
_PROGRAMS: Final = ("initdb", "pg_ctl", "postgres")
_UNPRIVILEGED: Final = ("postgres", "nobody")
_SUPERUSER: Final = "hexavox"
_PORT: Final = 5432
"""Part of the name of its socket; nothing listens on the network."""
SESSIONS: Final = "FROM pg_stat_activity WHERE datname = $1"
"""Those that are connected to a database."""
_CLEAR_TABLES: Final = """
DO $$
DECLARE each record;
BEGIN
    SET LOCAL session_replication_role = replica; -- in any order, whatever refers to what
    FOR each IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('DELETE FROM %I', each.tablename);
    END LOOP;
END $$
"""
_CONFIGURATION: Final = """
listen_addresses = ''
unix_socket_directories = '{folder}'
port = {port}
fsync = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
shared_buffers = 16MB
lc_messages = 'C'
"""


class NoPostgresqlError(Exception):
    """It is not installed here; the text says what to do about it."""


@final
@dataclass(frozen=True, slots=True)
class PostgresqlServer:
    folder: Path
    programs: Path

    def url(self, database: str) -> str:
        return f"postgresql+asyncpg://{_SUPERUSER}@/{database}?host={self.folder}"

    async def create(self, name: str) -> None:
        await self.ask(f'CREATE DATABASE "{name}"')

    async def clear(self, name: str) -> None:
        """As it was when it was created; nobody else is connected to it any more."""
        await self.end_connections(name)
        await self.ask("DROP SCHEMA public CASCADE", database=name)
        await self.ask("CREATE SCHEMA public", database=name)

    async def clear_tables(self, name: str) -> None:
        """The tables stay, without rows; nobody else is connected to it any more."""
        await self.end_connections(name)
        await self.ask(_CLEAR_TABLES, database=name)

    async def end_connections(self, name: str) -> None:
        await self.ask(f"SELECT count(pg_terminate_backend(pid)) {SESSIONS}", name)

    def start(self) -> None:
        log = str(self.folder / "log")
        _run(self.programs / "pg_ctl", "start", "--wait", "-D", str(self._data), "-l", log)

    def crash(self) -> None:
        """As when its machine loses power; connections break off in the middle."""
        _run(self.programs / "pg_ctl", "stop", "--mode=immediate", "-D", str(self._data))

    @contextmanager
    def away(self) -> Iterator[None]:
        """Crashed, and started again at the end."""
        self.crash()
        try:
            yield
        finally:
            self.start()

    def initialise(self) -> None:
        _run(
            self.programs / "initdb",
            f"--username={_SUPERUSER}",
            *("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"),
            *("-D", str(self._data)),
        )
        said = _CONFIGURATION.format(folder=self.folder, port=_PORT)
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write(said)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    async def ask(self, question: str, *values: object, database: str = "postgres") -> object:
        """The first value of the answer, if there is one."""
        connection = await asyncpg.connect(
            host=str(self.folder), user=_SUPERUSER, database=database
        )
        try:
            return await connection.fetchval(question, *values)
        finally:
            await connection.close()


@contextmanager
def postgresql_server() -> Iterator[PostgresqlServer]:
    """Raises NoPostgresqlError."""
    programs = _programs()
    # Not a folder of pytest's: the name of a socket is short, and no other user may enter those.
    folder = Path(tempfile.mkdtemp(prefix="hexavox-pg-"))
    try:
        if _is_root():
            os.chown(folder, _someone_else().pw_uid, -1)
        server = PostgresqlServer(folder, programs)
        server.initialise()
        server.start()
        try:
            yield server
        finally:
            server.crash()
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = (Path(found).resolve().parent for name in _PROGRAMS if (found := shutil.which(name)))
    for folder in (*on_path, *installed):
        if all((folder / name).exists() for name in _PROGRAMS):
            return folder
    raise NoPostgresqlError(f"there is no PostgreSQL here; to have it: {PACKAGE}")


def _is_root() -> bool:
    return os.geteuid() == 0


def _someone_else() -> pwd.struct_passwd:
    """PostgreSQL refuses to be run by root."""
    known = {user.pw_name: user for user in pwd.getpwall()}
    for name in _UNPRIVILEGED:
        if name in known:
            return known[name]
    raise NoPostgresqlError(f"root cannot run PostgreSQL, and there is no user for it: {PACKAGE}")


def _run(program: Path, *arguments: str) -> None:
    user = _someone_else() if _is_root() else None
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        [program, *arguments],
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C"},
        user=None if user is None else user.pw_uid,
        group=None if user is None else user.pw_gid,
        extra_groups=None if user is None else [],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{program.name}: {done.stderr}"
