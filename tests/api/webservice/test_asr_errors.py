"""How /asr and its neighbours refuse."""

from itertools import product
from typing import Any, Final

from httpx import AsyncClient

from application.errors import TranscriptionImpossibleError
from tests.api.webservice.conftest import Asr
from tests.fakes.service import LARGEST, Service

PATHS: Final = ("/asr", "/detect-language")
BAD_VALUES: Final = [
    ({"language": "xx"}, "unknown language 'xx'"),
    ({"task": "sing"}, "task"),
    ({"model": "gigantic"}, "There is no model 'gigantic'"),
    ({"min_speakers": "many"}, "min_speakers"),
    ({"min_speakers": "5", "max_speakers": "2"}, "min_speakers 5 is more than"),
    ({"diarize": "perhaps"}, "diarize"),
    ({"beam_size": "99"}, "beam_size"),
    ({"hotwords": "x" * 3000}, "hotwords"),
]
BAD_SOUND: Final = [(b"This is a text.", 415), (b"", 400), (b"RIFF" + bytes(LARGEST), 413)]


async def test_a_missing_recording_is_told_as_fastapi_tells_it(client: AsyncClient) -> None:
    no_form: dict[str, Any] = {}
    for path, sent in product(PATHS, [no_form, {"files": {"file": ("talk.wav", b"RIFF")}}]):
        answer = await client.post(path, **sent)
        assert answer.status_code == 422
        [fault] = answer.json()["detail"]
        assert (fault["type"], fault["loc"]) == ("missing", ["body", "audio_file"])
        assert fault["msg"].startswith("Field required")


async def test_a_bad_value_is_named_in_a_sentence(asr: Asr, service: Service) -> None:
    for wishes, said in BAD_VALUES:
        for answer in (await asr(**wishes), await asr(wishes)):
            assert answer.status_code == 400
            assert said in answer.json()["detail"]
    assert service.kept_clips == 0


async def test_bad_sound_is_the_callers_fault(client: AsyncClient) -> None:
    for path, (content, status) in product(PATHS, BAD_SOUND):
        answer = await client.post(path, files={"audio_file": ("talk.wav", content)})
        assert answer.status_code == status
        assert isinstance(answer.json()["detail"], str)


async def test_a_failure_of_ours_is_told_in_the_same_words(asr: Asr, service: Service) -> None:
    def fail() -> None:
        raise TranscriptionImpossibleError("The model cannot hear this.")

    service.transcriber.before_answering = fail
    answer = await asr()
    assert answer.status_code == 500
    assert answer.json()["detail"].startswith("The model cannot hear this.")


async def test_other_methods_are_refused_in_the_same_words(client: AsyncClient) -> None:
    answer = await client.get("/asr")
    assert answer.status_code == 405
    assert isinstance(answer.json()["detail"], str)
    assert answer.headers["allow"] == "POST"


async def test_an_idempotency_key_has_the_same_answer_given_again(asr: Asr) -> None:
    headers = {"Idempotency-Key": '"5f0f4a8e-6b1c-4c43-9d1c-0d9f6f5d2a11"'}
    files = {"audio_file": ("talk.wav", asr.wav)}
    query = {"output": "srt"}
    first = await asr.client.post("/asr", params=query, files=files, headers=headers)
    again = await asr.client.post("/asr", params=query, files=files, headers=headers)
    assert again.headers["idempotency-replayed"] == "true"
    assert (again.text, again.headers["asr-engine"]) == (first.text, "scripted")
