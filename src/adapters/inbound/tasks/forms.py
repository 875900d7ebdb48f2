"""How the OpenAPI document tells of forms: they are read as streams, so FastAPI does not see
them."""

from typing import Any, Final

_FILE: Final = {"type": "string", "format": "binary"}
_SOUND: Final = {**_FILE, "description": "A sound or video file."}
_MULTIPART: Final = "multipart/form-data"


def _form(*media_types: str, **parts: dict[str, str]) -> dict[str, Any]:
    schema = {"type": "object", "required": list(parts), "properties": parts}
    content = {media_type: {"schema": schema} for media_type in media_types}
    return {"requestBody": {"required": True, "content": content}}


FORM_WITH_FILE: Final = _form(_MULTIPART, file=_SOUND)
FORM_WITH_URL: Final = _form(
    "application/x-www-form-urlencoded",
    _MULTIPART,
    url={
        "type": "string",
        "description": "Where the recording can be had.",
        "example": "https://example.org/talk.mp3",
    },
)
FORM_TO_ALIGN: Final = _form(
    _MULTIPART,
    transcript={
        **_FILE,
        "description": "A .json file: {segments: [{start, end, text}], language}.",
    },
    file=_SOUND,
)
FORM_TO_COMBINE: Final = _form(
    _MULTIPART,
    aligned_transcript={
        **_FILE,
        "description": "A .json file: {segments: [{start, end, text, words: [{word, start, end, "
        "score}]}], word_segments: [...]}.",
    },
    diarization_result={
        **_FILE,
        "description": "A .json file: [{label, speaker, start, end}, ...].",
    },
)
