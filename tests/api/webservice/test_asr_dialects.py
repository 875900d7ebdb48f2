"""Which of two services /asr is: by what its caller says, and else by what it is set to be."""

from collections.abc import Mapping
from typing import Any, Final

from dependency_injector import providers

from adapters.inbound.webservice.answer_form import AsrDialect
from infrastructure.container import Container
from tests.api.webservice.conftest import Asr

WORDS: Final = [
    {"word": "Hello", "start": 0.123, "end": 0.5, "score": 0.9, "speaker": "SPEAKER_00"},
    {"word": "there.", "start": 0.5, "end": 0.9, "score": 0.9, "speaker": "SPEAKER_00"},
    {"word": "General", "start": 1.0, "end": 1.4, "score": 0.9, "speaker": "SPEAKER_01"},
    {"word": "Kenobi.", "start": 1.4, "end": 1.9, "score": 0.9, "speaker": "SPEAKER_01"},
]
SEGMENTS: Final = [
    {
        "start": 0.123,
        "end": 0.9,
        "text": "Hello there.",
        "speaker": "SPEAKER_00",
        "words": WORDS[:2],
    },
    {
        "start": 1.0,
        "end": 1.9,
        "text": "General Kenobi.",
        "speaker": "SPEAKER_01",
        "words": WORDS[2:],
    },
]
SEED_JSON: Final = {
    "text": SEGMENTS,
    "language": "en",
    "segments": SEGMENTS,
    "word_segments": WORDS,
}
SRT: Final = """\
1
00:00:00,123 --> 00:00:00,917
[SPEAKER_00]{mark} Hello there.

2
00:00:01,000 --> 00:00:02,000
[SPEAKER_01]{mark} General Kenobi.
"""
VTT: Final = """\
WEBVTT

00:00.123 --> 00:00.917
[SPEAKER_00]{mark} Hello there.

00:01.000 --> 00:02.000
[SPEAKER_01]{mark} General Kenobi.
"""
TSV: Final = (
    "start\tend\ttext\tspeaker\n"
    "123\t900\tHello there.\tSPEAKER_00\n"
    "1000\t1900\tGeneral Kenobi.\tSPEAKER_01\n"
)
TSV_SECONDS: Final = (
    "start\tend\ttext\tspeaker\n"
    "0.123\t0.9\tHello there.\tSPEAKER_00\n"
    "1.0\t1.9\tGeneral Kenobi.\tSPEAKER_01\n"
)
TXT: Final = "[SPEAKER_00]: Hello there.\n[SPEAKER_01]: General Kenobi.\n"


SEED: Final[Mapping[str, Any]] = {
    "json": SEED_JSON,
    "text": {"text": "Hello there. General Kenobi."},
    "srt": {"srt": SRT.format(mark="")},
    "vtt": {"vtt": VTT.format(mark="")},
    "tsv": {"tsv": TSV_SECONDS},
}
WEBSERVICE: Final = {
    "txt": TXT,
    "srt": SRT.format(mark=":"),
    "vtt": VTT.format(mark=":"),
    "tsv": TSV,
}


async def test_the_seed_puts_everything_into_json_and_names_speakers(asr: Asr) -> None:
    for output_format, body in SEED.items():
        answer = await asr.made(output_format=output_format)
        assert answer.json() == body
        assert answer.headers["content-type"] == "application/json"
        assert "asr-engine" not in answer.headers


async def test_the_webservice_answers_the_bare_text_as_a_file(asr: Asr) -> None:
    for output, body in WEBSERVICE.items():
        answer = await asr.made(output=output, diarize="true")
        assert answer.text == body
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert answer.headers["asr-engine"] == "scripted"
        name = f'attachment; filename="talk.wav.{output}"'
        assert answer.headers["content-disposition"] == name


async def test_the_webservice_names_nobody_unless_asked(asr: Asr) -> None:
    assert (await asr.made(output="txt")).text == "Hello there.\nGeneral Kenobi.\n"
    assert (await asr.made(output="tsv")).text == (
        "start\tend\ttext\n123\t900\tHello there.\n1000\t1900\tGeneral Kenobi.\n"
    )


async def test_file_names_are_quoted_in_the_header(asr: Asr) -> None:
    answer = await asr(name='Grüße "an" alle.wav', output="srt")
    assert answer.headers["content-disposition"] == (
        'attachment; filename="Gr%C3%BC%C3%9Fe%20%22an%22%20alle.wav.srt"'
    )


async def test_json_of_the_webservice_has_the_fields_of_all_its_engines(asr: Asr) -> None:
    answer = await asr.made(output="json", word_timestamps="true")
    body = answer.json()
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="talk.wav.json"'
    assert list(body) == ["text", "segments", "word_segments", "language"]
    assert (body["text"], body["language"]) == ("Hello there. General Kenobi.", "en")
    assert [word["word"] for word in body["word_segments"]] == [
        "Hello",
        "there.",
        "General",
        "Kenobi.",
    ]
    first = body["segments"][0]
    figures = ("id", "seek", "tokens", "temperature", "avg_logprob", "compression_ratio")
    assert all(name in first for name in (*figures, "no_speech_prob", "words"))
    assert "speaker" not in first


async def test_its_text_is_the_segments_where_speakers_are_named(asr: Asr) -> None:
    """Else a client would prefer the text without names."""
    body = (await asr.made(output="json", diarize="true")).json()
    assert body["text"] == body["segments"]
    assert [each["speaker"] for each in body["segments"]] == ["SPEAKER_00", "SPEAKER_01"]
    assert body["word_segments"] == WORDS


async def test_words_are_left_out_where_nobody_wants_them(asr: Asr) -> None:
    seed = (await asr.made(output_format="json", word_timestamps="false")).json()
    webservice = (await asr.made(output="json")).json()
    for body in (seed, webservice):
        assert body["word_segments"] == []
        assert "words" not in body["segments"][0]


async def test_text_is_a_word_of_the_seed(asr: Asr) -> None:
    assert (await asr.made(output="text")).json() == {"text": "Hello there. General Kenobi."}


async def test_an_output_that_is_not_known_is_text(asr: Asr) -> None:
    answer = await asr.made(output="docx")
    assert answer.text == "Hello there.\nGeneral Kenobi.\n"
    assert answer.headers["content-disposition"].endswith('.txt"')
    assert answer.headers["hexavox-warnings"] == "output=docx is not known, and txt was made."


async def test_an_output_format_that_is_not_known_is_refused(asr: Asr) -> None:
    answer = await asr(output_format="docx")
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(
        "Unsupported output format: docx; output_format is one of json, text, srt, vtt, tsv."
    )


async def test_output_format_goes_before_output(asr: Asr) -> None:
    answer = await asr.made(output="srt", output_format="json")
    assert answer.json() == SEED_JSON
    assert "output=srt was not heeded" in answer.headers["hexavox-warnings"]


async def test_who_says_nothing_gets_the_json_of_the_seed(asr: Asr) -> None:
    assert (await asr.made()).json() == SEED_JSON


async def test_unless_it_is_set_to_be_the_webservice(asr: Asr, container: Container) -> None:
    container.asr_compat.override(providers.Object(AsrDialect.WEBSERVICE))
    answer = await asr.made()
    assert answer.text == "Hello there.\nGeneral Kenobi.\n"
    assert answer.headers["content-disposition"] == 'attachment; filename="talk.wav.txt"'
