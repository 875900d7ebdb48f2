import pytest

from domain.decoding_options import DEFAULT_DECODING, DecodingOptions
from domain.errors import InvalidOptionError
from domain.language_search import LanguageSearch, spread_out


def test_temperature_zero_is_the_first_of_several_that_are_tried() -> None:
    assert DEFAULT_DECODING.temperatures == (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def test_any_other_temperature_is_the_only_one() -> None:
    assert DecodingOptions(temperature=0.4).temperatures == (0.4,)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("temperature", -0.1, "temperature is -0.1, and must be between 0 and 2"),
        ("beam_size", 0, "beam_size is 0, and must be between 1 and 32"),
        ("best_of", 33, "best_of is 33, and must be between 1 and 32"),
        ("patience", 0, "patience is 0, and must be between 0.1 and 10"),
        ("length_penalty", float("nan"), "length_penalty is nan, and must be between 0 and 10"),
        ("no_speech_threshold", 1.5, "no_speech_threshold is 1.5, and must be between 0 and 1"),
        ("log_prob_threshold", 0.5, "log_prob_threshold is 0.5, and must be between -1000 and 0"),
        ("chunk_size", 31, "chunk_size is 31, and must be between 1 and 30"),
        ("batch_size", 0, "batch_size must be between 1 and 256"),
        ("suppress_tokens", (-2,), "suppress_tokens are numbers of tokens, or -1 for symbols"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(
    name: str, value: float, reason: str
) -> None:
    with pytest.raises(InvalidOptionError, match=reason):
        DecodingOptions(**{name: value})  # type: ignore[arg-type] # each is tried as it may come


@pytest.mark.parametrize("probability", [-0.1, 1.1])
def test_being_sure_of_a_language_is_a_probability(probability: float) -> None:
    with pytest.raises(InvalidOptionError, match="between 0 and 1"):
        LanguageSearch(min_probability=probability)


@pytest.mark.parametrize("tries", [0, 101])
def test_a_language_is_listened_for_a_few_times(tries: int) -> None:
    with pytest.raises(InvalidOptionError, match="between 1 and 100"):
        LanguageSearch(max_tries=tries)


def test_a_search_is_among_languages_that_there_are() -> None:
    assert LanguageSearch(among=("de", "en")).among == ("de", "en")
    with pytest.raises(InvalidOptionError, match="unknown language 'hh'"):
        LanguageSearch(among=("hh",))


def test_the_language_is_heard_in_the_first_window_if_nothing_else_is_asked() -> None:
    assert spread_out("abcdef", LanguageSearch()) == ["a"]


@pytest.mark.parametrize(
    ("windows", "tries", "heard"),
    [("abcdef", 3, "ace"), ("abcdef", 1, "a"), ("abcdef", 99, "abcdef"), ("abcdefg", 5, "abcef")],
)
def test_windows_to_listen_to_are_spread_over_the_recording(
    windows: str, tries: int, heard: str
) -> None:
    search = LanguageSearch(min_probability=0.5, max_tries=tries)
    assert spread_out(windows, search) == list(heard)
