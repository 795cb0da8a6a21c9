"""What the spelling family reports, and what can be set about it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from preflight.model import Rule
from preflight.reading.lexicon import LANGUAGES

MISSPELLING = Rule(
    "spelling.misspelling",
    "a word that is surely misspelt",
    """A typo is the first thing that readers see and the last thing that a tired eye finds.

Every word of the text is looked up: headings, buttons, alt texts, subject and preheader, the HTML and the plain-text
part of an email. A word that no dictionary holds is reported here when it is one slip away from a far more common word
and nothing speaks for a name or a term: neither capitals, nor repetition, nor a web address or sender that contains it.

Change the word. If it is right, add it to the client's words: `preflight words add WORD`.""",
)
HOMOGLYPH = Rule(
    "spelling.homoglyph",
    "a letter of another alphabet that looks like a Latin one",
    """"Pаypal" with a Cyrillic а looks right and is another word: searches do not find it, screen readers stumble over
it, and spam filters take it for an attempt to deceive.

Looks for words that have Latin letters beside Greek or Cyrillic ones and read as Latin. Words that are written wholly
in another alphabet, and signs like the µ of "µm", are left alone.

Type the word again.""",
)
UNKNOWN_WORD = Rule(
    "spelling.unknown-word",
    "a word that is probably misspelt",
    """The same search as `spelling.misspelling`, where some doubt is left: the word resembles a common one, but
it might be a name, a term or a coinage. Words that resemble nothing are left alone, whether or not a dictionary holds
them.

Read the word once more. If it is right, add it to the client's words: `preflight words add WORD`.""",
    severity="warning",
)
REPEATED_WORD = Rule(
    "spelling.repeated-word",
    "the same word twice in a row",
    """"Join us in the the garden": the eye skips it, most often where a line wraps or a sentence was edited.

Looks at words that follow each other with nothing but space between them, across inline markup and line wraps, never
from one block to the next. Pairs that are written on purpose ("had had", "bye bye") and names ("Duran Duran") are left
alone.

Delete one of the two.""",
)
ARTICLE = Rule(
    "spelling.article",
    "a before a vowel sound, or an before a consonant sound",
    """"an great offer", "a invitation": what is left behind when a word in front of the noun is changed.

Goes by the sound, not the letter (an hour, a university), and only before words that a dictionary holds. Abbreviations,
numbers and words that people pronounce differently (a or an historic day) are left alone.

Write the other article.""",
)
SPACING = Rule(
    "spelling.spacing",
    "a space or a mark too many, or one too few",
    """"Bring a chair , we start at six.", "See you there.It is free", "on Friday,, at six": what is left behind when a
sentence was cut, pasted or mended in a hurry.

Looks for a space before a comma or a full stop, a mark that stands twice, and a missing space between two sentences or
two words that a dictionary holds. File names, addresses, numbers, code, an ellipsis and smileys are left alone, and so
is the space that French puts before ; and ! and ?.

Set one space after the mark and none before it.""",
    severity="warning",
)
VARIANT = Rule(
    "spelling.variant",
    "one form of English in a text of the other, British or American",
    """"Our colour catalog": both halves are right, and together they look careless.

Says nothing unless you ask: `variant = "british"` or `variant = "american"` under `[spelling]` names every word of
the other side, with its twin. `mixed-variants = true` accepts either, and names the words of the rarer kind where a
document mixes the two. Endings in -ize are British too (Oxford spelling); -yze is not.

Write the other form, or set the variant that the client wants.""",
    severity="warning",
)
MOJIBAKE = Rule(
    "spelling.mojibake",
    "garbled characters from a wrong encoding",
    """"Itâ€™s" instead of "It’s": the text was saved in one character encoding and read in another, usually while it
was copied from a document into the newsletter tool. Readers see the garbage in every mail program.

Looks for sequences that only arise that way, and for the replacement character �, which marks a character that is lost.

Paste the passage again from its source, or type the character.""",
)
NAME = Rule(
    "spelling.name",
    "a name that is nearly the right one",
    """Nobody forgives a misspelt name: not the person, not the client whose product it is. No dictionary sees it, since
"Smyth" is as right as "Smith".

Three sources of right names are known: the client's facts (`facts.toml` beside preflight.toml: people, products,
places, brands), the sender's display name and what the site calls itself, and the text itself. A name that is one slip
away from a known one ("Orla Bryne" for "Orla Byrne") is an error where the client's facts say so or where what is
written is no word at all, otherwise a warning. A name that one and the same email or page writes in two ways
("Catherine Hale" and "Katherine Hale") is a warning that shows both places.

Everything else of the name has to be equal: Jon Hale and John Mill are two people. Plurals, possessives, capitals,
accents, hyphens and initials are no differences. The names of recipients are nobody's right name.

Correct the name. If both are right, add the other one to `facts.toml` (as a name of its own, or under `aliases`) or to
the client's words.""",
)
UNUSED_WORD = Rule(
    "spelling.unused-word",
    "an entry of the word list that nothing on the site needs",
    """A word list grows for years. An entry for a product that is no longer sold excuses the typo that happens to look
like it, and nobody reads a list of four hundred words.

When a whole site is checked, the entries of its own list (`words.txt` or `words` beside the site, not those of the
folders above or the user's own) that stand nowhere in its texts are named here. Abbreviations and words that a
dictionary holds are left alone, since nobody can tell whether they are needed.

Delete the entry, or keep it if the word is needed elsewhere. This never stops a site from going out.""",
    severity="info",
)
WRONG_WORD = Rule(
    "spelling.wrong-word",
    "a real word that is surely not the one meant",
    """"Your welcome to join us", "the fist time", "we should of known": every word is in the dictionary, so no spelling
checker underlines it, and it is the kind of mistake that readers write back about.

Goes by the words around it: pairs that people mix up (its and it's, then and than, lose and loose), slips
of the finger that make another word, and endings that do not fit ("they has", "will provides"). For the commonest pairs
it also weighs how often each of the two stands between such neighbours ("dedicated too breaking down barriers"). An
error where nothing else can be meant, a warning where it very probably is. A phrase in quotation marks is left alone.

Write the word that is meant. If it is right, rephrase the sentence or waive the finding.""",
)
EMBARRASSING_WORD = Rule(
    "spelling.embarrassing-word",
    "a word that a newsletter hardly ever means",
    """"The pubic meeting", "with kind retards", "our costumers": one letter away from an everyday word, in every
dictionary, and remembered for years.

Looks for a short list of such words, whatever stands around them. A paragraph that is plainly about the thing itself
(the baby in the manger, a costumer at the theatre, bowel screening) is left alone.

Read the sentence once more, and change the word unless you do mean it. If you do, waive the finding.""",
    severity="warning",
)
RULES = (
    MISSPELLING,
    UNKNOWN_WORD,
    HOMOGLYPH,
    REPEATED_WORD,
    ARTICLE,
    SPACING,
    VARIANT,
    WRONG_WORD,
    EMBARRASSING_WORD,
    MOJIBAKE,
    NAME,
    UNUSED_WORD,
)

ERROR_AT = {"strict": 30, "balanced": 100, "quiet": 180}
WARNING_AT = {"strict": -300, "balanced": -200, "quiet": 100}
"""Log-odds × 100 (see ``reading.suspicion``)."""


class Options(Struct, frozen=True):
    """What can be set about spelling."""

    tier: Annotated[
        Literal["strict", "balanced", "quiet"],
        Meta(description="strict reports more doubtful words, quiet only the clearest"),
    ] = "balanced"
    languages: Annotated[
        tuple[str, ...], Meta(description="whose words are checked; text in any other is left alone, and that is said")
    ] = LANGUAGES
    variant: Annotated[
        Literal["either", "british", "american"],
        Meta(description="which spelling of English the client writes; either accepts both"),
    ] = "either"
    mixed_variants: Annotated[
        bool, Meta(description="whether a document that mixes British and American spelling is worth a warning")
    ] = False
