"""Decoders under their contract, and FFmpeg among the files that people really send."""

import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from adapters.outbound.audio.formats import SELF_CONTAINED
from adapters.outbound.audio.pyav_decoder import PyavAudioDecoder
from adapters.outbound.memory.audio_decoder import InMemoryAudioDecoder
from application.errors import (
    EmptyFileError,
    NoAudioStreamError,
    NotAudioError,
    RecordingTooLongError,
    StorageFullError,
    UnusableAudioError,
)
from application.ports.audio_decoder import AudioDecoder
from application.ports.progress import ignore_fraction
from application.waveform import SAMPLE_RATE, ArrayWaveform, Samples
from tests.contract.audio_decoder import AudioDecoderContract, StoppedError, written
from tests.fakes import sounds

HOUR = 3600
LOUDNESS_OF_A_TONE = 0.233
ENCODER_PADDING = 0.12
"""Seconds that a codec may add."""


class TestInMemoryAudioDecoder(AudioDecoderContract):
    @pytest.fixture
    def decoder(self, samples: Samples) -> AudioDecoder:
        return InMemoryAudioDecoder(ArrayWaveform(samples))

    @pytest.fixture
    def impatient_decoder(self, samples: Samples) -> AudioDecoder:
        return InMemoryAudioDecoder(ArrayWaveform(samples), longest_seconds=1)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    return tmp_path / "not" / "there" / "yet"


@pytest.fixture
def decoder(scratch: Path) -> PyavAudioDecoder:
    return PyavAudioDecoder(scratch, longest_seconds=HOUR)


class TestPyavAudioDecoder(AudioDecoderContract):
    @pytest.fixture
    def decoder(self, scratch: Path) -> AudioDecoder:
        return PyavAudioDecoder(scratch, longest_seconds=HOUR)

    @pytest.fixture
    def impatient_decoder(self, scratch: Path) -> AudioDecoder:
        return PyavAudioDecoder(scratch, longest_seconds=1)


class TestKindsOfFiles:
    @pytest.mark.parametrize("kind", sounds.ENCODINGS)
    def test_every_usual_kind_is_heard(
        self, decoder: PyavAudioDecoder, tmp_path: Path, kind: str
    ) -> None:
        encoding = sounds.ENCODINGS[kind]
        content = sounds.encoded(kind, sounds.tone(2, rate=encoding.rate))
        samples, warnings = heard(decoder, tmp_path, content)
        assert len(samples) / SAMPLE_RATE == pytest.approx(2, abs=ENCODER_PADDING)
        assert loudness(samples) == pytest.approx(LOUDNESS_OF_A_TONE, rel=0.1)
        assert warnings == ()

    @pytest.mark.parametrize("kind", sounds.ENCODINGS)
    def test_every_usual_kind_is_described(
        self, decoder: PyavAudioDecoder, tmp_path: Path, kind: str
    ) -> None:
        encoding = sounds.ENCODINGS[kind]
        content = sounds.encoded(kind, sounds.tone(2, rate=encoding.rate))
        found = decoder.probe(written(tmp_path, content))
        assert found.duration == pytest.approx(2, abs=ENCODER_PADDING)
        assert found.sample_rate == encoding.rate
        assert found.channels == av.AudioLayout(encoding.layout).nb_channels

    @pytest.mark.parametrize(
        ("kind", "codec"), [("mp3", "mp3"), ("ogg_opus", "opus"), ("amr", "amr_nb")]
    )
    def test_a_codec_goes_by_its_own_name(
        self, decoder: PyavAudioDecoder, tmp_path: Path, kind: str, codec: str
    ) -> None:
        encoding = sounds.ENCODINGS[kind]
        content = sounds.encoded(kind, sounds.tone(1, rate=encoding.rate))
        assert decoder.probe(written(tmp_path, content)).codec == codec

    @pytest.mark.parametrize("container", ["mp4", "matroska"])
    def test_the_sound_of_a_film_is_taken_for_as_long_as_it_lasts(
        self, decoder: PyavAudioDecoder, tmp_path: Path, container: str
    ) -> None:
        film = written(tmp_path, sounds.video(4, sounds.tone(2), container))
        assert decoder.probe(film).duration == pytest.approx(2, abs=ENCODER_PADDING)

    def test_the_pitch_stays_the_same_at_another_rate(
        self, decoder: PyavAudioDecoder, tmp_path: Path
    ) -> None:
        content = sounds.wav_bytes(sounds.tone(1, rate=44_100, hertz=1_000), 44_100)
        samples, _ = heard(decoder, tmp_path, content)
        assert int(np.abs(np.fft.rfft(samples[:SAMPLE_RATE])).argmax()) == 1_000

    def test_the_name_does_not_matter(self, decoder: PyavAudioDecoder, tmp_path: Path) -> None:
        odd = tmp_path / "会議 http: %03d “x”.txt"
        odd.write_bytes(sounds.encoded("flac", sounds.tone(1)))
        assert decoder.probe(odd).codec == "flac"

    def test_sound_may_change_its_kind_on_the_way(
        self, decoder: PyavAudioDecoder, tmp_path: Path
    ) -> None:
        mono = sounds.encoded("mp3", sounds.tone(2))
        stereo = sounds.encoded("mp3_44k_stereo", sounds.tone(2, rate=44_100))
        samples, _ = heard(decoder, tmp_path, mono + stereo)
        assert len(samples) / SAMPLE_RATE == pytest.approx(4, abs=2 * ENCODER_PADDING)

    def test_recordings_that_were_chained_are_counted_together(
        self, decoder: PyavAudioDecoder, tmp_path: Path
    ) -> None:
        link = sounds.encoded("ogg_opus", sounds.tone(2, rate=48_000))
        chain = written(tmp_path, link + link)
        assert decoder.probe(chain).duration == pytest.approx(4, abs=ENCODER_PADDING)


