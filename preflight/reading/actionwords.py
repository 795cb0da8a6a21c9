"""The words by which ``actionlinks`` knows links that do something, and what each kind is called in a report.

All in lower case and without accents, as the text they are compared with. Nobody configures these: a client's file
must not be able to make a check unsubscribe somebody.
"""

from __future__ import annotations

UNSUBSCRIBE = "unsubscribe link"
PREFERENCES = "link to one reader's subscription settings"
CONFIRM = "confirmation link"
CANCEL = "link that deletes or cancels something"
SIGN_OUT = "sign-out link"
ANSWER = "link that answers an invitation"
PAY = "link that orders or pays"
VOTE = "link that casts a vote or a rating"
SIGN_IN = "sign-in or password link made for one reader"
FORWARD = "forward-to-a-friend link"
PERSONAL = "link made for one reader (it carries a mail address)"
PIXEL = "tracking pixel"
FORM = "a form: sending it would do something"
HINT = "a hint for browsers, not a page"
MERGE_TAG = "address with a merge tag in it"


def _table(*rows: tuple[str, str]) -> dict[str, str]:
    return {word: why for why, words in rows for word in words.split()}


LEAVING = "|".join(  # anywhere in the address or the text
    [
        r"unsub|un-sub|optout|\bopt[-_. ]out|signoff|remove[-_ ]?(?:me\b|my[-_ ]|e-?mail|subscri)|take[-_ ]me[-_ ]off",
        r"leave[-_ ](?:this[-_ ])?list|disable[-_ ]?e?-?mail|stop[-_ ](?:receiving|e-?mail|these)",
        r"(?:no[-_ ]longer|n't|not)[-_ ](?:wish|want)[-_ ]to[-_ ](?:receive|get|hear)",
        r"abmeld|abbestell|austrag(?:en|ung)|keine[-_ ](?:weiteren[-_ ])?(?:e-?mails|newsletter)",
        r"desabon|desinscri|ne[-_ ](?:veux|souhaite|desire)[a-z]*[-_ ]plus",
        r"\bda(?:r|rse|rme|te)[-_ ]de[-_ ]baja|/baja(?:$|[/?#])|desuscri",
        r"no[-_ ](?:deseo|quiero)[-_ ](?:recibir|seguir)",
        r"cancelar?[-_ ](?:[al]+[-_ ])?(?:suscri|subscri|inscri|assinatur)|descadastr",
        r"disiscri|annulla[-_ ](?:l[-_ '])?iscri|uitschrijv|afmeld|avprenumer|avregistr|wypisz",
    ]
)  # fmt: skip

SETTINGS = "|".join(  # anywhere in the path or the text
    [
        r"(?:manage|update|change|edit|adjust|modify)[-_ ]?(?:your|my|the)?[-_ ]?"
        r"(?:e-?mail|newsletter|mail|contact)?[-_ ]?(?:preference|setting|subscription|profile|frequency|option)",
        r"(?:e-?mail|newsletter|mail|communication|notification|contact|subscri(?:ber|ption))[-_ ]?"
        r"(?:preference|setting|profile|frequency|cent(?:er|re)|management|mgmt|manager)",
        r"(?:preference|profile)s?[-_ ]?(?:cent(?:er|re)|management|mgmt|manager)|(?:^|/)preferences(?:$|[/?])",
        r"(?:^|/|e-?mail-?|newsletter-?|abo-?|benachrichtigungs)einstellungen",
        r"einstellungen[-_ ](?:andern|verwalten|anpassen)|abo(?:nnement)?[-_ ]verwalten",
        r"\bgerer[-_ ](?:vos|mes|votre|mon|les|ses)[-_ ](?:preference|abonnement|inscription)",
        r"(?:gestionar|administrar|cambiar|actualizar)[-_ ](?:tus|sus|mis|las)?[-_ ]?(?:preferencias|suscripcion)",
    ]
)  # fmt: skip

