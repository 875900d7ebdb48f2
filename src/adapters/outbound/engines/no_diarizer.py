"""No diarizer: what DIARIZER=none stands for."""

from typing import Final, final

from application.errors import NobodyToldApartError
from application.ports.engines.description import EngineDescription
from application.ports.engines.diarizer import Diarizer
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.speaker import SpeakerCount
from domain.transcript import Diarization

_SWITCHED_OFF: Final = "The diarizer none tells nobody apart."


@final
class NoDiarizer(Diarizer):
    """Tells nobody apart, and says so."""

    def describe(self) -> EngineDescription:
        return EngineDescription(name="none", problem=_SWITCHED_OFF)

    def diarize(
        self,
        waveform: Waveform,  # noqa: ARG002
        speakers: SpeakerCount,  # noqa: ARG002
        report: ReportFraction,  # noqa: ARG002
    ) -> Diarization:
        raise NobodyToldApartError(
            "Speakers were asked for, but this server runs with DIARIZER=none."
        )