class TestMixingDown:
    def test_a_voice_on_one_side_is_heard(self, decoder: PyavAudioDecoder, tmp_path: Path) -> None:
        right_only = np.stack([sounds.silence(2), sounds.tone(2)])
        samples, _ = heard(decoder, tmp_path, sounds.wav_bytes(right_only))
        assert loudness(samples) > 0.1

    def test_sides_that_cancel_out_are_not_mixed(
        self, decoder: PyavAudioDecoder, tmp_path: Path
    ) -> None:
        antiphase = np.stack([sounds.tone(2), -sounds.tone(2)])
        samples, _ = heard(decoder, tmp_path, sounds.wav_bytes(antiphase))
        assert loudness(samples) == pytest.approx(LOUDNESS_OF_A_TONE, rel=0.01)

    @pytest.mark.parametrize("channels", [3, 8, 9, 64])
    def test_channels_that_nobody_has_named_are_mixed(
        self, decoder: PyavAudioDecoder, tmp_path: Path, channels: int
    ) -> None:
        content = sounds.wav_bytes(np.tile(sounds.tone(1), (channels, 1)))
        samples, _ = heard(decoder, tmp_path, content)
        assert loudness(samples) == pytest.approx(LOUDNESS_OF_A_TONE, rel=0.01)

    def test_silence_stays_silent(self, decoder: PyavAudioDecoder, tmp_path: Path) -> None:
        samples, _ = heard(decoder, tmp_path, sounds.encoded("flac_5_1", sounds.silence(1)))
        assert not samples.any()

    def test_numbers_that_are_no_sound_are_tamed(
        self, decoder: PyavAudioDecoder, tmp_path: Path
    ) -> None:
        wild = sounds.tone(1)
        wild[100:200], wild[300], wild[400] = np.nan, np.inf, -1e38
        samples, _ = heard(decoder, tmp_path, sounds.encoded("wav_float", wild))
        assert np.abs(samples).max() <= 1


