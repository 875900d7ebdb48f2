"""From sound to words: the stages of a transcription, and answers that need only some of them."""

from dependency_injector import providers

from application.language_desk import LanguageDesk
from application.sound_desk import SoundDesk
from application.transcription_pipeline import TranscriptionPipeline
from application.use_cases.speech.find_speech import FindSpeech
from application.use_cases.transcripts.detect_language import DetectLanguage
from infrastructure import jobs
from infrastructure.composition.engines import Engines
from infrastructure.composition.foundation import Foundation


class Hearing(Engines):
    stage_limits = providers.Singleton(jobs.stage_limits, Foundation.settings)
    gpu_turns = providers.Singleton(jobs.gpu_turns, Foundation.settings)
    stage_turns = providers.Singleton(jobs.stage_turns, Foundation.settings)
    sound_desk = providers.Singleton(
        SoundDesk,
        decoder=Foundation.decoder,
        work=Engines.stage_work,
        threads=Engines.stage_threads,
        limits=stage_limits,
    )
    pipeline = providers.Singleton(
        TranscriptionPipeline, desk=sound_desk, turn=gpu_turns, stage_turns=stage_turns
    )

    find_speech = providers.Factory(
        FindSpeech,
        desk=providers.Singleton(
            SoundDesk,
            decoder=Foundation.decoder,
            work=Engines.stage_work,
            threads=Engines.voice_threads,
        ),
        detectors=Engines.speech_detectors,
        storage=Foundation.clip_storage,
        turn=gpu_turns,
    )
    detect_language = providers.Factory(
        DetectLanguage,
        desk=providers.Singleton(
            LanguageDesk,
            desk=providers.Singleton(
                SoundDesk,
                decoder=Foundation.decoder,
                work=Engines.stage_work,
                threads=Engines.voice_threads,
            ),
            decoder=Foundation.decoder,
            detectors=Engines.speech_detectors,
            transcribers=Engines.transcribers,
        ),
        storage=Foundation.clip_storage,
        largest_bytes=Foundation.largest_upload,
    )
