"""What /asr is asked, in the query and in the form, by the names of several services."""

from typing import Any, Final

from application.errors import EngineUnavailableError
from domain.languages import Language
from domain.speaker import ANY_NUMBER, SpeakerCount
from domain.transcription_options import Task, TranscriptionOptions
from tests.api.webservice.conftest import Asr
from tests.fakes.service import Service

SPEAKERS: Final = {"min_speakers": 2, "max_speakers": 5}


def asked(service: Service) -> TranscriptionOptions:
    return service.transcriber.asked[-1]


async def test_everything_may_stand_in_the_form_or_in_the_query(asr: Asr, service: Service) -> None:
    wishes: dict[str, Any] = {
        "task": "translate",
        "language": "german",
        "model": "turbo",
        "initial_prompt": "Nyquist.",
        "hotwords": "Hexavox",
        "num_speakers": 2,
        "beam_size": 3,
        "vad_onset": 0.6,
        "return_speaker_embeddings": "true",
        "output_format": "json",
    }
    await asr.made(wishes)
    options = asked(service)
    await asr.made(**wishes)
    assert asked(service) == options
    assert options.task is Task.TRANSLATE
    assert options.language == Language("de")
    assert options.model == "large-v3-turbo"
    assert (options.initial_prompt, options.hotwords) == ("Nyquist.", "Hexavox")
    assert options.decoding.beam_size == 3
    assert options.speech.onset == 0.6
    assert options.speakers == SpeakerCount(2, 2)
    assert options.speaker_embeddings


async def test_the_query_wins(asr: Asr, service: Service) -> None:
    await asr.made({"language": "de", "task": "translate"}, language="fr")
    assert (asked(service).language, asked(service).task) == (Language("fr"), Task.TRANSLATE)


async def test_fields_after_the_file_count_as_well(asr: Asr, service: Service) -> None:
    files = [("audio_file", ("talk.wav", asr.wav)), ("language", (None, b"fr"))]
    answer = await asr.client.post("/asr", files=files)
    assert answer.status_code == 200
    assert asked(service).language == Language("fr")


async def test_bounds_of_speakers_are_heeded(asr: Asr, service: Service) -> None:
    await asr.made(**SPEAKERS)
    assert service.diarizer.asked == [SpeakerCount(2, 5)]


async def test_bounds_mean_nothing_where_nobody_is_told_apart_and_that_is_said(
    asr: Asr, service: Service
) -> None:
    answer = await asr.made(output="srt", **SPEAKERS)
    assert asked(service).speakers == ANY_NUMBER
    assert answer.headers["hexavox-warnings"] == (
        "min_speakers was not heeded: it needs diarize=true. "
        "max_speakers was not heeded: it needs diarize=true."
    )


async def test_voices_are_answered_in_json(asr: Asr) -> None:
    answer = await asr.made(return_speaker_embeddings="true")
    embeddings = answer.json()["speaker_embeddings"]
    assert set(embeddings) == {"SPEAKER_00", "SPEAKER_01"}
    assert all(isinstance(number, float) for number in embeddings["SPEAKER_00"])


async def test_and_nowhere_else(asr: Asr) -> None:
    answer = await asr.made(return_speaker_embeddings="true", output_format="srt")
    assert answer.headers["hexavox-warnings"] == (
        "return_speaker_embeddings was not heeded: only json has room for it."
    )


async def test_without_a_diarizer_there_is_a_transcript_without_labels(
    asr: Asr, service: Service
) -> None:
    service.diarizer.error = EngineUnavailableError("The diarizer has no weights.")
    answer = await asr.made()
    assert "speaker" not in answer.json()["segments"][0]
    assert "The diarizer has no weights." in answer.headers["hexavox-warnings"]


async def test_speech_is_always_looked_for(asr: Asr) -> None:
    assert "hexavox-warnings" not in (await asr.made(vad_filter="true")).headers
    told = (await asr.made(vad_filter="false")).headers["hexavox-warnings"]
    assert told.startswith("vad_filter=false was not heeded")


async def test_what_is_not_known_is_named_and_no_error(asr: Asr) -> None:
    answer = await asr.made({"colour": "blue"}, video_file="/films/alien.mkv")
    assert answer.headers["hexavox-warnings"] == (
        "Not known here, and not heeded: colour, video_file."
    )


async def test_blanks_ask_for_nothing(asr: Asr, service: Service) -> None:
    await asr.made({"initial_prompt": " "}, language="", min_speakers="")
    assert (asked(service).language, asked(service).initial_prompt) == (None, None)


async def test_the_recording_is_kept_for_a_day_only_and_the_same_is_not_done_twice(
    asr: Asr, service: Service
) -> None:
    await asr.made()
    await asr.made()
    [clip] = service.database.committed.clips.values()
    assert clip.passing
    assert len(service.transcriber.asked) == 1
