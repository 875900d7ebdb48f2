"""How much a running service gets through, and how long its clients wait.

    python tests/stress_test.py --workers 8 --rounds 3 --endpoint openai --no-diarize

It sends every recording of a folder, so many at a time, to /asr or /v1/audio/transcriptions. What
is sent twice is transcribed once, so a few bytes of chance go behind each file; --cached leaves
them out.
"""

import argparse
import asyncio
import os
import secrets
import statistics
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import httpx

_NO_ANSWER: Final = 0
"""In place of a status."""
_KINDS: Final = tuple(
    f".{kind}"
    for kind in (
        "aac",
        "amr",
        "flac",
        "m4a",
        "mkv",
        "mov",
        "mp3",
        "mp4",
        "ogg",
        "opus",
        "wav",
        "webm",
    )
)


@dataclass(frozen=True, slots=True)
class Door:
    path: str
    part: str
    fields: Mapping[str, str]

    def query(self, *, diarize: bool) -> Mapping[str, str]:
        return {"diarize": str(diarize).lower()} if self.path == "/asr" else {}


DOORS: Final[Mapping[str, Door]] = MappingProxyType(
    {
        "asr": Door("/asr", "audio_file", {}),
        "openai": Door("/v1/audio/transcriptions", "file", {"model": "whisper-1"}),
    }
)


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    seconds: float


async def load(
    client: httpx.AsyncClient, door: Door, files: Sequence[Path], options: argparse.Namespace
) -> Sequence[Answered]:
    """Every file once a round, `workers` at a time."""
    turns = asyncio.Semaphore(options.workers)

    async def send(file: Path) -> Answered:
        async with turns:
            content = await asyncio.to_thread(file.read_bytes)
            content += b"" if options.cached else secrets.token_bytes(16)
            began = time.monotonic()
            try:
                answer = await client.post(
                    door.path,
                    params=door.query(diarize=options.diarize),
                    data=dict(door.fields),
                    files={door.part: (file.name, content)},
                )
                status = answer.status_code
            except httpx.HTTPError:
                status = _NO_ANSWER
            return Answered(status, time.monotonic() - began)

    return await asyncio.gather(*(send(file) for _ in range(options.rounds) for file in files))


def report(answers: Sequence[Answered], seconds: float) -> str:
    waits = sorted(each.seconds for each in answers)
    late = waits[min(len(waits) - 1, int(len(waits) * 0.95))]
    statuses = Counter(each.status for each in answers)
    told = ", ".join(f"{count} x {status or 'no answer'}" for status, count in statuses.items())
    return (
        f"{len(answers)} requests in {seconds:.1f} s, {len(answers) / seconds:.2f} a second\n"
        f"answers: {told}\n"
        f"waited: {statistics.median(waits):.2f} s at the median, {late:.2f} s at the 95th of a "
        f"hundred, {waits[-1]:.2f} s at most"
    )


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--workers", type=int, default=4, help="requests at a time")
    parser.add_argument("--rounds", type=int, default=1, help="how often each file is sent")
    parser.add_argument("--endpoint", choices=sorted(DOORS), default="asr")
    parser.add_argument("--no-diarize", dest="diarize", action="store_false")
    parser.add_argument("--cached", action="store_true", help="send the very same bytes again")
    parser.add_argument("--url", default="http://localhost:8000", help="where the service is")
    parser.add_argument("--files", type=Path, default=Path(__file__).parent / "testfiles")
    return parser.parse_args(arguments)


async def run(options: argparse.Namespace) -> int:
    """0 when all were answered with 200. HEXAVOX_API_KEY holds a key, where one is needed."""
    found = sorted(options.files.glob("*")) if options.files.is_dir() else []
    files = [file for file in found if file.suffix.lower() in _KINDS]
    if not files:
        sys.stderr.write(f"There are no recordings in {options.files}: see `hexavox sample`.\n")
        return 2
    key = os.environ.get("HEXAVOX_API_KEY")
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    async with httpx.AsyncClient(base_url=options.url, headers=headers, timeout=None) as client:  # noqa: S113 - as long as it takes
        began = time.monotonic()
        answers = await load(client, DOORS[options.endpoint], files, options)
        sys.stdout.write(f"{report(answers, time.monotonic() - began)}\n")
    return int(any(each.status != httpx.codes.OK for each in answers))


if __name__ == "__main__":
    sys.exit(asyncio.run(run(parsed(sys.argv[1:]))))
