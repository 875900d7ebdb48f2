"""What every place for artefacts has to do."""

import pytest

from application.ports.artefact_place import ArtefactPlace


class ArtefactPlaceContract:
    @pytest.fixture
    def place(self) -> ArtefactPlace:
        raise NotImplementedError

    async def test_what_was_written_is_there(self, place: ArtefactPlace) -> None:
        assert not await place.has("a talk.json")
        written = await place.write("a talk.json", "{}", media_type="application/json")
        assert written.endswith("/a talk.json")
        assert await place.has("a talk.json")
        assert not await place.has("talk.json")

    async def test_it_is_written_over(self, place: ArtefactPlace) -> None:
        await place.write("a.srt", "first", media_type="application/x-subrip")
        assert await place.write("a.srt", "second", media_type="application/x-subrip")
        assert await place.has("a.srt")