class TestDamage:
    @pytest.mark.parametrize(
        "kind", ["wav_s16", "flac", "mp3", "ogg_opus", "webm_opus", "raw_aac", "wma", "caf"]
    )
    def test_a_file_that_breaks_off_gives_what_is_there_and_says_so(
        self, decoder: PyavAudioDecoder, tmp_path: Path, kind: str
    ) -> None:
        rate = sounds.ENCODINGS[kind].rate
        content = sounds.truncated(sounds.encoded(kind, sounds.tone(4, rate=rate)))
        samples, warnings = heard(decoder, tmp_path, content)
        assert 1 < len(samples) / SAMPLE_RATE < 3
        assert warnings

    @pytest.mark.parametrize("kind", ["flac", "mp3", "m4a_aac", "raw_aac", "mpegts_mp2"])
    def test_damage_in_the_middle_is_left_out_and_told(
        self, decoder: PyavAudioDecoder, tmp_path: Path, kind: str
    ) -> None:
        rate = sounds.ENCODINGS[kind].rate
        content = sounds.damaged(sounds.encoded(kind, sounds.tone(4, rate=rate)), 0.5, 0.6)
        samples, warnings = heard(decoder, tmp_path, content)
        assert 3 < np.count_nonzero(samples) / SAMPLE_RATE < 4
        assert "damaged" in " ".join(warnings) or "lacks" in " ".join(warnings)

    @pytest.mark.parametrize("hurt", [sounds.damaged, sounds.without])
    @pytest.mark.parametrize(
        "kind", ["ogg_opus", "ogg_vorbis", "webm_opus", "flac", "mkv_flac", "wma", "mpegts_mp2"]
    )
    def test_what_comes_after_damage_keeps_its_time(
        self, decoder: PyavAudioDecoder, tmp_path: Path, kind: str, hurt: sounds.Hurting
    ) -> None:
        content = hurt(sounds.encoded(kind, a_beep_at(20, rate_of(kind))), 0.3, 0.4)
        samples, warnings = heard(decoder, tmp_path, content)
        assert len(samples) / SAMPLE_RATE == pytest.approx(24, abs=ENCODER_PADDING)
        assert start_of_beep(samples) == pytest.approx(20, abs=ENCODER_PADDING)
        assert "there is silence instead" in " ".join(warnings)
        length = decoder.probe(written(tmp_path, content)).duration
        assert length == pytest.approx(24, abs=ENCODER_PADDING)

    def test_damage_behind_an_index_keeps_the_time_too(
        self, decoder: PyavAudioDecoder, tmp_path: Path
    ) -> None:
        content = sounds.damaged(sounds.encoded("m4a_aac", a_beep_at(20)), 0.3, 0.4)
        samples, _ = heard(decoder, tmp_path, content)
        assert start_of_beep(samples) == pytest.approx(20, abs=ENCODER_PADDING)

    @pytest.mark.parametrize("claimed", [0, 0x7FFF_FFFF, 0xFFFF_FFFF])
    def test_a_recorder_that_did_not_know_the_length_is_no_damage(
        self, decoder: PyavAudioDecoder, tmp_path: Path, claimed: int
    ) -> None:
        content = with_header(sounds.wav_header(16_000, data_bytes=claimed))
        assert decoder.probe(written(tmp_path, content)).duration == pytest.approx(2)
        samples, warnings = heard(decoder, tmp_path, content)
        assert (len(samples), warnings) == (2 * SAMPLE_RATE, ())

    def test_a_film_without_its_index_is_refused(
        self, decoder: PyavAudioDecoder, tmp_path: Path
    ) -> None:
        refused(decoder, tmp_path, sounds.truncated(sounds.video(2, sounds.tone(2))), NotAudioError)

    def test_sound_that_is_damaged_all_over_is_refused(
        self, decoder: PyavAudioDecoder, tmp_path: Path
    ) -> None:
        content = sounds.encoded("m4a_alac", sounds.noise(2))
        refused(decoder, tmp_path, sounds.damaged(content, 0.001, 0.99), UnusableAudioError)


