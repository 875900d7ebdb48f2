"""Places for artefacts: a folder, and a bucket of moto's server."""

import asyncio
from pathlib import Path

import pytest

from adapters.outbound.storage.artefact_folder import ArtefactFolder
from adapters.outbound.storage.artefact_objects import ArtefactObjects
from adapters.outbound.storage.object_bucket import ObjectBucket
from application.ports.artefact_place import ArtefactPlace
from tests.contract.artefact_place import ArtefactPlaceContract
from tests.fakes.s3_server import S3Server


class TestArtefactFolder(ArtefactPlaceContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> ArtefactPlace:
        return ArtefactFolder(tmp_path / "not" / "there yet")

    def test_nothing_else_is_left(self, tmp_path: Path) -> None:
        asyncio.run(ArtefactFolder(tmp_path).write("a.srt", "ä", media_type="text/plain"))
        assert [path.name for path in tmp_path.iterdir()] == ["a.srt"]
        assert (tmp_path / "a.srt").read_text(encoding="utf-8") == "ä"


class TestArtefactObjects(ArtefactPlaceContract):
    @pytest.fixture
    def place(self, s3_server: S3Server) -> ArtefactPlace:
        name = s3_server.new_bucket()
        bucket = ObjectBucket(
            name,
            endpoint=s3_server.url,
            access_key="an-access-key",
            secret_key="a-secret",  # noqa: S106 - it opens nothing
        )
        return ArtefactObjects(bucket, name, "transcripts/here")
