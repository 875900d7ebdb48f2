"""Which devices the settings give to which work."""

from adapters.outbound.engines.devices import detect_device, gpu_devices, whisper_device
from adapters.outbound.engines.gpus import gpus
from application.use_cases.service.report_health import GpuSeen
from domain.engine_kinds import DiarizerKind
from infrastructure.settings import Settings


def transcription_devices(settings: Settings) -> list[str]:
    """All GPUs, but the one on which speakers are told apart where others are left."""
    devices = gpu_devices(settings.device) or [whisper_device(detect_device(settings.device))]
    if settings.diarizer is DiarizerKind.NONE:
        return devices
    taken = _numbered(diarization_device(settings))
    return [device for device in devices if device != taken] or devices


def diarization_device(settings: Settings) -> str:
    """What DIARIZATION_DEVICE says; else the last GPU, or wherever all is done."""
    if settings.diarization_device != "auto":
        return settings.diarization_device
    return [detect_device(settings.device), *gpu_devices(settings.device)][-1]


def has_gpu_of_its_own(settings: Settings) -> bool:
    """Whether diarization has a GPU that transcription leaves alone."""
    device = diarization_device(settings)
    return device.startswith("cuda") and _numbered(device) not in transcription_devices(settings)


def gpus_seen() -> list[GpuSeen]:
    return [
        GpuSeen(
            device=f"cuda:{index}",
            name=gpu.name,
            memory_bytes=gpu.memory_bytes,
            compute_capability=gpu.capability and ".".join(map(str, gpu.capability)),
        )
        for index, gpu in enumerate(gpus())
    ]


def _numbered(device: str) -> str:
    return "cuda:0" if device == "cuda" else device
