"""`hexavox pipeline`, against stand-ins of its services on real sockets and a real bucket."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import obstore
import pytest
from typer.testing import CliRunner, Result

from application.errors import HostedServiceError, NotFoundError
from domain.errors import InvalidOptionError
from infrastructure.cli import app
from tests.fakes.hosted_answers import HELLO, deepgram_answer, pyannote_job
from tests.fakes.hosted_services import Answer, HostedServices, running_hosted_services
from tests.fakes.s3_server import S3Server
from tests.server.hexavox import run

Pipeline: TypeAlias = Callable[..., Result]

SOUND = b"RIFF and so on"
DONE = {"id": "j1", "status": "COMPLETED", "output": HELLO}
CREATED = {"jobId": "job-1", "status": "created"}
TURNS = ("SPEAKER_07", 0.0, 0.95), ("SPEAKER_03", 0.95, 2.0)
HEARD = (
    ("hello", 0.1, 0.5, 0.99),
    ("there", 0.5, 0.9, 0.7),
    ("general", 1.0, 1.5, 0.3),
    ("kenobi", 1.5, 2.0, 0.2),
)


@pytest.fixture
def services() -> Iterator[HostedServices]:
    with running_hosted_services() as services:
        services.answers("POST", "/run", {"id": "j1", "status": "IN_QUEUE"})
        services.answers("GET", "/status/j1", DONE)
        services.answers("POST", "/v1/diarize", CREATED)
        services.answers("GET", "/v1/jobs/job-1", CREATED, pyannote_job(*TURNS))
        services.answers("POST", "/v1/listen", deepgram_answer(*HEARD))
        yield services


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A recording in the current folder."""
    monkeypatch.chdir(tmp_path)
    talk = tmp_path / "talk.wav"
    talk.write_bytes(SOUND)
    return talk


@pytest.fixture
def bucket(s3_server: S3Server) -> str:
    return s3_server.new_bucket()


@pytest.fixture
def pipeline(services: HostedServices, s3_server: S3Server, bucket: str) -> Pipeline:
    """With a bucket and a worker, unless the environment is changed."""
    environment = {
        "SWAMI_STORAGE_ENDPOINT": s3_server.url,
        "SWAMI_STORAGE_BUCKET": bucket,
        "SWAMI_STORAGE_ACCESS_KEY": "an-access-key",
        "SWAMI_STORAGE_SECRET_KEY": "a-secret",
        "SWAMI_RUNPOD_ENDPOINT": services.url,
        "SWAMI_RUNPOD_API_KEY": "worker-key",
        "PYANNOTE_API_URL": services.url,
        "DEEPGRAM_API_URL": services.url,
        "COLUMNS": "200",
    }

    def called(*arguments: str | Path, **changed: str) -> Result:
        return CliRunner().invoke(
            app, ["pipeline", *map(str, arguments)], env={**environment, **changed}
        )

    return called


@pytest.fixture
def objects(s3_server: S3Server, bucket: str) -> Callable[[str], bytes]:
    """What the bucket has by that key."""
    store = s3_server.opened(bucket, prefix="")
    return lambda key: bytes(obstore.get(store, key).bytes())


def loaded(path: Path) -> Any:  # noqa: ANN401 - whatever it is
    return json.loads(path.read_text(encoding="utf-8"))


HOSTED = ("--pyannote-poll-interval", "0.01")
HOSTED_KEYS = {"PYANNOTE_API_KEY": "pyannote-key", "DEEPGRAM_API_KEY": "deepgram-key"}


def test_from_a_file_to_everything_that_is_made_of_it(
    pipeline: Pipeline, services: HostedServices, talk: Path, objects: Callable[[str], bytes]
) -> None:
    done = pipeline(talk, "--download-dir", "out", *HOSTED, **HOSTED_KEYS)
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "talk.deepgram.json",
        "talk.json",
        "talk.pyannote.job.json",
        "talk.segments.json",
        "talk.srt",
        "talk.vtt",
    ]
    transcript = loaded(Path("out/talk.json"))
    assert [s["speaker"] for s in transcript["segments"]] == ["SPEAKER_00", "SPEAKER_01"]
    assert [s["confidence_level"] for s in transcript["segments"]] == ["medium", "low"]
    assert transcript["segments"][1]["low_confidence"] == [{"start": 1.0, "end": 2.0}]
    assert transcript["detected_language"] == "en"
    assert "1.0 s of speech may be misheard, at 1.0-2.0" in transcript["warnings"][0]
    assert loaded(Path("out/talk.segments.json")) == transcript["segments"]
    assert loaded(Path("out/talk.pyannote.job.json"))["status"] == "succeeded"
    assert "[SPEAKER_01] General Kenobi." in Path("out/talk.srt").read_text(encoding="utf-8")
    assert Path("out/talk.vtt").read_text(encoding="utf-8").startswith("WEBVTT")
    assert objects("audio/talk.wav") == SOUND
    assert objects("transcripts/talk.json") == Path("out/talk.json").read_bytes()
    assert f"{talk}: written to out/talk.json" in done.output
    for secret in ("worker-key", "a-secret", "pyannote-key", "deepgram-key"):
        assert secret not in done.output


