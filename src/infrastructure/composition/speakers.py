"""Voices that are known by name, and recognising them."""

from dependency_injector import providers

from application.gallery import Gallery
from application.name_speakers import NameSpeakers
from application.sound_desk import SoundDesk
from application.use_cases.speakers.enrol_speaker import EnrolSpeaker
from application.use_cases.speakers.hear_samples import HearSamples
from application.use_cases.speakers.hear_voice import HearVoice
from application.use_cases.speakers.known_speakers import (
    ForgetSpeaker,
    GetSpeaker,
    ListSpeakers,
    UpdateSpeaker,
)
from application.use_cases.speakers.verify_speakers import VerifySpeakers
from application.voice_desk import VoiceDesk
from infrastructure.composition.clips import Clips
from infrastructure.composition.engines import Engines
from infrastructure.composition.foundation import Foundation


class Speakers(Engines, Clips):
    gallery = providers.Factory(
        Gallery,
        model=Engines.voice_encoder.provided.prints_of,
        threshold=Foundation.settings.provided.speaker_similarity,
    )
    hear_voice = providers.Factory(
        HearVoice,
        desk=providers.Singleton(
            VoiceDesk,
            desk=providers.Singleton(
                SoundDesk,
                decoder=Foundation.decoder,
                work=Engines.stage_work,
                threads=Engines.voice_threads,
            ),
            detectors=Engines.speech_detectors,
            encoder=Engines.voice_encoder,
        ),
        storage=Foundation.clip_storage,
        unit_of_work=Foundation.unit_of_work.provider,
        largest_bytes=Foundation.largest_upload,
    )
    hear_samples = providers.Factory(
        HearSamples, hear=hear_voice, recordings=Clips.remote_recordings
    )

    enrol_speaker = providers.Factory(
        EnrolSpeaker,
        unit_of_work=Foundation.unit_of_work.provider,
        clock=Foundation.clock,
        new_id=Foundation.new_id,
    )
    list_speakers = providers.Factory(ListSpeakers, unit_of_work=Foundation.unit_of_work.provider)
    get_speaker = providers.Factory(GetSpeaker, unit_of_work=Foundation.unit_of_work.provider)
    update_speaker = providers.Factory(UpdateSpeaker, unit_of_work=Foundation.unit_of_work.provider)
    forget_speaker = providers.Factory(ForgetSpeaker, unit_of_work=Foundation.unit_of_work.provider)

    verify_speakers = providers.Factory(VerifySpeakers, gallery=gallery)
    name_speakers = providers.Factory(
        NameSpeakers, unit_of_work=Foundation.unit_of_work.provider, gallery=gallery
    )
