"""English dates: names after CLDR, small words and cues our own."""

from preflight.reading.dates.languages import Language

LANGUAGE = Language(
    "en",
    hints=frozenset(["and", "are", "for", "is", "of", "our", "the", "this", "to", "we", "with", "you", "your"]),
    months=(
        "january jan",
        "february feb",
        "march mar",
        "april apr",
        "may",
        "june jun",
        "july jul",
        "august aug",
        "september sept sep",
        "october oct",
        "november nov",
        "december dec",
    ),
    weekdays=(
        "monday mon",
        "tuesday tue tues",
        "wednesday wed weds",
        "thursday thu thur thurs",
        "friday fri",
        "saturday sat",
        "sunday sun",
    ),
    seasons={"winter": "WI", "spring": "SP", "summer": "SU", "autumn": "AU", "fall": "AU"},
    ordinals=("st", "nd", "rd", "th"),
    of=("of", "the"),
    to=("to", "through", "thru", "until", "till"),
    plus=("and", "or"),
    each=("every", "each"),
    this=("this", "next"),
    nth=("first", "second", "third", "fourth", "last"),
    relative=("today", "tomorrow", "tonight", "yesterday"),
    midnight=("midnight", "noon"),
    month_word=("month",),
    careful=frozenset(["dec", "fall", "fri", "jan", "mar", "march", "may", "mon", "sat", "spring", "sun", "wed"]),
    fillers=frozenset(
        [
            "at",
            "business",
            "close",
            "cob",
            "day",
            "end",
            "eod",
            "from",
            "in",
            "midnight",
            "next",
            "noon",
            "of",
            "on",
            "sunset",
            "the",
            "this",
        ]
    ),
    cues={
        "deadline": (
            "deadline, due, expire, expires, expiring, expiry, expiration, no later than, valid until, "
            "valid till, valid through, valid thru, valid to, closing date, final date, last date, due date, "
            "end date, expiry date, last day, final day, last chance, final chance, close, closes, end, ends, "
            "ending, rsvp, open until, open till, open through, extended until, extended to, available until, "
            "available through, run until, runs until, runs through, offer until, sale until, on sale until, "
            "booking until, last orders, cut-off, cutoff, cut off, runs out, run out, renews, auto-renews, lapses, "
            "renewal date"
        ),
        "bound": "by, before, until, till, through, no later than",
        "request": (
            "orders, placed, bookings, "
            "register, registration, apply, application, applications, submit, submission, submissions, proposal, "
            "proposals, sign up, signup, rsvp, order, book, return, reply, respond, send, complete, enter, enrol, "
            "enroll, buy, purchase, pay, payment, claim, redeem, use code, save, vote, nominate, nomination, "
            "nominations, donate, reserve, contact, email, e-mail, add, download, renew, upgrade, let us know, "
            "donation, donations, fill, get, join, offer, ticket, tickets, early bird, valid, instructions, shop, "
            "nominees"
        ),
        "over": (
            "was, were, had, did, closed, ended, expired, passed, ran, last week, last month, last year, no longer, "
            "last year's, last year’s, last month's, last month’s, last week's, last week’s, ago, bought, "
            "purchased, sold, excludes, excluding"
        ),
        "past": (
            "was, were, had, did, closed, ended, expired, passed, took, held, ran, began, started, launched, "
            "happened, attended, celebrated, announced, hosted, organized, organised, visited, met, went, came, "
            "gave, presented, received, became, founded, established, died, born, built, rebuilt, merged, joined, "
            "wrote, won, last week, last month, last year, "
            "last year's, last year’s, last month's, last month’s, last week's, last week’s, "
            "recap, minutes, reported, posted, published, has been, "
            "have been, signed, released, issued, archive, archived, ago, introduced, discovered, fixed, added, "
            "removed, changed, called on, spoke, talked, saw, made, found, led, sent"
        ),
        "ignore": (
            "closed for, are closed, is closed, remain closed, stay closed, "
            "will be held, to be held, be held, is held, being held, will have been, be announced, "
            "be posted, be published, be released, as soon as possible, will be made, will be closed, "
            "will be sent, be added, be presented, be celebrated, get started, be hosted, be introduced, "
            "be launched, be received, must be received, been extended, be submitted, be signed"
        ),
        "invitation": (
            "join us, save the date, don't forget, don’t forget, rsvp, register, registration, sign up, book now, "
            "book your, book a, "
            "don't miss, don’t miss, mark your calendar, mark your calendars, see you on, see you at, "
            "see you there, tickets, come along, come and, come to, you are invited, you're invited, "
            "you’re invited"
        ),
        "future": (
            "join us, will, shall, save the date, upcoming, coming up, next meeting, next issue, next event, "
            "next session, next call, next edition, next workshop, next show, next class, take place, "
            "takes place, book now, register, sign up, rsvp, tickets, don't miss, don’t miss, we'll, we’ll, "
            "see you, come along, come and, come to, mark your calendars, is on, are on, invited"
        ),
        "label": (
            "date, dates, event date, start date, desired start date, preferred start date, date time, date and time, "
            "when"
        ),
        "issue": (
            "issue, edition, newsletter, bulletin, digest, volume, vol, dated, results, quarterly, roundup, update"
        ),
        "publication": "posted, posted on, published, published on, first published, publication date",
        "start": "begin, begins, beginning, start, starts, starting, open, opens, from, runs from",
        "updated": "updated, modified, reviewed, revised, last changed, as of, as at",
        "effective": "effective, in force, takes effect, with effect from, as from, applies from, valid from",
        "historical": "since, founded, established, born, built, opened, merged",
        "in": "in, since, from, until, by, of, before, after, during, early, late, mid, to",
        "no-date": (
            "version, ver, v, release, build, room, page, pages, pp, chapter, section, ratio, score, isbn, no, "
            "number, nr, order, ref, invoice, model, size, post, rfc, iso, part, figure, fig, table, route, "
            "highway, flight, unit, suite, apt, level, grade, type, step"
        ),
        "count": (
            "people, years, words, miles, pages, km, kg, mm, px, pts, points, steps, votes, euros, euro, dollars, "
            "pounds, hours, minutes, times, mb, gb, kb, bytes, files, lines, rows"
        ),
    },
    street=r"^\s(?:[A-Z][\w.'’]*\s){0,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane"
    r"|Drive|Way|Boulevard|Blvd|Square|Court|Place|Close|Terrace|Parkway|Highway|Row|Crescent)\b",
)
