"""Asks a server for its health again and again, until its standard input closes.

A process of its own with the standard library only: what it measures is the server's delay and
not the delay of busy client threads.
"""

import http.client
import json
import select
import sys
import time
from typing import Final

TIMEOUT: Final = 120.0


def main() -> None:
    host, port, interval = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    sys.stdout.write(json.dumps(watch(host, port, interval)))


def watch(host: str, port: int, interval: float) -> list[float | None]:
    """Seconds that each answer took; None for each that did not come or was not good."""
    taken: list[float | None] = []
    while not _told_to_stop(interval):
        taken.append(_ask(host, port))
    return taken


def _ask(host: str, port: int) -> float | None:
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    started = time.monotonic()
    try:
        connection.request("GET", "/health")
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return time.monotonic() - started if answer.status == http.HTTPStatus.OK else None


def _told_to_stop(patience: float) -> bool:
    ready, _, _ = select.select([sys.stdin], [], [], patience)
    return bool(ready)


if __name__ == "__main__":
    main()
