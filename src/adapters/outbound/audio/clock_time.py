"""Times as people read them off a player."""


def clock_time(seconds: float) -> str:
    """0:03, 12:40, 3:00:00."""
    minutes, second = divmod(int(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"
