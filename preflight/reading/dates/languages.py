"""What a date is made of in each language we read: one table, so that the next language is a change of data.

Month and weekday names with their abbreviations are CLDR's (format and stand-alone, wide and abbreviated), written
without accents' variants and final dots; both are folded away before a word is looked up. The small words are ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Language:
    """Words in lower case. ``months`` and ``weekdays`` hold one space-separated group per month (January first) and
    weekday (Monday first), the full name in front. ``careful`` are names that are everyday words too: they count
    only when capitalised. ``hints`` are frequent small words, to recognise a text whose language nobody declared. The cue fields are alternatives of a regular expression, see ``roles``."""

    code: str
    hints: frozenset[str]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    seasons: dict[str, str]
    ordinals: tuple[str, ...]
    of: tuple[str, ...]
    to: tuple[str, ...]
    plus: tuple[str, ...]
    careful: frozenset[str] = frozenset()
    capitalised: bool = False
    """Names are always written with a capital (German)."""
    day_first: bool | None = True
    """The order of a numeric date; None where it depends on the country."""
    each: tuple[str, ...] = ()
    this: tuple[str, ...] = ()
    nth: tuple[str, ...] = ()
    relative: tuple[str, ...] = ()
    midnight: tuple[str, ...] = ()
    month_word: tuple[str, ...] = ()
    cues: dict[str, str] = field(default_factory=dict)

    @cached_property
    def vocabulary(self) -> dict[str, tuple[str, int]]:
        """Word → (its letter in a signature, its number). See ``lexer``."""
        words: dict[str, tuple[str, int]] = {}
        for letter, group in (
            ("o", self.of), ("t", self.to), ("&", self.plus), ("e", self.each), ("h", self.this), ("f", self.nth),
            ("R", self.relative), ("m", self.midnight), ("k", self.month_word),
        ):  # fmt: skip
            words.update((word, (letter, 0)) for word in group)
        words.update((word, ("S", "WI SP SU AU".split().index(code))) for word, code in self.seasons.items())
        for letter, groups in (("M", self.months), ("W", self.weekdays)):
            for number, names in enumerate(groups):
                words.update((name, (letter, number + (letter == "M"))) for name in names.split())
        return words

    @cached_property
    def cue_patterns(self) -> dict[str, re.Pattern[str]]:
        return {name: re.compile(alternatives, re.IGNORECASE) for name, alternatives in self.cues.items()}

    def weight(self, word: str) -> int:
        """How much a word speaks for this language."""
        if word in self.hints:
            return 1
        return 2 if len(word) > 3 and self.vocabulary.get(word, "x")[0] in "MW" else 0

    def month(self, number: int) -> str:
        return self.months[number - 1].split()[0]

    def weekday_like(self, number: int, model: str) -> str:
        """The name of weekday ``number`` in the length and case of ``model``: ("Tue", Friday) gives "Fri"."""
        own = next((names.split() for names in self.weekdays if model.lower() in names.split()), [])
        names = self.weekdays[number].split()
        if own and model.lower() != own[0] and len(names) > 1:
            name = min(names[1:], key=lambda name: (abs(len(name) - len(model)), len(name)))
        else:
            name = names[0]
        return name.upper() if model.isupper() and len(model) > 1 else name.title() if model[:1].isupper() else name


ENGLISH = Language(
    "en",
    hints=frozenset("the and of to with for your our is are this you we".split()),
    months=(
        "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
        "september sept sep", "october oct", "november nov", "december dec",
    ),
    weekdays=(
        "monday mon", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs", "friday fri",
        "saturday sat", "sunday sun",
    ),
    seasons={"winter": "WI", "spring": "SP", "summer": "SU", "autumn": "AU", "fall": "AU"},
    ordinals=("st", "nd", "rd", "th"),
    of=("of", "the"),
    to=("to", "through", "thru", "until", "till"),
    plus=("and", "or"),
    careful=frozenset("may march mar jan dec sun sat mon wed fri fall spring".split()),
    day_first=None,
    each=("every", "each"),
    this=("this", "next"),
    nth=("first", "second", "third", "fourth", "last"),
    relative=("today", "tomorrow", "tonight", "yesterday"),
    midnight=("midnight", "noon"),
    month_word=("month",),
    cues={
        "deadline": r"\b(?:deadline|due|expir(?:es?|ing|y)|no later than|valid (?:until|till|through|thru|to)"
        r"|(?:closing|final|last|due|end|expiry|expiration) (?:date|day|chance)|clos(?:es?|ing)|shall end|ends?|ending"
        r"|rsvp|(?:open|extended|available|runs?|running|discount|offer|sale|price|on sale|booking)s? (?:until|till|through)"
        r"|last orders|cut-?off)\b",
        "deadline-near": r"\b(?:by|before|until|till|through|no later than)\W+(?:(?:the |close of business |end of "
        r"|midnight |noon |cob |eod |on |day |sunset )*)$",
        "request": r"\b(?:regist(?:er|ration)|appl(?:y|ications?)|submit|submissions?|proposals?|sign[- ]?up|rsvp|order|book"
        r"|return|reply|respond|send|complete|enter|enrol|enroll|buy|purchase|pay|payment|claim|redeem|use code|save|vote"
        r"|nominat(?:e|ions?)|donate|reserve|contact|e-?mail|add|download|renew|upgrade|let us know|fill|get|join"
        r"|offer|tickets?|early[- ]bird|valid|instructions)\b",
        "past": r"\b(?:was|were|had|did|closed(?! for)|ended|expired|passed|took|held|ran|began|started|launched|happened"
        r"|attended|celebrated|announced|hosted|organi[sz]ed|visited|met|went|came|gave|presented|received|became"
        r"|founded|established|died|born|built|rebuilt|merged|joined|wrote|won|last (?:week|month|year)"
        r"|recap|minutes|report(?:ed)?|posted|published|has been|have been|signed|released|issued|archived?)\b",
        "invitation": r"\b(?:join us|save the date|rsvp|regist(?:er|ration)|sign[- ]?up|book (?:now|your|a)|don.t miss"
        r"|mark your calendars?|see you (?:on|at|there)|tickets|come (?:along|and|to)|(?:you are|you.re) invited)\b",
        "future": r"\b(?:join us|will|shall|save the date|upcoming|coming up|next (?:meeting|issue|event|session|call|edition"
        r"|workshop|show|class)|takes? place|book (?:now|your|a)|register|sign[- ]?up|rsvp|tickets|don.t miss"
        r"|we.ll|see you|come (?:along|and|to)|mark your calendars?|is on|are on|invited?)\b",
        "label": r"(?:^|[|\n•*-])\s*(?:(?:event |start )?date(?:s)?(?: (?:&|and) time)?|when|time)\s*:\W*$",
        "issue": r"\b(?:issue|edition|newsletter|bulletin|digest|posted|published|vol(?:ume)?|dated|sent|results"
        r"|quarterly|update|roundup)\b",
        "updated": r"\b(?:(?:last )?(?:updated|modified|reviewed|revised|changed)|as of|as at|version of)\W+(?:on |in )?$",
        "effective": r"\b(?:effective|in force|takes effect|with effect from|as from|applies from|valid from)"
        r"\W+(?:on |from |as of )?$",
        "historical": r"\b(?:since|founded|established|born|built|opened|merged)\W+(?:in |on )?$",
        "in": r"\b(?:in|since|from|until|by|of|before|after|during|by the end of|early|late|mid|to|begins? in)[\s-]$",
        "no-date": r"\b(?:version|ver|v|release|build|room|page|pages|pp|chapter|section|ratio|score|isbn|no|number|nr"
        r"|order|ref|invoice|model|size|post|rfc|iso|part|figure|fig|table|route|highway|flight|unit|suite|apt|level|grade)"
        r"[\s.:#-]{0,3}$",
        "street": r"^\s(?:[A-Z][\w.'’]*\s){0,3}(?-i:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Way|Boulevard|Blvd|Square|Court"
        r"|Place|Close|Terrace|Parkway|Highway|Row|Crescent)\b",
        "count": r"^\s(?:people|years|words|miles|pages"
        r"|km|kg|mm|px|pts|points|steps|votes|euros?|dollars|pounds|votes|hours|minutes|times|mb|gb|kb|bytes|files|lines"
        r"|[a-z]{3,}(?<!s)(?<!u)s\s+(?!of\b|at\b|and\b))",
    },
)

FRENCH = Language(
    "fr",
    hints=frozenset("les des est une pour avec dans nous vous sur par que qui".split()),
    months=(
        "janvier janv", "février fevrier févr fevr fév", "mars", "avril avr", "mai", "juin", "juillet juil",
        "août aout", "septembre sept", "octobre oct", "novembre nov", "décembre decembre déc dec",
    ),
    weekdays=("lundi lun", "mardi", "mercredi mer", "jeudi jeu", "vendredi ven", "samedi sam", "dimanche dim"),
    seasons={"hiver": "WI", "printemps": "SP", "été": "SU", "automne": "AU"},
    ordinals=("er", "e", "ème", "eme"),
    of=("le", "du", "de", "d"),
    to=("au", "à", "jusqu"),
    plus=("et", "ou"),
    careful=frozenset(("été", "mer", "sam", "dim", "jeu", "ven", "lun")),
    each=("chaque", "tous", "les"),
    this=("ce", "prochain"),
    nth=("premier", "deuxième", "troisième", "dernier"),
    relative=("aujourd", "demain", "hier"),
    midnight=("minuit", "midi"),
    month_word=("mois",),
    cues={
        "deadline": r"\b(?:date limite|échéance|clôture|expire|dernier (?:jour|délai)|au plus tard|valable jusqu"
        r"|ferme(?:ture)?|se termine|prend fin)\b",
        "deadline-near": r"\b(?:jusqu.au|avant le|d.ici (?:le|au)|au plus tard le)\W*(?:[a-zé]+di )?$",
        "request": r"\b(?:inscri\w+|candidatures?|soumettre|envoye[rz]|réserve[rz]|commande[rz]|répondre|offre|valable"
        r"|postule[rz]|profite[rz]|payer|paiement|billets?|voter)\b",
        "past": r"\b(?:était|étaient|avait|a été|ont été|s.est|se sont|(?:a|ont|mené|acté|signé|publié|lancé|fondé|créé)(?= )"
        r"|\w+ée?s? (?:le|en|au|par)|dernièr\w*)\b",
        "invitation": r"\b(?:rendez-vous|rejoignez|inscri(?:vez|ption)\w*|venez|participez|réservez)\b",
        "future": r"\b(?:rendez-vous|rejoignez|aura lieu|auront lieu|se tiendra|prochain\w*|inscrivez|venez|participez"
        r"|à venir|réservez|sera|seront)\b",
        "label": r"(?:^|[|\n•*-])\s*(?:date|quand)\s*:\W*$",
        "issue": r"\b(?:numéro|édition|lettre|infolettre|newsletter|bulletin|publié)\b",
        "updated": r"\b(?:mis(?:e)? à jour|modifié\w*|révisé\w*|chiffres\W+clés)\W*(?:le |en )?\W*$",
        "effective": r"\b(?:en vigueur|à compter)\W+(?:le |du |au )?$",
        "historical": r"\b(?:depuis|fondée? en|créée? en|née? (?:en|le))\W*(?:le )?$",
        "in": r"\b(?:en|depuis|de|dès|à|avant|après|fin|début|jusqu.en)[\s]$",
        "no-date": r"\b(?:version|page|pages|chapitre|salle|n°|numéro|réf|article|loi)[\s.:#-]{0,3}$",
        "street": r"^,?\s(?:rue)\b",
        "count": r"^\s(?:avenue|boulevard|personnes|ans|euros|€|km|kg|mots|pages|heures|[a-zé]{3,}s\b)",
    },
)

GERMAN = Language(
    "de",
    hints=frozenset("der die und das ist für mit wir sie nicht ein eine auf von".split()),
    months=(
        "januar jänner jan", "februar feb", "märz maerz mär", "april apr", "mai", "juni jun", "juli jul", "august aug",
        "september sept sep", "oktober okt", "november nov", "dezember dez",
    ),
    weekdays=(
        "montag mo", "dienstag di", "mittwoch mi", "donnerstag do", "freitag fr", "samstag sa sonnabend",
        "sonntag so",
    ),
    seasons={"winter": "WI", "frühling": "SP", "frühjahr": "SP", "sommer": "SU", "herbst": "AU"},
    ordinals=("te", "ten", "ter"),
    of=("der", "den", "dem", "des"),
    to=("bis", "zum"),
    plus=("und", "oder"),
    capitalised=True,
    careful=frozenset("mo di mi do fr sa so".split()),
    each=("jeden", "jeder", "jede"),
    this=("diesen", "dieser", "nächsten", "kommenden"),
    nth=("erster", "ersten", "zweiten", "dritten", "letzten"),
    relative=("heute", "morgen", "gestern"),
    midnight=("mitternacht",),
    month_word=("monat", "monats"),
    cues={
        "deadline": r"\b(?:\w*schluss|frist|spätestens|gültig bis|läuft ab|endet|letzte[rn]? (?:tag|chance)|fällig)\b",
        "deadline-near": r"\b(?:bis (?:zum |einschließlich )?|vor dem |spätestens (?:am |bis )?)\W*(?:[a-z]+tag,? )?(?:de[nmr] )?$",
        "request": r"\b(?:anmeld\w+|bewerb\w+|einreich\w+|bestell\w+|sende\w*|schick\w*|buch\w+|angebot|gültig|rabatt"
        r"|zahl\w+|tickets?|melde\w*|teilnehm\w+)\b",
        "past": r"\b(?:war|waren|wurde|wurden|hatte|hatten|fand(?:en)?|gab|endete|begann|ist erschienen|haben|hat"
        r"|letzte (?:woche|jahr)|vergangen\w+|rückblick)\b",
        "invitation": r"\b(?:kommen sie|besuchen sie|seien sie|anmeld\w+|wir laden|treffen sie uns)\b",
        "future": r"\b(?:wird|werden|findet|finden|kommen sie|besuchen sie|nächste\w*|treffen|anmelden|seien sie|wir laden)\b",
        "label": r"(?:^|[|\n•*-])\s*(?:datum|termin|wann)\s*:\W*$",
        "issue": r"\b(?:ausgabe|newsletter|rundbrief|veröffentlicht|infobrief)\b",
        "updated": r"\b(?:stand|aktualisiert|geändert|überarbeitet)\W+(?:am |vom )?$",
        "effective": r"\b(?:in kraft|gilt ab|gültig ab)\W*(?:dem |am )?$",
        "historical": r"\b(?:seit|gegründet)\W+(?:dem |im |am )?$",
        "in": r"\b(?:im jahr|in|seit|ab|bis|anfang|ende|mitte|vor|nach)\s$",
        "no-date": r"\b(?:version|seite|seiten|kapitel|raum|zimmer|nr|nummer|artikel|absatz|punkt)[\s.:#-]{0,3}$",
        "street": r"^,?\s(?:straße)\b",
        "count": r"^\s(?:personen|jahre|euro|€|km|kg|wörter|seiten|stunden|menschen|mitglieder)",
    },
)

SPANISH = Language(
    "es",
    hints=frozenset("los las una por para con del que nos sus más está son".split()),
    months=(
        "enero ene", "febrero feb", "marzo mar", "abril abr", "mayo may", "junio jun", "julio jul", "agosto ago",
        "septiembre setiembre sept sep", "octubre oct", "noviembre nov", "diciembre dic",
    ),
    weekdays=(
        "lunes lun", "martes", "miércoles miercoles mié", "jueves jue", "viernes vie", "sábado sabado sáb",
        "domingo dom",
    ),
    seasons={"invierno": "WI", "primavera": "SP", "verano": "SU", "otoño": "AU"},
    ordinals=("º", "ª", "ro"),
    of=("de", "del", "el"),
    to=("al", "a", "hasta"),
    plus=("y", "e", "o"),
    careful=frozenset(("mar", "may", "lun", "sep", "jue", "vie", "dom")),
    each=("cada", "todos", "los"),
    this=("este", "próximo"),
    nth=("primer", "segundo", "tercer", "último"),
    relative=("hoy", "mañana", "ayer"),
    midnight=("medianoche",),
    month_word=("mes",),
    cues={
        "deadline": r"\b(?:fecha límite|plazo|cierre|cierra|vence|caduca|termina|finaliza|válid[oa] hasta|último día"
        r"|a más tardar)\b",
        "deadline-near": r"\b(?:hasta|antes del?|a más tardar)\W*(?:el )?(?:[a-zéá]+ )?$",
        "request": r"\b(?:inscri\w+|solicitud\w*|envia\w*|envíe\w*|reserv\w+|registr\w+|pedidos?|oferta|válid\w+|pago|pagar"
        r"|responde\w*|entradas|compra\w*)\b",
        "past": r"\b(?:fue|fueron|era|había|tuvo lugar|celebró|terminó|cerró|venció|pasad[oa]|publicó|se realizó)\b",
        "invitation": r"\b(?:únete|únase|acompáñ\w+|no te pierdas|inscríb\w+|ven a)\b",
        "future": r"\b(?:únete|únase|será|serán|tendrá lugar|próxim[oa]s?|acompáñ\w+|no te pierdas|inscríb\w+|ven a)\b",
        "label": r"(?:^|[|\n•*-])\s*(?:fecha|cuándo)\s*:\W*$",
        "issue": r"\b(?:número|edición|boletín|publicado)\b",
        "updated": r"\b(?:actualizad[oa]|modificad[oa]|revisad[oa])\W+(?:el |en )?$",
        "effective": r"\b(?:en vigor|a partir)\W+(?:del? |el )?$",
        "historical": r"\b(?:desde|fundad[oa] en)\W+(?:el )?$",
        "in": r"\b(?:en|desde|de|hasta|antes de|después de|año)\s$",
        "no-date": r"\b(?:versión|página|páginas|capítulo|sala|número|núm|artículo|ley)[\s.:#-]{0,3}$",
        "street": r"^,?\s(?:calle)\b",
        "count": r"^\s(?:personas|años|euros|€|km|kg|palabras|páginas|horas|[a-zéáó]{3,}s\b)",
    },
)

LANGUAGES = {language.code: language for language in (ENGLISH, FRENCH, GERMAN, SPANISH)}


def guess(text: str) -> Language:
    """The language of undeclared text, by its small words and its months; English unless another clearly wins."""
    words = re.findall(r"[^\W\d_]+", text[:4000].lower())
    score = {code: sum(language.weight(word) for word in words) for code, language in LANGUAGES.items()}
    best = max(score, key=lambda code: (score[code], code == "en"))
    return LANGUAGES[best] if score[best] >= 2 * score["en"] else ENGLISH


def language_of(tag: str) -> Language | None:
    """The table for a BCP 47 tag; English where nothing is declared; None where a language is not covered."""
    return LANGUAGES.get((tag or "en").split("-")[0].lower())
