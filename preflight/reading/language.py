"""Which language a text is in, from its function words: a few microseconds, no model, and "" when it cannot tell.

It answers one question only: may this text be checked word by word, and against which list? So it prefers silence: a
short line without a function word has no language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from preflight.patterns import regex
from preflight.reading.votes import FIELD, Ballot, apart

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to is are was were be been that this these those with for from by at as or an not can "
        "will would should have has had it its you your we our they their he she his her them us my me if but "
        "so what which who when where how there here about into than then all any more do does did no on in "
        "out up",
        "de": "der die das und ist sind war nicht mit für von den dem des ein eine einen einem einer zu auf im sich "
        "auch als bei nach aus wie wir ihr sie ich es dass oder aber wenn noch nur mehr über bis zum zur "
        "werden wird haben hat uns unsere ihre kann können vom durch um so man",
        "fr": "le la les des du de et est sont dans pour sur avec une un au aux que qui ne pas plus par ce cette "
        "ces nous vous il elle ils elles je tu on en se sa son ses leur leurs votre vos notre nos mais ou où "
        "être avoir fait comme tout très à été aussi",
        "es": "el la los las de del es son en para con una un al que no por se su sus lo como más pero este esta "
        "estos estas muy también cuando donde nos le les me te ha han hay ser está están todo si sobre "
        "entre desde hasta sin nuestro",
        "it": "il lo la gli le di del della dei delle è sono in per con una un al alla che non si su da dal "
        "dalla come più ma anche questo questa nel nella ci vi ne mi ti ha hanno essere sia tutti se quando "
        "dove molto nostro loro",
        "nl": "de het een en van is zijn in op te dat die voor met niet aan er ook als maar om bij naar uit door "
        "over tot wij we jij je hij zij ze ik dit deze wordt worden heeft hebben kan kunnen meer nog wel "
        "geen onze ons hun of dan was",
        "pt": "os as de do da dos das é são em no na nos nas para com uma um ao à que não por se seu sua seus "
        "suas como mais mas este esta muito também quando onde lhe me te há ser está estão tudo ou sobre "
        "entre até sem nosso você",
        "sv": "och att det som en ett är på för med av den till inte om har de vi du jag han hon kan från men så "
        "eller var ska när här vara efter också nu mer alla",
        "da": "og at det som en et er på for med af den til ikke om har de vi du jeg han hun kan fra men så eller "
        "var skal når her være efter også nu mere alle blev",
        "pl": "na się nie do to jest że jak po od za dla przez oraz ale są czy jego tym lub być może także tylko już",
        "fi": "ja on ei se että oli hän mutta ovat kun niin myös tai jos voi kuin sen joka mitä olla tämä nyt vain",
        "cs": "na se je že to do jako pro ale by po jsou za od tak podle není nebo již při jen byl",
        "ro": "și de la în cu pe nu este să care mai din pentru sunt un au fost că ce sau dar prin ca al",
        "tr": "ve bir bu için ile da de çok daha olarak gibi en ne olan kadar ama sonra var her ya mi",
        "ca": "el la els les de del és són en per amb una un al que no es seu seva més però aquest aquesta també "
        "quan on",
        "ru": "и в не на что с по как это к но из у за от так для же вы мы я он она они бы до или если при его их "
        "уже только вас нас есть был была были будет все всё может чтобы когда где также можно о об этого",
        "uk": "і в не на що з по як це до але із у за від так для ж ви ми я він вона вони б або якщо при його їх "
        "вже тільки вас нас є був була були буде всі все може щоб коли де також можна про та й цього",
        "bg": "и в не на че с по как това към но от за да се са съм сме вие ние аз той тя те би до или ако при "
        "негово техните вече само има беше ще всички може когато където също",
        "hu": "az és hogy nem egy is ez van de meg csak már volt ha mint még vagy azt el",
    }.items()
}

NAMES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch",
    "pt": "Portuguese", "sv": "Swedish", "da": "Danish", "nb": "Norwegian", "no": "Norwegian", "pl": "Polish",
    "fi": "Finnish", "cs": "Czech", "ro": "Romanian", "tr": "Turkish", "ca": "Catalan", "hu": "Hungarian",
    "ru": "Russian", "uk": "Ukrainian", "el": "Greek", "ja": "Japanese", "zh": "Chinese", "ko": "Korean",
    "ar": "Arabic", "he": "Hebrew", "hi": "Hindi",
}  # fmt: skip

CYRILLIC = frozenset({"ru"})
"""Languages with a word list that are not written in Latin letters."""
LATIN = regex("[A-Za-z\u00aa-\u024f\u1e00-\u1eff]")  # "é", "ł", "ế"
LEAST_SHARE = 0.12
LEAST_WORDS = 2
CLEARLY = 1.15
RELATIVES = frozenset({"sv", "da"})
"""Hard to tell apart in a sentence, and no need to: neither has a word list."""


def guess(tokens: Sequence[str]) -> str:
    """The language of these lower-case tokens, or "" where it is not clear.

    >>> guess("wir freuen uns auf den besuch und die gespräche mit ihnen".split())
    'de'
    """
    return spoken(votes(tokens))


def votes(tokens: Sequence[str]) -> int:
    """What these tokens say of their language, to be added to what others say. The first count is their number."""
    return len(tokens) + _ballot().cast(tokens)


def voters(votes: int) -> int:
    """How many tokens these are the votes of."""
    return votes & (1 << FIELD) - 1


def spoken(votes: int) -> str:
    """The language that the votes of a text, or their sum for several, are for; "" where it is not clear."""
    tokens, *hits = apart(votes, 1 + len(FUNCTION_WORDS))
    (best, language), *others = sorted(zip(hits, FUNCTION_WORDS, strict=True), reverse=True)
    second = next(count for count, other in others if not {language, other} <= RELATIVES)
    if best < LEAST_WORDS or best < LEAST_SHARE * tokens or best < CLEARLY * second:
        return ""
    return language


@cache
def _ballot() -> Ballot:
    words = set().union(*FUNCTION_WORDS.values())
    return Ballot({word: (0, *(word in known for known in FUNCTION_WORDS.values())) for word in words})


def name(language: str) -> str:
    """The English name of a language tag, or the tag itself.

    >>> name("de-AT")
    'German'
    """
    return NAMES.get(primary(language), language)


def primary(tag: str) -> str:
    """``en-gb`` → ``en``."""
    return tag.replace("_", "-").partition("-")[0].lower()


def is_written_in(language: str, words: Iterable[str]) -> bool:
    """Whether most of these words are in the script of the language."""
    return is_latin(words) != (language in CYRILLIC)


def is_latin(words: Iterable[str]) -> bool:
    """Whether most of these words are in Latin script."""
    latin = total = 0
    for word in words:
        total += 1
        latin += LATIN.match(word) is not None
    return latin * 2 >= total
