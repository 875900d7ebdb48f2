"""How long a recording really is, counted packet by packet: headers lie."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from adapters.outbound.audio.damage import Damage
from adapters.outbound.audio.sound_file import SoundFile, SoundPacket
from adapters.outbound.audio.timeline import Timeline, with_next
from application.errors import EmptyFileError, NotAudioError

_LARGEST_DIFFERENCE: Final = 1.0
"""Seconds by which timestamps and the sum of the sound may differ. Beyond it the timestamps jump,
start again or lie, and only the gaps count that the decoder fills."""


def length_of(sound: SoundFile) -> float:
    """Seconds. Nothing is decoded but what it takes to see that there is sound.

    Raises EmptyFileError, NotAudioError.
    """
    length, is_heard = _TrackLength(sound.timeline()), False
    for packet, following in with_next(sound.packets(Damage())):
        is_heard = is_heard or any(frame.samples for frame in sound.frames(packet) or ())
        length.add(packet, following)
    if not length.packets:
        raise EmptyFileError("There is no sound in the file, only a header.")
    seconds = length.seconds or sound.stated_length
    if not is_heard or seconds is None or seconds <= 0:
        raise NotAudioError("Nothing in the file can be decoded: all of its sound is damaged.")
    return seconds


@dataclass(slots=True)
class _TrackLength:
    timeline: Timeline
    packets: int = 0
    first: int | None = None
    end: int = 0
    lasting: int = 0
    is_every_duration_known: bool = True
    unit: Fraction = Fraction(1)

    def add(self, packet: SoundPacket, following: "SoundPacket | None") -> None:
        if not packet.size:
            return
        self.packets += 1
        self.unit = packet.time_base
        lasts = max(0, packet.duration or 0)
        self.lasting += lasts
        self.is_every_duration_known &= lasts > 0
        start = _start_of(packet)
        if start is not None:
            # Before zero is what the decoder drops while it starts up.
            self.first = max(0, start) if self.first is None else self.first
            self.end = max(self.end, start + lasts)
        self._follow(start, _start_of(following), lasts)

    def _follow(self, start: int | None, following: int | None, lasts: int) -> None:
        times = (None if time is None else float(time * self.unit) for time in (start, following))
        self.timeline.advance(self.timeline.missing_before(*times) + float(lasts * self.unit))

    @property
    def seconds(self) -> float | None:
        """None if the packets carry no times."""
        if self.first is None:
            return None
        by_duration = float(self.lasting * self.unit)
        by_time = float((self.end - self.first) * self.unit)
        if self.is_every_duration_known and abs(by_time - by_duration) > _LARGEST_DIFFERENCE:
            return self.timeline.reached
        return by_time or by_duration or None


def _start_of(packet: "SoundPacket | None") -> int | None:
    if packet is None:
        return None
    return packet.pts if packet.pts is not None else packet.dts
