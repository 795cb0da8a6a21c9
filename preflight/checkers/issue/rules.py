"""The rules of the comparison with the previous issue, and the pages that explain them."""

from __future__ import annotations

from preflight.model import Rule

UNCHANGED = Rule(
    "issue.unchanged",
    "something that is new in every issue is still the previous issue's",
    """A new issue is often made by copying the last one. Compared with it, the large picture, the opening paragraph,
the subject, the preheader or the issue's number is the same although the issue around it is new. It is an error when
the picture's description was changed and the picture was not, or when earlier issues show that this place changes
every time. Logos, icons and what every issue repeats are not meant, and pictures that travel inside the message are
compared by what they show (with Pillow: `pip install "preflight-send[images]"`), others by their address. A date that
is the last issue's is an error once it is over, and a note while it is ahead. Worth a look even beside one earlier
issue: a picture whose description tells of one scene, a text that says “last night”, the first text under a heading
such as “What is in the box” or “Recipe of the week”, and a number that goes back.

With four earlier issues or more (`--against FOLDER`), what changed every time must change: the subject, the preheader,
the masthead, the picture, the opening, the main button, the campaign, and what stands under a heading that every issue
has. With fewer it is a question, unless the client's list says so: `[issue] must-change = ["subject", "picture"]`,
`must-change-under = ["Recipe of the week"]`. `preflight memory FOLDER` drafts that list.

When nearly everything is the same, there is one question instead: is this a resend, or the wrong file?

Put in this issue's picture, paragraph or number; if it is meant to stay, waive the finding with a reason.""",
)
LINK_UNCHANGED = Rule(
    "issue.link-unchanged",
    "a link under a new story still opens the previous issue's page",
    """The heading, the text and the words of the button are new, but the address behind them is last week's: the link
works, so no link checker complains, and every reader lands on the old story.

Looked at: pages that the previous issue opened from one story which this issue no longer has, now opened from another
story. Shops, donation pages, archives, social networks and whatever else issues keep linking to are left alone. It is
an error when the address itself names the old story, or is the page of one event that has a new day, and four earlier
issues never repeated a link like that; and when a link under the same heading was a new one in every issue until now.

Open the link, and put in the address of the new story.""",
    severity="warning",
)
FIXED_CHANGED = Rule(
    "issue.fixed-changed",
    "something that never changes is not the same as in the previous issue",
    """The postal address, the place where readers unsubscribe and the sender's social networks stay the same from issue
to issue, and so do the words of the fine print. When one differs, somebody edited the footer by accident, or pasted
another client's.

It is a warning, and an error when four earlier issues or more never differed or the client's list says so:
`[issue] must-not-change = ["address", "unsubscribe", "networks", "legal"]`. Changed words of the fine print stay a
question unless they are on that list; `may-change` lists what is left alone.

If the change is meant, waive the finding until the next issue.""",
    severity="warning",
)
TRACKING_UNCHANGED = Rule(
    "issue.tracking-unchanged",
    "a link still counts for the previous issue's campaign",
    """`utm_campaign` names the issue in the client's statistics. A link copied from the last issue credits its visits
to the old campaign, and the new issue looks worse than it was. It is an error when the other links name a new campaign.

Put this issue's campaign into the link.""",
)
OVER = Rule(
    "issue.date-over",
    "a date that is over where the previous issue's was still ahead",
    """The same sentence stood in the previous issue with a date that lay ahead of it: “Open day on …”, “Book until …”.
In this issue its date is over before the message goes out, so it is a slip: last month for this one, or last year.

Looked at: full dates whose words around them are those of the previous issue. What is told as past is left alone.

Look the date up, and correct it.""",
)
RULES = (UNCHANGED, LINK_UNCHANGED, FIXED_CHANGED, TRACKING_UNCHANGED, OVER)
