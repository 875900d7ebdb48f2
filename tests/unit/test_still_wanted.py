"""Between two reports it is heard whether anybody still waits, and progress does not go back."""

from adapters.outbound.engines.still_wanted import StillWanted


def test_what_was_reached_is_said_again() -> None:
    said: list[float] = []
    reporting = StillWanted(said.append)
    reporting.go_on()
    reporting(0.5)
    reporting.go_on()
    assert said == [0.0, 0.5, 0.5]
