"""Artefacts as files in a folder."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import final

from adapters.outbound.storage.arrival import translating_full_disk
from application.ports.artefact_place import ArtefactPlace


@final
@dataclass(frozen=True, slots=True)
class ArtefactFolder(ArtefactPlace):
    root: Path

    async def has(self, name: str) -> bool:
        return await asyncio.to_thread((self.root / name).exists)

    async def write(
        self,
        name: str,
        text: str,
        *,
        media_type: str,  # noqa: ARG002 - a file's name says it
    ) -> str:
        path = self.root / name
        with translating_full_disk():
            await asyncio.to_thread(_write, path, text)
        return str(path)


def _write(path: Path, text: str) -> None:
    """All of it or nothing: half a transcript looks like a whole one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
