"""What of a recording could not be decoded, told to the client as warnings."""

from dataclasses import dataclass
from typing import Final

from av.audio.stream import AudioStream
from av.packet import Packet

from adapters.outbound.audio.clock_time import clock_time

_WORTH_TELLING: Final = 0.4
"""Seconds. By less than this, headers and their sound differ in good files."""


@dataclass(slots=True)
class Damage:
    """Collected while a recording is decoded; all times are seconds of decoded sound."""

    frames: int = 0
    first: float = 0
    last: float = 0
    is_last_packet_short: bool = False
    """The last packet is shorter than it says, or nothing can be read behind it."""

    def lose_frame(self, at: float) -> None:
        self.first = self.first if self.frames else at
        self.last = at
        self.frames += 1

    def see(self, packet: "Packet[AudioStream]") -> None:
        self.is_last_packet_short = packet.is_corrupt or (
            self.is_last_packet_short and not packet.size
        )

    def warnings(
        self, *, decoded: float, promised: float | None, breaks_off: bool
    ) -> tuple[str, ...]:
        """`promised` is how long the file says it is, where its word counts."""
        if promised is not None and promised - decoded > _WORTH_TELLING + promised / 200:
            told = f"only {decoded:.1f} of {promised:.1f} seconds could be decoded"
            return (*self._of_frames(), f"The file is damaged or cut off: {told}.")
        if breaks_off:
            return (*self._of_frames(), f"The file breaks off at {clock_time(decoded)}.")
        return self._of_frames()

    def _of_frames(self) -> tuple[str, ...]:
        if not self.frames:
            return ()
        first, last = clock_time(self.first), clock_time(self.last)
        if self.frames == 1:
            return (f"A damaged frame near {first} was left out.",)
        where = f"near {first}" if first == last else f"between {first} and {last}"
        return (f"{self.frames} damaged frames {where} were left out.",)
