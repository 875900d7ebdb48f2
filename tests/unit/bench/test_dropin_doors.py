"""An answer in another dialect than its door's is a fault."""

import pytest

from bench.dropin_doors import DOORS
from bench.transcript import SpokenWord

ASR, OPENAI = DOORS


def test_the_words_of_openai_stand_beside_the_segments() -> None:
    words = [{"word": "Ever", "start": 0.5, "end": 0.8}]
    heard = OPENAI.hear({"text": "Ever", "language": "en", "words": words})
    assert heard.text == "Ever"
    assert heard.words == (SpokenWord("Ever", 0.5, 0.8),)


def test_segments_of_asr_hold_their_words() -> None:
    words = [{"word": "Ever", "start": 0.5, "end": 0.8}]
    heard = ASR.hear({"segments": [{"text": " Ever", "words": words}], "language": "en"})
    assert heard.text == "Ever"
    assert heard.words == (SpokenWord("Ever", 0.5, 0.8),)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"error": {"message": "no", "type": "t", "param": None, "code": None}}, "no"),
        ({"error": {"message": "no"}}, None),
        ({"error": "no"}, None),
        ({"detail": "no"}, None),
    ],
)
def test_openais_errors_have_four_fields(body: dict[str, object], said: str | None) -> None:
    assert OPENAI.complaint(body) == said


def test_errors_of_asr_have_a_detail() -> None:
    assert ASR.complaint({"detail": "no"}) == "no"
    assert ASR.complaint({"error": "no"}) is None