def test_every_service_gets_its_key_and_a_url_that_works(
    pipeline: Pipeline, services: HostedServices, talk: Path
) -> None:
    pipeline(talk, *HOSTED, **HOSTED_KEYS)
    [job], [diarize], [listen] = map(services.to, ("/run", "/v1/diarize", "/v1/listen"))
    assert job.headers["Authorization"] == "Bearer worker-key"
    assert diarize.headers["Authorization"] == "Bearer pyannote-key"
    assert listen.headers["Authorization"] == "Token deepgram-key"
    urls = {job.json["input"]["audio_file"], diarize.json["url"], listen.json["url"]}
    assert {httpx.get(url).content for url in urls} == {SOUND}
    assert listen.query == {"model": "nova-3", "language": "en"}


def test_options_reach_the_worker_by_its_names(
    pipeline: Pipeline, services: HostedServices, talk: Path
) -> None:
    done = pipeline(
        *(talk, "--model", "small", "--language", "English", "--no-align", "--diarization"),
        *("--temperature", "0.2", "--batch-size", "32", "--beam-size", "3"),
        *("--initial-prompt", "Well,", "--vad-onset", "0.4", "--vad-offset", "0.3"),
        *("--min-speakers", "2", "--max-speakers", "5", "--speaker-verification"),
        *("--speaker-sample", "Ada=https://x.example/ada.wav?a=b"),
        *("--speaker-sample", "https://x.example/bob.wav#bob", "--debug"),
        *("--params-json", '{"language_detection_max_tries": 3, "batch_size": 8}'),
    )
    assert done.exit_code == 0, done.output
    sent = services.to("/run")[0].json["input"]
    assert sent.pop("audio_file").startswith("http")
    assert sent == {
        "model": "small",
        "language": "en",
        "align_output": False,
        "diarization": True,
        "temperature": 0.2,
        "batch_size": 8,
        "beam_size": 3,
        "initial_prompt": "Well,",
        "vad_onset": 0.4,
        "vad_offset": 0.3,
        "min_speakers": 2,
        "max_speakers": 5,
        "speaker_verification": True,
        "speaker_samples": [
            {"url": "https://x.example/ada.wav?a=b", "name": "Ada"},
            {"url": "https://x.example/bob.wav#bob"},
        ],
        "debug": True,
        "language_detection_max_tries": 3,
    }
    assert '"status": "COMPLETED"' in done.output


def test_a_sample_that_is_a_file_goes_into_the_bucket(
    pipeline: Pipeline, services: HostedServices, talk: Path
) -> None:
    Path("ada.wav").write_bytes(b"ada")
    pipeline(talk, "--diarization", "--speaker-verification", "--speaker-sample", "ada.wav")
    [sample] = services.to("/run")[0].json["input"]["speaker_samples"]
    assert httpx.get(sample["url"]).content == b"ada"


def test_one_request_is_enough_for_the_impatient(
    pipeline: Pipeline, services: HostedServices, talk: Path
) -> None:
    services.answers("POST", "/runsync", DONE)
    assert pipeline(talk, "--sync").exit_code == 0
    assert services.to("/run") == []


@pytest.mark.parametrize("by_key", [True, False])
def test_an_object_is_a_source(
    pipeline: Pipeline, services: HostedServices, bucket: str, talk: Path, *, by_key: bool
) -> None:
    assert pipeline(talk).exit_code == 0
    talk.unlink()
    source = "audio/talk.wav" if by_key else f"s3://{bucket}/audio/talk.wav"
    again = pipeline(source, "--force", "--download-transcript")
    assert again.exit_code == 0, again.output
    assert httpx.get(services.to("/run")[1].json["input"]["audio_file"]).content == SOUND
    assert Path("talk.json").is_file()


