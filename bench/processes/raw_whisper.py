"""faster-whisper without a service: transcribes what each line on standard input asks for.

The yardstick. It runs in a process of its own, so that it shares no memory and no lock with the
bench, and it waits idle, model loaded, while the service has its turn.
"""

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from faster_whisper import (
    BatchedInferencePipeline,
    WhisperModel,
)


def main() -> None:
    arguments = _arguments()
    model = WhisperModel(
        arguments.model,
        device="cpu",
        compute_type=arguments.compute_type,
        cpu_threads=arguments.threads,
        num_workers=arguments.workers,
    )
    engine = BatchedInferencePipeline(model)
    _answer({"ready": True})
    with ThreadPoolExecutor(arguments.workers) as workers:
        for line in sys.stdin:
            request = json.loads(line)
            started = time.monotonic()
            heard = list(workers.map(partial(_transcribe, engine, request), request["paths"]))
            _answer({"seconds": time.monotonic() - started, "files": heard})


def _transcribe(
    engine: BatchedInferencePipeline, request: Mapping[str, Any], path: str
) -> Mapping[str, Any]:
    started = time.monotonic()
    segments, info = engine.transcribe(
        path,
        batch_size=request["batch"],
        beam_size=5,
        word_timestamps=request["words"],
        language=request["language"],
    )
    text = " ".join(segment.text.strip() for segment in segments)
    seconds = time.monotonic() - started
    return {"seconds": seconds, "text": text, "language": info.language}


def _answer(body: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(body) + "\n")
    sys.stdout.flush()


def _arguments(given: Sequence[str] | None = None) -> Namespace:
    parser = ArgumentParser(prog="raw_whisper")
    parser.add_argument("--model", required=True)
    parser.add_argument("--compute-type", default="int8")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0)
    return parser.parse_args(given)


if __name__ == "__main__":
    main()
