"""What the clients of other services look for, they find in the OpenAPI document."""

from typing import Any, Final

from fastapi import FastAPI

ASR: Final = (
    "task language initial_prompt hotwords model encode output output_format vad_filter "
    "word_timestamps "
    "diarize enable_diarization num_speakers min_speakers max_speakers return_speaker_embeddings"
)
DECODING: Final = (
    "language task model device device_index threads batch_size chunk_size compute_type "
    "beam_size best_of patience length_penalty temperatures compression_ratio_threshold "
    "log_prob_threshold no_speech_threshold initial_prompt suppress_tokens "
    "suppress_numerals hotwords vad_onset vad_offset"
)
SPEAKERS: Final = "num_speakers min_speakers max_speakers"
KNOWN: Final = "known_speaker_names[] known_speaker_references[]"
OPENAI: Final = (
    "prompt keywords[] response_format temperature timestamp_granularities[] stream "
    "chunking_strategy include[]"
)
ALIGNING: Final = "align_model interpolate_method return_char_alignments"
WHOLE: Final = f"{DECODING} {ALIGNING} min_speakers max_speakers callback_url"
PARAMETERS: Final = {
    "POST /asr": f"audio_file {ASR}",
    "POST /detect-language": "audio_file encode",
    "GET /health": "",
    "GET /health/live": "",
    "GET /health/ready": "",
    "GET /metrics": "",
    "GET /queue-metrics": "",
    "POST /v1/audio/transcriptions": f"file model language languages[] {OPENAI} {KNOWN}",
    "POST /v1/audio/translations": "file model prompt response_format temperature",
    "GET /v1/models": "",
    "GET /v1/models/{model_id}": "model_id",
    "POST /v1/audio/diarization": f"file response_format {SPEAKERS} {KNOWN}",
    "POST /v1/audio/speech/timestamps": "file",
    "POST /v1/audio/speech/embedding": "file model",
    "GET /api/ps": "",
    "POST /inference": "file temperature temperature_inc response_format language translate prompt",
    "POST /load": "model",
    "POST /speech-to-text": f"file {WHOLE}",
    "POST /speech-to-text-url": f"url {WHOLE}",
    "POST /service/transcribe": f"file {DECODING}",
    "POST /service/align": f"transcript file device {ALIGNING}",
    "POST /service/diarize": "file device min_speakers max_speakers",
    "POST /service/combine": "aligned_transcript diarization_result",
    "GET /task/all": "",
    "GET /task/{identifier}": "identifier",
    "DELETE /task/{identifier}/delete": "identifier",
    "GET /temporal/workflow/{workflow_id}": "workflow_id",
    "GET /temporal/workflow/{workflow_id}/result": "workflow_id",
    "POST /run": "input",
    "POST /runsync": "input",
    "GET /status/{job_id}": "job_id",
    "POST /cancel/{job_id}": "job_id",
    "POST /api/audio": "file",
    "GET /api/audio/{clip_id}": "clip_id",
    "DELETE /api/audio/{clip_id}": "clip_id",
    "POST /api/transcribe": "clip_id",
    "POST /api/transcribe/stream": "clip_id diarize language",
    "GET /api/transcription/{clip_id}": "clip_id",
    "DELETE /api/transcription/{clip_id}": "clip_id",
}
"""By route, the parameters and form fields that its clients send."""


def test_every_route_is_documented_with_its_parameters(app: FastAPI) -> None:
    document = app.openapi()
    lacking = {route: _lacking(document, route, names) for route, names in PARAMETERS.items()}
    assert {route: names for route, names in lacking.items() if names} == {}


def _lacking(document: dict[str, Any], route: str, names: str) -> set[str]:
    method, path = route.split(" ")
    operation = document["paths"].get(path, {}).get(method.lower())
    if operation is None:
        return {"the route"}
    return set(names.split()) - _names_in(operation, document)


def _names_in(operation: dict[str, Any], document: dict[str, Any]) -> set[str]:
    """Of its parameters, and of the fields of its body."""
    names = {parameter["name"] for parameter in operation.get("parameters", ())}
    for content in operation.get("requestBody", {}).get("content", {}).values():
        names |= set(_resolved(content.get("schema", {}), document).get("properties", {}))
    return names


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: dict[str, Any] = document["components"]["schemas"][reference.rsplit("/", 1)[-1]]
    return found