def test_what_is_in_the_bucket_is_not_uploaded_again(
    pipeline: Pipeline, talk: Path, s3_server: S3Server, bucket: str
) -> None:
    def uploaded_at() -> str:
        url = f"{s3_server.url}/{bucket}?versions&prefix=audio"
        return httpx.get(url).text.partition("<VersionId>")[2].partition("<")[0]

    httpx.put(
        f"{s3_server.url}/{bucket}?versioning",
        content="<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
    ).raise_for_status()
    pipeline(talk)
    first = uploaded_at()
    pipeline(talk, "--prefix-transcripts", "other")
    assert uploaded_at() == first
    pipeline(talk, "--force")
    assert uploaded_at() != first


def test_outputs_are_overwritten_by_force_only(
    pipeline: Pipeline, services: HostedServices, talk: Path
) -> None:
    Path("talk.srt").write_text("my own", encoding="utf-8")
    refused = pipeline(talk, "--download-transcript")
    assert refused.exit_code == 1
    assert "talk.srt would be overwritten. Use --force to replace them" in refused.output
    assert "send the request" not in refused.output
    assert services.asked == []
    assert pipeline(talk, "--download-transcript", "--force").exit_code == 0
    assert "Kenobi" in Path("talk.srt").read_text(encoding="utf-8")


def test_saved_answers_cost_nothing(
    pipeline: Pipeline, services: HostedServices, talk: Path
) -> None:
    assert pipeline(talk, "--download-dir", "out", *HOSTED, **HOSTED_KEYS).exit_code == 0
    asked = len(services.to("/v1/diarize")) + len(services.to("/v1/listen"))
    again = pipeline(
        *(talk, "--force", "--download-dir", "out"),
        *("--pyannote-json-in", "out/talk.pyannote.job.json"),
        *("--deepgram-json-in", "out/talk.deepgram.json"),
        *("--word-confidence-low-threshold", "0.1", "--word-confidence-high-threshold", "0.2"),
        **HOSTED_KEYS,
    )
    assert again.exit_code == 0, again.output
    assert len(services.to("/v1/diarize")) + len(services.to("/v1/listen")) == asked
    transcript = loaded(Path("out/talk.json"))
    assert [s["speaker"] for s in transcript["segments"]] == ["SPEAKER_00", "SPEAKER_01"]
    assert {s["confidence_level"] for s in transcript["segments"]} == {"high"}


def test_a_hosted_engine_that_fails_costs_no_transcript(
    pipeline: Pipeline, services: HostedServices, talk: Path
) -> None:
    services.script["POST", "/v1/diarize"] = [Answer({"message": "no credit"}, 402)]
    done = pipeline(talk, "--download-transcript", **HOSTED_KEYS)
    assert done.exit_code == 1
    transcript = loaded(Path("talk.json"))
    assert "pyannoteAI answered 402: no credit." in transcript["warnings"][0]
    assert "no credit" in done.output
    assert transcript["segments"][0]["confidence_level"] == "low"
    assert not Path("talk.pyannote.job.json").exists()


def test_a_worker_that_fails_is_told_and_stops_no_other(
    pipeline: Pipeline, services: HostedServices, talk: Path
) -> None:
    Path("other.wav").write_bytes(SOUND)
    failed = {"id": "j1", "status": "FAILED", "error": "CUDA out of memory"}
    services.script["GET", "/status/j1"] = [Answer(failed), Answer(DONE)]
    done = pipeline(talk, "other.wav", "nowhere.wav", "--download-transcript")
    assert done.exit_code == 1
    assert "talk.wav: The worker ended the job as FAILED: CUDA out of memory" in done.output
    assert "nowhere.wav: There is no such file, and no such object in the bucket" in done.output
    assert not Path("talk.json").exists()
    assert Path("other.json").exists()


