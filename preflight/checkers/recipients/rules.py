"""The rules of the family, each with its page for the user."""

from preflight.model import Rule

PRIVATE = " Recipients are named by their row in the list; --show-recipients shows what stands there."

RULES = (
    Rule(
        "recipients.blank",
        "recipients lack what a merge tag needs",
        "The message greets with a first name, and some rows of the list have none: these readers get “Hi ,”. Looks at"
        " every merge tag of the message that has no default and stands between no conditions, and counts the rows"
        " whose column is empty or holds “null”, “N/A” or the like. Fill the cells in, or give the tag a default such"
        " as “there”." + PRIVATE,
        "warning",
    ),
    Rule(
        "recipients.duplicate",
        "an address is in the list more than once",
        "The same address in two rows gets the message twice where the list is sent row by row (mail merge, YAMM,"
        " GMass), and where the two rows have different names, it is a matter of luck which one it is greeted with."
        " Capitals do not count. Delete the row that is out of date." + PRIVATE,
        "warning",
    ),
    Rule(
        "recipients.shifted",
        "columns or rows of the list have slipped",
        "A row with data but no address; an address in another column than the others; names that belong to the"
        " addresses one row further, because one column was sorted or pasted without the rest; first and last names"
        " under each other's header. Sent like this, people are greeted with somebody else's name. Looks at the names"
        " inside the addresses, at what most rows hold in each column, and at rows with more cells than the header."
        " Do not send; go back to the list as it was exported." + PRIVATE,
    ),
    Rule(
        "recipients.address",
        "an address cannot be reached, or is nobody's",
        "An address without @, with a blank or two addresses in one cell, a mistyped provider (gmial.com, and names"
        " one letter away from those that the list itself is full of), and mailboxes that are no person's (noreply@,"
        " info@). Judged by its form alone; no mail server is asked. Correct the address, or take the row out."
        + PRIVATE,
    ),
    Rule(
        "recipients.name",
        "a name that nobody wants to be greeted with",
        "Names in capitals, with digits or emoji, companies in the column of first names, damaged letters (JosÃ©),"
        " “null” and “N/A”, an address for a name. The reader sees it first. Looks at the columns of names. Write"
        " the name as its owner does." + PRIVATE,
        "warning",
    ),
    Rule(
        "recipients.list",
        "the list cannot be used as it is",
        "No header, so that the first person is taken for the names of the columns; no column of addresses; cells with"
        " formulas (=HYPERLINK…), NUL bytes or several encodings; a quotation mark that never closes and swallows the"
        " rows behind it. Export the list anew, as CSV in UTF-8.",
    ),
    Rule(
        "recipients.mismatch",
        "a message and its record, or two records, do not agree",
        "An order confirmation with another customer's first name, a misspelt last name, an address or a total that"
        " is not the one in the sheet; an amount ten times what this customer usually pays; a row of the orders that"
        " differs from the payments. Messages are matched with rows by the address in their To header; two sheets by"
        " the column given with --key. Looks at greetings, names, postal addresses, totals and order numbers. Correct"
        " whichever of the two is wrong before it goes out. Without a list, a message that greets another given name"
        " than that of the one person in its To header is worth a look." + PRIVATE,
    ),
    Rule(
        "recipients.rendered",
        "the messages most in need of a look",
        "Every row of the list is put into the message, and the ten that come out worst are shown as their readers"
        " would get them: greetings without a name, names in capitals, gaps. Fix the rows, or give the tags defaults."
        + PRIVATE,
        "info",
    ),
)
