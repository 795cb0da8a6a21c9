"""The rules of the mail's duties, and the pages that explain them."""

from __future__ import annotations

from preflight.model import Rule

UNSUBSCRIBE = Rule(
    "mail.unsubscribe",
    "a newsletter without a way to unsubscribe",
    """Readers who cannot leave press "spam" instead, and the law of most countries (CAN-SPAM, CASL, PECR, GDPR) asks
for a working way out in every issue. It usually goes missing when a block of the footer is deleted.

Looked at: links and merge tags of the part that readers see, by their words and by their address; a sentence that
asks readers to answer with a word counts too. Letters to one person, answers, bounces and mail declared as
`[mail] kind = "transactional"` owe nothing. In a template without headers it is a warning: the sending platform may
add the footer.

Put the unsubscribe link back into the footer.""",
)
ONE_CLICK = Rule(
    "mail.one-click",
    "the headers for one-click unsubscribing are incomplete",
    """Gmail and Yahoo ask bulk senders for one-click unsubscribing (RFC 8058): `List-Unsubscribe` with an https address
and `List-Unsubscribe-Post: List-Unsubscribe=One-Click`. Without both, mail of larger senders goes to spam.

Sending platforms write these headers themselves, so only messages that were sent are looked at.""",
    severity="warning",
)
ADDRESS = Rule(
    "mail.address",
    "a newsletter without a postal address",
    """CAN-SPAM (US) and CASL (Canada) ask for a physical postal address in every marketing email; most other countries
ask who is behind it. It usually goes missing together with a deleted footer.

Looked at: postcodes of many countries with the street around them, PO boxes, and merge tags that stand for an address.
It is a warning, and an error once the client's configuration says `[mail] profile = "us"` or `"ca"`.

Put the sender's address into the footer.""",
    severity="warning",
)
SUBJECT = Rule(
    "mail.subject",
    "a subject that is empty, shouts, or is cut off in the inbox",
    """The subject decides whether a newsletter is opened. An empty one is an error, one in capitals a warning;
beyond 60 characters most inboxes cut it off, which is only a note.""",
    severity="warning",
)
PREHEADER = Rule(
    "mail.preheader",
    "the line beside the subject in the inbox is wasted",
    """Inboxes show the first words of a mail beside its subject. When there is no preheader, that line may read "View
in browser"; when it repeats the subject, nothing is gained. A missing preheader is only a note.

Write one sentence that makes readers want to open the mail.""",
    severity="warning",
)
SIZE = Rule(
    "mail.size",
    "the message is so long that Gmail cuts it off",
    """Gmail shows the first 102 kB of a message's HTML and hides the rest behind "View entire message". From 90 kB on
it is worth a look; it is an error when the unsubscribe link falls behind the cut, because then it cannot be found.

Remove unused styles and blocks, or move long articles to the website.""",
    severity="warning",
)
ALT_TEXT = Rule(
    "mail.alt-text",
    "a picture without a description",
    """Many readers see a mail without its pictures at first, and some listen to it. A picture without `alt` is then a
blank, or its file name is read out. Pictures that only decorate need an empty one: `alt=""`. Tracking pixels are not
meant, and a linked picture without a description is reported as `links.empty`.

Describe what the picture shows, or set `alt=""` if it only decorates.""",
    severity="warning",
)
PLAIN_TEXT = Rule(
    "mail.plain-text",
    "the plain-text version is missing, or belongs to another issue",
    """Every newsletter travels twice in one message: as HTML and as plain text for watches, screen readers and spam
filters. When an issue is made from a copy of the last one, the text version is easily forgotten: then some readers get
last week's news. With `--against`, a text that is more like the previous issue than like this issue's HTML is an error.
Pages that only one of the two names are a warning, and so is HTML without any text part.

Make the text version anew from this issue.""",
    severity="warning",
)
SENDER = Rule(
    "mail.sender",
    "the sender's address cannot be right",
    """Readers decide by the sender, and mailbox providers refuse mail whose `From` is broken. Looked at: `From` and
`Reply-To` without a valid address, several senders at once, a name that shows another address than the real one, and
answers that go to a domain that stands nowhere else in the message: another client's?

Correct the sender in the campaign's settings.""",
    severity="warning",
)
ENCODING = Rule(
    "mail.encoding",
    "readers see a character's code instead of the character",
    """Text that was encoded twice shows `&nbsp;` or `&amp;` to every reader. It happens when HTML is pasted into a
field for text. Garbled letters (Ã©) and lost ones are reported as `spelling.mojibake`.

Type the character itself.""",
)
IMAGE_ONLY = Rule(
    "mail.image-only",
    "a message that is little more than pictures",
    """Spam filters distrust mail that consists of pictures, readers whose program does not load pictures see nothing,
and nobody can check the words inside them, preflight included.

Set the message's main sentence, date and link as text.""",
    severity="warning",
)
OTHER_CLIENT = Rule(
    "mail.other-client",
    "another client's sender, address or name in this client's mail",
    """Whoever works for several clients copies footers and templates from one to the next. Then a newsletter comes from
another client's mailbox, or carries another client's postal address or name.

The workspace's configuration says which clients there are (`clients = ["clients/*"]`); a client is known by `site`,
`senders` and `profiles` in its `preflight.toml` and by the brands and addresses in its `facts.toml`. A sender, a reply
address, the place to unsubscribe and a postal address of another client are errors; its name, website or mail address
in the text is a warning. Links are `links.other-client`. Whose it is, is not told, since a report may leave the house.

Put this client's own in, or name the other one under `partners` in `preflight.toml`.""",
)
TEST_SEND = Rule(
    "mail.test-send",
    "the test send is not what it was made from",
    """`--source FILE` names the file that a test send was made from. The two are laid side by side: texts that were
changed on the way or did not arrive, and links that open something else than the source says.

What platforms do to every message is no difference: addresses that count clicks, merge tags filled in, “[Test]” before
the subject, their own footer, unsubscribe links that are dead in tests. Where a click counter hides an address, the
report says so under what was not checked. A link that surely opens another page is an error, anything else a warning.

Look which of the two is right, mend it, and send another test.""",
    severity="warning",
)
LEGIBLE = Rule(
    "mail.accessibility",
    "markup that some readers cannot read well",
    """Screen readers need to know the language (`lang`) and which tables only make the layout
(`role="presentation"`), people who jump from heading to heading need their order, and everybody needs colours that can
be told apart. Most newsletters fall short somewhere, so these are notes; text that can hardly be told from its
background is a warning. Only colours that are written on the element or around it are judged.

Mend the template once, and every issue is better.""",
    severity="info",
)
IMAGE_WEIGHT = Rule(
    "mail.image-weight",
    "pictures inside the message that weigh too much, or do not show",
    """Pictures that travel inside the message are loaded by everybody, on every telephone: above 1 MB together, people
wait and some servers refuse the message. Pictures written into the HTML itself (`data:`) are not shown by Gmail and
Outlook at all. The weight of pictures on the web is not looked at.

Make them smaller, or put them on the web and link them.""",
    severity="warning",
)
RULES = (
    UNSUBSCRIBE, ONE_CLICK, ADDRESS, SUBJECT, PREHEADER, SIZE, ALT_TEXT, PLAIN_TEXT, SENDER, ENCODING, IMAGE_ONLY,
    IMAGE_WEIGHT, LEGIBLE, OTHER_CLIENT, TEST_SEND,
)  # fmt: skip
