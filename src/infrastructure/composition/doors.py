"""The ways of single doors."""

from dependency_injector import providers

from adapters.inbound.openai.habits import OpenaiHabits
from adapters.inbound.webservice.answer_form import AsrDialect
from infrastructure.composition.foundation import Foundation
from infrastructure.subtitles import subtitle_shape


class Doors(Foundation):
    subtitle_shape = providers.Callable(subtitle_shape, Foundation.settings)

    openai_habits = providers.Factory(
        OpenaiHabits,
        whisper_1=Foundation.settings.provided.openai_whisper1_model,
        language_names=Foundation.settings.provided.openai_language_names,
    )
    asr_compat = providers.Callable(AsrDialect, Foundation.settings.provided.asr_compat)
