"""Artefacts as objects in a bucket."""

from dataclasses import dataclass
from typing import final

from application.ports.artefact_place import ArtefactPlace
from application.ports.bucket import Bucket


@final
@dataclass(frozen=True, slots=True)
class ArtefactObjects(ArtefactPlace):
    bucket: Bucket
    bucket_name: str
    prefix: str

    async def has(self, name: str) -> bool:
        return await self.bucket.has(self._key(name))

    async def write(self, name: str, text: str, *, media_type: str) -> str:
        await self.bucket.put_text(self._key(name), text, media_type=media_type)
        return f"s3://{self.bucket_name}/{self._key(name)}"

    def _key(self, name: str) -> str:
        return f"{self.prefix}/{name}".lstrip("/")