@pytest.mark.parametrize("kind", ["webm_opus", "mpegts_mp2", "ogg_opus"])
class TestTimes:
    def test_a_microphone_that_was_muted_leaves_silence(
        self, decoder: PyavAudioDecoder, tmp_path: Path, kind: str
    ) -> None:
        content = sounds.encoded(kind, a_beep_at(20, rate_of(kind)))
        muted = sounds.retimed(kind, content, lambda time: None if 5 <= time < 15 else time)
        samples, (warning,) = heard(decoder, tmp_path, muted)
        assert start_of_beep(samples) == pytest.approx(20, abs=ENCODER_PADDING)
        assert not samples[6 * SAMPLE_RATE : 14 * SAMPLE_RATE].any()
        assert (
            warning == "The file lacks 10.0 seconds of sound near 0:05; there is silence instead."
        )

    @pytest.mark.parametrize(
        "time_of",
        [
            lambda time: time + 100,
            lambda time: time + (3 * HOUR if time > 10 else 0),
            lambda time: time + 0.03 + 0.03 * np.sin(7 * time),
        ],
        ids=["a late start", "a jump of hours", "jitter"],
    )
    def test_times_that_prove_nothing_add_no_silence(
        self,
        decoder: PyavAudioDecoder,
        tmp_path: Path,
        kind: str,
        time_of: Callable[[float], float],
    ) -> None:
        content = sounds.retimed(kind, sounds.encoded(kind, a_beep_at(20, rate_of(kind))), time_of)
        samples, _ = heard(decoder, tmp_path, content)
        assert len(samples) / SAMPLE_RATE == pytest.approx(24, abs=ENCODER_PADDING)
        assert start_of_beep(samples) == pytest.approx(20, abs=ENCODER_PADDING)

    def test_times_that_start_anew_are_followed(
        self, decoder: PyavAudioDecoder, tmp_path: Path, kind: str
    ) -> None:
        part = sounds.encoded(kind, sounds.tone(2, rate=rate_of(kind)))
        samples, warnings = heard(decoder, tmp_path, part + part)
        assert len(samples) / SAMPLE_RATE == pytest.approx(4, abs=2 * ENCODER_PADDING)
        assert warnings == ()


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "content",
        [sounds.HTML, sounds.random_bytes(), b"\0", b"RIFF", b"ID3", b"OggS", b"fLaC"],
        ids=lambda content: repr(content[:4]),
    )
    def test_what_is_no_sound(
        self, decoder: PyavAudioDecoder, tmp_path: Path, content: bytes
    ) -> None:
        refused(decoder, tmp_path, content, NotAudioError)

    def test_a_picture(self, decoder: PyavAudioDecoder, tmp_path: Path) -> None:
        refused(decoder, tmp_path, sounds.png(), NoAudioStreamError)

    def test_a_silent_film(self, decoder: PyavAudioDecoder, tmp_path: Path) -> None:
        refused(decoder, tmp_path, sounds.video(1), NoAudioStreamError)

    def test_a_header_without_sound(self, decoder: PyavAudioDecoder, tmp_path: Path) -> None:
        refused(decoder, tmp_path, sounds.wav_bytes(sounds.silence(0)), EmptyFileError)

    def test_a_codec_that_nobody_knows(self, decoder: PyavAudioDecoder, tmp_path: Path) -> None:
        content = sounds.encoded("mkv_flac", sounds.tone(1)).replace(b"A_FLAC", b"A_XXXX")
        refused(decoder, tmp_path, content, NotAudioError)

    @pytest.mark.parametrize(
        ("rate", "channels"),
        [(0, 1), (1, 1), (2**31, 1), (2**32 - 1, 1), (16_000, 0), (16_000, 65), (16_000, 65_535)],
    )
    def test_a_header_that_makes_no_sense(
        self, decoder: PyavAudioDecoder, tmp_path: Path, rate: int, channels: int
    ) -> None:
        header = sounds.wav_header(rate, channels=channels, data_bytes=64_000)
        refused(decoder, tmp_path, with_header(header), NotAudioError)

    @pytest.mark.parametrize(
        "pointing", [sounds.hls_playlist, sounds.concat_script, sounds.dash_manifest]
    )
    @pytest.mark.parametrize("name", ["list", "list.wav", "list.m3u8", "list.mpd"])
    def test_a_script_that_opens_other_files(
        self, decoder: PyavAudioDecoder, tmp_path: Path, pointing: sounds.Pointing, name: str
    ) -> None:
        secret = written(tmp_path, sounds.wav_bytes(sounds.tone(1)))
        script = tmp_path / name
        script.write_bytes(pointing(Path(secret.name)))
        with pytest.raises(NotAudioError):
            decoder.probe(script)

    def test_an_invitation_to_listen_to_the_network(
        self, decoder: PyavAudioDecoder, tmp_path: Path
    ) -> None:
        refused(decoder, tmp_path, sounds.session_description(), NotAudioError)

    def test_no_message_tells_where_the_file_lies(
        self, decoder: PyavAudioDecoder, tmp_path: Path
    ) -> None:
        with pytest.raises(NotAudioError) as refusal:
            decoder.probe(written(tmp_path, sounds.TEXT))
        assert "recording" not in str(refusal.value)
        assert str(tmp_path) not in str(refusal.value)

    def test_the_formats_that_point_elsewhere_are_not_on_the_list(self) -> None:
        listed = set(SELF_CONTAINED.split(","))
        assert not listed & {"hls", "dash", "concat", "sdp", "rtsp", "image2", "lavfi", "vobsub"}
        known = {name for names in av.formats_available for name in names.split(",")}
        assert {"wav", "mp3", "ogg", "flac", "mov", "matroska"} <= listed & known


