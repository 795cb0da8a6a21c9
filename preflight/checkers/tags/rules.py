"""The rules of the family, each with its page for the user."""

from preflight.model import Rule

RULES = (
    Rule(
        "tags.unresolved",
        "a merge tag is still in a message that goes out",
        "A merge tag stands for the reader's name, the unsubscribe link and the like. In a test send or a final message"
        " the sending platform has already filled in what it knows, so a tag that is left will be read as it stands."
        " Looks at the subject, the text, image descriptions and link addresses; comments and code samples are left"
        " alone. Sources keep their tags. Send the message through the platform that the tag belongs to, or write what"
        " the tag stands for.",
    ),
    Rule(
        "tags.foreign",
        "a merge tag belongs to another sending platform",
        "Every platform has its own tags: *|FNAME|* means something to Mailchimp and nothing to Klaviyo. In a template"
        " that was moved or copied together, a tag of the other platform will be printed as it stands. The platform is"
        ' the one named in the configuration ([tags] platform = "mailchimp"), or the one that most tags belong to,'
        " unsubscribe and view-online tags counting most. Write the tag as this platform writes it.",
    ),
    Rule(
        "tags.malformed",
        "a merge tag is damaged",
        "A bracket is missing, a word processor has made the quotation marks curly, or bold and colour begin inside the"
        " tag: the platform does not recognise it any more and prints it. Type the tag anew, or insert it from the"
        " platform's menu.",
    ),
    Rule(
        "tags.unknown",
        "the list has no column for a merge tag",
        "With --recipients, every tag that stands for something of the reader's is looked up among the columns of the"
        " list: {{ first_name }} needs a column such as “First name”. A tag without one prints nothing, or itself."
        " Tags of the platform (unsubscribe, view online) and of other things (the event, the shop) are left alone."
        " Correct the spelling of the tag, or export the list with that column; near names are suggested.",
    ),
    Rule(
        "tags.no-fallback",
        "a greeting uses a merge tag without a default",
        "Readers whose name the list does not know will be greeted with “Hi ,”. Give the tag a default, or put the"
        " greeting between conditions. A platform that keeps its defaults with the list (Mailchimp, ActiveCampaign,"
        " HubSpot) may have one already.",
        severity="warning",
    ),
    Rule(
        "tags.greeting",
        "a greeting names nobody",
        "“Hi ,”, “Dear null”, “Hello [First Name]”, an email address where the name should be: the name was missing or"
        " never filled in, and every reader sees it first. A name in capitals is only worth a look. Looks at the"
        " beginning of each paragraph and at the subject.",
    ),
)
