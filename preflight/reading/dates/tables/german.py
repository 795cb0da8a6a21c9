"""German dates: names after CLDR, small words and cues our own."""

from preflight.reading.dates.languages import Language

LANGUAGE = Language(
    "de",
    hints=frozenset(
        ["auf", "das", "der", "die", "ein", "eine", "für", "ist", "mit", "nicht", "sie", "und", "von", "wir"]
    ),
    months=(
        "januar jänner jan",
        "februar feb",
        "märz maerz mär",
        "april apr",
        "mai",
        "juni jun",
        "juli jul",
        "august aug",
        "september sept sep",
        "oktober okt",
        "november nov",
        "dezember dez",
    ),
    weekdays=(
        "montag mo",
        "dienstag di",
        "mittwoch mi",
        "donnerstag do",
        "freitag fr",
        "samstag sa sonnabend",
        "sonntag so",
    ),
    seasons={"winter": "WI", "frühling": "SP", "frühjahr": "SP", "sommer": "SU", "herbst": "AU"},
    ordinals=("te", "ten", "ter"),
    of=("der", "den", "dem", "des"),
    to=("bis", "zum"),
    plus=("und", "oder"),
    each=("jeden", "jeder", "jede"),
    this=("diesen", "dieser", "nächsten", "kommenden"),
    nth=("erster", "ersten", "zweiten", "dritten", "letzten"),
    relative=("heute", "morgen", "gestern"),
    midnight=("mitternacht",),
    month_word=("monat", "monats"),
    careful=frozenset(["di", "do", "fr", "mi", "mo", "sa", "so"]),
    capitalised=True,
    fillers=frozenset(["am", "dem", "den", "der", "einschließlich", "im", "zum"]),
    cues={
        "deadline": (
            "anmeldeschluss, einsendeschluss, bewerbungsschluss, redaktionsschluss, annahmeschluss, "
            "bestellschluss, frist, anmeldefrist, bewerbungsfrist, spätestens, gültig bis, läuft ab, endet, "
            "letzter tag, letzte chance, fällig, deadline, meldeschluss, abgabeschluss, abgabefrist, stichtag, "
            "gilt bis, nur bis, läuft bis, laufen bis, enden, verlängert bis, einlösbar bis, rückmeldefrist, "
            "buchungsschluss"
        ),
        "bound": "bis, vor, spätestens",
        "request": (
            "anmeld*, bewerb*, bewirb*, einreich*, bestell*, send*, schick*, buch*, angebot*, gültig, rabatt*, "
            "zahl*, ticket*, melde*, teilnehm*, rückmeld*, antwort*, abgeb*, reservier*, bezahl*, überweis*, "
            "abstimm*, vorschläg*, sichern, gutschein*, aktion*, einlös*, code, karten"
        ),
        "over": "war, waren, wurde, wurden, hatte, hatten, endete, lief, liefen, ging, vergangen*, gekauft*, "
        "ausgenommen",
        "past": (
            "war, waren, wurde, wurden, hatte, hatten, fand, fanden, gab, endete, begann, erschienen, haben, hat, "
            "letzte woche, letztes jahr, vergangen*, rückblick, trafen, feierten, besuchten, kamen, eröffnete, "
            "eröffnet, gegründet, stattgefunden"
        ),
        "invitation": "kommen sie, besuchen sie, seien sie, anmeld*, wir laden, treffen sie uns, "
        "laden wir, herzlich ein, freuen uns auf, kommt, komm, sei dabei, seid dabei, schaut vorbei, schau vorbei",
        "future": "wird, werden, findet, finden, kommen sie, besuchen sie, nächste*, anmelden, seien sie, wir laden, "
        "laden wir, herzlich ein, freuen uns auf, kommt, komm, sei dabei, seid dabei, schaut vorbei, schau vorbei",
        "label": "datum, termin, wann, startdatum, eintrittsdatum, frühester eintritt, gewünschter eintritt",
        "issue": "ausgabe, newsletter, rundbrief, infobrief",
        "publication": "veröffentlicht, veröffentlicht am, erschienen am",
        "start": "beginnt, startet, öffnet, ab",
        "updated": "stand, aktualisiert, geändert, überarbeitet, stand vom, aktualisiert am",
        "effective": "in kraft, gilt ab, gültig ab",
        "historical": "seit, gegründet",
        "in": "im jahr, in, seit, ab, bis, anfang, ende, mitte, vor, nach",
        "no-date": "version, seite, seiten, kapitel, raum, zimmer, nr, nummer, artikel, absatz, punkt",
        "count": "personen, jahre, euro, km, kg, wörter, seiten, stunden, menschen, mitglieder",
    },
    street=r"^,?\s(?:Straße)\b",
)
