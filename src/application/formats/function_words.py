"""Small words that hold a sentence together, by language: where lines of subtitles should break.

The guidelines want breaks before conjunctions and prepositions, and none after an article, an
auxiliary or a pronoun. A parser would know more; it would also be a model for each language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class FunctionWords:
    beginning: frozenset[str] = frozenset()
    """Conjunctions and prepositions: a line may well begin with them."""
    leading: frozenset[str] = frozenset()
    """Articles, determiners, pronouns, auxiliaries: they belong to the word after them."""

    @classmethod
    def of(cls, beginning: str, leading: str) -> "FunctionWords":
        return cls(frozenset(beginning.split()), frozenset(leading.split()))


UNKNOWN: Final = FunctionWords()

FUNCTION_WORDS: Final[Mapping[str, FunctionWords]] = MappingProxyType(
    {
        "en": FunctionWords.of(
            "and but or nor so yet because although though unless while when where whereas which "
            "who whose that than if since until as about after against among around at before "
            "behind below between by during for from in inside into like near of off on onto over "
            "through to toward towards under upon with within without",
            "a an the this these those my your his her its our their some any no every each i you "
            "he she it we they is are was were am be been have has had do does did will would can "
            "could shall should may might must not very don't doesn't didn't can't won't i'm it's",
        ),
        "de": FunctionWords.of(
            "und aber oder denn sondern weil dass wenn ob obwohl während als bevor nachdem damit "
            "wo wie an auf aus bei bis durch für gegen hinter in mit nach neben ohne seit "
            "über um unter von vor wegen zu zum zur zwischen im am vom beim ins",
            "der die das den dem des ein eine einen einem einer eines kein keine mein meine dein "
            "sein seine ihr ihre unser euer dieser diese dieses ich du er sie es wir ist sind war "
            "waren hat haben hatte wird werden kann soll muss nicht sehr",
        ),
        "fr": FunctionWords.of(
            "et mais ou donc car ni que qui dont où quand lorsque si comme parce puisque à après "
            "avant avec chez contre dans de depuis derrière des du en entre jusque par pendant "
            "pour sans sous sur vers",
            "le la les un une ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre "
            "vos leur leurs au aux je tu il elle on nous vous ils elles est sont était a ont avait "
            "ne pas très",
        ),
        "es": FunctionWords.of(
            "y e pero o u sino porque aunque que quien cuando donde como si a ante bajo con contra "
            "de del desde durante en entre hacia hasta para por según sin sobre tras al",
            "el la los las un una unos unas este esta estos estas ese esa mi tu su mis tus sus "
            "nuestro nuestra yo él ella nosotros ellos es son era fue ha han había no muy se lo",
        ),
        "it": FunctionWords.of(
            "e ed ma o però perché anche che chi quando dove come se a ad al alla con contro da "
            "dal dalla di del della dei delle dopo durante fino in nel nella per prima senza su "
            "sul sulla tra fra verso",
            "il lo la i gli le un uno una questo questa quello quella mio mia tuo suo sua nostro "
            "io tu lui lei noi voi loro è sono era ha hanno aveva non molto si",
        ),
        "pt": FunctionWords.of(
            "e mas ou porque que quem quando onde como se a ao à após até com contra de do da dos "
            "das desde durante em no na nos nas entre para pela pelo por sem sob sobre",
            "o os as um uma uns umas este esta esse essa meu minha teu seu sua nosso nossa eu tu "
            "ele ela nós eles é são era foi tem têm tinha não muito",
        ),
        "nl": FunctionWords.of(
            "en maar of want omdat dat die als toen terwijl hoewel waar zoals aan achter bij door "
            "in met na naar naast om onder op over per sinds tegen tot tussen uit van voor zonder",
            "de het een deze dit mijn jouw zijn haar ons onze hun ik jij je hij zij ze wij we is "
            "was waren heeft hebben had zal kan moet niet heel",
        ),
    }
)
