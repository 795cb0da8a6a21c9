"""“Get your email”: how each mail program gives a message away as a file, in numbered steps.

Names of menus change with every version: the steps say what to look for, and an .eml is an .eml in the end.
"""

from __future__ import annotations

from msgspec import Struct


class Steps(Struct, frozen=True):
    """``name`` is what people call it; ``warning`` is told first."""

    name: str
    steps: tuple[str, ...]
    warning: str = ""


PROGRAMS = (
    Steps(
        "Gmail, in a browser",
        (
            "Send the test to your own Gmail address, and open it.",
            "Press the three dots (⋮, More) at the top right of the message.",
            "Choose “Download message”. A file that ends in .eml arrives in your Downloads folder.",
            "Drop that file here.",
        ),
        "The Gmail app on a phone cannot do this: use a computer.",
    ),
    Steps(
        "Outlook, new or on the web",
        (
            "Open the message.",
            "Press the three dots (⋯, More actions) at the top right of the message.",
            "Choose “Download” (on the web) or “Save as”, and EML where you are asked which: not MSG.",
            "Drop that file here.",
        ),
    ),
    Steps(
        "Outlook, classic, for Windows",
        (
            "Classic Outlook saves .msg files, which only Outlook reads.",
            "Open the same mailbox in new Outlook or at outlook.com, and follow the steps for those.",
        ),
        "Do not choose “HTML” under Save As: Outlook rewrites the message.",
    ),
    Steps(
        "Outlook for Mac",
        (
            "Select the message in the list.",
            "Drag it onto the desktop: it becomes a file that ends in .eml.",
            "Drop that file here.",
        ),
    ),
    Steps(
        "Apple Mail",
        (
            "Select the message.",
            "Choose File, then Save As…",
            "Set Format to “Raw Message Source”, and save.",
            "If the name does not end in .eml, it is read all the same. Drop it here.",
        ),
    ),
    Steps(
        "Thunderbird",
        (
            "Open the message.",
            "Choose More, then Save As… (or File, Save As, File).",
            "Keep the ending .eml, and save.",
            "Drop that file here.",
        ),
    ),
)
PLATFORMS = (
    Steps(
        "Mailchimp, Klaviyo, Brevo, Kit, beehiiv, HubSpot and the like",
        (
            "In the editor choose “Send a test email” (or “Preview and test”, “Send preview”).",
            "Send it to your own address.",
            "Open it in your mail program, and save it with the steps above.",
        ),
        "The test is better than the editor's HTML: it shows what the platform makes of it, subject included.",
    ),
    Steps(
        "Only the HTML is at hand",
        (
            "In the editor choose “Export”, “Code view” or “View source”, and copy everything.",
            "Choose the client here, open “Paste its HTML”, paste, and press Check.",
        ),
        "Subject and sender are not in it, so nobody checks them.",
    ),
)
