"""Small sound files of many kinds, made on the spot: good ones, odd ones and broken ones."""

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

import av
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream
from av.container import OutputContainer

from application.waveform import SAMPLE_RATE, Samples


def tone(seconds: float, *, rate: int = SAMPLE_RATE, hertz: float = 440.0) -> Samples:
    """Mono, at a third of full scale."""
    moments = np.arange(round(seconds * rate)) / rate
    return (0.33 * np.sin(2 * np.pi * hertz * moments)).astype(np.float32)


def silence(seconds: float, *, rate: int = SAMPLE_RATE) -> Samples:
    return np.zeros(round(seconds * rate), dtype=np.float32)


def noise(seconds: float, *, rate: int = SAMPLE_RATE, seed: int = 7) -> Samples:
    shape = round(seconds * rate)
    return np.random.default_rng(seed).uniform(-0.3, 0.3, shape).astype(np.float32)


def wav_bytes(samples: npt.NDArray[np.float32], rate: int = SAMPLE_RATE) -> bytes:
    """A 16-bit WAV file. Samples are (n,), or (channels, n) for more than one channel."""
    channels = np.atleast_2d(samples)
    pcm = np.round(np.clip(channels.T, -1, 1) * 32767).astype("<i2").tobytes()
    return wav_header(rate, channels=len(channels), data_bytes=len(pcm)) + pcm


def wav_header(rate: int, *, channels: int = 1, data_bytes: int) -> bytes:
    """A header that claims whatever it is told to."""
    block = channels * 2
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        min(data_bytes + 36, 0xFFFFFFFF),
        b"WAVE",
        b"fmt ",
        16,
        1,
        channels,
        rate,
        rate * block % 2**32,
        block % 2**16,
        16,
        b"data",
        data_bytes,
    )


@dataclass(frozen=True, slots=True)
class Encoding:
    """A container and the codec in it, by FFmpeg's names."""

    container: str
    codec: str
    rate: int = SAMPLE_RATE
    layout: str = "mono"
    options: Mapping[str, str] = field(default_factory=dict)


ENCODINGS: Final[Mapping[str, Encoding]] = {
    "wav_u8": Encoding("wav", "pcm_u8"),
    "wav_s16": Encoding("wav", "pcm_s16le"),
    "wav_s24": Encoding("wav", "pcm_s24le"),
    "wav_float": Encoding("wav", "pcm_f32le"),
    "wav_mulaw": Encoding("wav", "pcm_mulaw", 8_000),
    "wav_alaw": Encoding("wav", "pcm_alaw", 8_000),
    "wav_48k_stereo": Encoding("wav", "pcm_s16le", 48_000, "stereo"),
    "w64": Encoding("w64", "pcm_s16le"),
    "flac": Encoding("flac", "flac"),
    "flac_384k": Encoding("flac", "flac", 384_000),
    "flac_5_1": Encoding("flac", "flac", 48_000, "5.1"),
    "mp3": Encoding("mp3", "libmp3lame"),
    "mp3_44k_stereo": Encoding("mp3", "libmp3lame", 44_100, "stereo"),
    "ogg_opus": Encoding("ogg", "libopus", 48_000),
    "ogg_vorbis": Encoding("ogg", "vorbis", 44_100, "stereo", {"strict": "experimental"}),
    "m4a_aac": Encoding("ipod", "aac"),
    "m4a_alac": Encoding("ipod", "alac"),
    "raw_aac": Encoding("adts", "aac"),
    "webm_opus": Encoding("webm", "libopus", 48_000),
    "mkv_flac": Encoding("matroska", "flac"),
    "aiff": Encoding("aiff", "pcm_s16be"),
    "au": Encoding("au", "pcm_s16be"),
    "caf": Encoding("caf", "pcm_s16le"),
    "wma": Encoding("asf", "wmav2", 44_100, options={"b": "48000"}),
    "amr": Encoding("amr", "libopencore_amrnb", 8_000),
    "mpegts_mp2": Encoding("mpegts", "mp2", 48_000),
}
"""Everything here holds one sound track that a decoder must manage."""


def encoded(kind: str | Encoding, samples: npt.NDArray[np.float32]) -> bytes:
    """A file of that kind. Samples are at the encoding's rate: (n,), which every channel gets,
    or (channels, n)."""
    encoding = ENCODINGS[kind] if isinstance(kind, str) else kind
    file = io.BytesIO()
    with av.open(file, "w", format=encoding.container) as output:
        _fill(output, _sound_track(output, encoding), samples)
    return file.getvalue()


