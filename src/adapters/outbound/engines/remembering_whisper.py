"""faster-whisper's model, which does not encode the same sound twice.

The encoder takes a third of the time of a window, and telling the language of a recording needs it
for the same window that is transcribed next.
"""

from collections import OrderedDict
from hashlib import blake2b
from threading import Lock
from typing import Any, Final, TypeAlias, final

import numpy as np
from faster_whisper import WhisperModel
from numpy.typing import NDArray

Encoded: TypeAlias = Any  # a ctranslate2.StorageView; the library has no types

_KEPT: Final = 8
"""Windows, of at most 8 MB each: a recording is under way with each of them."""


@final
class RememberingWhisper(WhisperModel):  # type: ignore[misc]
    """Safe to use from as many threads at once as it has workers."""

    def __init__(self, folder: str, **layout: Any) -> None:  # noqa: ANN401 - handed through
        super().__init__(folder, **layout)
        self._lock = Lock()
        self._encoded: OrderedDict[bytes, Encoded] = OrderedDict()

    def encode(self, features: NDArray[np.float32]) -> Encoded:
        """What the pipeline calls for a batch of windows. What was remembered is given out once."""
        with self._lock:
            known = self._encoded.pop(_key(features), None)
        return super().encode(features) if known is None else known

    def language_probabilities(self, samples: NDArray[np.float32]) -> list[tuple[str, float]]:
        """Of the first window's language, the likeliest first."""
        window = self.feature_extractor(samples)[..., :-1][..., : self._frames]
        missing = self._frames - window.shape[-1]
        features = np.pad(window, ((0, 0), (0, missing)))[np.newaxis]
        encoded = self.encode(features)
        with self._lock:
            self._encoded[_key(features)] = encoded
            while len(self._encoded) > _KEPT:
                self._encoded.popitem(last=False)
        ranked = self.model.detect_language(encoded)[0]
        return [(token.strip("<|>"), probability) for token, probability in ranked]

    @property
    def _frames(self) -> int:
        return int(self.feature_extractor.nb_max_frames)


def _key(features: NDArray[np.float32]) -> bytes:
    return blake2b(np.ascontiguousarray(features).data, digest_size=16).digest()
