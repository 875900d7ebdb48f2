"""What every SpeakerRepository does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.errors import SpeakerNotFoundError
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.enrolled_speaker import speaker_name
from domain.voice_print import VoicePrint
from tests.fakes.clips import ADA, GRACE
from tests.fakes.clock import NEW_YEAR
from tests.fakes.voices import a_speaker

EXACT = VoicePrint((0.5, -0.25, 0.125), "campplus/1")
"""Numbers that single precision holds as they are."""
OTHER = VoicePrint((1.0, 0.0), "scripted/1")


class SpeakerRepositoryContract:
    async def test_a_speaker_comes_back_in_whatever_state_it_was_saved(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        speaker = a_speaker("Åsa Müller", EXACT, OTHER)
        async with unit_of_work() as uow:
            await uow.speakers.add(speaker)
            await uow.commit()
        renamed = speaker.renamed(speaker_name("Åsa"))
        for changed in (speaker, renamed.with_samples([EXACT]), replace(renamed, prints=(OTHER,))):
            async with unit_of_work() as uow:
                await uow.speakers.save(changed)
                assert await uow.speakers.get(ADA, speaker.id) == changed
                await uow.commit()
            async with unit_of_work() as uow:
                assert await uow.speakers.get(ADA, speaker.id) == changed

    async def test_prints_are_kept_in_single_precision(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        speaker = a_speaker("Ada", VoicePrint((1 / 3, 2 / 3), "m"))
        async with unit_of_work() as uow:
            await uow.speakers.add(speaker)
            [kept] = (await uow.speakers.get(ADA, speaker.id)).prints
        assert kept.vector != speaker.prints[0].vector
        assert kept.vector == pytest.approx(speaker.prints[0].vector, rel=1e-7)

    async def test_an_owners_speakers_come_in_the_order_of_their_enrolment(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        speakers = [
            a_speaker(created_at=NEW_YEAR + timedelta(seconds=seconds)) for seconds in (2, 0, 1)
        ]
        async with unit_of_work() as uow:
            for speaker in (*speakers, a_speaker(owner=GRACE)):
                await uow.speakers.add(speaker)
            assert list(await uow.speakers.all(ADA)) == [speakers[1], speakers[2], speakers[0]]

    async def test_a_speaker_that_is_not_theirs_is_not_found(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        speaker = a_speaker()
        async with unit_of_work() as uow:
            await uow.speakers.add(speaker)
            with pytest.raises(SpeakerNotFoundError):
                await uow.speakers.get(GRACE, speaker.id)
            with pytest.raises(SpeakerNotFoundError):
                await uow.speakers.save(replace(speaker, owner=GRACE))

    async def test_a_speaker_is_forgotten_and_so_is_the_voice(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        speaker, other = a_speaker(), a_speaker()
        async with unit_of_work() as uow:
            await uow.speakers.add(speaker)
            await uow.speakers.add(other)
            await uow.speakers.remove(speaker.id)
            await uow.speakers.remove(speaker.id)
            assert list(await uow.speakers.all(ADA)) == [other]
            await uow.speakers.add(replace(speaker, prints=(OTHER,)))
            assert (await uow.speakers.get(ADA, speaker.id)).prints == (OTHER,)
