"""French dates: names after CLDR, small words and cues our own."""

from preflight.reading.dates.languages import Language

LANGUAGE = Language(
    "fr",
    hints=frozenset(["avec", "dans", "des", "est", "les", "nous", "par", "pour", "que", "qui", "sur", "une", "vous"]),
    months=(
        "janvier janv",
        "février fevrier févr fevr fév",
        "mars",
        "avril avr",
        "mai",
        "juin",
        "juillet juil",
        "août aout",
        "septembre sept",
        "octobre oct",
        "novembre nov",
        "décembre decembre déc dec",
    ),
    weekdays=(
        "lundi lun",
        "mardi",
        "mercredi mer",
        "jeudi jeu",
        "vendredi ven",
        "samedi sam",
        "dimanche dim",
    ),
    seasons={"hiver": "WI", "printemps": "SP", "été": "SU", "automne": "AU"},
    ordinals=("er", "e", "ème", "eme"),
    of=("le", "du", "de", "d"),
    to=("au", "à", "jusqu"),
    plus=("et", "ou"),
    each=("chaque", "tous", "les"),
    this=("ce", "prochain"),
    nth=("premier", "deuxième", "troisième", "dernier"),
    relative=("aujourd", "demain", "hier"),
    midnight=("minuit", "midi"),
    month_word=("mois",),
    careful=frozenset(["dim", "jeu", "lun", "mer", "sam", "ven", "été"]),
    fillers=frozenset(["au", "dans", "de", "du", "en", "la", "le"]),
    cues={
        "deadline": (
            "date limite, échéance, clôture, expire, expirent, dernier jour, dernier délai, au plus tard, valable "
            "jusqu'au, valable jusqu’au, ferme, se termine, prend fin, fermeture des inscriptions, date butoir, "
            "dernière chance, dernier appel, expirera, prennent fin, se terminent, fin des inscriptions"
        ),
        "bound": "jusqu'au, jusqu’au, avant le, avant, d'ici le, d’ici le, d'ici au, d’ici au, au plus tard le",
        "request": (
            "inscri*, candidature*, soumett*, envoye*, réserve*, commande*, répond*, offre, offres, valable, "
            "valables, postule*, profite*, payer, paye*, paiement, billet, billets, vote*, confirm*, renvoye*, "
            "achete*, candidat*, proposition*, dossier*, abonn*, précommand*, bénéfici*, remise*, promotion, "
            "places, adhér*, code, régle*, renouvel*"
        ),
        "over": "était, étaient, avait, avaient, a été, ont été, a pris fin, s'est, s’est, courait, acheté*, hors",
        "past": (
            "était, étaient, avait, avaient, a été, ont été, s'est, s’est, se sont, a eu lieu, a, ont, mené, "
            "menée, acté, signé, publié, lancé, fondé, créé, dernièrement, dernière, dernier, avons, réuni, fêté, "
            "célébré, inauguré, fondée, créée, né, née"
        ),
        "invitation": (
            "rendez-vous, rendez vous, rejoignez, inscri*, venez, participez, réservez, vous attendons, vous "
            "attend, vous invitons, vous invite, joignez-vous, assistez, ne manquez pas"
        ),
        "future": (
            "rendez-vous, rendez vous, rejoignez, aura lieu, auront lieu, se tiendra, prochain, prochaine, "
            "inscrivez, venez, participez, à venir, réservez, sera, seront, vous attendons, vous attend, vous "
            "invitons, vous invite, joignez-vous, assistez, ne manquez pas"
        ),
        "label": "date, quand, date de début, date de démarrage, date d'entrée, date d’entrée, date souhaitée, début "
        "souhaité, date d'entrée souhaitée, date d’entrée souhaitée, date de début souhaitée, prise de poste",
        "issue": "numéro, édition, lettre, infolettre, newsletter, bulletin",
        "publication": "publié, publiée, publié le, publiée le",
        "start": "commence, commencent, débute, débutent, ouvre, à partir, dès",
        "updated": "mis à jour, mise à jour, modifié, modifiée, révisé, révisée, chiffres clés",
        "effective": "en vigueur, à compter du, à compter",
        "historical": "depuis, fondé en, fondée en, créé en, créée en, née en, né en, né le, née le",
        "in": "en, depuis, de, dès, à, avant, après, fin, début, jusqu'en, jusqu’en",
        "no-date": "version, page, pages, chapitre, salle, n, numéro, réf, article, loi",
        "count": "personnes, ans, euros, km, kg, mots, pages, heures",
    },
    street=r"^,?\s(?:rue|avenue|boulevard)\b",
)
