"""/detect-language: which language is spoken in a recording."""

from typing import Final

from dependency_injector.wiring import inject
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound import dependencies as use
from adapters.inbound.described_forms import form_or_query_with
from adapters.inbound.operation_names import operation_name
from adapters.inbound.uploads import upload_in
from adapters.inbound.warning_headers import warning_headers
from adapters.inbound.webservice.errors import PART, RESPONSES
from adapters.inbound.webservice.raw_uploads import Encoding
from adapters.inbound.wishes_in_requests import wished_in
from domain.languages import Language
from domain.transcription_options import TranscriptionOptions

router = APIRouter(
    tags=["whisper-asr-webservice"],
    generate_unique_id_function=operation_name,
    responses=dict(RESPONSES),
)

_NOBODY_SPEAKS: Final = (
    "No speech was found in it, so that the language is a guess from nothing: confidence 0.",
)
_ENGLISH: Final = Language("en")


class DetectionWishes(BaseModel):
    encode: bool = Field(
        default=True,
        description="`false`: the file is no file of sound but the samples themselves, 16 bits "
        "each, signed, the lower byte first, mono, 16 kHz.",
        examples=[True],
    )
    model: str | None = Field(
        default=None,
        description="A name of the model catalogue; left out, it is the service's default model.",
        examples=["base"],
    )


class DetectedLanguageBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"detected_language": "english", "language_code": "en", "confidence": 0.98}
            ]
        }
    )

    detected_language: str = Field(description="Its English name.")
    language_code: str = Field(description="The code by which Whisper knows it.")
    confidence: float = Field(description="0 to 1; 0 where nobody speaks.")

    @classmethod
    def of(cls, language: Language, confidence: float) -> "DetectedLanguageBody":
        return cls(
            detected_language=language.name,
            language_code=language.code,
            confidence=round(confidence, 4),
        )


@router.post(
    "/detect-language",
    summary="Tell which language is spoken",
    openapi_extra=form_or_query_with(PART, DetectionWishes),
)
@inject
async def detect_language(
    request: Request,
    response: Response,
    detect: use.DetectLanguage,
    choose_model: use.ChooseModel,
) -> DetectedLanguageBody:
    """Of the first half minute of speech, wherever in the first hour it begins. Where nobody
    speaks, it is English with the confidence 0, since clients expect a language. The recording is
    not kept, and no job is waited for.
    """
    encoding = Encoding(request)
    file = await upload_in(request, part=PART, at_most=detect.largest_bytes)

    async def check() -> None:
        encoding.note(file.fields)
        await choose_model(wished_in(request, file.fields, DetectionWishes).wishes.model)

    await check()
    wished = wished_in(request, file.fields, DetectionWishes)
    options = TranscriptionOptions(model=await choose_model(wished.wishes.model), diarize=False)
    content = encoding.applied(file.content_then(check))
    found = await detect(content, options)
    wished = wished_in(request, file.fields, DetectionWishes)
    warnings = [*wished.warnings, *(() if found else _NOBODY_SPEAKS)]
    response.headers.update(warning_headers(warnings))
    return DetectedLanguageBody.of(*(found or (_ENGLISH, 0.0)))
