"""The rules of the family, with their pages for users."""

from __future__ import annotations

from preflight.model import Rule

RULES = (
    Rule(
        "dates.weekday",
        "the weekday and the date do not belong together",
        """“Thursday, 21 November 2026” is a Saturday: half the readers come on the wrong day. It usually
happens when last year's text is copied and only the date, or only the weekday, is changed.

Checked wherever a weekday stands next to a date, in full or short, with the year or without.
Without a year the year is taken from the send date: a weekday is wrong when it fits the date in no
year from 45 days before to 400 days after it.

What to do: the message says which weekday the date is, and which nearby dates the weekday would
fit. Ask which of the two is meant. Where the date stands elsewhere, too (in the title, in structured data, for the
same thing again), `--fix` corrects the weekday.""",
    ),
    Rule(
        "dates.impossible",
        "a day or a time that does not exist",
        """31 June, 29 February in a year that has none, the 13th month, 25:00: somebody counted on, or typed a
digit too many.

Checked in every date that names its month, and in times of day with am, pm or a time zone.

What to do: look the right day up; the message says how many days the month has.""",
    ),
    Rule(
        "dates.ordinal",
        "the wrong letters after a day's number",
        """“14rd”, “21th”: either the letters or the number is wrong, and when the number was edited, the
letters often show it.

What to do: check the day itself, then use the suggestion.""",
        "warning",
    ),
    Rule(
        "dates.past",
        "a deadline, an offer or an invitation whose day is over",
        """“Register by 17 November” in a mail of 24 November: the fine print of the last issue. Nothing looks
staler.

Looked at: dates after words such as until, by, deadline, closes, expires, valid, register, invitations (“join
us on …”) and attached calendar entries, against the send date. Quiet: anything told in the past tense, quoted
replies, and dated pages of a site, which are judged on the day they were published. On a site only the home
page and text repeated on several pages give an error. A date without its year counts when it was within the 45
days before the send date. A day with its hour (“Open studio on Saturday 14 November at 2pm”) and “the next walk: …”
are worth a look when they are over and nothing tells of them as past. So are fields of a page's front matter (`end`,
`deadline`) that were over up to 400 days before, when it is checked alone and its exact send date is known.

What to do: correct the date, or take the paragraph out.""",
    ),
    Rule(
        "dates.year",
        "the copyright line ends before the year it goes out in",
        """“© 2025” at the foot of a mail of May 2026 tells every reader that nobody looked at the footer. In
January it is only information.

Looked at: the sender's own copyright line. Credits of a picture or a quoted work keep their year.

In a template the year is for the template to fill in, so `--fix` leaves it alone there.

What to do: change the last year, or let the template fill it in.""",
        "warning",
    ),
    Rule(
        "dates.last-year",
        "one date in a list of coming events is a year old",
        """A list of coming events was copied from last year's, and one line kept its year.

Looked at: lines that begin with a date, in documents where most such lines are still to come; a
line is reported when its date is about a year old and would fall among the others with the year
corrected.

What to do: use the suggestion, after checking that the day has not moved.""",
        "warning",
    ),
    Rule(
        "dates.zone",
        "the time zone's abbreviation belongs to the other half of the year",
        """“14 July, 5 pm EST”: in July New York keeps EDT. Whoever computes with EST comes an hour late. Likewise
“7 pm CET (2 pm EST)”: the two hours are not the same moment.

Looked at: EST, EDT, CST, CDT, PST, PDT, CET, CEST, EET, EEST and BST beside a full date. MST is left
alone, since Arizona keeps it all year.

What to do: if the hour is right, use the suggestion; “ET” or “New York time” is right in any season.""",
        "warning",
    ),
    Rule(
        "dates.issue-date",
        "the date of the issue is not the day it goes out",
        """An issue copied from the last one keeps its masthead: “Issue 51, 14 November”, sent on the 21st.

Checked in the subject and in the first lines of a message, where a date is said to be the issue's. It may lie up to
four days before the send date, or ten after it. Without an exact send date the finding is a warning. A month with last
year's year in the title (“January 2025” in February 2026) is a warning, and so is `date` or `lastmod` in the front
matter of a page of its own that is 45 to 400 days older than its exact send date.

What to do: write this issue's date; the number of the issue next to it is often the last one's, too.""",
    ),
    Rule(
        "dates.conflict",
        "one event with two dates in the same message",
        """The subject says Saturday 28 November, the text 29 November, and half of the readers come on the wrong
day.

Checked: the same sentence in the HTML and the plain-text version; a day or an hour in the subject, the preview
text or a picture's description that the text does not have, where it has one other for the same thing; an
attached calendar entry (`.ics`), the start of an event in structured data (JSON-LD) and `<time datetime="…">`
against what readers see; and a link that shows one day and opens the page of another. Zones are taken into
account; what repeats or was called off is left alone.

What to do: find out which one is right, and put it in both places.""",
    ),
    Rule(
        "dates.relative",
        "“today” or “tomorrow” beside another day",
        """“Tomorrow (26 November)” was right in the draft, and is wrong when the message goes out a day later.

Checked where today, tonight, tomorrow or yesterday stands right before a date or a weekday and the send date is
exactly known. In a message the first “tomorrow”, “yesterday” or “this Friday” that has no date beside it is shown
with the day it will be: as information, since only the writer knows which one was meant. Days that are counted (“ends
in 3 days”, “2 days left”) are compared with the only day of the message that they can be for.

What to do: correct the word or the date, and look whether the rest was written for another day as well.""",
    ),
    Rule(
        "dates.last-day",
        "a deadline that ends on the day it goes out, and the text does not say so",
        """Many people read a newsletter in the evening, or a day later. A deadline that ends the same day looks like a
mistake to them unless the text says “today”.

Checked for deadlines that ask readers to act, when the send date is exactly known.

What to do: say “today” or “last chance”, send it earlier, or move the deadline.""",
        severity="warning",
    ),
    Rule(
        "dates.holiday",
        "a holiday beside a date that it does not fall on",
        """“Thanksgiving, 27 November 2026” is the 26th; Easter and Mother's Day move every year, and last year's
text keeps last year's day.

Checked where the name and one date stand side by side. A day that is right in any country is left alone, unless the
client's country is known (`country = "gb"` under `[dates]`); a greeting far out of its season is information. Without a
year, or in a list of days, the finding is a warning.

What to do: look at the calendar of the readers' country; the message says on which day the holiday is.""",
    ),
    Rule(
        "dates.ambiguous",
        "a date in numbers that can be read in two ways",
        """03/04/2026 is the 3rd of April in London and the 4th of March in New York.

Reported once for a document, for its first such date, when nothing in it tells which order is meant.

What to do: write the month as a word, or set `order` for the client.""",
        severity="info",
    ),
    Rule(
        "dates.sequence",
        "a deadline after its event, a day outside of the event it belongs to, or a time that ends before it begins",
        """“Join us on 26 November. Register by 3 December.” One of the two was moved, and the other forgotten.

Checked in messages: a deadline for registering or booking that lies behind the only event it can be for, and one day of
a programme that is not among the days in the headline while all the others are, and a form or an order that is due
after the trip or the delivery. Everywhere: days like “4 January to 1 January 2027” and times like “7:00pm – 6:30pm”. An
end in the night (“11am–1am”) is taken for the next day's.

What to do: correct the day or time that was forgotten, or say what the deadline is for.""",
        "warning",
    ),
    Rule(
        "dates.leftover",
        "a month that is over, in a picture's description or in the name of a campaign",
        """Whoever copies last month's newsletter changes what can be seen. “October newsletter” stays in the
description of the header's picture, and `utm_campaign=october-2026` in every link, so that the clicks count for the
old one.

Checked in messages whose send date is known: months with their year, up to fourteen months old.

What to do: name this issue's month in both places.""",
        "warning",
    ),
    Rule(
        "dates.until",
        "a sentence that will turn false in the time ahead",
        """A website stays online and a newsletter is read late. `preflight check … --until 30d` looks so many
days ahead and says on which day each sentence will be over: “stale on 1 December”.

Looked at: deadlines and events that are still to come, “today” and “this Friday”, months that something is announced
for, and the copyright year.

What to do: nothing before it goes out. Change the words by that day, or write them so that they stay true.""",
        severity="info",
    ),
    Rule(
        "dates.evergreen",
        "a calendar day in a message that goes out again and again",
        """A welcome sequence has no send date: it is read by somebody new every day, for years.

Checked when the configuration says `kind = "evergreen"`: every day or month that announces something.

What to do: count from the reader's own day (“three days after you sign up”), or let the program fill the date in.""",
        severity="warning",
    ),
)
