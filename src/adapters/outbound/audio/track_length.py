"""How long a recording really is, counted packet by packet: headers lie."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from adapters.outbound.audio.damage import Damage
from adapters.outbound.audio.sound_file import SoundFile, SoundPacket
from application.errors import EmptyFileError, NotAudioError

_LARGEST_DIFFERENCE: Final = 1.0
"""Seconds by which timestamps and the sum of the sound may differ. Beyond it the timestamps jump,
start again or lie, and the decoder fills no gaps."""


def length_of(sound: SoundFile) -> float:
    """Seconds. Nothing is decoded but what it takes to see that there is sound.

    Raises EmptyFileError, NotAudioError.
    """
    length, is_heard = _TrackLength(), False
    for packet in sound.packets(Damage()):
        is_heard = is_heard or any(frame.samples for frame in sound.frames(packet) or ())
        length.add(packet)
    if not length.packets:
        raise EmptyFileError("There is no sound in the file, only a header.")
    seconds = length.seconds or sound.stated_length
    if not is_heard or seconds is None or seconds <= 0:
        raise NotAudioError("Nothing in the file can be decoded: all of its sound is damaged.")
    return seconds


@dataclass(slots=True)
class _TrackLength:
    packets: int = 0
    first: int | None = None
    end: int = 0
    lasting: int = 0
    is_every_duration_known: bool = True
    unit: Fraction = Fraction(1)

    def add(self, packet: SoundPacket) -> None:
        if not packet.size:
            return
        self.packets += 1
        lasts = max(0, packet.duration or 0)
        self.lasting += lasts
        self.is_every_duration_known &= lasts > 0
        starts = packet.pts if packet.pts is not None else packet.dts
        if starts is not None:
            # Before zero is what the decoder drops while it starts up.
            self.first = max(0, starts) if self.first is None else self.first
            self.end = max(self.end, starts + lasts)
            self.unit = packet.time_base

    @property
    def seconds(self) -> float | None:
        """None if the packets carry no times."""
        if self.first is None:
            return None
        by_duration = float(self.lasting * self.unit)
        by_time = float((self.end - self.first) * self.unit)
        if self.is_every_duration_known and abs(by_time - by_duration) > _LARGEST_DIFFERENCE:
            return by_duration
        return by_time or by_duration or None
