"""What a service must do with an awkward file, read from what the manifest expects in words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from bench.transcript import Heard
from bench.wer import EnglishScorer

TIME_LIMIT: Final = 120.0
IN_BRACKETS: Final = re.compile(r"\[[^\]]*\]|\([^)]*\)|[♪♫*]+")
SAME_TEXT: Final = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the service did with a file."""

    status: int
    """Of the last answer; 0 when there was none."""
    seconds: float
    heard: Heard | None = None
    content_type: str = ""
    problem: Mapping[str, Any] | None = None
    """The body of a refusal, if it is a JSON object."""
    body: str = ""

    @property
    def is_accepted(self) -> bool:
        return self.status == 200

    @property
    def is_refused(self) -> bool:
        return 400 <= self.status < 500

    @property
    def text(self) -> str:
        """Without marks of music and noise in brackets."""
        return IN_BRACKETS.sub("", self.heard.text).strip() if self.heard else ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an awkward file."""

    said: str | None
    clean_error_rate: float
    """The word error rate of the clean recording of the same words."""
    scorer: EnglishScorer


Rule: TypeAlias = Callable[[Outcome, Known], str | None]
"""What is wrong with an outcome, or None."""


def always(outcome: Outcome, _known: Known) -> str | None:
    if not (outcome.is_accepted or outcome.is_refused):
        return f"status {outcome.status}"
    if outcome.seconds > TIME_LIMIT:
        return f"took {outcome.seconds:.0f} s"
    return None


def accepted(outcome: Outcome, _known: Known) -> str | None:
    return None if outcome.is_accepted else f"status {outcome.status}, should be 200"


def refused(outcome: Outcome, _known: Known) -> str | None:
    return None if outcome.is_refused else f"status {outcome.status}, should be 4xx"


def silent(outcome: Outcome, _known: Known) -> str | None:
    return f"heard {outcome.text!r} where nothing is said" if outcome.text else None


def has_text(outcome: Outcome, _known: Known) -> str | None:
    return None if outcome.text else "heard nothing"


def error_rate_near(margin: float) -> Rule:
    """At most so much worse than the clean recording."""

    def rule(outcome: Outcome, known: Known) -> str | None:
        if known.said is None:
            return None
        rate = known.scorer.errors(known.said, outcome.text).rate
        if rate <= known.clean_error_rate + margin:
            return None
        return f"WER {rate:.2f}, clean {known.clean_error_rate:.2f}: heard {outcome.text!r}"

    return rule


def starts_after(seconds: float) -> Rule:
    def rule(outcome: Outcome, _known: Known) -> str | None:
        first = outcome.heard.words[0].start if outcome.heard and outcome.heard.words else None
        if first is not None and first >= seconds:
            return None
        return f"first word at {first} s, not after {seconds:g} s"

    return rule


def contains(word: str) -> Rule:
    def rule(outcome: Outcome, _known: Known) -> str | None:
        return None if word in outcome.text else f"heard {outcome.text!r}, without {word}"

    return rule


def either(*ways: Rule) -> Rule:
    """It is enough that one way is right."""

    def rule(outcome: Outcome, known: Known) -> str | None:
        complaints = [way(outcome, known) for way in ways]
        return " and ".join(c for c in complaints if c) if all(complaints) else None

    return rule


Reading: TypeAlias = Callable[[re.Match[str]], Sequence[Rule]]
READINGS: Final[Sequence[tuple[str, Reading]]] = (
    (r"must contain (\w+)", lambda m: [accepted, contains(m[1])]),
    (
        r"WER <= ([\d.]+)\) or a clear 4xx",
        lambda m: [either(refused, error_rate_near(float(m[1])))],
    ),
    (r"WER within ([\d.]+) of", lambda m: [accepted, error_rate_near(float(m[1]))]),
    (r"within ([\d.]+) WER of", lambda m: [accepted, error_rate_near(float(m[1]))]),
    (
        r"first word starts at >= (\d+) s",
        lambda m: [accepted, error_rate_near(SAME_TEXT), starts_after(float(m[1]))],
    ),
    (r"\bor empty;", lambda _: [accepted, either(silent, error_rate_near(SAME_TEXT))]),
    (r"\bor decoded\b|or 4xx|duration limit 4xx|refused by", lambda _: []),
    (r"^4xx", lambda _: [refused]),
    (r"empty text / no segments", lambda _: [accepted, silent]),
    (r"of speech\)", lambda _: [accepted, has_text]),
    (r"^200", lambda _: [accepted]),
)
"""The first that fits a text holds; whatever is expected, `always` holds too."""


def rules_for(expected: str) -> Sequence[Rule] | None:
    """None when the text says nothing that a rule stands for."""
    for pattern, reading in READINGS:
        if found := re.search(pattern, expected):
            return (always, *reading(found))
    return None


def complaints(outcome: Outcome, known: Known, rules: Sequence[Rule]) -> list[str]:
    """Everything that is wrong, or only that there was no right answer at all."""
    if gravest := always(outcome, known):
        return [gravest]
    return [complaint for rule in rules if (complaint := rule(outcome, known))]