def video(seconds: float, samples: Samples | None = None, container: str = "mp4") -> bytes:
    """A film of a grey wall, with sound (mono, 16 kHz) or without."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        pictures = output.add_stream("mpeg4", rate=5)
        pictures.width, pictures.height, pictures.pix_fmt = 32, 32, "yuv420p"
        track = _sound_track(output, Encoding(container, "aac")) if samples is not None else None
        for _ in range(round(seconds * 5)):
            picture = av.VideoFrame.from_ndarray(np.full((48, 32), 128, np.uint8), "yuv420p")
            output.mux(pictures.encode(picture))
        output.mux(pictures.encode(None))
        if track is not None and samples is not None:
            _fill(output, track, samples)
    return file.getvalue()


def _sound_track(output: OutputContainer, encoding: Encoding) -> AudioStream:
    track = output.add_stream(
        encoding.codec, rate=encoding.rate, layout=encoding.layout, options=dict(encoding.options)
    )
    assert isinstance(track, AudioStream)
    return track


def _fill(output: OutputContainer, track: AudioStream, samples: npt.NDArray[np.float32]) -> None:
    layout = track.layout.name
    channels = np.broadcast_to(np.atleast_2d(samples), (track.channels, np.shape(samples)[-1]))
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(channels), "fltp", layout)
    frame.rate = track.rate
    frame.pts = 0
    fitting = av.AudioResampler(
        format=track.format, layout=layout, rate=track.rate, frame_size=1024
    )
    for piece in (*fitting.resample(frame), *fitting.resample(None), None):
        output.mux(track.encode(piece))


def retimed(kind: str, content: bytes, time_of: Callable[[float], float | None]) -> bytes:
    """The same packets at other seconds, or without those for which there are none."""
    file = io.BytesIO()
    with (
        av.open(io.BytesIO(content), "r") as source,
        av.open(file, "w", format=ENCODINGS[kind].container) as output,
    ):
        track = output.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(audio=0):
            time = None if packet.pts is None else time_of(float(packet.pts * packet.time_base))
            if time is not None:
                packet.pts = packet.dts = round(time / packet.time_base)
                packet.stream = track
                output.mux(packet)
    return file.getvalue()


def png() -> bytes:
    """One grey pixel."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\x80")),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def truncated(content: bytes, keep: float = 0.5) -> bytes:
    """The first part of a file, as an upload leaves that broke off."""
    return content[: int(len(content) * keep)]


def damaged(content: bytes, start: float, stop: float) -> bytes:
    """A file with noise in place of the bytes between two fractions of its length."""
    first, last = int(len(content) * start), int(len(content) * stop)
    junk = np.random.default_rng(7).bytes(last - first)
    return content[:first] + junk + content[last:]


def without(content: bytes, start: float, stop: float) -> bytes:
    """A file that lacks the bytes between two fractions of its length."""
    return content[: int(len(content) * start)] + content[int(len(content) * stop) :]


Hurting: TypeAlias = Callable[[bytes, float, float], bytes]


def random_bytes(count: int = 20_000) -> bytes:
    return np.random.default_rng(7).bytes(count)


TEXT: Final = b"Minutes of the meeting.\nEverybody was there, and nobody spoke.\n" * 20
HTML: Final = b"<!DOCTYPE html><html><body><h1>404 Not Found</h1></body></html>"


Pointing: TypeAlias = Callable[[Path], bytes]
"""A script that names another file, where there is sound."""


def hls_playlist(target: Path) -> bytes:
    return f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{target}\n#EXT-X-ENDLIST\n".encode()


def concat_script(target: Path) -> bytes:
    return f"ffconcat version 1.0\nfile '{target}'\n".encode()


def dash_manifest(target: Path) -> bytes:
    return (
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">'
        '<Period><AdaptationSet contentType="audio"><Representation id="1" bandwidth="1">'
        f"<BaseURL>{target}</BaseURL></Representation></AdaptationSet></Period></MPD>"
    ).encode()


def session_description() -> bytes:
    return (
        b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        b"m=audio 5004 RTP/AVP 0\r\n"
    )
