"""Serving HTTP needs no model library until there is something to transcribe."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

HEAVY: Final = frozenset(
    {
        "torch",
        "torchaudio",
        "ctranslate2",
        "faster_whisper",
        "pyannote.audio",
        "transformers",
        "whisperx",
        "onnxruntime",
        "temporalio",
        "opentelemetry.sdk",
    }
)
SRC: Final = Path(__file__).parents[2] / "src"
SERVE: Final = """
import asyncio, io, pathlib, sys, wave
from httpx import ASGITransport, AsyncClient
from infrastructure.app import create_app, make_container
from infrastructure.environment import read_settings
from infrastructure.folders import make_folders

def wav() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(bytes(32_000))
    return file.getvalue()

async def serve() -> None:
    settings = read_settings()
    make_folders(settings)
    app = create_app(make_container(settings))
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://hexavox") as client,
    ):
        assert (await client.get("/health")).status_code == 200
        assert (await client.get("/metrics")).status_code == 200
        uploaded = await client.post("/api/audio", files={"file": ("talk.wav", wav())})
        assert uploaded.is_success, uploaded.text
        clip = uploaded.json()["clip_id"]
        assert (await client.get(f"/api/transcription/{clip}")).status_code == 404

asyncio.run(serve())
print(*sys.modules, sep="\\n")
"""


def test_serving_http_loads_no_model_library(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(SRC),
        "DATA_DIR": str(tmp_path / "data"),
        "HF_HUB_OFFLINE": "1",
        "HOME": str(tmp_path),
    }
    served = subprocess.run(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-c", SERVE],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert served.returncode == 0, served.stderr
    loaded = set(served.stdout.splitlines())
    assert "infrastructure" in loaded
    assert loaded & HEAVY == set()
