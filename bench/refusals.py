"""Whether an error helps a client and tells it nothing that is not its business."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.client import PROBLEM_TYPE
from bench.rules import Outcome

NEEDED: Final = ("type", "title", "status", "detail", "advice")
INSIDE: Final = ("Traceback", "site-packages", 'File "', ".py")
ABSOLUTE_PATH: Final = re.compile(r"(?<![\w/:.])/(?!api/|docs\b)[\w.-]+/[\w./-]+|[A-Z]:\\\w")
SAID_TO_PEOPLE: Final = ("title", "detail", "advice")


def faults(outcome: Outcome, private: Sequence[Path]) -> list[str]:
    """What is wrong with the form of a refusal; empty for other answers."""
    if outcome.status < 400:
        return []
    problem = outcome.problem or {}
    said = " ".join(str(problem.get(name, "")) for name in SAID_TO_PEOPLE)
    return [*_form_faults(outcome), *leaks(outcome, private, said)]


def _form_faults(outcome: Outcome) -> list[str]:
    if not outcome.content_type.startswith(PROBLEM_TYPE) or outcome.problem is None:
        return [f"the refusal is {outcome.content_type or 'untyped'}, not {PROBLEM_TYPE}"]
    missing = [name for name in NEEDED if not outcome.problem.get(name)]
    return [f"the refusal lacks {', '.join(missing)}"] if missing else []


def leaks(outcome: Outcome, private: Sequence[Path], said: str) -> list[str]:
    """What a refusal tells that is nobody's business; `said` is its text for people."""
    told = [str(path) for path in private if str(path) in outcome.body]
    told += [mark for mark in INSIDE if mark in outcome.body]
    told += ABSOLUTE_PATH.findall(said)
    return [f"the refusal tells {', '.join(told)}"] if told else []
