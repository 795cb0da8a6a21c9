"""The rules of the family, with the pages that users read."""

from __future__ import annotations

from preflight.model import Rule

RULES = (
    Rule(
        "links.broken",
        "a link leads to a page or file that is not there",
        """Readers who follow the link get an error page, or nothing at all.

In a website build every link to the site itself is compared with the files of the build, offline and as a Linux web
server would: capital letters count, a folder opens its index.html, “/about” may be about.html. Redirect rules of
the host are followed; addresses of your own domain are looked for in the build as well. In an email a link without
https:// opens nothing, whatever it would open on a site. Online, every other link is opened once: “the page is
gone” (404, 410) or a site that does not exist is broken; a page that only refuses programs is not (see
links.unverified). A picture, style sheet or script whose address answers with a page is shown as a warning.

Correct the address, restore the page, or add a redirect.""",
    ),
    Rule(
        "links.missing-anchor",
        "a link jumps to a place that its page does not have",
        """The page opens, but at its top instead of at the section that was meant.

The name behind the # is looked for among the names (id, name) of the page that the link opens. It is an error where
nothing can add the name later, and a warning where the page runs scripts. “#top” and links to a passage of text are
fine.

Correct the name, or give the section that name. It may have been renamed together with its heading.""",
        severity="warning",
    ),
    Rule(
        "links.empty",
        "a link or button opens nothing",
        """A button that does nothing is worse than none: readers click, and think that your site is broken.

Looked at: an empty address, a lone “#” or “javascript:void(0)”, a button without any address, and links that hold
neither words nor a picture with a description. Where a page runs scripts, a “#” that a script may use is left
alone.

Put in the address that the link should open. Give a linked picture an alternative text that says what it opens.""",
    ),
    Rule(
        "links.not-linked",
        "something asks for a click, and nothing is linked there",
        """“Click here” that cannot be clicked: the link was lost when the text was copied, or never put in.

Looked at in HTML: a whole line that is a call (“Read more”, “Book now”), words dressed as a button, “click here” in a
message without a link in its sentence, pictures of buttons, and web and mail addresses that stand in the text as bare
words. Code, quotations and forwarded headers are left alone. On pages it is information where a script may do it.

Put the link in.""",
        severity="warning",
    ),
    Rule(
        "links.malformed",
        "an address is written wrong, so that it opens nothing or something else",
        """A slip in the first letters of an address breaks the link: “http//”, “htp://”, “http://https://”, a comma
or a space in the name of the site, “.con” at its end, no https:// in front of “www.”, or a Markdown link with its
brackets apart.

Addresses with merge tags or template code in them are left alone: what they become is not known yet.

Use the suggested address, or copy it again from the browser.""",
    ),
    Rule(
        "links.placeholder",
        "an address is still to be filled in",
        """Somebody wrote “[link]”, “#TODO”, “url-here” or a sample such as example.com to put the real address in
later, and nobody did.

Put the real address in.""",
    ),
    Rule(
        "links.text-mismatch",
        "a link shows one address and opens another",
        """The words show a web address, a mail address or the name of a file, and the link behind them opens another
one: left over from an earlier issue or another client, and it looks like fraud to readers and spam filters. In a
message, one headline that opens different pages of a site is shown as well, and a button whose address names another
weekday, time of day, level or discount than its words (“Join the Tuesday class”, `/classes/monday`).

“www.”, capital letters, paths and subdomains make no difference, nor do shorteners and click-counting addresses,
behind which the real one cannot be seen.

Make both agree. If both addresses belong to you and that is as it should be, show words instead of an address.""",
    ),
    Rule(
        "links.phone",
        "a telephone link dials another number than it shows",
        """Somebody changed the number in the text and forgot the link behind it, or the other way round. Whoever
taps it calls a stranger.

The digits of the words are compared with those of the link; country code, leading zero, spaces and extension make no
difference. A link without any number is shown too, one with too few digits or too many, and one that dials “+44
(0)…”: from abroad the zero is left out.

Make the words and the number agree.""",
    ),
    Rule(
        "links.brand-mismatch",
        "a link says one social network and opens another, or no profile of yours",
        """The Instagram icon that opens Facebook, the icon that opens Instagram’s own front page, and the one that
still opens the profile of whoever made the template.

Only links whose words are a network’s name (“Follow us on Instagram”) or whose picture shows its logo are looked
at: a headline about a network may lead anywhere.

Link to your own profile on the network that the link names.""",
    ),
    Rule(
        "links.staging",
        "a link opens a test copy or a page that only its makers can see",
        """Addresses of the test site (staging.…, dev.…), of a computer in the office (localhost, 192.168.…),
previews, tunnels, editing screens and administration pages, or a file on somebody’s disk. Readers see an error, a
login, or your drafts.

It is an error when the same message or page also names the real site, and a warning where the name alone tells. A
manual that shows such an address in its words means it, and is left alone; so are hosts named with --allow-host, and
the address at which the service that builds the site puts this very build for a look.

Link to the public page.""",
    ),
    Rule(
        "links.other-client",
        "a link belongs to another of your clients",
        """Whoever makes newsletters and sites for several clients copies from one to the next, and one link stays
behind: readers who unsubscribe leave the wrong list, or follow the competition.

Looked at where a workspace knows its clients: a folder whose preflight.toml says clients = ["clients/*"], and in each
client’s own preflight.toml its site, its senders and its profiles (profiles = ["instagram.com/bramblewick"]). It is an
error where readers unsubscribe and for profiles, a warning otherwise. The report does not say whose address it is.

Put this client’s own address in. If both work together, name the other one: partners = ["brook-and-bean.example"].""",
    ),
    Rule(
        "links.mail-address",
        "a mail address is wrong, or is linked like a web page",
        """Replies to a misspelt address reach nobody, or a stranger: many misspelt providers are registered by
somebody.

Looked at, in links and in the text: providers such as gmial.com or hotmial.com, “.con”, two @, none, spaces, a
final dot; and links to a mailbox that begin with http:// or lack “mailto:”.

Correct the address, and begin links to a mailbox with “mailto:”.""",
    ),
    Rule(
        "links.campaign",
        "the fields that count a campaign are written wrong",
        """Fields such as utm_campaign tell the statistics which message brought a reader. Written wrong they count
nothing, and without their “?” they break the link.

Looked at: fields without a “?” in front, behind the “#”, with a second “?”, escaped twice or misspelt; and single
links of a message that name another campaign than all its others to the same site, as left-overs do.

Build the address again from the page’s own one.""",
    ),
    Rule(
        "links.stale-tracking",
        "a link carries the trace of one person’s click",
        """Copied out of a browser or a mail, an address often carries what a service added for one reader (fbclid,
mc_eid, mkt_tok …), or leads through a company’s link protection. It counts every reader as that one, may show them
that person’s page, and stops working when the protection does.

Looked at in pages and in messages that are still sources: in delivered mail the sender’s platform has added its own.

Use the address of the page itself.""",
        severity="warning",
    ),
    Rule(
        "links.insecure",
        "a page on https loads something over http",
        """Browsers refuse scripts, styles, frames and forms over http on a page that was opened over https, and
often pictures too.

Looked at on pages that say themselves (canonical address) that they live on https.

Write https:// in front if that address works, or copy the file to your own site.""",
        severity="warning",
    ),
    Rule(
        "links.redirect",
        "a link opens an address that has moved for good",
        """Links are opened once when the check runs online. This one works today: the old address sends readers on
to the new one. Such signposts are taken down some day.

Write the new address when you next touch the text.""",
        severity="info",
    ),
    Rule(
        "links.wrong-destination",
        "a link opens a page, but not the one that was meant",
        """The page opens, so no link checker complains, and your readers still do not get what the words promise.

Links are opened once when the check runs online. Looked at: an error page that the server sends as if all were well
(it is compared with what the site shows for a made-up address); a domain for sale; a page that sends readers on to
one that is gone; an old address that opens the site’s front page, a login, or another site. And the promise: a date
or a price in the link’s words is compared with the page’s title, heading, structured data and text. It is an error
where the page names another date or price and the promised one nowhere. A page about something else altogether is a
warning, or information where only its title says so.

Open the link, and correct the address or the words.""",
        severity="warning",
    ),
    Rule(
        "links.unverified",
        "a link could not be verified",
        """Links are opened once when the check runs online. This site did not give a plain answer: it refuses
programs, wants a login, answers too slowly or too seldom. The link may well be right. Sites that turn all programs
away, such as LinkedIn, Instagram and Facebook, are told of in one line each.

Open it once in your browser. Where a site will never answer a program, say so in preflight.toml: [[host]] with its
name, accept = [403], a reason and the day on which to ask again (expires).""",
        severity="warning",
    ),
)
