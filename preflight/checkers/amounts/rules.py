"""The rules of the family, with their pages for users."""

from __future__ import annotations

from preflight.model import Rule

RULES = (
    Rule(
        "amounts.arithmetic",
        "an amount that does not follow from the ones beside it",
        """“Was £40, now £30: save 35%” saves 25%. Offers are copied from the last issue and one of three numbers is
forgotten; an invoice whose lines do not add up comes back unpaid.

Checked: an old and a new price with the saving beside them, quantity × price = sum, the rows of a table with a
quantity, the lines above a subtotal or total, and subtotal, tax, shipping and discount against the total.
A price that the others beside it explain but for one digit (“£120 + VAT (£154)”, “only £4,630 to go”), one row of a
list that is not reduced like the others, and a struck price below the new one are worth a look. So are a total and the
parts that the same sentence names (“£8,450: £5,200, £2,150 and £1,400”), instalments that do not reach the price, a
year's price “billed annually” that is not twelve months', a percentage that the text works out itself (“a 5% deposit of
£12,000”, “your £20 becomes £30”, “rises by 5%, from £40 to £46”), and an early price above the later one.
Rounded percentages (one point) and cents are left alone, and so is everything that says “up to”, “from” or
“about”.

What to do: the message says what the other numbers give. Ask which of them is wrong before you change one.""",
    ),
    Rule(
        "amounts.conflict",
        "two amounts in one message that cannot both be right",
        """The subject promises 15% and the offer inside is 25%; the designed version says £30 and the plain-text
version £40. Readers ask for the better one, and they are right to.

Checked: a discount or an offer code in the subject or the preview text that the message does not have, and the same
sentence with different amounts in the HTML and the plain-text part, and two lines that give one thing (an invoice
with its number, a product named in the same words) two amounts. Also the price in the subject that the message has
otherwise, one thing for ten times its price further up, and the number of an order that is another one in the message.

What to do: find out which one holds, and put it in both places.""",
    ),
    Rule(
        "amounts.detail",
        "a telephone number, VAT number, address or mailbox that is nearly the client's",
        """One digit off, and every reader calls a stranger. Nobody checks a footer that was right for years.

Checked when the client's facts (`facts.toml`) give a `phone`, `vat`, `address` or `email`: a number, an address or a
mailbox that is one slip away from one of them (a digit wrong, missing or too many, two swapped), and is none of the
others. Spaces, brackets and the country's code make no difference.

What to do: compare it with the facts. If both are right, add the other one to them.""",
    ),
    Rule(
        "amounts.magnitude",
        "an amount with a digit too many, too few or in the wrong place",
        """£8,000 typed as £80,000: every number is possible, so only a number that is known shows the slip.

Checked against the previous issue or build (`--against`) where the same thing is named in the same words (the same
invoice number, product or row), and against the prices in the client's facts: ten or a hundred times as much or as
little, two digits swapped, and, where the thing has its own number or its price is in the facts, one digit off. The
total of an invoice is compared with the earlier invoices of the same sender to the same customer: ten or a hundred
times as much is worth a look, and an error when two earlier ones agree or the lines still say the old amount.

What to do: look the amount up. If it really changed, waive the finding, or correct the client's facts.""",
    ),
)
