"""Whisper in torch: what its encoder hears, and what its decoder makes of that.

The decoding is transformers' own beam search. Its `WhisperForConditionalGeneration.generate` is not
used: it encodes each window again for the language, for each temperature and for the times of
words, and takes slow attention for the last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, TypeAlias

import torch
from tokenizers import Tokenizer as Vocabulary  # type: ignore[import-untyped]
from transformers import (
    GenerationConfig,
    GenerationMixin,
    WhisperFeatureExtractor,
    WhisperForConditionalGeneration,
)
from transformers.modeling_outputs import BaseModelOutput

from adapters.outbound.engines.attention_watch import AttentionWatch
from adapters.outbound.engines.beam_memory import BeamMemory
from adapters.outbound.engines.whisper_tokens import WhisperTokens, language_tokens, read_vocabulary
from application.waveform import SAMPLE_RATE, Samples
from domain.decoding_options import DecodingOptions

Model: TypeAlias = Any  # transformers has no types
Heads: TypeAlias = Sequence[tuple[int, int]]

_SILENCE: Final = ("<|nospeech|>", "<|nocaptions|>")
"""The token for it, by its newer and its older name."""
_TOKENS_IF_MULTILINGUAL: Final = 51_865
"""English-only models have one less."""


@dataclass(frozen=True, slots=True)
class Read:
    """How a text fits what was heard, by a reading of all of it at once."""

    tokens: tuple[int, ...]
    log_probabilities: tuple[float, ...]
    """Of the tokens and of the end after them."""
    no_speech_probability: float
    scores: torch.Tensor
    """Heads, tokens and the end, moments: where the decoder looks."""

    @property
    def average_log_probability(self) -> float:
        return sum(self.log_probabilities) / len(self.log_probabilities)


@dataclass(frozen=True, slots=True)
class TorchWhisper:
    """Several threads may ask one model at once: decoding changes nothing in it."""

    model: Model
    vocabulary: Vocabulary
    features: Any
    watch: AttentionWatch
    threads: int

    @classmethod
    def load(cls, folder: Path, device: str, kind: torch.dtype, threads: int) -> Self:
        model = WhisperForConditionalGeneration.from_pretrained(
            folder, dtype=kind, attn_implementation="sdpa", local_files_only=True
        )
        model.to(device).eval()
        heads = _alignment_heads(model)
        # What a request does not say is to be as in GenerationConfig, and not as the model has it.
        model.generation_config = GenerationConfig()  # type: ignore[no-untyped-call]
        return cls(
            model=model,
            vocabulary=read_vocabulary(folder),
            features=_feature_extractor(model),
            watch=AttentionWatch(model, heads),
            threads=threads,
        )

    @property
    def is_multilingual(self) -> bool:
        return bool(self.model.config.vocab_size >= _TOKENS_IF_MULTILINGUAL)

    @property
    def longest(self) -> int:
        """Tokens that the decoder takes."""
        return int(self.model.config.max_target_positions)

    @torch.inference_mode()
    def encode(self, pieces: Sequence[Samples]) -> torch.Tensor:
        """Each piece of at most 30 s."""
        # For each calling thread: OpenMP counts its helpers per thread.
        torch.set_num_threads(self.threads)
        features = self.features(list(pieces), sampling_rate=SAMPLE_RATE, return_tensors="pt")
        windows = features.input_features.to(self.model.device, self.model.dtype)
        encoded: torch.Tensor = self.model.model.encoder(windows).last_hidden_state
        return encoded

    @torch.inference_mode()
    def language_probabilities(self, encoded: torch.Tensor) -> list[tuple[str, float]]:
        """Of the first window's language, the likeliest first."""
        begin = torch.tensor([[self.vocabulary.token_to_id("<|startoftranscript|>")]])
        codes = language_tokens(self.vocabulary)
        logits = self._logits(encoded[:1], begin)[0, 0, list(codes.values())]
        ranked = zip(codes, logits.softmax(dim=-1).tolist(), strict=True)
        return sorted(ranked, key=lambda guess: guess[1], reverse=True)

    @torch.inference_mode()
    def write(
        self,
        encoded: torch.Tensor,
        tokens: WhisperTokens,
        options: DecodingOptions,
        temperature: float,
    ) -> list[list[list[int]]]:
        """For each window the texts that are worth reading: the likeliest at temperature 0, or
        `best_of` draws."""
        prompt = torch.tensor([tokens.prompt] * len(encoded), device=self.model.device)
        draws = options.best_of if temperature > 0 else 1
        written = GenerationMixin.generate(
            self.model,
            encoder_outputs=_heard(encoded),
            attention_mask=torch.ones(encoded.shape[:2], device=encoded.device),
            decoder_input_ids=prompt,
            past_key_values=BeamMemory(),
            generation_config=self._generation(tokens, options, temperature),
        )
        texts = [tokens.only_text(row) for row in written[:, len(tokens.prompt) :].tolist()]
        return [texts[first : first + draws] for first in range(0, len(texts), draws)]

    @torch.inference_mode()
    def read(
        self, encoded: torch.Tensor, tokens: WhisperTokens, texts: Sequence[Sequence[int]]
    ) -> list[Read]:
        """One text for each window."""
        longest = max(len(text) for text in texts)
        rows = [
            [*tokens.prompt, *text, *[tokens.end] * (longest - len(text) + 1)] for text in texts
        ]
        with self.watch.watching() as seen:
            logits = self._logits(encoded, torch.tensor(rows))
        before = len(tokens.prompt) - 1
        silence = self._silence(logits, tokens)
        scores = torch.cat(seen, dim=1)
        likely = logits[:, before:].log_softmax(dim=-1)
        return [
            Read(
                tuple(text),
                tuple(_chosen(likely[row], [*text, tokens.end])),
                silence[row],
                scores[row, :, before : before + len(text) + 1],
            )
            for row, text in enumerate(texts)
        ]

    def _logits(self, encoded: torch.Tensor, decoder_tokens: torch.Tensor) -> torch.Tensor:
        output = self.model(
            encoder_outputs=_heard(encoded),
            decoder_input_ids=decoder_tokens.to(self.model.device),
            use_cache=False,
        )
        logits: torch.Tensor = output.logits.float()
        return logits

    def _silence(self, logits: torch.Tensor, tokens: WhisperTokens) -> list[float]:
        """Its probability where the text is yet to begin, by window."""
        known = (self.vocabulary.token_to_id(name) for name in _SILENCE)
        token = next((each for each in known if each is not None), None)
        if token is None:
            return [0.0] * len(logits)
        begin = tokens.prompt.index(tokens.tokenizer.sot)
        probabilities: list[float] = logits[:, begin].softmax(dim=-1)[:, token].tolist()
        return probabilities

    def _generation(
        self, tokens: WhisperTokens, options: DecodingOptions, temperature: float
    ) -> GenerationConfig:
        search = (
            {"do_sample": True, "temperature": temperature, "top_k": 0,
             "num_return_sequences": options.best_of}
            if temperature > 0
            else {"num_beams": options.beam_size, "length_penalty": options.length_penalty,
                  "early_stopping": True}
        )  # fmt: skip
        return GenerationConfig(  # type: ignore[no-untyped-call]
            **search,
            suppress_tokens=list(tokens.suppressed),
            begin_suppress_tokens=list(tokens.never_first),
            max_length=self.longest - 1,  # the end has to fit in as well when the text is read
            decoder_start_token_id=tokens.tokenizer.sot,
            eos_token_id=tokens.end,
            pad_token_id=tokens.end,
            bos_token_id=tokens.end,
        )


def _feature_extractor(model: Model) -> Any:  # noqa: ANN401
    return WhisperFeatureExtractor(  # type: ignore[no-untyped-call]
        feature_size=model.config.num_mel_bins
    )


def _heard(encoded: Any) -> BaseModelOutput:  # noqa: ANN401 - its type is narrower than a tensor
    return BaseModelOutput(last_hidden_state=encoded)


def _alignment_heads(model: Model) -> Heads:
    """Those that are known to follow the sound; else all of the upper half (OpenAI's model.py)."""
    if heads := getattr(model.generation_config, "alignment_heads", None):
        return [(layer, head) for layer, head in heads]
    layers, heads = model.config.decoder_layers, model.config.decoder_attention_heads
    return [(layer, head) for layer in range(layers // 2, layers) for head in range(heads)]


def _chosen(likely: torch.Tensor, tokens: Sequence[int]) -> list[float]:
    places = torch.arange(len(tokens), device=likely.device)
    chosen: list[float] = likely[places, torch.tensor(tokens, device=likely.device)].tolist()
    return chosen