RESETS = "|".join(  # in the path and query: whole segments
    [
        r"(?:^|/)(?:password|passwd|passwort|pwd|kennwort|mot-de-passe|contrasena|senha|wachtwoord)s?"
        r"/(?:reset|edit|new|change|recover|zurucksetzen|andern|neu)(?:$|[/.?])",
        r"(?:^|/)(?:users?|accounts?|auth|members?|konto|compte|cuenta)/reset(?:$|[/.?])",
        r"(?:^|/)reset(?:/[^/?]|(?:\.(?:php|aspx?|html?|jsp))?\?(?!utm_))",
        r"(?:^|/)(?:passwor[td]|kennwort)-?(?:zurucksetzen|zuruecksetzen|andern|aendern)",
        r"[?&;][a-z_-]*(?:reset|confirm|verif|activat|invit)[a-z]*[_-](?:[a-z]+[_-])?(?:token|key|code|hash)=",
    ]
)  # fmt: skip

SERVICES: tuple[tuple[str, str], ...] = (  # mail services whose addresses say it without words; from the host on
    (PREFERENCES, r"^[^/?]*\blist-manage\d*\.com/(?:profile|about|vcard)"),  # Mailchimp
    (FORWARD, r"^[^/?]*\bforward-to-friend\d*\.com/"),
    (UNSUBSCRIBE, r"^[^/?]*\b(?:cmail\d+|createsend\d*)\.com/t/[a-z0-9]+-u+-"),  # Campaign Monitor
    (FORWARD, r"^[^/?]*\b(?:cmail\d+|createsend\d*)\.com/t/[a-z0-9]+-(?:f|fb|tw)-"),
    (UNSUBSCRIBE, r"^visitor\.[^/?]*constantcontact\.com/do\?"),
    (UNSUBSCRIBE, r"^[^/?]*/mk/un/"),  # Brevo
    (UNSUBSCRIBE, r"^[^/?]*/(?:wf/)?asm/"),  # SendGrid
    (PREFERENCES, r"^[^/?]*\bkmail-lists\.com/"),  # Klaviyo
    (UNSUBSCRIBE, r"^[^/?]*/(?:box|proc|surround)\.php\?"),  # ActiveCampaign
    (UNSUBSCRIBE, r"^[^/?]*\baweber\.com/z/r/"),
    (PREFERENCES, r"^[^/?]*/(?:subscription|profile)_center\.aspx"),  # Salesforce
    (UNSUBSCRIBE, r"^email\.[^/?]*/u/"),  # Mailgun
    (UNSUBSCRIBE, r"^[^/?]*/e/u\?"),  # Eloqua
    (UNSUBSCRIBE, r"^[^/?]*/oc/[0-9a-z]"),  # Sailthru
    (PREFERENCES, r"^[^/?]*/mailman3?/(?:options|confirm)"),
    (VOTE, r"^[^?]*/formresponse\b"),  # Google Forms: not the form, its answer
    (ANSWER, r"^[^?]*/rsvp/[^?]"),
    (PAY, r"^[^?]*/(?:cart|basket|warenkorb|panier|carrito)/[^?]"),
    (PREFERENCES, r"^(?:preferences?|manage|subscriptions?)\."),
)

VERBS = _table(  # a path's segment or its first words, a parameter or its value: /cancel-booking, ?action=cancel
    (
        CONFIRM,
        "confirm confirmation confirmer verify verification verifyemail activate activation activer validate doi optin "
        "opt-in double-opt-in bestatigen bestaetigen bestatigung bestaetigung aktivieren confirmar verificar activar "
        "approve authorize authorise",
    ),
    (
        CANCEL,
        "delete remove cancel cancellation deactivate destroy terminate revoke withdraw pause loschen loeschen "
        "stornieren kundigen kuendigen supprimer annuler resilier eliminar cancelar anular borrar",
    ),
    (SIGN_OUT, "logout logoff signout log-out sign-out log-off deconnexion cerrar-sesion ausloggen"),
    (
        ANSWER,
        "accept decline attend attending respond rsvp-yes rsvp-no rsvpyes rsvpno zusagen absagen accepter refuser "
        "aceptar rechazar reject tentative",
    ),
    (
        PAY,
        "checkout buy buynow buy-now pay paynow pay-now payment purchase addtocart add-to-cart addtobasket "
        "add-to-basket place-order placeorder reorder",
    ),
    (VOTE, "vote votes upvote downvote nps csat rate"),
    (
        SIGN_IN,
        "magic-link magiclink magic-login magiclogin passwordless one-time-login reset-password resetpassword "
        "password-reset passwordreset set-password autologin auto-login sso-login",
    ),
    (FORWARD, "forward-to-friend forward-to forwardtofriend tellafriend tell-a send-to-friend f2f"),
)

