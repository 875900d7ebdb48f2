"""Speaker errors: confused, missed and invented speech."""

from pathlib import Path

import pytest

from bench.transcript import Turn

der = pytest.importorskip("bench.der", reason="needs the extra `speakers`")

TRUE = (Turn("anna", 0.0, 4.0), Turn("ben", 5.0, 9.0))


def test_labels_may_have_other_names() -> None:
    found = (Turn("SPEAKER_00", 0.0, 4.0), Turn("SPEAKER_01", 5.0, 9.0))
    errors = der.speaker_errors(TRUE, found, 10.0)
    assert errors.percent == 0
    assert (errors.speakers, errors.found) == (2, 2)


def test_each_kind_of_error_has_its_share() -> None:
    found = (Turn("a", 0.0, 3.0), Turn("b", 5.0, 8.0), Turn("a", 8.0, 9.5))
    errors = der.speaker_errors(TRUE, found, 10.0)
    assert errors.missed_percent == pytest.approx(100 / 8)
    assert errors.confused_percent == pytest.approx(100 / 8)
    assert errors.invented_percent == pytest.approx(50 / 8)
    assert errors.percent == pytest.approx(250 / 8)


def test_speech_after_the_last_true_turn_is_invented() -> None:
    errors = der.speaker_errors(TRUE, (*TRUE, Turn("ben", 9.0, 10.0)), 10.0)
    assert errors.invented == pytest.approx(1.0)


def test_a_collar_forgives_inexact_borders() -> None:
    found = (Turn("a", 0.1, 3.9), Turn("b", 5.1, 8.9))
    assert der.speaker_errors(TRUE, found, 10.0, collar=0.5).percent == 0


def test_missing_one_of_two_who_speak_together_counts() -> None:
    true = (Turn("anna", 0.0, 4.0), Turn("ben", 2.0, 4.0))
    errors = der.speaker_errors(true, (Turn("a", 0.0, 4.0),), 4.0)
    assert errors.missed == pytest.approx(2.0)
    assert errors.speech == pytest.approx(6.0)


def test_no_turns_at_all_miss_everything() -> None:
    assert der.speaker_errors(TRUE, (), 10.0).missed_percent == 100


def test_rttm_rows_become_turns(tmp_path: Path) -> None:
    path = tmp_path / "x.rttm"
    path.write_text(";; a remark\nSPEAKER x 1 1.500 2.000 <NA> <NA> anna <NA> <NA>\n\n")
    assert der.read_rttm(path) == (Turn("anna", 1.5, 3.5),)


def test_the_packaged_sample_has_two_speakers() -> None:
    sample = der.packaged_sample()
    assert sample is not None
    assert len({turn.speaker for turn in der.read_rttm(sample.rttm)}) == 2
