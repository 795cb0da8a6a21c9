"""The rules of the family, each with its page for the user."""

from preflight.model import Rule

RULES = (
    Rule(
        "placeholders.text",
        "placeholder text is still there",
        "Dummy Latin, an instruction of the template (“Your headline goes here”, “Click to edit”), a note to self"
        " (TODO, FIXME, TKTK, XXX, TBD), a bracket to be filled in ([INSERT DATE], [Your Name]) or an example"
        " address (name@example.com) was never replaced. Looks at everything a reader sees, image descriptions and"
        " page descriptions among it, but not at code samples and form hints. On websites notes to self, example"
        " addresses and whatever stands in running text are warnings, since pages also write about such things."
        " Write what belongs there, or take the block out.",
    ),
    Rule(
        "placeholders.stock",
        "the template's own text is still there",
        "Builders fill their templates with example text: “I'm a paragraph. Click here…”, “Just another WordPress"
        " site”. Readers know these sentences from other unfinished mails and sites. Replace the text, or take the"
        " block out.",
    ),
    Rule(
        "placeholders.subject",
        "the subject is one of a test or a copy",
        "“Test”, “Draft”, “[Test] …”, “Copy of …”, “… (copy 2)”, “FW: …”: the subject was left from a test or"
        " from the message that this one was made from. “Test your knowledge” is fine. In a test send, the mark"
        " that the sending platform puts in front is expected. Write the subject that readers are to see.",
    ),
    Rule(
        "placeholders.unrendered",
        "a page shows a template tag that the build should have filled in",
        "{{ page.title }} or {% include … %} in a built page means that a file was not run through the site"
        " generator, or that a name is misspelt. Looks at titles, descriptions, headings, navigation, buttons and"
        " link addresses (sure) and at running text (worth a look), and stays quiet on pages that explain"
        " templates in code samples. Build the page again and look at the file that it comes from.",
    ),
)
