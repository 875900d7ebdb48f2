"""A file opened with FFmpeg, and the one sound track in it that is used."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard

from adapters.outbound.audio.damage import Damage
from adapters.outbound.audio.file_ending import breaks_off
from adapters.outbound.audio.formats import (
    BETTER_DECODERS,
    CHANNELS,
    OPENING,
    SAMPLE_RATES,
    STATE_THEIR_LENGTH,
    STORE_THEIR_TIMES,
)
from adapters.outbound.audio.timeline import Timeline
from application.errors import EmptyFileError, NoAudioStreamError, NotAudioError

_INTERRUPTIONS: Final = 100
"""After so many the rest of a file is given up."""

SoundPacket: TypeAlias = "Packet[AudioStream]"


@dataclass(frozen=True, slots=True, eq=False)
class SoundFile:
    container: InputContainer
    track: AudioStream
    decoder: AudioCodecContext
    source: Path
    size_bytes: int

    def packets(self, damage: Damage) -> Iterator[SoundPacket]:
        """All of the track, and an empty one at the end that gets the last frames out of the
        decoder. Where nothing can be read, there is often more behind it."""
        for _ in range(_INTERRUPTIONS):
            try:
                for packet in self.container.demux(self.track):
                    damage.see(packet)
                    yield packet
            except av.FFmpegError:
                damage.interrupt()
            else:
                return

    def frames(self, packet: SoundPacket) -> list[AudioFrame] | None:
        """None if the packet is damaged."""
        try:
            return self.decoder.decode(packet)
        except (av.FFmpegError, ValueError):
            return None

    @property
    def codec(self) -> str:
        return self.track.codec_context.codec.canonical_name

    @property
    def stated_length(self) -> float | None:
        """Seconds, by the header."""
        if self.track.duration and self.track.time_base:
            return float(self.track.duration * self.track.time_base)
        if self.container.duration and len(self.container.streams) == 1:
            return self.container.duration / av.time_base
        return None

    def timeline(self) -> Timeline:
        return Timeline(is_kept=self._format in STORE_THEIR_TIMES, promised=self._promised_length)

    def warnings(self, damage: Damage, decoded: float) -> tuple[str, ...]:
        return damage.warnings(
            decoded=decoded,
            promised=self._promised_length,
            breaks_off=breaks_off(
                self.source,
                self._format,
                is_last_packet_short=damage.is_last_packet_short,
            ),
        )

    @property
    def _promised_length(self) -> float | None:
        """What the header states, unless FFmpeg has guessed it from the size of the file."""
        return self.stated_length if self._format in STATE_THEIR_LENGTH else None

    @property
    def _format(self) -> str:
        return self.container.format.name


@contextmanager
def opened(source: Path) -> Iterator[SoundFile]:
    """Raises UnusableAudioError. No text of FFmpeg's gets out: it names the path."""
    size_bytes = source.stat().st_size
    if not size_bytes:
        raise EmptyFileError("The file is empty.")
    with _container(source) as container:
        track = _best_track(container)
        yield SoundFile(container, track, _decoder(track), source, size_bytes)


def _container(source: Path) -> InputContainer:
    # The "file:" keeps a colon in a name from being taken for a protocol.
    try:
        return av.open(f"file:{source}", "r", options=dict(OPENING), metadata_errors="replace")
    except (av.FFmpegError, ValueError) as error:
        raise NotAudioError(
            "The file cannot be read as sound or video: it is something else (a playlist, a "
            "document), or it is damaged or incomplete."
        ) from error


def _best_track(container: InputContainer) -> AudioStream:
    tracks = container.streams.audio
    if not tracks:
        raise NoAudioStreamError("There is no sound in the file, only pictures.")
    usable = [track for track in tracks if _is_usable(track)]
    if not usable:
        raise NotAudioError(
            "The file's sound cannot be decoded: its header makes no sense or its codec is unknown."
        )
    best = container.streams.best("audio")
    chosen = next((track for track in usable if track is best), usable[0])
    for stream in container.streams:
        stream.discard = Discard.default if stream is chosen else Discard.all
    return chosen


def _is_usable(track: AudioStream) -> bool:
    # PyAV declares a decoder for every track, yet has none for a codec that FFmpeg cannot decode.
    decoder: AudioCodecContext | None = getattr(track, "codec_context", None)
    return (
        decoder is not None and decoder.sample_rate in SAMPLE_RATES and decoder.channels in CHANNELS
    )


def _decoder(track: AudioStream) -> AudioCodecContext:
    better = BETTER_DECODERS.get(track.codec_context.codec.canonical_name)
    if better is None or better not in av.codecs_available:
        return track.codec_context
    decoder = av.CodecContext.create(better, "r")
    if not isinstance(decoder, AudioCodecContext):
        return track.codec_context
    decoder.sample_rate, decoder.layout = track.sample_rate, track.layout
    return decoder
