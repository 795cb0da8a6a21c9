"""Spanish dates: names after CLDR, small words and cues our own."""

from preflight.reading.dates.languages import Language

LANGUAGE = Language(
    "es",
    hints=frozenset(["con", "del", "está", "las", "los", "más", "nos", "para", "por", "que", "son", "sus", "una"]),
    months=(
        "enero ene",
        "febrero feb",
        "marzo mar",
        "abril abr",
        "mayo may",
        "junio jun",
        "julio jul",
        "agosto ago",
        "septiembre setiembre sept sep",
        "octubre oct",
        "noviembre nov",
        "diciembre dic",
    ),
    weekdays=(
        "lunes lun",
        "martes",
        "miércoles miercoles mié",
        "jueves jue",
        "viernes vie",
        "sábado sabado sáb",
        "domingo dom",
    ),
    seasons={"invierno": "WI", "primavera": "SP", "verano": "SU", "otoño": "AU"},
    ordinals=("º", "ª", "ro"),
    of=("de", "del", "el"),
    to=("al", "a", "hasta"),
    plus=("y", "e", "o"),
    each=("cada", "todos", "los"),
    this=("este", "próximo"),
    nth=("primer", "segundo", "tercer", "último"),
    relative=("hoy", "mañana", "ayer"),
    midnight=("medianoche",),
    month_word=("mes",),
    careful=frozenset(["dom", "jue", "lun", "mar", "may", "sep", "vie"]),
    fillers=frozenset(["al", "de", "del", "día", "el", "en", "la"]),
    cues={
        "deadline": (
            "fecha límite, plazo, cierre, cierra, cierran, vence, vencen, caduca, termina, finaliza, válido "
            "hasta, válida hasta, último día, a más tardar, fecha tope, expira, expiran, acaba, acaban, terminan, "
            "finalizan, vigente hasta, última oportunidad, última llamada"
        ),
        "bound": "hasta, antes de, antes del, a más tardar",
        "request": (
            "inscri*, solicitud*, envia*, envíe*, envía*, reserv*, registr*, pedido, pedidos, oferta*, válid*, "
            "pago, pagar, responde*, entradas, compra*, inscríb*, regístr*, apúnt*, apunt*, solicit*, present*, "
            "entreg*, vota, confirm*, canje*, aprovech*, descuento*, promoción, plazas, candidatura*, propuesta*, "
            "pide, pida, código"
        ),
        "over": "fue, fueron, era, terminó, cerró, venció, estuvo, estuvieron, estaba, estaban, comprad*, excluye*",
        "past": (
            "fue, fueron, era, había, tuvo lugar, celebró, terminó, cerró, venció, pasado, pasada, publicó, se "
            "realizó, fundó, inauguró, abrió, nació, celebramos, celebraron, hicimos, estuvimos, estuvo, reunió, "
            "reunieron, hubo, tuvimos, ganó, ganaron, visitamos, organizó, asistieron, ha sido, han sido, dio, "
            "gracias a"
        ),
        "invitation": (
            "únete, únase, acompáñ*, no te pierdas, inscríb*, ven a, ven al, te esperamos, os esperamos, los "
            "esperamos, le esperamos, venid, visítanos, apúnt*"
        ),
        "future": (
            "únete, únase, será, serán, tendrá lugar, próximo, próxima, próximos, acompáñ*, no te pierdas, "
            "inscríb*, ven a, ven al, te esperamos, os esperamos, los esperamos, le esperamos, venid, visítanos, "
            "apúnt*, habrá, se celebrará, celebraremos, estará, estarán"
        ),
        "label": "fecha, cuándo, fecha de inicio, fecha de comienzo, fecha de incorporación",
        "issue": "número, edición, boletín",
        "publication": "publicado, publicada, publicado el, publicada el",
        "start": "comienza, empieza, inicia, abre, desde",
        "updated": "actualizado, actualizada, modificado, modificada, revisado, revisada",
        "effective": "en vigor, a partir",
        "historical": "desde, fundado en, fundada en",
        "in": "en, desde, de, hasta, antes de, después de, año",
        "no-date": "versión, página, páginas, capítulo, sala, número, núm, artículo, ley",
        "count": "personas, años, euros, km, kg, palabras, páginas, horas",
    },
    street=r"^,?\s(?:[Cc]alle)\b",
)
