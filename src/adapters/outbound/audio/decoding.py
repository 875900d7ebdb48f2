"""From packets to mono sound, around what is damaged, each part at its time."""

from collections.abc import Iterator
from typing import Final

from av.audio.frame import AudioFrame

from adapters.outbound.audio.damage import Damage
from adapters.outbound.audio.mono_mix import MonoMix
from adapters.outbound.audio.sound_file import SoundFile
from adapters.outbound.audio.timeline import silence, with_next
from application.errors import EmptyFileError, NotAudioError
from application.ports.progress import ReportFraction
from application.waveform import Samples

_PACKETS_PER_REPORT: Final = 256


def decoded(sound: SoundFile, damage: Damage, report: ReportFraction) -> Iterator[Samples]:
    """The sound in blocks of about a second; the damage is noted as it is met.

    Raises EmptyFileError, NotAudioError.
    """
    count = 0
    for samples in _blocks(sound, damage, report):
        count += len(samples)
        yield samples
    if not count and damage.frames:
        raise NotAudioError("Nothing in the file can be decoded: all of its sound is damaged.")
    if not count:
        raise EmptyFileError("There is no sound in the file, only a header.")
    report(1)


def _blocks(sound: SoundFile, damage: Damage, report: ReportFraction) -> Iterator[Samples]:
    mix, timeline = MonoMix(), sound.timeline()
    for frame, following in with_next(_frames(sound, damage, report)):
        if missing := timeline.missing_before(_start_of(frame), _start_of(following)):
            damage.fill_gap(missing)
            yield from mix.rest()
            yield from silence(missing)
        timeline.advance(missing + frame.samples / frame.sample_rate)
        damage.reached = timeline.reached
        yield from mix.take(frame)
    yield from mix.rest()


def _frames(sound: SoundFile, damage: Damage, report: ReportFraction) -> Iterator[AudioFrame]:
    reached = 0
    for number, packet in enumerate(sound.packets(damage)):
        reached = max(reached, packet.pos or 0)
        if number % _PACKETS_PER_REPORT == 0:
            # By bytes: the length that a file claims may be wrong, or missing.
            report(min(1.0, reached / sound.size_bytes))
        frames = sound.frames(packet)
        if frames is None:
            damage.lose_frame()
        yield from frames or ()


def _start_of(frame: AudioFrame | None) -> float | None:
    """By the file's clock, in seconds."""
    return None if frame is None else frame.time
