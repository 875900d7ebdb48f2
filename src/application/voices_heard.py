"""What the speakers of a recording sound like."""

import logging
from collections.abc import Iterator
from typing import Final

from application.errors import TooLittleSpeechError
from application.ports.engines.voice_encoder import VoiceEncoder
from application.ports.progress import ReportFraction
from application.ports.stage_results import VoicesHeard
from application.waveform import Waveform
from domain.heard_alone import heard_alone
from domain.transcript import Diarization
from domain.voice_print import SpeakerVoice

_LOG: Final = logging.getLogger(__name__)


def voices_heard(
    waveform: Waveform, told_apart: Diarization, encoder: VoiceEncoder, report: ReportFraction
) -> VoicesHeard:
    """Of each speaker who speaks for long enough, best alone. Computes. Raises what the encoder
    raises of itself, and whatever the report raises."""
    return VoicesHeard(tuple(_voices(waveform, told_apart, encoder, report)))


def _voices(
    waveform: Waveform, told_apart: Diarization, encoder: VoiceEncoder, report: ReportFraction
) -> Iterator[SpeakerVoice]:
    alone = heard_alone(told_apart)
    for number, (speaker, spans) in enumerate(alone.items()):
        report(number / len(alone))
        try:
            yield SpeakerVoice(speaker, encoder.encode(waveform, spans))
        except TooLittleSpeechError as error:
            _LOG.info("%s stays without a voice: %s", speaker, error)
