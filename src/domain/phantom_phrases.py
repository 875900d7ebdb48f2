"""What Whisper says where nobody speaks: the ends of films and videos it was trained on.

Every one of them is also said by people, so that it is a sign beside others and no proof. The
list is of those reported most often, and heard here over silence and noise.
"""

from typing import Final

from domain.spelling import letters_of

_WHOLE: Final = (
    "you",
    "bye",
    "bye bye",
    "thank you",
    "thanks",
    "thank you very much",
    "thank you so much",
    "thank you for watching",
    "thanks for watching",
    "thank you for listening",
    "please subscribe",
    "please subscribe to my channel",
    "like and subscribe",
    "see you next time",
    "see you in the next video",
    "the end",
    "music",
    "applause",
    "merci",
    "merci d'avoir regardé cette vidéo",
    "à bientôt",
    "vielen dank",
    "vielen dank fürs zuschauen",
    "bis zum nächsten mal",
    "gracias",
    "gracias por ver el video",
    "suscríbete",
    "grazie",
    "grazie per la visione",
    "obrigado",
    "obrigado por assistir",
    "tchau",
    "bedankt voor het kijken",
    "dziękuję za uwagę",
    "dziękuję za oglądanie",
    "děkuji za pozornost",
    "tack för att du tittade",
    "takk for at du så på",
    "izlediğiniz için teşekkür ederim",
    "спасибо за просмотр",
    "продолжение следует",
    "музыка",
    "динамичная музыка",
    "спокойная музыка",
    "тревожная музыка",
    "дякую за перегляд",
    "ご視聴ありがとうございました",
    "シーユーネクストタイム",
    "谢谢观看",
    "謝謝觀看",
    "谢谢大家",
    "請訂閱",
    "시청해주셔서 감사합니다",
    "감사합니다",
    "شكرا للمشاهدة",
    "ترجمة نانسي قنقر",
)
_CREDITS: Final = (
    "subtitles by",
    "subtitled by",
    "captions by",
    "transcription by",
    "amara.org",
    "subtitling",
    "sous-titres",
    "sous-titrage",
    "untertitel",
    "untertitelung",
    "subtítulos",
    "sottotitoli",
    "legendas pela",
    "ondertitels",
    "ondertiteld",
    "napisy stworzone",
    "titulky vytvořil",
    "undertekster",
    "textning",
    "altyazı",
    "субтитры сделал",
    "субтитры создавал",
    "редактор субтитров",
    "субтитри",
    "字幕",
    "자막",
)
"""With the name of somebody after them."""
_PHRASES: Final = frozenset(map(letters_of, _WHOLE))
_PARTS: Final = tuple(map(letters_of, _CREDITS))


def is_phantom_phrase(text: str) -> bool:
    """Nothing else is said in it."""
    letters = letters_of(text)
    return letters in _PHRASES or any(part in letters for part in _PARTS)
