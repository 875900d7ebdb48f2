"""What /api/transcribe can be asked by those who know the engines."""

from dataclasses import replace

import pytest
from dependency_injector import providers
from httpx import AsyncClient

from adapters.outbound.engines.no_diarizer import NoDiarizer
from domain.alignment_options import AlignmentOptions, Interpolation
from domain.decoding_options import DecodingOptions
from domain.engine_kinds import DiarizerKind, EngineChoice, TranscriberKind
from domain.language_search import LanguageSearch
from domain.speech import speech_thresholds
from infrastructure.container import Container
from tests.fakes.service import Service


async def test_every_option_reaches_the_engines(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    query = {
        "temperature": "0.2",
        "beam_size": "3",
        "best_of": "4",
        "patience": "2",
        "length_penalty": "0.8",
        "compression_ratio_threshold": "2",
        "log_prob_threshold": "-0.5",
        "no_speech_threshold": "0.7",
        "suppress_tokens": "-1,220",
        "suppress_numerals": "true",
        "batch_size": "2",
        "chunk_size": "20",
        "vad_onset": "0.4",
        "vad_offset": "0.3",
        "vad_min_silence": "0.5",
        "vad_padding": "0.1",
        "align_model": "my-model",
        "interpolate_method": "ignore",
        "return_char_alignments": "true",
        "language_detection_min_prob": "0.8",
        "language_detection_max_tries": "3",
        "transcriber": "whisperx",
    }
    answer = await client.post("/api/transcribe", params={"clip_id": clip_id, **query})
    assert answer.status_code == 200, answer.text
    [asked] = service.transcriber.asked
    assert asked.decoding == DecodingOptions(
        temperature=0.2,
        beam_size=3,
        best_of=4,
        patience=2,
        length_penalty=0.8,
        compression_ratio_threshold=2,
        log_prob_threshold=-0.5,
        no_speech_threshold=0.7,
        suppress_tokens=(-1, 220),
        suppress_numerals=True,
        batch_size=2,
        chunk_size=20,
    )
    assert asked.speech == speech_thresholds(onset=0.4, offset=0.3, min_silence=0.5, padding=0.1)
    assert asked.alignment == AlignmentOptions(
        interpolation=Interpolation.IGNORE, model="my-model", characters=True
    )
    assert asked.language_search == LanguageSearch(min_probability=0.8, max_tries=3)
    assert asked.engines == EngineChoice(transcriber=TranscriberKind.WHISPERX)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"beam_size": "0"}, "beam_size is 0, and must be between 1 and 32"),
        ({"temperature": "nan"}, "temperature"),
        ({"vad_onset": "0.2", "vad_offset": "0.4"}, "vad_offset 0.4 is more than vad_onset 0.2"),
        ({"suppress_tokens": "many"}, "suppress_tokens: tokens are given as numbers with commas"),
        ({"transcriber": "ear"}, "transcriber"),
        ({"diarizer": "none"}, "say diarize=false"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_the_reason(
    client: AsyncClient, clip_id: str, query: dict[str, str], reason: str
) -> None:
    answer = await client.post("/api/transcribe", params={"clip_id": clip_id, **query})
    assert answer.status_code == 422, answer.text
    assert reason in answer.text


async def test_an_engine_that_cannot_run_is_refused_at_once(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    service.transcriber.problem = "It is not installed."
    query = {"clip_id": clip_id, "transcriber": "whisperx"}
    answer = await client.post("/api/transcribe", params=query)
    assert answer.status_code == 422
    assert answer.json()["detail"] == "transcriber=whisperx cannot run here: It is not installed."


@pytest.mark.parametrize("free", [True, False])
async def test_no_diarizer_is_no_engine_to_choose_but_no_diarization(
    client: AsyncClient, container: Container, clip_id: str, *, free: bool
) -> None:
    usual = container.diarizers()
    table = replace(usual, engines={**usual.engines, DiarizerKind.NONE: NoDiarizer()})
    settings = container.settings().model_copy(update={"engine_choice": free})
    query = {"clip_id": clip_id, "diarizer": "none"}
    with (
        container.diarizers.override(providers.Object(table)),
        container.settings.override(providers.Object(settings)),
    ):
        refused = await client.post("/api/transcribe", params=query)
        granted = await client.post("/api/transcribe", params={**query, "diarize": "false"})
    assert refused.status_code == 422
    assert "to have that, say diarize=false" in refused.json()["detail"]
    assert granted.status_code == 200, granted.text


async def test_an_operator_may_leave_clients_no_choice(
    client: AsyncClient, container: Container, clip_id: str
) -> None:
    settings = container.settings().model_copy(update={"engine_choice": False})
    with container.settings.override(providers.Object(settings)):
        query = {"clip_id": clip_id, "transcriber": "whisperx"}
        refused = await client.post("/api/transcribe", params=query)
        usual = await client.post(
            "/api/transcribe", params={"clip_id": clip_id, "transcriber": "faster-whisper"}
        )
    assert refused.status_code == 422
    assert "this service has faster-whisper for everybody" in refused.json()["detail"]
    assert usual.status_code == 200
