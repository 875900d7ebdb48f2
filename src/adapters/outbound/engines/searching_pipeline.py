"""faster-whisper's batched pipeline, with the retries that it leaves out.

By itself it searches once, draws nothing at temperatures above 0, and looks at no threshold
(`BatchedInferencePipeline.transcribe`, "Unused Arguments"; faster-whisper 1.2.1).

What is drawn cannot be drawn again: CTranslate2's seed is that of the whole process, and setting it
before a request did not repeat what was drawn (4.8.5).
"""

from dataclasses import dataclass
from typing import Any, Final, TypeAlias, final

import numpy as np
from faster_whisper import BatchedInferencePipeline
from faster_whisper.transcribe import get_compression_ratio
from numpy.typing import NDArray

from adapters.outbound.engines.whisper_search import WhisperSearch
from domain.decoding_tries import best_try, is_good_enough
from domain.transcript import Decoding

Encoded: TypeAlias = Any  # a ctranslate2.StorageView; the library has no types

_EVERY_TOKEN: Final = 0
"""What CTranslate2 takes for: draw from all tokens and not from the likeliest few."""
_TOKENS_AT_LEAST: Final = 30
_TOKENS_A_SECOND: Final = 30
"""Nobody speaks as fast: English has about 5, and scripts whose letters are several tokens each 20.
A loop over half a second of noise would else run on to the 224 tokens of a full window, once
for each language and temperature that is tried."""


@dataclass(frozen=True, slots=True)
class FoundText:
    """What a window says, found at one temperature."""

    tokens: list[int]
    decoding: Decoding


@final
class SearchingPipeline(BatchedInferencePipeline):  # type: ignore[misc]
    """For one call of `transcribe`: it remembers of each window, in order, how it was found."""

    def __init__(self, model: Any, search: WhisperSearch, longest: float) -> None:  # noqa: ANN401
        """`longest` is how many seconds of sound a window holds at most."""
        super().__init__(model)
        self._search = search
        self._most_tokens = round(_TOKENS_AT_LEAST + _TOKENS_A_SECOND * longest)
        self.found: list[Decoding] = []

    def generate_segment_batched(
        self,
        features: NDArray[np.float32],
        tokenizer: Any,  # noqa: ANN401
        options: Any,  # noqa: ANN401
    ) -> tuple[Encoded, list[dict[str, Any]]]:
        """Called by the pipeline for each batch; `options` are faster-whisper's own."""
        look = _Look(self.model, tokenizer, self._search, self._most_tokens, options)
        encoded = self.model.encode(features)
        first = self._search.temperatures[0]
        best = [
            self._searched_on(found, features[index : index + 1], encoded, look)
            for index, found in enumerate(look(encoded, len(features), first))
        ]
        self.found += [one.decoding for one in best]
        return encoded, [_as_the_pipeline_wants_it(one) for one in best]

    def _searched_on(
        self,
        first: FoundText,
        window: NDArray[np.float32],
        batch: Encoded,
        look: "_Look",
    ) -> FoundText:
        """The best text of the window, in which it is looked for until one is good enough."""
        wanted = self._search.decoding
        tries = [first]
        encoded: Encoded = batch if batch.shape[0] == 1 else None
        for temperature in self._search.temperatures[1:]:
            if is_good_enough(tries[-1].decoding, wanted):
                break
            self._search.go_on()
            # Encoded again rather than cut out of the batch, which may lie on another device.
            encoded = self.model.encode(window) if encoded is None else encoded
            tries += look(encoded, 1, temperature)
        return best_try(tries, wanted)


@dataclass(frozen=True, slots=True)
class _Look:
    """One look for the words of windows."""

    model: Any
    tokenizer: Any
    search: WhisperSearch
    most_tokens: int
    pipeline: Any
    """faster-whisper's own options."""

    def __call__(self, encoded: Encoded, windows: int, temperature: float) -> list[FoundText]:
        prompt = self.model.get_prompt(
            self.tokenizer, previous_tokens=list(self.search.prompt.tokens), without_timestamps=True
        )
        results = self.model.model.generate(
            encoded,
            [prompt] * windows,
            length_penalty=self.search.decoding.length_penalty,
            max_length=min(self.model.max_length, len(prompt) + self.most_tokens),
            suppress_blank=self.pipeline.suppress_blank,
            suppress_tokens=self.pipeline.suppress_tokens,
            return_scores=True,
            return_no_speech_prob=True,
            **self._how(temperature),
        )
        return [self._found(result, temperature) for result in results]

    def _how(self, temperature: float) -> dict[str, float]:
        if temperature == 0:
            return {
                "beam_size": self.search.decoding.beam_size,
                "patience": self.search.patience,
            }
        return {
            "beam_size": 1,
            "num_hypotheses": self.search.decoding.best_of,
            "sampling_topk": _EVERY_TOKEN,
            "sampling_temperature": temperature,
        }

    def _found(self, result: Any, temperature: float) -> FoundText:  # noqa: ANN401
        tokens = result.sequences_ids[0]
        # The score is a sum that was divided by a power of the length; OpenAI's mean counts the
        # end of the text as well.
        total = result.scores[0] * len(tokens) ** self.search.decoding.length_penalty
        text = self.tokenizer.decode(tokens).strip()
        decoding = Decoding(
            average_log_probability=float(total / (len(tokens) + 1)),
            no_speech_probability=float(result.no_speech_prob),
            compression_ratio=float(get_compression_ratio(text)) if text else 0.0,
            temperature=temperature,
        )
        return FoundText(tokens, decoding)


def _as_the_pipeline_wants_it(found: FoundText) -> dict[str, Any]:
    return {
        "tokens": found.tokens,
        "avg_logprob": found.decoding.average_log_probability,
        "no_speech_prob": found.decoding.no_speech_probability,
    }
