"""Makes .venv hold exactly what poetry.lock pins, and Hexavox; a second run has nothing to do."""

import argparse
import fcntl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from scripts import installers
from scripts.commands import ROOT, InstallationError, say
from scripts.disk_space import require_room
from scripts.environment import PYTHON, VENV, Installation

_FULL_GB: Final = 9
_SLIM_GB: Final = 1


def main() -> int:
    options = _options()
    try:
        with _alone():
            installers.prepare_installers()
            if not options.only_installers:
                install(speakers=options.speakers, dev=options.dev)
    except InstallationError as error:
        sys.stderr.write(f"Hexavox is not installed: {error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted. Run the same command again to go on.\n")
        return 130
    return 0


def install(*, speakers: bool | None, dev: bool) -> None:
    """Bring .venv to what is wanted; `speakers` may be left as they are, and are in at first."""
    found = Installation.found()
    if speakers is None:
        speakers = found is None or found.speakers
    # The test tools change nothing for the server, so they stay once they are there.
    dev = dev or (found is not None and found.dev)
    wanted = Installation.wanted(speakers=speakers, dev=dev)
    if found == wanted:
        return
    _require_room(wanted)
    started = time.monotonic()
    size = "about 8 GB with torch, a few minutes" if wanted.speakers else "about 600 MB"
    say(f"Installing into .venv what poetry.lock pins ({size} the first time) ...")
    requirements = installers.export_lock(speakers=wanted.speakers, dev=wanted.dev)
    Installation.forget()
    if found is None or not found.can_become(wanted):
        installers.run_uv("venv", "--clear", "--python", sys.executable, VENV)
    installers.run_uv("pip", "sync", "--python", PYTHON, "--require-hashes", requirements)
    _install_hexavox()
    wanted.remember()
    count = len(list(VENV.glob("lib/python3*/site-packages/*.dist-info")))
    say(f"Installed {count} packages in {time.monotonic() - started:.0f} s.")


def _install_hexavox() -> None:
    installers.run_uv(
        *("pip", "install", "--python", PYTHON, "--no-deps"),
        *("--build-constraints", installers.PINS, "--editable", ROOT),
    )


def _require_room(wanted: Installation) -> None:
    require_room(
        _FULL_GB if wanted.speakers else _SLIM_GB,
        environment=VENV,
        cache=installers.uv_cache(),
        advice="SLIM=1 leaves torch out and needs 1 GB." if wanted.speakers else "Make some room.",
    )


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock file for the length of the work: two targets may be started at once."""
    with (ROOT / "poetry.lock").open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another installation in this folder ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/install", description=__doc__)
    torch = parser.add_mutually_exclusive_group()
    torch.add_argument("--full", action="store_true", dest="speakers", help="with torch")
    torch.add_argument("--slim", action="store_false", dest="speakers", help="without torch")
    parser.add_argument("--dev", action="store_true", help="add what tests and checks need")
    parser.add_argument("--only-installers", action="store_true", help="prepare .tools alone")
    parser.set_defaults(speakers=None)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
