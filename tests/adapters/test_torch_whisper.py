"""Whisper in torch at the limits of its decoder: a small one that has learnt nothing."""

from pathlib import Path
from typing import Any, Final

import pytest
import torch
from transformers import GenerationConfig, WhisperConfig, WhisperForConditionalGeneration

from adapters.outbound.engines.attention_watch import AttentionWatch
from adapters.outbound.engines.torch_whisper import TorchWhisper
from adapters.outbound.engines.unwritten_tokens import UnwrittenTokens
from adapters.outbound.engines.whisper_prompt import Prompt
from adapters.outbound.engines.whisper_search import WhisperSearch
from adapters.outbound.engines.whisper_tokens import WhisperTokens, read_vocabulary
from domain.decoding_options import DecodingOptions
from domain.languages import Language

LONGEST: Final = 24
QUICK: Final = DecodingOptions(beam_size=1)
WIDTH: Final = 8


@pytest.fixture(scope="module")
def whisper(tiny_weights: Path) -> TorchWhisper:
    torch.manual_seed(0)
    config = WhisperConfig(  # type: ignore[no-untyped-call]
        vocab_size=51_864,
        d_model=WIDTH,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=WIDTH,
        decoder_ffn_dim=WIDTH,
        max_target_positions=LONGEST,
    )
    model: Any = WhisperForConditionalGeneration(config)
    model.eval()
    model.generation_config = GenerationConfig()  # type: ignore[no-untyped-call]
    return TorchWhisper(
        model=model,
        vocabulary=read_vocabulary(tiny_weights),
        features=None,
        watch=AttentionWatch(model, [(0, 0)]),
        threads=1,
    )


@pytest.fixture(scope="module")
def tokens(whisper: TorchWhisper) -> WhisperTokens:
    unwritten = UnwrittenTokens.of(QUICK, whisper.vocabulary)
    search = WhisperSearch(
        task="transcribe", decoding=QUICK, prompt=Prompt(()), unwritten=unwritten
    )
    return WhisperTokens.of(
        whisper.vocabulary, Language("en"), search, is_multilingual=whisper.is_multilingual
    )


def test_a_text_as_long_as_there_is_room_for_can_be_read(
    whisper: TorchWhisper, tokens: WhisperTokens
) -> None:
    sound = torch.ones(1, 10, WIDTH)
    (texts,) = whisper.write(sound, tokens, QUICK, temperature=0)
    reads = whisper.read(sound.expand(len(texts), -1, -1), tokens, texts)
    assert max(map(len, texts)) == LONGEST - len(tokens.prompt) - 1
    assert [read.tokens for read in reads] == [tuple(text) for text in texts]
    assert [len(read.log_probabilities) for read in reads] == [len(text) + 1 for text in texts]