LONE_VERBS = frozenset({"buy", "pay", "payment", "purchase", "rate", "pause", "attend", "confirmation", "verification"})
"""They begin many a page's name (``/pay-gap-report``): only as a whole segment."""

PARAMETERS = _table(  # their presence is enough
    (PAY, "add-to-cart add_to_cart addtocart"),
    (VOTE, "rating score answer poll_answer"),
    (ANSWER, "rsvp rst"),
    (CONFIRM, "confirmation_token verification_code activation_code"),
    (
        SIGN_IN,
        "token auth_token access_token login_token reset_token id_token jwt otp magic one_click oneclick oobcode",
    ),
)

PIXELS = r"[/._-](?:opens?|pixel|beacon|trackopen|o\.gif|1x1|e/o)(?:[/._?-]|$)"

TEXTS: tuple[tuple[str, int, str], ...] = (  # what it is, the most words a text of that kind has, and how it reads
    (UNSUBSCRIBE, 60, LEAVING),
    (PREFERENCES, 12, SETTINGS + r"|^(?:your |my |e-?mail )preferences$"),
    (SIGN_OUT, 6, r"^(?:log|sign) ?(?:out|off)\b|^ausloggen$|^(?:se )?deconne|^cerrar sesion$"),
    (
        CONFIRM,
        9,
        r"^(?:please |click (?:here )?to |yes,? )?(?:confirm|verify|activate|validate|approve|authori[sz]e)(?:$| (?:"
        r"your|my|this|the|e-?mail|mail|account|address|subscription|registration|attendance|booking|order|here|now|it)\b)|"
        r"^(?:confirme[rz]?|valide[rz]|active[rz]|verifie[rz]|confirmar?|verificar?|activar?)\b|"
        r"\b(?:bestatigen|bestaetigen|aktivieren|freischalten)$",
    ),
    (
        CANCEL,
        7,
        r"^(?:delete|remove|cancel|deactivate)(?:$| (?:my|your|this|account|profile|order|booking|registration|"
        r"subscription|appointment|reservation|membership)\b)|\b(?:loschen|stornieren|kundigen)$|"
        r"^(?:supprimer|annuler|resilier|eliminar|cancelar|anular|borrar)\b",
    ),
    (
        ANSWER,
        6,
        r"^(?:rsvp:? )?(?:yes|no|maybe|accept|decline|(?:not )?(?:attending|going|interested)|count me in|"
        r"i'?ll be there|i'?m (?:in|going|coming|attending|interested)|(?:i )?can'?t (?:make it|come|attend)|"
        r"ja|nein|vielleicht|zusagen|absagen|oui|non|peut-etre|accepter|refuser|si|quiza|aceptar|rechazar)"
        r"(?:$|[,!:;]| [-–—] | i\b| please\b| thanks?\b)",
    ),
    (VOTE, 9, r"^(?:vote|upvote|downvote|rate (?:this|us|your)|thumbs (?:up|down)|abstimmen|votez?|votar)\b"),
    (
        FORWARD,
        9,
        r"\b(?:forward|send|tell|recommend)\b.{0,30}\bfriends?\b|^forward(?: this)?(?: e-?mail)?$|"
        r"freund(?:e|in|en)? (?:senden|weiterleiten)",
    ),
    (
        SIGN_IN,
        7,
        r"^(?:reset|set|choose|change) (?:your |my |a )?(?:new )?password|^(?:magic|one-time) (?:sign|log)-?in",
    ),
)
