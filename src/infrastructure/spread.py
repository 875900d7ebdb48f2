"""Where Whisper runs, whichever engine hears: on the processor, on a GPU, or on several."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Final, TypeAlias

from adapters.outbound.engines.compute_types import capability_of, compute_type_for
from adapters.outbound.engines.device_pool import DevicePool
from adapters.outbound.engines.gpus import number_gpus_as_the_driver_does
from adapters.outbound.engines.spread_transcriber import SpreadTranscriber
from adapters.outbound.engines.whisper_layout import WhisperLayout
from application.ports.clock import Clock
from application.ports.engines.transcriber import Transcriber
from infrastructure.cores import available_cores
from infrastructure.devices import transcription_devices
from infrastructure.errand_threads import ErrandThreads
from infrastructure.settings import Settings

_LOG: Final = logging.getLogger(__name__)

Make: TypeAlias = Callable[[WhisperLayout, Executor], Transcriber]
Place: TypeAlias = tuple[WhisperLayout, Executor]


@dataclass(frozen=True, slots=True)
class Spread:
    """All engines share the places, with the workers of each, and the queues before them."""

    places: Mapping[str, Place]
    """One for each device."""
    pool: DevicePool

    def over(self, make: Make) -> Transcriber:
        """The engine itself where there is one place, and else one of them in each."""
        engines = {device: make(*place) for device, place in self.places.items()}
        if len(engines) == 1:
            return next(iter(engines.values()))
        return SpreadTranscriber(engines, self.pool)


def spread(settings: Settings, clock: Clock) -> Spread:
    number_gpus_as_the_driver_does()
    layouts = [whisper_layout(settings, device) for device in transcription_devices(settings)]
    for warning in dict.fromkeys(layout.warning for layout in layouts if layout.warning):
        _LOG.warning("%s", warning)
    return Spread(
        places={layout.device: (layout, whisper_workers(layout)) for layout in layouts},
        pool=DevicePool(
            [layout.device for layout in layouts], at_once=settings.gpu_concurrency, clock=clock
        ),
    )


def whisper_layout(settings: Settings, device: str) -> WhisperLayout:
    compute_type = compute_type_for(device, settings.compute_type, capability_of(device))
    return WhisperLayout.of(
        device=device,
        compute_type=compute_type.name,
        cores=available_cores(),
        workers=settings.whisper_workers,
        batch_size=settings.batch_size,
        warning=compute_type.warning,
    )


def whisper_workers(layout: WhisperLayout) -> Executor:
    return ErrandThreads(layout.workers, thread_name_prefix="whisper")
