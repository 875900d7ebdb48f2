"""When .venv may be left alone, changed, or has to be made anew."""

from dataclasses import replace

from scripts.environment import Installation

FULL = Installation(speakers=True, dev=False, pins="1", python="3.11", folder="/srv/hexavox")


def test_other_packages_are_put_into_the_same_environment() -> None:
    assert FULL.can_become(replace(FULL, speakers=False, pins="2"))


def test_another_python_calls_for_a_new_environment() -> None:
    assert not FULL.can_become(replace(FULL, python="3.12"))


def test_a_moved_folder_calls_for_a_new_environment() -> None:
    assert not FULL.can_become(replace(FULL, folder="/home/me/hexavox"))


def test_what_is_wanted_depends_on_nothing_but_the_files() -> None:
    assert Installation.wanted(speakers=True, dev=True) == Installation.wanted(
        speakers=True, dev=True
    )
