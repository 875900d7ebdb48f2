"""How a Whisper model is laid out over the cores or the GPU it runs on."""

from dataclasses import dataclass
from typing import Final

_MOST_WORKERS: Final = 8
"""Beyond this, memory bandwidth and not cores is what workers share."""
_GPU_BATCH: Final = 16
"""What faster-whisper's published GPU figures were measured with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhisperLayout:
    """`workers` pieces of work at a time, each of `batch_size` packs of 30 s, on `threads`."""

    device: str
    compute_type: str
    workers: int
    threads: int
    batch_size: int
    warning: str | None = None
    """Why it does not compute in what was asked for."""

    @classmethod
    def of(
        cls,
        *,
        device: str,
        compute_type: str,
        cores: int,
        workers: int | None = None,
        batch_size: int | None = None,
        warning: str | None = None,
    ) -> "WhisperLayout":
        """What is fastest on this device, except where the caller knows better.

        Measured on 2 cores with base int8 (560 s of speech): two workers of one thread with one
        pack each 26.6 audio-seconds per second; with two packs 26.3, with four 23.8; one worker
        of two threads with eight packs 21.3.
        """
        on_gpu = device.startswith("cuda")
        chosen = workers or (1 if on_gpu else min(cores, _MOST_WORKERS))
        return cls(
            device=device,
            compute_type=compute_type,
            workers=chosen,
            threads=max(1, cores // chosen),
            batch_size=batch_size or (_GPU_BATCH if on_gpu else 1),
            warning=warning,
        )

    @property
    def device_kind(self) -> str:
        """`cpu` or `cuda`, as CTranslate2 takes it."""
        return self.device.partition(":")[0]

    @property
    def device_index(self) -> int:
        return int(self.device.partition(":")[2] or 0)
