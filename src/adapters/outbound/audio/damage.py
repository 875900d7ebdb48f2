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

    reached: float = 0
    """Where the decoding is."""
    frames: int = 0
    first: float = 0
    last: float = 0
    silence: float = 0
    """Seconds of it that fill gaps."""
    first_gap: float = 0
    last_gap: float = 0
    is_interrupted: bool = False
    """Nothing could be read behind the last packet."""
    is_last_packet_short: bool = False
    """The last packet is shorter than it says, or nothing can be read behind it."""

    def lose_frame(self) -> None:
        self.first = self.first if self.frames else self.reached
        self.last = self.reached
        self.frames += 1

    def fill_gap(self, seconds: float) -> None:
        self.first_gap = self.first_gap if self.silence else self.reached
        self.last_gap = self.reached
        self.silence += seconds

    def interrupt(self) -> None:
        self.is_interrupted = self.is_last_packet_short = True

    def see(self, packet: "Packet[AudioStream]") -> None:
        if self.is_interrupted and packet.size:
            self.lose_frame()
            self.is_interrupted = False
        self.is_last_packet_short = packet.is_corrupt or (
            self.is_last_packet_short and not packet.size
        )

    def warnings(
        self, *, decoded: float, promised: float | None, breaks_off: bool
    ) -> tuple[str, ...]:
        """`promised` is how long the file says it is, where its word counts."""
        if promised is not None and promised - decoded > _WORTH_TELLING + promised / 200:
            told = f"only {decoded:.1f} of {promised:.1f} seconds could be decoded"
            return (*self._within(), f"The file is damaged or cut off: {told}.")
        if breaks_off:
            return (*self._within(), f"The file breaks off at {clock_time(decoded)}.")
        return self._within()

    def _within(self) -> tuple[str, ...]:
        return (*self._of_frames(), *self._of_gaps())

    def _of_frames(self) -> tuple[str, ...]:
        if not self.frames:
            return ()
        if self.frames == 1:
            return (f"A damaged frame near {clock_time(self.first)} was left out.",)
        where = _where(self.first, self.last)
        return (f"{self.frames} damaged frames {where} were left out.",)

    def _of_gaps(self) -> tuple[str, ...]:
        if self.silence < _WORTH_TELLING:
            return ()
        lacks = f"{self.silence:.1f} seconds of sound {_where(self.first_gap, self.last_gap)}"
        return (f"The file lacks {lacks}; there is silence instead.",)


def _where(first: float, last: float) -> str:
    start, end = clock_time(first), clock_time(last)
    return f"near {start}" if start == end else f"between {start} and {end}"