class TestLimits:
    def test_a_small_file_of_many_hours_is_stopped_early(
        self, scratch: Path, tmp_path: Path
    ) -> None:
        bomb = written(tmp_path, sounds.encoded("flac", sounds.silence(600)))
        fractions: list[float] = []
        impatient = PyavAudioDecoder(scratch, longest_seconds=5)
        with pytest.raises(RecordingTooLongError), impatient.decode(bomb, fractions.append):
            pass
        assert max(fractions) < 0.5

    def test_a_scratch_file_that_does_not_fit_is_told(
        self, decoder: PyavAudioDecoder, tmp_path: Path, files_up_to_a_mebibyte: None
    ) -> None:
        recording = written(tmp_path, sounds.encoded("flac", sounds.silence(60)))
        with pytest.raises(StorageFullError), decoder.decode(recording, ignore_fraction):
            pass

    @pytest.fixture
    def files_up_to_a_mebibyte(self) -> Iterator[None]:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
        yield
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class TestScratch:
    def test_no_scratch_file_has_a_name(
        self, decoder: PyavAudioDecoder, scratch: Path, tmp_path: Path
    ) -> None:
        recording = written(tmp_path, sounds.wav_bytes(sounds.tone(1)))
        with decoder.decode(recording, ignore_fraction):
            assert list(scratch.iterdir()) == []

    def test_nothing_is_left_when_the_work_is_stopped_midway(
        self, decoder: PyavAudioDecoder, scratch: Path, tmp_path: Path
    ) -> None:
        def stop(fraction: float) -> None:
            if fraction > 0.3:
                raise StoppedError

        recording = written(tmp_path, sounds.encoded("mp3", sounds.tone(60)))
        with pytest.raises(StoppedError), decoder.decode(recording, stop):
            pass
        assert list(scratch.iterdir()) == []

    def test_a_view_that_is_kept_does_not_stop_the_closing(
        self, decoder: PyavAudioDecoder, tmp_path: Path
    ) -> None:
        recording = written(tmp_path, sounds.wav_bytes(sounds.tone(1)))
        with decoder.decode(recording, ignore_fraction) as decoded:
            view = decoded.waveform.whole()
        assert loudness(view) == pytest.approx(LOUDNESS_OF_A_TONE, rel=0.01)


def heard(
    decoder: AudioDecoder, directory: Path, content: bytes
) -> tuple[Samples, tuple[str, ...]]:
    with decoder.decode(written(directory, content), ignore_fraction) as decoded:
        return decoded.waveform.read(0, decoded.waveform.sample_count), decoded.warnings


def refused(decoder: AudioDecoder, directory: Path, content: bytes, error: type[Exception]) -> None:
    source = written(directory, content)
    with pytest.raises(error):
        decoder.probe(source)
    with pytest.raises(error), decoder.decode(source, ignore_fraction):
        pass


def loudness(samples: Samples) -> float:
    return float(np.sqrt(np.mean(samples**2)))


def rate_of(kind: str) -> int:
    return sounds.ENCODINGS[kind].rate


def a_beep_at(second: float, rate: int = SAMPLE_RATE) -> Samples:
    """In soft noise of 24 seconds."""
    samples = 0.1 * sounds.noise(24, rate=rate)
    start = round(second * rate)
    samples[start : start + rate // 5] += sounds.tone(0.2, rate=rate)
    return samples


def start_of_beep(samples: Samples) -> float:
    return float(np.argmax(np.abs(samples) > 0.2)) / SAMPLE_RATE


def with_header(header: bytes) -> bytes:
    """Two seconds of a tone behind a header of one's own."""
    return header + sounds.wav_bytes(sounds.tone(2))[len(header) :]
