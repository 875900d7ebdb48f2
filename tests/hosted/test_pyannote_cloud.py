"""The client of pyannoteAI, against its documented API on a real socket."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.outbound.hosted.hosted_api import HostedApi
from adapters.outbound.hosted.pyannote_cloud import PyannoteCloud
from adapters.outbound.hosted.saved_answers import SavedPyannoteJob
from application.errors import HostedServiceError
from application.ports.hosted import Recording
from domain.speaker import ANY_NUMBER, SpeakerCount, SpeakerTurn, speaker_label
from domain.time_span import TimeSpan
from tests.fakes.hosted_answers import pyannote_job
from tests.fakes.hosted_services import Answer, HostedServices
from tests.hosted.conftest import KEY

URL = Recording(url="https://bucket.example/talk.wav?signature=s")
CREATED = {"jobId": "job-1", "status": "created"}
FIRST, SECOND = speaker_label(0), speaker_label(1)


@pytest.fixture
def cloud(api: HostedApi) -> PyannoteCloud:
    return PyannoteCloud(
        api=api, model="precision-2", exclusive=False, poll_interval=10, timeout=60
    )


async def test_a_job_is_asked_about_until_it_has_succeeded(
    services: HostedServices, cloud: PyannoteCloud, pauses: list[float]
) -> None:
    services.answers("POST", "/v1/diarize", CREATED)
    services.answers(
        "GET",
        "/v1/jobs/job-1",
        {**CREATED, "status": "pending"},
        {**CREATED, "status": "running"},
        pyannote_job(("SPEAKER_01", 0, 2), ("SPEAKER_00", 1, 4)),
    )
    hosted = await cloud.diarize(URL, ANY_NUMBER)
    assert services.asked[0].json == {"url": URL.url, "model": "precision-2"}
    assert {asked.headers["Authorization"] for asked in services.asked} == {f"Bearer {KEY}"}
    assert pauses == [10, 10]
    assert hosted.diarization.turns == (
        SpeakerTurn(FIRST, TimeSpan(0, 2)),
        SpeakerTurn(SECOND, TimeSpan(2, 4)),
    )
    assert hosted.diarization.overlapping[1] == SpeakerTurn(SECOND, TimeSpan(1, 4))
    assert json.loads(hosted.answer)["status"] == "succeeded"


async def test_its_own_choice_of_who_leads_is_taken(
    services: HostedServices, cloud: PyannoteCloud
) -> None:
    services.answers("POST", "/v1/diarize", CREATED)
    every = ("SPEAKER_00", 0, 4), ("SPEAKER_01", 1, 2)
    floor = ("SPEAKER_00", 0, 1), ("SPEAKER_01", 1, 2), ("SPEAKER_00", 2, 4)
    services.answers("GET", "/v1/jobs/job-1", pyannote_job(*every, exclusive=floor))
    hosted = await replace(cloud, exclusive=True).diarize(URL, ANY_NUMBER)
    assert services.asked[0].json["exclusive"] is True
    assert [turn.speaker for turn in hosted.diarization.turns] == [FIRST, SECOND, FIRST]


@pytest.mark.parametrize(
    ("speakers", "said"),
    [
        (SpeakerCount(2, 2), {"numSpeakers": 2}),
        (SpeakerCount(2, 4), {"minSpeakers": 2, "maxSpeakers": 4}),
        (SpeakerCount(None, 4), {"maxSpeakers": 4}),
    ],
)
async def test_how_many_speakers_there_are_is_passed_on(
    services: HostedServices, cloud: PyannoteCloud, speakers: SpeakerCount, said: dict[str, int]
) -> None:
    services.answers("POST", "/v1/diarize", CREATED)
    services.answers("GET", "/v1/jobs/job-1", pyannote_job())
    await cloud.diarize(URL, speakers)
    assert services.asked[0].json == {"url": URL.url, "model": "precision-2", **said}


async def test_a_file_without_a_url_goes_into_its_media_storage(
    services: HostedServices, cloud: PyannoteCloud, tmp_path: Path
) -> None:
    talk = tmp_path / "talk.wav"
    talk.write_bytes(b"sound")
    services.answers(
        "POST", "/v1/media/input", Answer({"url": f"{services.url}/put-here?signature=s"}, 201)
    )
    services.answers("PUT", "/put-here", {})
    services.answers("POST", "/v1/diarize", CREATED)
    services.answers("GET", "/v1/jobs/job-1", pyannote_job(("A", 0, 1)))
    await cloud.diarize(Recording(talk), ANY_NUMBER)
    place, put, job, _ = services.asked
    assert place.json["url"].startswith("media://hexavox/")
    assert (put.body, put.query) == (b"sound", {"signature": "s"})
    assert "Authorization" not in put.headers
    assert job.json["url"] == place.json["url"]


@pytest.mark.parametrize("status", ["failed", "canceled"])
async def test_a_job_that_ends_badly_says_why(
    services: HostedServices, cloud: PyannoteCloud, status: str
) -> None:
    services.answers("POST", "/v1/diarize", CREATED)
    job = {"jobId": "job-1", "status": status, "output": {"error": "no audio"}}
    services.answers("GET", "/v1/jobs/job-1", job)
    with pytest.raises(HostedServiceError, match=f"as {status}: no audio"):
        await cloud.diarize(URL, ANY_NUMBER)


async def test_a_job_that_takes_too_long_is_given_up(
    services: HostedServices, cloud: PyannoteCloud
) -> None:
    services.answers("POST", "/v1/diarize", CREATED)
    services.answers("GET", "/v1/jobs/job-1", CREATED)
    with pytest.raises(HostedServiceError, match=r"not done within 0\.3 s"):
        await replace(cloud, timeout=0.3).diarize(URL, ANY_NUMBER)


async def test_a_job_without_turns_is_refused(
    services: HostedServices, cloud: PyannoteCloud
) -> None:
    services.answers("POST", "/v1/diarize", CREATED)
    services.answers("GET", "/v1/jobs/job-1", {"status": "succeeded", "output": {}})
    with pytest.raises(HostedServiceError, match="without speaker turns"):
        await cloud.diarize(URL, ANY_NUMBER)


async def test_a_saved_job_is_read_again(tmp_path: Path) -> None:
    saved = tmp_path / "talk.pyannote.job.json"
    saved.write_text(json.dumps(pyannote_job(("B", 0, 1))), encoding="utf-8")
    hosted = await SavedPyannoteJob(saved).diarize(Recording(), ANY_NUMBER)
    assert hosted.diarization.turns == (SpeakerTurn(FIRST, TimeSpan(0, 1)),)
    assert hosted.answer == saved.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "words"),
    [("[]", "is not an answer"), ("{", "is not JSON"), (None, "No such file"), ("{}", "turns")],
)
async def test_what_is_no_saved_job_is_told_so(
    tmp_path: Path, content: str | None, words: str
) -> None:
    saved = tmp_path / "talk.json"
    if content is not None:
        saved.write_text(content, encoding="utf-8")
    with pytest.raises(HostedServiceError, match=words):
        await SavedPyannoteJob(saved).diarize(Recording(), ANY_NUMBER)
