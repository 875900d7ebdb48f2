"""Who is called by which name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.enrolled_speaker import SpeakerName
from domain.known_voices import KnownVoice, KnownVoices
from domain.speaker_identification import SAME_VOICE, SURER, identified
from domain.voice_print import SpeakerVoice
from tests.fakes.voices import a_speaker, a_voice, voice_of


def known(name: str, *degrees: float) -> KnownVoice:
    return KnownVoice(SpeakerName(name), tuple(a_voice(each) for each in degrees))


def names(heard: list[SpeakerVoice], *voices: KnownVoice) -> dict[str, str]:
    found = identified(heard, voices, SAME_VOICE)
    return {str(label): str(match.name) for label, match in found.items()}


def test_whoever_sounds_alike_is_called_by_that_name() -> None:
    heard = [voice_of("SPEAKER_00", 5), voice_of("SPEAKER_01", 95)]
    assert names(heard, known("Ada", 0), known("Grace", 90)) == {
        "SPEAKER_00": "Ada",
        "SPEAKER_01": "Grace",
    }


def test_whoever_sounds_like_nobody_keeps_the_label() -> None:
    assert names([voice_of("SPEAKER_00", 60)], known("Ada", 0)) == {}
    assert names([], known("Ada", 0)) == {}
    assert names([voice_of("SPEAKER_00", 0)]) == {}


def test_a_name_goes_to_the_most_similar() -> None:
    heard = [voice_of("SPEAKER_00", -50), voice_of("SPEAKER_01", 10)]
    assert names(heard, known("Ada", 0)) == {"SPEAKER_01": "Ada"}


def test_whoever_misses_the_likeliest_name_may_have_the_next() -> None:
    heard = [voice_of("SPEAKER_00", 0), voice_of("SPEAKER_01", 55)]
    assert names(heard, known("Ada", 10), known("Grace", 108)) == {
        "SPEAKER_00": "Ada",
        "SPEAKER_01": "Grace",
    }


def test_one_person_taken_for_two_is_one_person() -> None:
    heard = [voice_of("SPEAKER_00", 0), voice_of("SPEAKER_01", 20)]
    assert names(heard, known("Ada", 10)) == {"SPEAKER_00": "Ada", "SPEAKER_01": "Ada"}


def test_two_people_who_share_a_microphone_are_not_one_person() -> None:
    heard = [voice_of("SPEAKER_00", 0), voice_of("SPEAKER_01", 47)]  # 0.68 alike
    assert names(heard, known("Ada", 5)) == {"SPEAKER_00": "Ada"}


def test_samples_are_averaged() -> None:
    # 0.5 to one sample and 1 to the other.
    [match] = identified([voice_of("SPEAKER_00", 60)], [known("Ada", 0, 60)], SAME_VOICE).values()
    assert match.similarity == pytest.approx(0.75)


@given(st.lists(st.floats(-180, 180), max_size=5), st.lists(st.floats(-180, 180), max_size=5))
def test_only_voices_above_the_threshold_are_named_and_namesakes_sound_alike(
    heard: list[float], enrolled: list[float]
) -> None:
    voices = [voice_of(f"SPEAKER_{n:02}", each) for n, each in enumerate(heard)]
    people = [known(f"person {n}", each) for n, each in enumerate(enrolled)]
    found = identified(voices, people, SAME_VOICE)
    prints = {voice.label: voice.print for voice in voices}
    for one in found.values():
        assert one.similarity >= SAME_VOICE
        for other in found.values():
            if one.name == other.name:
                if one.label == other.label:
                    continue
                assert (
                    prints[one.label].similarity(prints[other.label]) >= SAME_VOICE + SURER - 1e-9
                )


def test_the_version_tells_what_would_be_named_otherwise() -> None:
    ada, grace = a_speaker("Ada", a_voice(0)), a_speaker("Grace", a_voice(90))

    def version(*speakers: object, threshold: float = SAME_VOICE) -> str:
        return KnownVoices.enrolled(speakers, "scripted/1").version(threshold)  # type: ignore[arg-type]

    assert version(ada, grace) == version(grace, ada)
    renamed = ada.renamed(SpeakerName("Countess"))
    different = {
        version(),
        version(ada),
        version(renamed),
        version(ada.with_samples([a_voice(1)])),
        version(ada, grace),
        version(ada, threshold=0.7),
    }
    assert len(different) == 6


def test_prints_of_another_model_are_not_compared_and_that_is_told() -> None:
    old = a_speaker("Ada", a_voice(0, "scripted/0"))
    gallery = KnownVoices.enrolled([old], "scripted/1")
    assert gallery.voices == ()
    assert gallery.warnings[0].startswith("Ada was enrolled with another voice model")
    assert old.with_samples([a_voice(0)]).prints == (a_voice(0),)


def test_prints_under_one_name_are_samples_of_one_voice() -> None:
    enrolled = KnownVoices.enrolled([a_speaker("Ada", a_voice(0))], "scripted/1")
    both = enrolled.and_also(KnownVoices.of([(SpeakerName("Ada"), a_voice(20))]))
    [ada] = both.voices
    assert ada.prints == (a_voice(0), a_voice(20))
    assert ada.name == "Ada"
