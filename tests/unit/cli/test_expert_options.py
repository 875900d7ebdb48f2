import pytest
from typer import BadParameter

from adapters.inbound.cli.expert_options import options_named
from domain.engine_kinds import AlignerKind
from domain.errors import InvalidOptionError


def test_options_have_the_names_of_the_endpoint() -> None:
    options = options_named(["beam_size=3", "suppress_tokens=-1,220", "aligner=whisper"])
    assert options["decoding"].beam_size == 3
    assert options["decoding"].suppress_tokens == (-1, 220)
    assert options["engines"].aligner is AlignerKind.WHISPER


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("beam_size", "NAME=VALUE"),
        ("beam_sise=3", "did you mean beam_size?"),
        ("xyzzy=3", "temperature, beam_size"),
        ("beam_size=many", "beam_size"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_a_hint(text: str, reason: str) -> None:
    with pytest.raises(BadParameter, match=reason):
        options_named([text])


def test_what_makes_no_sense_is_refused_as_everywhere() -> None:
    with pytest.raises(InvalidOptionError, match="between 1 and 32"):
        options_named(["beam_size=99"])
