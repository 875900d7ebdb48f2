"""Names that nobody knows, as warnings tell them."""

from adapters.inbound.few_names import each_unheeded, listed


def test_all_of_a_few_are_listed() -> None:
    assert listed(["colour", "mood"]) == "colour, mood"


def test_of_many_it_is_said_how_many_more_there_are() -> None:
    names = [f"n{number}" for number in range(23)]
    assert listed(names).endswith("n19 and 3 more")
    assert each_unheeded(names)[-1].startswith("And 3 more fields have no effect")
    assert len(each_unheeded(names)) == 21


def test_a_long_name_is_cut_visibly() -> None:
    assert listed(["x" * 5000]) == "x" * 60 + "..."
