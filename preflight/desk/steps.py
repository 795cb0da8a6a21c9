"""“Get your email”: how each program and each platform gives a message away as a file, step by step, with drawings.

One text for the desk's page and for the guide (``guide``). Names of menus change with every version: the steps say what
to look for, and an ``.eml`` is an ``.eml`` in the end.
"""

from __future__ import annotations

from msgspec import Struct

from preflight.patterns import regex

UNSAFE = regex(r"[^a-z0-9]+")


class Step(Struct, frozen=True):
    """What to do, and the drawing beside it (``sketches``): its kind, and what the marked button says."""

    text: str
    kind: str
    words: str = ""


class Steps(Struct, frozen=True):
    """``name`` is what people call it, ``other`` what else they might look for; ``warning`` is told first."""

    name: str
    steps: tuple[Step, ...]
    other: str = ""
    warning: str = ""

    @property
    def anchor(self) -> str:
        """``Outlook, classic`` → ``outlook-classic``"""
        return UNSAFE.sub("-", self.name.lower()).strip("-")


EML = Step("Drop that file on the desk.", "drop", ".eml")
MSG = Step("Drop that file on the desk.", "drop", ".msg")

PROGRAMS = (
    Steps(
        "Gmail",
        (
            Step("Open the message in a browser on a computer.", "message"),
            Step("Press the three dots (⋮, More) at the top right of the message, and choose “Download message”. Under "
                 "“Show original” there is the same as “Download Original”.", "dots", "Download message"),
            Step("The file is in your Downloads folder. Its name ends in .eml.", "list", "Rye, rolls.eml"),
            EML,
        ),
        "Google Mail, Google Workspace",
        "The Gmail app on a phone cannot do this: use a computer.",
    ),
    Steps(
        "Outlook, new, for Windows",
        (
            Step("Open the message.", "message"),
            Step("Press the three dots (⋯, More actions) at the top right of the message, and choose “Save as”.",
                 "dots", "Save as"),
            Step("Where you are asked which format, choose EML. MSG is read as well.", "format", "EML"),
            EML,
        ),
        "Microsoft 365, Office, Hotmail, Windows Mail",
    ),
    Steps(
        "Outlook on the web",
        (
            Step("Open the message at outlook.com, or wherever your organisation has its Outlook.", "message"),
            Step("Press the three dots (⋯, More actions) at the top right of the message, and choose “Download”.",
                 "dots", "Download"),
            Step("Choose “Download as EML”. MSG is read as well.", "dots", "Download as EML"),
            EML,
        ),
        "outlook.com, Hotmail, Live, Office 365, Exchange, OWA",
    ),
    Steps(
        "Outlook, classic, for Windows",
        (
            Step("Select the message in the list.", "list"),
            Step("Drag it onto the desktop. It becomes a file that ends in .msg.", "drag", ".msg"),
            Step("Or choose File, then Save As, and “Outlook Message Format – Unicode”.",
                 "format", "Outlook Message Format"),
            MSG,
        ),
        "Microsoft Office, Outlook 2016, 2019, 2021",
        "Do not choose “HTML” under Save As: Outlook rewrites the message.",
    ),
    Steps(
        "Outlook for Mac",
        (
            Step("Select the message in the list.", "list"),
            Step("Drag it onto the desktop. It becomes a file that ends in .eml.", "drag", ".eml"),
            EML,
        ),
        "Microsoft 365",
    ),
    Steps(
        "Apple Mail",
        (
            Step("Select the message in the list.", "list"),
            Step("Choose File, then “Save As…”.", "file", "Save As…"),
            Step("Set Format to “Raw Message Source”, and save. If the name does not end in .eml, it is read all the "
                 "same.", "format", "Raw Message Source"),
            EML,
        ),
        "Mac Mail, iCloud",
        "Mail on an iPhone or iPad cannot do this: use a Mac, or icloud.com and another program.",
    ),
    Steps(
        "Thunderbird",
        (
            Step("Open the message.", "message"),
            Step("Choose File, then “Save As”, and “File…”. Keep the ending .eml.", "file", "Save As"),
            EML,
        ),
        "Betterbird, Linux",
    ),
)  # fmt: skip


def _platform(name: str, *steps: Step, other: str = "", warning: str = "") -> Steps:
    """A test that is sent to oneself, and then saved by the mail program."""
    last = Step("Open the test in your mail program, and save it with the steps for that program (above).", "list",
                "[Test] Rye, rolls")  # fmt: skip
    return Steps(name, (*steps, last), other, warning)


def _address(words: str) -> Step:
    return Step("Write your own address, and send it.", "address", words)


PLATFORMS = (
    _platform(
        "Mailchimp",
        Step("In the email's editor look for “Preview & Test” at the top, and choose “Send a Test Email”.",
             "button", "Send a Test Email"),
        _address("Send Test"),
        other="Intuit",
    ),
    _platform(
        "Kit",
        Step("Open the broadcast, and look for its preview at the top. There choose to send a test to yourself.",
             "button", "Send test"),
        _address("Send"),
        other="ConvertKit",
    ),
    _platform(
        "MailerLite",
        Step("In the editor look for “Preview and test” at the top right, and choose “Send test email”.",
             "button", "Preview and test"),
        _address("Send test email"),
    ),
    _platform(
        "Brevo",
        Step("In the editor or on the campaign's page look for “Preview & test”, and choose “Send a test”.",
             "button", "Preview & test"),
        _address("Send a test"),
        other="Sendinblue",
    ),
    _platform(
        "beehiiv",
        Step("In the post's editor look for the preview at the top right, and choose “Send test email”.",
             "button", "Send test email"),
        _address("Send"),
    ),
    _platform(
        "Substack",
        Step("In the draft look for “Preview”, choose the email, and there “Send test email”.",
             "button", "Send test email"),
        _address("Send"),
    ),
    _platform(
        "Flodesk",
        Step("In the email's editor look for the test at the top, and choose to send one.", "button", "Send test"),
        _address("Send"),
    ),
    _platform(
        "Constant Contact",
        Step("In the editor look for “Preview” at the top, and choose “Send Test”.", "button", "Send Test"),
        _address("Send"),
        warning="Tests do not fill in names: use a real contact of your own if you want to see them.",
    ),
    _platform(
        "ActiveCampaign",
        Step("In the designer or on the campaign's last page look for “Send a test email”.",
             "button", "Send a test email"),
        _address("Send"),
    ),
    _platform(
        "HubSpot",
        Step("In the email's editor look for “Actions” or “Review and test” at the top, and choose “Send test email”.",
             "button", "Send test email"),
        _address("Send test email"),
        other="Marketing Hub",
    ),
    _platform(
        "Another platform",
        Step("In the editor look for “Send a test”, “Send preview” or “Test”.", "button", "Send a test"),
        _address("Send"),
        other="Klaviyo, Campaign Monitor, GetResponse, AWeber, Omnisend, Squarespace, Wix, Ghost, Mailjet, Shopify",
    ),
    Steps(
        "Only the HTML is at hand",
        (
            Step("In the editor choose “Export”, “Code view” or “View source”, and copy everything.",
                 "button", "View source"),
            Step("At the desk choose the client, open “Paste its HTML”, paste, and press Check. What you copy out of a "
                 "mail program or a document can be pasted as well: its links come along.", "paste", "Check"),
        ),
        "code, paste, copy",
        "Subject and sender are not in it, so nobody checks them.",
    ),
)  # fmt: skip
