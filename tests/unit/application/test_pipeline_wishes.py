"""What somebody wishes for a transcription, told to a worker or to this machine."""

import pytest

from application.use_cases.pipeline.wishes import Wishes
from domain.languages import Language


def test_a_worker_is_told_what_was_wished_and_nothing_else() -> None:
    wishes = Wishes(language=Language("fr"), temperature=0.0, diarization=False)
    assert wishes.as_worker_input() == {"language": "fr", "temperature": 0.0, "diarization": False}


def test_what_is_told_by_the_workers_own_names_wins() -> None:
    wishes = Wishes(batch_size=4, params={"batch_size": 8, "language": "de"})
    assert wishes.as_worker_input() == {"batch_size": 8, "language": "de"}


def test_this_machine_says_which_wishes_it_cannot_grant() -> None:
    wishes = Wishes(model="tiny", align_output=False, vad_onset=0.4, params={"x": 1})
    assert wishes.unheard_on_this_machine == ["--no-align", "--params-json"]


@pytest.mark.parametrize(
    "wishes", [Wishes(), Wishes(align_output=True, initial_prompt="Well,", diarization=True)]
)
def test_what_it_grants_anyway_is_not_mentioned(wishes: Wishes) -> None:
    assert wishes.unheard_on_this_machine == []
