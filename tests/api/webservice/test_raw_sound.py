"""Samples without a file around them, as encode=false announces them."""

from collections.abc import AsyncIterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from adapters.inbound.raw_sound import as_wav
from adapters.outbound.audio.pyav_decoder import PyavAudioDecoder
from application.ports.progress import ignore_fraction
from tests.api.webservice.conftest import Asr
from tests.fakes.service import Service

SECOND: Final = (np.sin(np.arange(16_000) * 0.05) * 8_000).astype("<i2").tobytes()


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def written(*parts: bytes) -> bytes:
    return b"".join([chunk async for chunk in as_wav(chunks(*parts))])


@pytest.mark.parametrize("rest", [b"", b"\x07"])
@pytest.mark.parametrize("cuts", [[], [1], [11, 12, 13], [5_000]])
async def test_a_decoder_takes_it_for_sound_of_the_right_length(
    tmp_path: Path, rest: bytes, cuts: Sequence[int]
) -> None:
    raw = SECOND * 2 + rest
    places = [0, *cuts, len(raw)]
    parts = [raw[start:end] for start, end in pairwise(places)]
    file = tmp_path / "raw.wav"
    file.write_bytes(await written(*parts))
    decoder = PyavAudioDecoder(tmp_path, longest_seconds=60)
    sound = decoder.probe(file)
    assert (sound.duration, sound.sample_rate, sound.channels) == (2.0, 16_000, 1)
    with decoder.decode(file, ignore_fraction) as decoded:
        heard = decoded.waveform.read(0, 32_000)
        assert decoded.warnings == ()
        assert decoded.waveform.sample_count == 32_000
    wave = np.frombuffer(SECOND * 2, "<i2") / 32_768
    np.testing.assert_allclose(heard, wave, atol=1e-4)


async def test_nothing_stays_nothing() -> None:
    assert await written() == b""
    assert await written(b"", b"") == b""


async def test_a_wav_file_is_taken_for_what_it_is() -> None:
    wav = await written(SECOND)
    assert await written(wav[:7], wav[7:]) == wav


async def test_only_the_beginning_is_decoded(tmp_path: Path) -> None:
    file = tmp_path / "raw.wav"
    file.write_bytes(await written(SECOND * 5))
    with PyavAudioDecoder(tmp_path, longest_seconds=3).beginning(file, seconds=1.5) as sound:
        assert sound.duration == 1.5


async def test_samples_are_refused_as_a_file_and_taken_as_samples(
    asr: Asr, service: Service
) -> None:
    files = {"audio_file": ("audio_file", SECOND)}
    refused = await asr.client.post("/asr", files=files)
    assert refused.status_code == 415
    taken = await asr.client.post("/asr", params={"encode": "false"}, files=files)
    assert taken.status_code == 200
    assert service.kept_clips == 1


async def test_encode_may_stand_in_the_form_before_the_file(asr: Asr) -> None:
    before = [("encode", (None, b"false")), ("audio_file", ("raw", SECOND))]
    assert (await asr.client.post("/asr", files=before)).status_code == 200


async def test_after_the_file_it_comes_too_late(asr: Asr, service: Service) -> None:
    after = [("audio_file", ("raw", b"RIFF" + SECOND)), ("encode", (None, b"false"))]
    answer = await asr.client.post("/asr", files=after)
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("encode came after the file")
    assert service.kept_clips == 0


async def test_no_samples_are_an_empty_file(asr: Asr) -> None:
    files = {"audio_file": ("raw", b"")}
    answer = await asr.client.post("/asr", params={"encode": "false"}, files=files)
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("The file is empty.")
