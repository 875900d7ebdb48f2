"""By what two stretches of speech are held to be the same person's."""

from dataclasses import dataclass, replace
from typing import Final, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusteringRules:
    """Similarities are cosines of CAM++'s vectors, distances one less these.

    Measured on 51 conversations made of 12 readers (LibriSpeech and others, some also faster or
    slower; one to six people, turns of 1 to 14 s, clean, with noise, echo or overlap) and on nine
    recordings of telephones, meetings and plays: the middles of two people's speech are up to 0.65
    alike, those of two parts of one person's at least 0.68, mostly over 0.75.
    """

    same_person: float = 0.255
    """The distance between the middles of two clusters up to which they are one person's. From
    0.23 to 0.28 the number of people stays right in all conversations without noise or echo."""
    same_moment: float = 0.38
    """The mean distance up to which vectors are joined before middles are compared. With 0.30 two
    conversations of 60 get a speaker too many."""
    heard_apart: float = 0.15
    """By how much further apart two clusters are held to be that the segmentation hears as two in
    the same windows. Any value from 0.1 to 0.25 does; without it similar voices become one."""
    least_vote: float = 0.7
    """Seconds of speech without anybody else in it that a vector must be made of to count when
    people are looked for. Of shorter ones, half the pairs of one person are as unlike as two
    people's."""
    full_vote: float = 1.5
    """Seconds from which on two people in one window are certainly two."""
    votes_of_a_person: int = 5
    """Vectors that a person has at least. Each second is heard in ten windows, so that less is a
    mixture of voices: with 3, one conversation of 60 gets a speaker too many."""
    share_in_short: float = 0.05
    """Where this share of all vectors is less, as in 30 s of a meeting, it is enough."""
    share_in_long: float = 0.01
    """Where this share is more, it is needed: mixtures come together as a recording goes on. In 72
    minutes it stands for about seven seconds of speech."""
    least_speech: float = 0.5
    """Seconds that a person says at least."""
    doubtful_speech: float = 2.0
    """Seconds below which a person has to be unlike all others, by `unlike`; in long recordings
    `share_in_long` of all speech."""
    unlike: float = 0.45
    """The distance of two strangers: of each hundred pairs of them 99 are further apart."""
    clearer: float = 0.03
    """By how much more a stretch has to be like another person than like the one that the windows
    say, to be that one's."""
    shortest_look: float = 0.5
    """Seconds. Shorter stretches stay with whom the windows say."""

    def votes_needed(self, votes: int) -> float:
        """How many of all vectors a person has at least."""
        few = min(self.votes_of_a_person, self.share_in_short * votes)
        return max(few, self.share_in_long * votes)

    def moved(self, by: float) -> Self:
        """The same with the threshold that decides who is one person moved by a share of it."""
        return replace(self, same_person=self.same_person * (1 + by))


RULES: Final = ClusteringRules()