def test_a_worker_that_takes_too_long_is_given_up(
    pipeline: Pipeline, services: HostedServices, talk: Path
) -> None:
    services.script["GET", "/status/j1"] = [Answer({"id": "j1", "status": "IN_PROGRESS"})]
    done = pipeline(talk, "--worker-timeout", "0.3")
    assert done.exit_code == 1
    assert "The worker was not done within 0.3 s." in done.output
    assert len(services.to("/cancel/j1")) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("a/talk.wav",), "talk.wav and a/talk.wav would be written to the same files"),
        (("b.wav", "--deepgram-json-in", "x.json"), "about one recording"),
        (("--no-diarization", "--pyannote-json-in", "x.json"), "leaves no use for"),
        (("--pyannote-json-in", "nofile"), "nofile cannot be read: No such file"),
        (("--deepgram-json-in", "talk.wav"), "talk.wav is not JSON"),
        (("--download-dir", "talk.wav/out"), "The folder talk.wav/out cannot be made"),
        (("--num-speakers", "2"), "say how to tell speakers apart"),
        (("--params-json", "[1]"), "not a JSON object"),
        (("--params-json", "{"), "not JSON"),
        (("--params-json", "@nowhere.json"), "No such file"),
        (("--url-expiry", "604801"), "604800"),
    ],
)
def test_what_contradicts_itself_is_refused(
    pipeline: Pipeline, talk: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = pipeline("talk.wav", *arguments)
    assert done.exit_code == 2
    assert words in " ".join(done.output.replace("│", " ").split())


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (("--word-confidence-low-threshold", "0.9"), InvalidOptionError, "low is not more than"),
        (("--language", "klingon"), InvalidOptionError, "unknown language 'klingon'"),
        (("--access-key", ""), HostedServiceError, "needs its keys: --access-key"),
        (("--endpoint", "http://here:port"), HostedServiceError, "no usable address"),
        (("--bucket", "", "--speaker-sample", "talk.wav"), NotFoundError, "needs a --bucket"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_done(
    pipeline: Pipeline,
    services: HostedServices,
    talk: Path,
    arguments: tuple[str, ...],
    error: type[Exception],
    words: str,
) -> None:
    done = pipeline(talk, *arguments)
    assert words in f"{done.exception}{done.output}"
    assert isinstance(done.exception, error | SystemExit)
    assert services.asked == []


def test_a_worker_needs_a_bucket_to_fetch_from(
    pipeline: Pipeline, services: HostedServices, talk: Path
) -> None:
    done = pipeline(talk, SWAMI_STORAGE_BUCKET="")
    assert done.exit_code == 1
    assert "Give a --bucket to put the recording in" in done.output
    assert "the key" not in done.output
    assert services.asked == []


def test_models_of_services_without_keys_are_not_chosen_in_vain(
    pipeline: Pipeline, talk: Path
) -> None:
    done = pipeline(talk, "--pyannote-model", "foo", "--deepgram-model", "bar")
    assert "Not heeded without --pyannote-api-key: --pyannote-model" in done.output
    assert "Not heeded without --deepgram-api-key: --deepgram-model" in done.output
    assert "Not heeded" not in pipeline(talk, "--force").output


def test_what_is_wrong_is_told_in_one_line(talk: Path) -> None:
    done = run(
        *("pipeline", "talk.wav", "--endpoint", "w", "--speaker-sample", "talk.wav"),
        folder=talk.parent,
        settings={},
    )
    assert done.returncode == 2
    assert done.stderr.startswith("hexavox: talk.wav needs a --bucket")
    assert done.stderr.count("\n") == 1


def test_this_machine_transcribes_when_there_is_no_worker(
    services: HostedServices,
    sample_speech: Path,
    tiny_weights: Path,
    weights_cache: Path,
    tmp_path: Path,
) -> None:
    services.script["GET", "/v1/jobs/job-1"] = [Answer(pyannote_job(("A", 0.0, 20.0)))]
    services.answers("POST", "/v1/media/input", {"url": f"{services.url}/put-here"})
    services.answers("PUT", "/put-here", {})
    recording = sample_speech / "beckett.wav"
    done = run(
        *("pipeline", str(recording), "--model", "tiny.en", "--beam-size", "2", "--sync"),
        folder=tmp_path,
        settings={
            "DATA_DIR": str(tmp_path / "data"),
            "CACHE_DIR": str(weights_cache),
            "PYANNOTE_API_URL": services.url,
            "PYANNOTE_API_KEY": "pyannote-key",
        },
    )
    assert done.returncode == 0, done.stderr
    assert "only by a worker (--endpoint): --sync" in done.stderr
    transcript = loaded(tmp_path / "beckett.json")
    assert "Fail better." in transcript["text"]
    assert transcript["speakers"]["SPEAKER_00"]["time"] > 3
    assert services.to("/put-here")[0].body == recording.read_bytes()
